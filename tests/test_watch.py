"""Watching real folders: what is heard, what survives a folder's end, and what happens when the system cannot watch."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import shutil
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from reqd import hearing, watch
from reqd.core.events import PathsChanged, Rescan
from reqd.watch import Watcher
from tests.conversation import DEADLINE

Event: TypeAlias = PathsChanged | Rescan
# In nanoseconds.
HOUR = 3_600_000_000_000


class Heard:
    """A watcher, and all that it said."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.told: list[str] = []
        self._news = asyncio.Event()
        self.watcher = Watcher(self._take, self._tell)

    def watch(self, *folders: Path, files: tuple[Path, ...] = ()) -> None:
        self.watcher.watch(tuple(map(str, folders)), frozenset(map(str, files)))

    async def attention(self) -> None:
        """Wait until the watcher listens where it is wanted."""
        while self.watcher._attending is not None:
            await asyncio.wait([self.watcher._attending])

    async def safety_pass(self) -> None:
        """Wait until the next safety pass was made."""
        pulse = self.watcher._pulse
        while self.watcher._pulse is pulse:
            await asyncio.sleep(0.01)

    async def of(self, path: Path, after: int = 0) -> int:
        """Wait until a change at `path` is told, in the events from number `after` on; how many events there are then."""
        return await self.until(lambda events: any(_names(event, path) for event in events), after)

    async def until(self, is_enough: Callable[[list[Event]], bool], after: int = 0) -> int:
        async def wait() -> None:
            while not is_enough(self.events[after:]):
                self._news.clear()
                await self._news.wait()

        try:
            await asyncio.wait_for(wait(), DEADLINE)
        except asyncio.TimeoutError:
            raise AssertionError(f"heard only {self.events[after:]}") from None
        return len(self.events)

    def _take(self, event: Event) -> None:
        self.events.append(event)
        self._news.set()

    def _tell(self, sentence: str) -> None:
        self.told.append(sentence)
        self._news.set()


def _names(event: Event, path: Path) -> bool:
    return isinstance(event, PathsChanged) and str(path) in event.paths


def watching(story: Callable[[Heard], Coroutine[Any, Any, None]]) -> Heard:
    """Run a story with a watcher, and close it."""

    async def main() -> Heard:
        heard = Heard()
        try:
            await story(heard)
        finally:
            heard.watcher.close()
        return heard

    return asyncio.run(main())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The safety pass comes at once and often."""
    monkeypatch.setattr(watch, "SAFETY", 0.05)
    monkeypatch.setattr(watch, "SAFETY_ALONE", 0.05)


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that has no watches left."""

    def schedule(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.api.BaseObserver.schedule", schedule)


# --- hearing ---


def test_a_newly_watched_folder_counts_as_changed(tmp_path: Path) -> None:
    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        await heard.of(tmp_path)

    assert watching(story).events == [PathsChanged(frozenset({str(tmp_path)}))]


def test_a_folder_that_was_not_changed_since_the_beginning_is_watched_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_COARSE", -HOUR)
    monkeypatch.setattr(watch, "SAFETY", 0.05)

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path, files=(tmp_path / "none",))
        await heard.attention()
        for _ in range(3):
            await heard.safety_pass()
        (tmp_path / "file").write_text("")
        await heard.of(tmp_path / "file")
        assert not any(_names(event, tmp_path / "none") for event in heard.events)

    heard = watching(story)
    assert str(tmp_path / "file") in getattr(heard.events[0], "paths", ())


def test_what_happens_while_watching_begins_is_told(tmp_path: Path) -> None:
    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        (tmp_path / "file").write_text("")
        await heard.of(tmp_path)

    watching(story)


def test_wanting_the_same_again_asks_the_disk_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        await heard.of(tmp_path)
        monkeypatch.setattr(watch, "_attended", None)
        heard.watch(tmp_path)
        assert heard.watcher._attending is None

    watching(story)


@pytest.mark.usefixtures("quick")
def test_folders_of_least_use_are_left_to_the_safety_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MOST", 2)
    folders = [tmp_path / name for name in ("most", "more", "least")]
    for folder in folders:
        folder.mkdir()

    async def story(heard: Heard) -> None:
        heard.watch(*folders)
        seen = await heard.of(folders[2])
        for folder in folders:
            (folder / "file").write_text("")
        for told in (folders[0] / "file", folders[1] / "file", folders[2]):
            await heard.of(told, seen)
        assert not any(_names(event, folders[2] / "file") for event in heard.events)
        heard.watch(folders[2], *folders[:2])
        await heard.attention()
        (folders[2] / "other").write_text("")
        await heard.of(folders[2] / "other")

    watching(story)


@pytest.mark.parametrize("name", ["requirements.txt", "with space", "ünïcödé 🐍", "%41"])
def test_what_is_written_moved_or_removed_in_a_folder_is_told(tmp_path: Path, name: str) -> None:
    path, other = tmp_path / name, tmp_path / "other"

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        seen = await heard.of(tmp_path)
        path.write_text("a")
        seen = await heard.of(path, seen)
        path.write_text("b")
        seen = await heard.of(path, seen)
        path.rename(other)
        seen = await heard.of(path, seen)
        assert any(_names(event, other) for event in heard.events)
        other.unlink()
        await heard.of(other, seen)

    watching(story)


def test_what_happens_at_once_is_told_at_once(tmp_path: Path) -> None:
    """An install of many packages is one event, or a few on a busy machine."""

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        seen = await heard.of(tmp_path)
        for number in range(200):
            (tmp_path / f"package{number}").mkdir()
        await heard.of(tmp_path / "package199", seen)
        assert len(heard.events) - seen < 20

    watching(story)


def test_reading_is_no_change(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a")

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        seen = await heard.of(tmp_path)
        path.read_text()
        os.listdir(tmp_path)
        (tmp_path / "marker").write_text("")
        await heard.of(tmp_path / "marker", seen)
        assert not any(_names(event, path) for event in heard.events)

    watching(story)


def test_a_folder_below_is_not_watched(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        seen = await heard.of(tmp_path)
        (below / "file").write_text("")
        (tmp_path / "marker").write_text("")
        await heard.of(tmp_path / "marker", seen)
        assert not any(_names(event, below / "file") for event in heard.events)

    watching(story)


def test_a_folder_that_is_a_link_is_watched(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to("real", target_is_directory=True)

    async def story(heard: Heard) -> None:
        heard.watch(link)
        seen = await heard.of(link)
        (tmp_path / "real" / "file").write_text("")
        await heard.of(link / "file", seen)

    watching(story)


def test_a_folder_that_is_not_wanted_any_more_is_not_heard_of(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()

    async def story(heard: Heard) -> None:
        heard.watch(first, second)
        seen = await heard.of(second)
        heard.watch(second)
        await heard.attention()
        (first / "file").write_text("")
        (second / "file").write_text("")
        await heard.of(second / "file", seen)
        assert not any(_names(event, first / "file") for event in heard.events)

    watching(story)


# --- a folder's end ---


def test_a_folder_made_anew_while_nobody_wanted_it_is_watched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it while the disk is slow, so that listening elsewhere had not begun."""
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    attended, answering = watch._attended, threading.Event()

    def slowly(*arguments: Any) -> Any:
        answering.wait(DEADLINE)
        return attended(*arguments)

    async def story(heard: Heard) -> None:
        heard.watch(first, second)
        await heard.attention()
        monkeypatch.setattr(watch, "_attended", slowly)
        heard.watch(first, second, tmp_path)
        heard.watch(second)
        seen = len(heard.events)
        first.rmdir()
        await heard.of(first, seen)
        first.mkdir()
        heard.watch(first, second)
        answering.set()
        await heard.attention()
        seen = len(heard.events)
        (first / "file").write_text("")
        await heard.of(first / "file", seen)

    watching(story)


@pytest.mark.parametrize("how", ["removed", "renamed"])
def test_a_folder_made_anew_at_its_old_path_is_watched_again(tmp_path: Path, how: str) -> None:
    """Twice in a row, and though file systems give a new folder the number of the one that went."""
    folder = tmp_path / "folder"
    folder.mkdir()

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path, folder)
        seen = await heard.of(folder)
        for number in range(2):
            if how == "removed":
                shutil.rmtree(folder)
            else:
                folder.rename(tmp_path / f"old{number}")
            folder.mkdir()
            seen = await heard.of(folder, seen)
            heard.watch(tmp_path, folder)
            (folder / f"file{number}").write_text("")
            seen = await heard.of(folder / f"file{number}", seen)

    watching(story)


def test_a_folder_that_comes_later_is_watched_when_it_is_asked_for_again(tmp_path: Path) -> None:
    folder = tmp_path / "folder"

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path, folder)
        seen = await heard.of(tmp_path)
        folder.mkdir()
        seen = await heard.of(folder, seen)
        heard.watch(tmp_path, folder)
        (folder / "file").write_text("")
        await heard.of(folder / "file", seen)

    watching(story)


# --- what the system cannot do ---


def test_lost_events_mean_that_everything_is_looked_at(tmp_path: Path) -> None:
    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        seen = await heard.of(tmp_path)
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed; filesystem events were lost")
        await heard.until(lambda events: Rescan() in events, seen)

    watching(story)


@pytest.mark.usefixtures("blind", "quick")
def test_without_watches_the_person_is_told_once_and_the_files_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("a")
    folders = [tmp_path / name for name in ("first", "second", "third")]
    for folder in folders:
        folder.mkdir()

    async def story(heard: Heard) -> None:
        heard.watch(*folders, files=(path,))
        await asyncio.to_thread((folders[1] / "file").write_text, "")
        seen = await heard.of(folders[1])
        path.write_text("changed")
        seen = await heard.of(path, seen)
        shutil.rmtree(folders[2])
        seen = await heard.of(folders[2], seen)
        folders[2].mkdir()
        await heard.of(folders[2], seen)
        assert [sentence.partition(" (")[0] for sentence in heard.told] == ["This system has no file watches left"]

    watching(story)


@pytest.mark.usefixtures("quick")
def test_what_no_event_tells_the_safety_pass_finds(tmp_path: Path) -> None:
    """A file is written through a folder that is not watched, as on a disk of another machine."""
    path = tmp_path / "file"
    path.write_text("a")

    async def story(heard: Heard) -> None:
        heard.watch(files=(path,))
        seen = await heard.of(path)
        path.write_text("longer")
        await heard.of(path, seen)

    watching(story)


@pytest.mark.usefixtures("quick")
def test_an_observer_that_died_is_started_again(tmp_path: Path) -> None:
    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        seen = await heard.of(tmp_path)
        observer = heard.watcher._ears.observer
        assert observer is not None
        observer.stop()
        await asyncio.to_thread(observer.join)
        seen = await heard.until(lambda events: Rescan() in events, seen)
        assert heard.watcher._ears.observer is not observer
        (tmp_path / "file").write_text("")
        await heard.of(tmp_path / "file", seen)

    watching(story)


def test_a_name_that_is_no_text_does_not_deafen_the_watcher(tmp_path: Path) -> None:
    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        seen = await heard.of(tmp_path)
        heard.watcher._ears.handler._heard(os.fsdecode(b"\xff\xfe"), False)
        (tmp_path / "file").write_text("")
        await heard.of(tmp_path / "file", seen)

    watching(story)


@pytest.mark.usefixtures("quick")
def test_closing_leaves_no_thread_and_no_pulse(tmp_path: Path) -> None:
    before = set(threading.enumerate())

    async def story(heard: Heard) -> None:
        heard.watch(tmp_path)
        await heard.of(tmp_path)
        heard.watcher._safety_pass()
        heard.watcher.close()
        await asyncio.get_running_loop().shutdown_default_executor()
        assert heard.watcher._pulse.cancelled()

    watching(story)
    for thread in set(threading.enumerate()) - before:
        thread.join(DEADLINE)
        assert not thread.is_alive(), thread
    assert not [handler for handler in logging.getLogger("watchdog").handlers if isinstance(handler, hearing._Overflow)]
