"""P11, P12 and P13, in small: the server leaves nothing behind, idles cheaply, and does not grow."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conversation import Conversation
from tests.e2e.editor import PUBLISH, Editor, editing
from tests.e2e.project import SERVE, Project, project
from tests.promises import process

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")

MEGABYTE = 1 << 20
# Edits until memory, caches and threads have their size; then as many as somebody makes in an hour of steady typing.
WARM_UP, EDITS = 2_000, 5_000
GROWTH = 10 * MEGABYTE
FOLDERS, WATCHES = 3_000, 10


@pytest.fixture
def machine(tmp_path: Path) -> Project:
    made = project(tmp_path)
    made.create("anchor==1.0")
    made.write("anchor==1.0\nbasket\n")
    return made


def typed(editor: Editor, path: Path, count: int, first: int) -> None:
    """Type so many versions of a file, every one different, and wait for the last one's findings."""
    for number in range(first, first + count):
        version = editor.change(path, f"anchor==1.0\nbasket=={number}\npackage-{number}>={number}  # {number}\n-r part-{number % 50}.txt\n")
        if number % 100 == 99:
            editor.conversation.notification(PUBLISH, partial(is_of, version), deadline=60)
    assert editor.conversation.is_alive()


def is_of(version: int, told: Any) -> bool:
    return bool(told.get("version") == version)


def test_p13_five_thousand_edits_leave_no_memory_thread_or_descriptor_behind(machine: Project) -> None:
    with editing(machine) as editor:
        number = editor.conversation.process.pid
        editor.open(machine.requirements)
        typed(editor, machine.requirements, WARM_UP, 0)
        before = process.memory(number), process.threads(number), process.descriptors(number), process.watches(number)
        typed(editor, machine.requirements, EDITS, WARM_UP)
        after = process.memory(number), process.threads(number), process.descriptors(number), process.watches(number)
    assert after[0] - before[0] <= GROWTH, f"it grew from {before[0] / MEGABYTE:.1f} to {after[0] / MEGABYTE:.1f} MB"
    assert after[1:] == before[1:]
    assert after[0] <= 150 * MEGABYTE


def test_p12_a_large_workspace_costs_few_watches_and_no_time(machine: Project) -> None:
    for number in range(FOLDERS):
        (machine.folder / f"folder-{number % 60}" / f"inner-{number}").mkdir(parents=True)
    deepest = machine.write("candle\n", f"folder-{number % 60}/inner-{number}/requirements.txt")
    with editing(machine) as editor:
        number = editor.conversation.process.pid
        editor.open(machine.requirements)
        editor.sees(machine.requirements, "basket is not installed in .venv", version=1)
        editor.sees(deepest, "candle is not installed in .venv")  # all folders have been walked through
        assert editor.conversation.is_alive()
        assert 0 < process.watches(number) <= WATCHES
        before = process.ticks(number)
        with pytest.raises(AssertionError, match=r"waited 2 s"):  # nothing is said in two seconds
            editor.conversation.wait("anything", lambda _: True, deadline=2, after=editor.conversation.heard())
        assert process.ticks(number) - before <= 2  # a hundredth of a core
        # And it is awake all the same.
        machine.put("basket==1.0")
        editor.sees(machine.requirements)


def test_p11_a_killed_server_leaves_no_process_behind(machine: Project) -> None:
    with Conversation(SERVE, folder=machine.folder, environment=machine.variables, is_polite=False) as conversation:
        conversation.initialize(rootUri=machine.folder.as_uri())
        editor = Editor(conversation, machine)
        editor.open(machine.requirements)
        editor.sees(machine.requirements, "basket is not installed in .venv", version=1)
        number = conversation.process.pid
        assert process.family(number) == []
        os.kill(number, signal.SIGKILL)
        assert conversation.end() == -signal.SIGKILL
    assert not [path for path in Path("/proc").glob("[0-9]*/cwd") if leads_to(path, machine.folder)]


def leads_to(link: Path, folder: Path) -> bool:
    try:
        return os.readlink(link) == str(folder)
    except OSError:  # it has ended meanwhile, or is not ours
        return False
