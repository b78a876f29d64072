"""Tells what changed on the disk: what `hearing` hears becomes batches on the event loop.

Hearing is only a hint. A safety pass compares the times of all that is wanted now and then, so that a lost event, a full queue or a
disk that reports nothing costs seconds and not the truth.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping, Set
from itertools import islice
from typing import NamedTuple

from reqd.core import place
from reqd.core.batch import Batch
from reqd.core.events import PathsChanged, Rescan
from reqd.fingerprint import Fingerprint, fingerprints
from reqd.hearing import Ears

log = logging.getLogger(__name__)

# Seconds between safety passes: long enough to cost nothing, short enough for a person who wonders.
SAFETY = 30.0
# The same where the system has no watches left, so that the pass is all there is.
SAFETY_ALONE = 3.0
# Folders that are listened in. To watchdog each is a thread, and to Linux one of the 128 instances that all programs of a user share
# by default; so a workspace of hundreds leaves those of least use to the safety pass.
MOST = 64
# Nanoseconds by which a disk's clock may be behind: FAT counts in steps of two seconds.
_COARSE = 2_000_000_000


class _Wanted(NamedTuple):
    """`heard` are the folders to listen in; all others and the files are looked at in the safety pass only."""

    heard: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


class _Attended(NamedTuple):
    """What came of listening elsewhere: times that were not known before, the paths that changed, and why no more can be heard."""

    found: Mapping[str, Fingerprint | None]
    changed: frozenset[str]
    error: OSError | None


class Watcher:
    """Watches folders without what is below them, and hands on what changed in them after a quiet period.

    `hand_on` and `tell` are called on the event loop; `tell` gets one sentence, once, when watching is no longer possible. Any thread may
    wait for `is_listening`: that the first folders are watched, or that it was told why they are not.
    """

    def __init__(self, hand_on: Callable[[PathsChanged | Rescan], None], tell: Callable[[str], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._hand_on = hand_on
        self._tell = tell
        self._batch = Batch()
        self._timer: asyncio.TimerHandle | None = None
        self._wanted = _Wanted()
        self._above: frozenset[str] = frozenset()
        self._known: Mapping[str, Fingerprint | None] = {}
        self._since = time.time_ns() - _COARSE
        self._attending: asyncio.Future[_Attended] | None = None
        self._ended: set[str] = set()
        self._is_outdated = False
        self.is_listening = threading.Event()
        self._is_due = False
        self._is_blind = False
        self._is_closed = False
        self._ears = Ears(self._heard, self._lost)
        self._pulse = self._loop.call_later(SAFETY, self._safety_pass)

    def watch(self, folders: Collection[str], files: frozenset[str]) -> None:
        """Watch these folders as soon as the disk allows, those of most use first; `files` are looked at in the safety pass only.

        What was changed before its watch began, but after this watcher was made, counts as changed now: nobody knows when it was read.
        Until then the folders that were wanted before may be heard of once more.
        """
        wanted = _Wanted(frozenset(islice(folders, MOST)), frozenset(folders), files)
        if wanted == self._wanted:
            return
        self._ended |= self._wanted.heard - wanted.heard  # it may be another one when it is wanted again, and nobody would have said so
        self._wanted = wanted
        self._above = frozenset(above for folder in wanted.heard for above in _upwards(folder))
        self._is_outdated = True
        self._attend()

    def add(self, path: str) -> None:
        """Somebody says that something happened at `path`."""
        self._is_outdated = self._is_outdated or path in self._above
        self._batch.add(path, self._loop.time())
        self._schedule()

    def close(self) -> None:
        self._is_closed = True
        self._pulse.cancel()
        if self._timer is not None:
            self._timer.cancel()
        self._ears.close()

    def _heard(self, path: str, is_gone: bool) -> None:
        """In watchdog's thread: nothing but handing over."""
        self._loop.call_soon_threadsafe(self._take, path, is_gone)

    def _take(self, path: str, is_gone: bool) -> None:
        if is_gone and path in self._wanted.heard:
            self._ended.add(path)
        self.add(path)

    def _lost(self) -> None:
        """In watchdog's thread: the system dropped events."""
        self._loop.call_soon_threadsafe(self._flood)

    def _flood(self) -> None:
        self._is_outdated = True
        self._batch.flood(self._loop.time())
        self._schedule()

    def _schedule(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_at(self._batch.due(), self._due)

    def _due(self) -> None:
        """Listen first where a folder came or went, so that what happens while it is looked at is heard; but wait for no disk twice."""
        self._timer = None
        if self._loop.time() < self._batch.due():
            self._schedule()
        elif self._is_outdated and self._attending is None:
            self._is_due = True
            self._attend()
        else:
            self._flush()

    def _flush(self) -> None:
        self._is_due = False
        if self._batch:
            self._hand_on(self._batch.take())

    def _attend(self) -> None:
        """Listen where it is wanted now: away from the loop, since a disk may hang, and one time after the other."""
        if self._attending is not None or self._is_closed:
            return
        self._is_outdated = False
        ended, self._ended = frozenset(self._ended), set()
        self._attending = self._loop.run_in_executor(None, _attended, self._ears, self._wanted, ended, self._known, self._since)
        self._attending.add_done_callback(self._adopt)

    def _adopt(self, attending: asyncio.Future[_Attended]) -> None:
        self._attending = None
        if self._is_closed or attending.cancelled():
            return
        error = attending.exception()
        if error is not None:
            log.error("listening elsewhere failed", exc_info=error)
        else:
            self._learn(attending.result())
        if self._wanted.heard and not self._is_outdated:
            self.is_listening.set()
        if self._is_due:
            self._flush()
        if self._is_outdated:
            self._attend()

    def _learn(self, attended: _Attended) -> None:
        known = {**self._known, **attended.found}
        self._known = {path: known[path] for path in self._wanted.folders | self._wanted.files if path in known}
        for path in attended.changed:
            self._batch.add(path, self._loop.time())
            self._schedule()
        if attended.error is not None:
            self._blinded(attended.error)

    def _blinded(self, error: OSError) -> None:
        self._is_blind = True
        self._tell(
            f"This system has no file watches left ({error.strerror or error}), so reqd looks at the files itself every "
            f"{SAFETY_ALONE:.0f} seconds; raising fs.inotify.max_user_watches or max_user_instances makes it instant again"
        )
        self._schedule_pulse()

    def _schedule_pulse(self) -> None:
        self._pulse.cancel()
        self._pulse = self._loop.call_later(SAFETY_ALONE if self._is_blind else SAFETY, self._safety_pass)

    def _safety_pass(self) -> None:
        """Look at the times of all that is wanted, away from the loop: a disk may hang."""
        looking = self._loop.run_in_executor(None, fingerprints, self._wanted.folders | self._wanted.files)
        looking.add_done_callback(self._compared)

    def _compared(self, looking: asyncio.Future[dict[str, Fingerprint | None]]) -> None:
        if self._is_closed or looking.cancelled():
            return
        changed = {path: found for path, found in looking.result().items() if self._known.get(path, found) != found}
        self._known = {**self._known, **changed}
        for path in changed:
            self.add(path)
        if self._ears.has_died():
            log.warning("the file watcher had stopped and is started again")
            self._flood()
        self._schedule_pulse()


def _attended(ears: Ears, wanted: _Wanted, ended: frozenset[str], known: Mapping[str, Fingerprint | None], since: int) -> _Attended:
    """Listen first and look then: what changes afterwards is heard, and what changed before is seen."""
    new, error = ears.attend(wanted.heard, ended)
    found = fingerprints(((wanted.folders | wanted.files) - known.keys()) | new)
    changed = (path for path, now in found.items() if _is_changed(path, now, wanted.folders, known, since))
    return _Attended(found, frozenset(changed), error)


def _is_changed(path: str, now: Fingerprint | None, folders: Set[str], known: Mapping[str, Fingerprint | None], since: int) -> bool:
    """Whether it may have changed after it was looked at. That a file is gone, its folder's times tell."""
    if path in known:
        return known[path] != now
    return path in folders if now is None else max(now.changed, now.inode_changed) >= since


def _upwards(folder: str) -> tuple[str, ...]:
    chain = [folder]
    while (above := place.parent(chain[-1])) != chain[-1]:
        chain.append(above)
    return tuple(chain)
