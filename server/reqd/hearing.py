"""The side of watching that is watchdog's: in which folders it listens, and what it says. Nothing here is for the event loop."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Set
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

from reqd.fingerprint import fingerprint

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

# What tells a folder from another that was made at its path: device and number.
_Identity = tuple[int, int]


class Ears:
    """Listens in folders without what is below them.

    `heard` gets a path and whether it ended, `lost` nothing; both are called in watchdog's threads.
    """

    def __init__(self, heard: Callable[[str, bool], None], lost: Callable[[], None]) -> None:
        self.handler = _Handler(heard)
        self.observer: BaseObserver | None = None
        self._watches: dict[str, tuple[ObservedWatch, _Identity]] = {}
        self._is_blind = False
        self._is_closed = False
        self._overflow = _Overflow(lost)
        logging.getLogger("watchdog").addHandler(self._overflow)

    def attend(self, folders: Set[str], ended: Set[str]) -> tuple[frozenset[str], OSError | None]:
        """From now on listen in these folders and no others; those in which it did not listen before, and why it can listen no more.

        A folder that `ended` is not the one that is there now, though a file system may give it the same number. Asks the disk, which
        may hang, and is for one thread at a time.
        """
        if self.has_died():
            self.observer, self._watches = None, {}
        self._leave([folder for folder in self._watches if folder not in folders or folder in ended or self._is_another(folder)])
        new: set[str] = set()
        for folder in sorted(folders - self._watches.keys()) if not self._is_blind else ():
            try:
                new.update(self._enter(folder))
            except OSError as error:
                if os.path.isdir(folder):
                    self._is_blind = True
                    return frozenset(new), error
        return frozenset(new), None

    def has_died(self) -> bool:
        """Whether the thread that listened ended by itself."""
        return self.observer is not None and not self.observer.is_alive()

    def close(self) -> None:
        self._is_closed = True
        logging.getLogger("watchdog").removeHandler(self._overflow)
        if self.observer is not None:
            self.observer.stop()

    def _is_another(self, folder: str) -> bool:
        return _identity(folder) != self._watches[folder][1]

    def _enter(self, folder: str) -> Iterable[str]:
        """The folder, if it is there."""
        identity = _identity(folder)
        if identity is None:
            return ()
        # inotify would watch a link itself; what is right inside it, is inside the folder.
        inside = os.path.join(folder, os.curdir) if os.path.islink(folder) else folder
        watch = self._running().schedule(self.handler, inside, recursive=False, event_filter=_TELLING)
        self._watches[folder] = (watch, identity)
        return (folder,)

    def _leave(self, folders: Iterable[str]) -> None:
        for folder in folders:
            watch, _ = self._watches.pop(folder)
            if self.observer is not None:
                with suppress(KeyError, OSError):  # watchdog has given the watch up by itself
                    self.observer.unschedule(watch)

    def _running(self) -> BaseObserver:
        if self.observer is None:
            _never_pair()
            observer = Observer()
            observer.daemon = True
            observer.start()
            self.observer = observer
            if self._is_closed:  # meanwhile, on the event loop
                observer.stop()
        return self.observer


def _identity(folder: str) -> _Identity | None:
    found = fingerprint(folder)
    return found and (found.device, found.inode)


def _never_pair() -> None:
    """Let watchdog hand on at once what was moved away.

    On inotify it keeps that, and all that happens after it, for half a second, so that the other end of the move may come and be told
    together with it. Here each end tells a path that changed, and more is not asked of it.
    """
    with suppress(ImportError):  # a release that has no such queue
        from watchdog.observers.inotify_move_event_grouper import InotifyMoveEventGrouper

        InotifyMoveEventGrouper.delay = 0.0


class _Handler(FileSystemEventHandler):
    """Every event is the path or the two paths that it names."""

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
