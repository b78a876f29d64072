"""Holds the one snapshot, takes events, carries out wants. Knows no protocol."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from reqd import look, variables
from reqd.core.events import Answer, Event, FindTools, ManifestChanged, Want
from reqd.core.lacking import is_open
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot, strangers
from reqd.core.step import Step, step
from reqd.core.watching import watching
from reqd.watch import Watcher

log = logging.getLogger(__name__)

# Threads for looking: one may hang on a slow disk while the others go on; more would only contend for the same disk.
_LOOKING = 4
# Seconds in which many answers become one look at what to watch, which walks over all that is known.
_SETTLING = 0.05
# Seconds that the first looks wait for the first watches, so that what is changed in between is heard; a disk may hang.
_LISTENING = 0.2
# Seconds that somebody waits for what is being looked at: a disk may hang, and a person is told late rather than never.
PATIENCE = 1.0


class Daemon:
    """The one writer of the snapshot. Every method is called on the event loop.

    `affected` gets an event and the paths of the manifests whose findings it may change, after the snapshot is the new one; `tell` one
    sentence for the person when something limits what reqd can notice.
    """

    def __init__(self, affected: Callable[[Event, frozenset[str]], None], tell: Callable[[str], None], active: str = "") -> None:
        self.snapshot = Snapshot(active=active, variables=variables.names())
        self._affected = affected
        self._memory = look.Memory()
        self._executor = ThreadPoolExecutor(_LOOKING, "reqd-look")
        self._running: dict[str, asyncio.Future[Answer]] = {}
        self._following: dict[str, Want] = {}
        self._is_closed = False
        self._watching: asyncio.TimerHandle | None = None
        self._watched = 0.0
        self.watcher = Watcher(self.handle, tell)

    def handle(self, event: Event) -> None:
        """Take an event: the next snapshot, then the wants, then the news. What comes after the end is nobody's news."""
        if self._is_closed:
            return
        before, taken = self.snapshot, step(self.snapshot, event)
        self.snapshot = taken.snapshot
        for want in taken.wants:
            self._ask(want)
        if _is_to_watch_anew(before, taken, event):
            self._schedule_watching()
        if taken.affected:
            self._affected(event, taken.affected)

    async def tools(self) -> None:
        """Look for installers and Pythons anew, and return when the snapshot knows them."""
        want = FindTools(self.snapshot.revision + 1)
        loop = asyncio.get_running_loop()
        self.handle(await loop.run_in_executor(self._executor, look.answer, want, self._memory))

    async def rest(self) -> None:
        """Return when nothing is being looked at any more and its news has been told, or patience ends."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while self._running and loop.time() < end:
            await asyncio.wait(tuple(self._running.values()), timeout=end - loop.time())

    def close(self) -> None:
        self._is_closed = True
        if self._watching is not None:
            self._watching.cancel()
        self.watcher.close()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _schedule_watching(self) -> None:
        """The first of many events is heeded at once, and those that follow it together."""
        if self._watching is None:
            self._watching = asyncio.get_running_loop().call_at(self._watched + _SETTLING, self._watch)

    def _watch(self) -> None:
        self._watching, self._watched = None, asyncio.get_running_loop().time()
        self.watcher.watch(watching(self.snapshot), self._closed())

    def _closed(self) -> frozenset[str]:
        """The files whose content no watch of a folder tells on every disk."""
        closed = (path for path, held in self.snapshot.manifests.items() if not (isinstance(held, Manifest) and held.is_open))
        return frozenset(closed).difference(strangers(self.snapshot))

    def _ask(self, want: Want) -> None:
        """Look in a worker thread; at one thing only once at a time, and then once more if it was asked for meanwhile."""
        if want.key in self._running:
            self._following[want.key] = want
            return
        looking = asyncio.get_running_loop().run_in_executor(self._executor, self._look, want)
        self._running[want.key] = looking
        looking.add_done_callback(lambda done: self._answered(want, done))

    def _look(self, want: Want) -> Answer:
        """In a worker thread."""
        self.watcher.is_listening.wait(_LISTENING)
        return look.answer(want, self._memory)

    def _answered(self, want: Want, done: asyncio.Future[Answer]) -> None:
        del self._running[want.key]
        following = self._following.pop(want.key, None)
        if done.cancelled() or self._is_closed:
            return
        if following is not None:
            self._ask(following)
        error = done.exception()
        if error is not None:
            log.error("looking at %r failed", want.key, exc_info=error)
        self.handle(look.failure(want) if error is not None else done.result())


def _is_to_watch_anew(before: Snapshot, taken: Step, event: Event) -> bool:
    """Whether an event made known what decides what is watched. Typing does only where it draws in another file, or opens one."""
    after = taken.snapshot
    if isinstance(event, ManifestChanged) and is_open(before.manifests.get(event.manifest.path)):
        return bool(taken.wants)
    names = ("folders", "settings", "manifests", "listings", "environments")
    return any(getattr(before, name) is not getattr(after, name) for name in names)
