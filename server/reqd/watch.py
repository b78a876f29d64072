"""Tells what changed on the disk: watchdog's threads in, batches on the event loop out.

The watcher is only a hint. A safety pass compares the times of what is watched now and then, so that a lost event, a full queue or a
disk that reports nothing costs seconds and not the truth.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from watchdog.events import (
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MOVED,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from reqd.core.batch import Batch
from reqd.core.events import PathsChanged, Rescan

log = logging.getLogger(__name__)

# Never the default mask: inotify then reports mere reads too, and reading an environment would wake the watcher for ever.
_TELLING: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
_ENDING = frozenset({EVENT_TYPE_DELETED, EVENT_TYPE_MOVED})
# Seconds between safety passes: long enough to cost nothing, short enough for a person who wonders.
SAFETY = 30.0
# The same where the system has no watches left, so that the pass is all there is.
SAFETY_ALONE = 3.0

Fingerprint = tuple[int, int, int, int]
# Of a watched folder that is gone: its number may be given at once to the folder that is made next.
_GONE: Fingerprint = (0, 0, 0, 0)


class Watcher:
    """Watches folders without what is below them, and hands on what changed in them after a quiet period.

    `hand_on` and `tell` are called on the event loop; `tell` gets one sentence, once, when watching is no longer possible.
    """

    def __init__(self, hand_on: Callable[[PathsChanged | Rescan], None], tell: Callable[[str], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._hand_on = hand_on
        self._tell = tell
        self._batch = Batch()
        self._timer: asyncio.TimerHandle | None = None
        self._observer: BaseObserver | None = None
        self._watches: dict[str, tuple[ObservedWatch, Fingerprint]] = {}
        self._wanted: frozenset[str] = frozenset()
        self._files: frozenset[str] = frozenset()
        self._fingerprints: Mapping[str, Fingerprint | None] = {}
        self._is_blind = False
        self._is_closed = False
        self._handler = _Handler(self._heard)
        self._overflow = _Overflow(self._lost)
        logging.getLogger("watchdog").addHandler(self._overflow)
        self._pulse = self._loop.call_later(SAFETY, self._safety_pass)

    def watch(self, folders: frozenset[str], files: frozenset[str]) -> None:
        """From now on watch these folders; `files` are looked at in the safety pass only.

        What happened in a folder before its watch began is not known, so a newly watched folder counts as changed.
        """
        self._wanted, self._files = folders, files
        self._disarm([folder for folder in self._watches if folder not in folders or self._is_stale(folder)])
        for folder in sorted(folders.difference(self._watches)):
            if self._arm(folder):
                self.add(folder)

    def add(self, path: str) -> None:
        """Somebody says that something happened at `path`."""
        self._batch.add(path, self._loop.time())
        self._schedule()

    def close(self) -> None:
        self._is_closed = True
        self._pulse.cancel()
        if self._timer is not None:
            self._timer.cancel()
        logging.getLogger("watchdog").removeHandler(self._overflow)
        if self._observer is not None:
            self._observer.stop()

    def _heard(self, path: str, is_gone: bool) -> None:
        """In watchdog's thread: nothing but handing over."""
        self._loop.call_soon_threadsafe(self._take, path, is_gone)

    def _take(self, path: str, is_gone: bool) -> None:
        if is_gone and path in self._watches:
            self._watches[path] = (self._watches[path][0], _GONE)
        self.add(path)

    def _lost(self) -> None:
        """In watchdog's thread: the system dropped events."""
        self._loop.call_soon_threadsafe(self._flood)

    def _flood(self) -> None:
        self._batch.flood(self._loop.time())
        self._schedule()

    def _schedule(self) -> None:
        if self._timer is None:
            self._timer = self._loop.call_at(self._batch.due(), self._due)

    def _due(self) -> None:
        self._timer = None
        if self._loop.time() < self._batch.due():
            self._schedule()
        elif self._batch:
            self._hand_on(self._batch.take())

    def _is_stale(self, folder: str) -> bool:
        """Whether a watched folder is no longer the folder that was watched: renamed away, deleted, made anew."""
        now = _fingerprint(folder)
        return now is None or now[:2] != self._watches[folder][1][:2]

    def _arm(self, folder: str) -> bool:
        fingerprint = _fingerprint(folder)
        if fingerprint is None or self._is_blind:
            return False
        try:
            # inotify would watch a link itself; what is right inside it, is inside the folder.
            inside = os.path.join(folder, os.curdir) if os.path.islink(folder) else folder
            watch = self._running().schedule(self._handler, inside, recursive=False, event_filter=_TELLING)
        except OSError as error:
            if os.path.isdir(folder):
                self._blinded(error)
            return False
        self._watches[folder] = (watch, fingerprint)
        return True

    def _disarm(self, folders: Iterable[str]) -> None:
        for folder in folders:
            watch, _ = self._watches.pop(folder, (None, None))
            if watch is not None and self._observer is not None:
                with suppress(KeyError, OSError):  # watchdog has given the watch up by itself
                    self._observer.unschedule(watch)

    def _running(self) -> BaseObserver:
        if self._observer is None:
            _never_pair()
            observer = Observer()
            observer.daemon = True
            observer.start()
            self._observer = observer
        return self._observer

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
        """Look at the times of all that is watched, away from the loop: a disk may hang."""
        paths = self._wanted | self._files
        looking = self._loop.run_in_executor(None, _fingerprints, paths)
        looking.add_done_callback(self._compared)

    def _compared(self, looking: asyncio.Future[dict[str, Fingerprint | None]]) -> None:
        """What is seen for the first time counts as changed too: nobody knows when it was read."""
        if self._is_closed or looking.cancelled():
            return
        found = looking.result()
        for path, fingerprint in found.items():
            if self._fingerprints.get(path, _GONE) != fingerprint:
                self.add(path)
        self._fingerprints = found
        self._supervise()
        self._schedule_pulse()

    def _supervise(self) -> None:
        """An observer whose thread has died is made anew, and everything is looked at."""
        if self._observer is not None and not self._observer.is_alive():
            log.warning("the file watcher had stopped and is started again")
            self._observer, self._watches = None, {}
            self.watch(self._wanted, self._files)
            self._flood()


def _never_pair() -> None:
    """Let watchdog hand on at once what was moved away.

    On inotify it keeps that, and all that happens after it, for half a second, so that the other end of the move may come and be told
    together with it. Here each end tells a path that changed, and more is not asked of it.
    """
    with suppress(ImportError):  # a release that has no such queue
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        InotifyMoveEventGrouper.delay = 0.0


class _Handler(FileSystemEventHandler):
    """watchdog's side: every event is the path or the two paths that it names."""

    def __init__(self, heard: Callable[[str, bool], None]) -> None:
        self._heard = heard

    def on_any_event(self, event: FileSystemEvent) -> None:
        with suppress(RuntimeError):  # the loop is closed; an error here would end watchdog's one thread
            self._heard(os.path.normpath(os.fsdecode(event.src_path)), event.event_type in _ENDING)
            if event.dest_path:
                self._heard(os.path.normpath(os.fsdecode(event.dest_path)), False)


class _Overflow(logging.Handler):
    """Lost events are told by watchdog in its log and nowhere else."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage().lower():
            with suppress(RuntimeError):  # the loop is closed
                self._lost()


def _fingerprints(paths: frozenset[str]) -> dict[str, Fingerprint | None]:
    return {path: _fingerprint(path) for path in paths}


def _fingerprint(path: str) -> Fingerprint | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
