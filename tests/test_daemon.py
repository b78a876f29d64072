"""The daemon with real folders: it comes to know the truth, whatever happens while it looks."""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
from collections.abc import Callable, Coroutine, KeysView
from pathlib import Path
from typing import Any

import pytest

from reqd import daemon, look
from reqd.check import check
from reqd.core.events import Answer, Event, FoldersChanged, ManifestChanged, ManifestClosed, PathsChanged, ReadEnvironment, Rescan, Want
from reqd.core.snapshot import Snapshot
from reqd.core.watching import watching
from reqd.daemon import Daemon
from reqd.manifests import parse
from tests.conversation import DEADLINE
from tests.e2e.project import Project
from tests.e2e.project import project as project_in

NO_ENVIRONMENT = "this project has no virtual environment, so its packages cannot be checked"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_in(tmp_path)


class Known:
    """A daemon, the events that concerned anybody, and what it would say."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._news = asyncio.Event()
        self.daemon = Daemon(self._affected, lambda _: None)

    def messages(self, path: Path) -> list[str]:
        return [finding.message for finding in check(self.daemon.snapshot, str(path))]

    async def comes_to(self, path: Path, *messages: str) -> None:
        """Wait until this is what is said of a file, and nothing is being looked at any more."""
        await self.until(lambda: self.messages(path) == list(messages) and not self.daemon.snapshot.awaited, lambda: self.messages(path))

    async def until(self, is_so: Callable[[], bool], shown: Callable[[], object] = lambda: "") -> None:
        async def wait() -> None:
            while not is_so():
                self._news.clear()
                await self._news.wait()

        try:
            await asyncio.wait_for(wait(), DEADLINE)
        except asyncio.TimeoutError:
            raise AssertionError(f"waited in vain; it is {shown()}") from None

    def open(self, path: Path, text: str, version: int = 1) -> None:
        self.daemon.handle(ManifestChanged(parse(str(path), text, version)))

    def _affected(self, event: Event, paths: frozenset[str]) -> None:
        self.events.append(event)
        self._news.set()


def knowing(story: Callable[[Known], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        known = Known()
        try:
            await story(known)
        finally:
            known.daemon.close()

    asyncio.run(main())


def test_a_folder_is_known_without_any_document_being_open(project: Project) -> None:
    path = project.write("anchor\nbasket\n")
    project.create("anchor==1.0")

    async def story(known: Known) -> None:
        known.daemon.handle(FoldersChanged((str(project.folder),)))
        await known.comes_to(path, "basket is not installed in .venv")

    knowing(story)


def test_whatever_happens_on_the_disk_is_known_soon(project: Project) -> None:
    path = project.write("anchor\n")

    async def story(known: Known) -> None:
        known.daemon.handle(FoldersChanged((str(project.folder),)))
        await known.comes_to(path, NO_ENVIRONMENT)
        for _ in range(2):
            project.create()
            await known.comes_to(path, "anchor is not installed in .venv")
            project.put("anchor==1.0")
            await known.comes_to(path)
            project.take("anchor")
            await known.comes_to(path, "anchor is not installed in .venv")
            shutil.rmtree(project.environment)
            await known.comes_to(path, NO_ENVIRONMENT)
        path.write_text("")
        await known.comes_to(path)

    knowing(story)


def test_the_disk_speaks_again_when_a_document_is_closed(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")

    async def story(known: Known) -> None:
        known.daemon.handle(FoldersChanged((str(project.folder),)))
        known.open(path, "")
        await known.until(lambda: not known.daemon.snapshot.awaited)
        await known.comes_to(path)
        path.write_text("basket\n")
        known.open(path, "candle\n", 2)
        await known.comes_to(path, "candle is not installed in .venv")
        known.daemon.handle(ManifestClosed(str(path)))
        await known.comes_to(path, "basket is not installed in .venv")

    knowing(story)


def test_an_answer_that_comes_late_is_about_another_time(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A first look that hangs is not waited for by other things, and what changed meanwhile is looked at once more."""
    path = project.write("anchor\n")
    other = project.write("basket\n", "requirements-dev.txt")
    project.create()
    asked: list[Want] = []
    may_go_on = threading.Event()

    def hanging(want: Want, memory: look.Memory) -> Answer:
        answer = answer_of(want, memory)
        asked.append(want)
        if isinstance(want, ReadEnvironment) and not may_go_on.is_set():
            may_go_on.wait(DEADLINE)
        return answer

    answer_of = look.answer
    monkeypatch.setattr(look, "answer", hanging)

    async def story(known: Known) -> None:
        known.daemon.handle(FoldersChanged((str(project.folder),)))
        await known.until(lambda: str(path) in known.daemon.snapshot.manifests and str(other) in known.daemon.snapshot.manifests)
        project.put("anchor==1.0")
        for _ in range(50):
            known.daemon.handle(Rescan())
        may_go_on.set()
        await known.comes_to(path)
        assert known.messages(other) == ["basket is not installed in .venv"]
        assert len([want for want in asked if isinstance(want, ReadEnvironment)]) < 10

    knowing(story)


def test_a_look_that_raises_is_logged_and_the_next_one_works(
    project: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = project.write("anchor\n")
    project.create()
    failing = [True]

    def raising(want: Want, memory: look.Memory) -> Answer:
        if isinstance(want, ReadEnvironment) and failing:
            failing.clear()
            raise ZeroDivisionError
        return answer_of(want, memory)

    answer_of = look.answer
    monkeypatch.setattr(look, "answer", raising)

    async def story(known: Known) -> None:
        known.daemon.handle(FoldersChanged((str(project.folder),)))
        await known.until(lambda: str(path) in known.daemon.snapshot.manifests and not failing)
        known.daemon.handle(PathsChanged(frozenset({str(project.environment)})))
        await known.comes_to(path, "anchor is not installed in .venv")

    with caplog.at_level(logging.ERROR, "reqd.daemon"):
        knowing(story)
    assert [record.getMessage() for record in caplog.records] == [f"looking at 'environment {project.environment}' failed"]


def test_tools_are_known_when_they_were_looked_for() -> None:
    async def story(known: Known) -> None:
        await known.daemon.tools()
        assert known.daemon.snapshot.tools is not None
        assert known.daemon.snapshot.tools.pythons

    knowing(story)


def test_what_comes_after_the_end_is_nobodys_news(project: Project) -> None:
    path = project.write("anchor\n")

    async def story(known: Known) -> None:
        known.daemon.handle(FoldersChanged((str(project.folder),)))
        known.daemon.close()
        known.open(path, "")
        assert known.messages(path) == []

    knowing(story)


def test_opening_many_folders_decides_few_times_what_to_watch(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [project.write("basket\n", f"folder-{number}/requirements.txt") for number in range(200)]
    project.create()
    decided: list[Snapshot] = []

    def counted(snapshot: Snapshot) -> KeysView[str]:
        decided.append(snapshot)
        return watching(snapshot)

    monkeypatch.setattr(daemon, "watching", counted)

    async def story(known: Known) -> None:
        known.daemon.handle(FoldersChanged((str(project.folder),)))
        for path in paths:
            await known.comes_to(path, "basket is not installed in .venv")
        assert len(decided) < 50
        known.open(paths[0], "basket\n")
        await asyncio.sleep(0.2)
        before = len(decided)
        for version in range(2, 20):
            known.open(paths[0], f"basket{version}\n", version)
        await asyncio.sleep(0.2)
        assert len(decided) == before

    knowing(story)
