"""C4, P6 and P19: where the system has nothing left to watch with, or drops what it saw, the truth comes all the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from reqd.watch import SAFETY_ALONE
from tests.e2e.editor import Editor, editing
from tests.e2e.project import SERVE, Project, project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")

LIMITS = ("max_inotify_watches", "max_inotify_instances")
# More than the 16,384 events that the system keeps for a process that does not take them (inotify(7)); each file makes two or three.
BURST = 20_000


def limited(limit: str, count: int) -> tuple[str, ...]:
    """What starts a server that may have no more than so many of something; nobody else is limited."""
    script = f'echo {count} > /proc/sys/user/{limit} && exec "$@"'
    return (shutil.which("unshare") or "", "-Ur", "/bin/sh", "-c", script, "sh", *SERVE)


@cache
def absence() -> str:
    """Why nothing can be limited here; empty where it can."""
    if shutil.which("unshare") is None:
        return "unshare is not installed"
    for limit in LIMITS:
        probe = (*limited(limit, 100)[:6], "true")
        if subprocess.run(probe, capture_output=True, check=False).returncode:
            return "user namespaces are closed here"
    return ""


@pytest.fixture
def machine(tmp_path: Path) -> Project:
    made = project(tmp_path)
    made.create("anchor==1.0")
    made.write("anchor==1.0\nbasket\n")
    return made


@pytest.mark.parametrize(("limit", "count"), [(LIMITS[0], 0), (LIMITS[0], 2), (LIMITS[1], 0)])
def test_p19_without_watches_it_says_so_once_and_sees_an_install_from_outside(machine: Project, limit: str, count: int) -> None:
    if absence():
        pytest.skip(absence())
    with editing(machine, command=limited(limit, count)) as editor:
        editor.open(machine.requirements)
        editor.sees(machine.requirements, "basket is not installed in .venv", version=1)
        told = editor.conversation.notification("window/showMessage")["message"]
        assert "no file watches left" in told
        machine.put("basket==1.0")
        editor.sees(machine.requirements, deadline=5 * SAFETY_ALONE)
        machine.write("anchor==2.0\n", "requirements-dev.txt")
        editor.sees(machine.folder / "requirements-dev.txt", "anchor 1.0 is installed, but ==2.0 is required", deadline=5 * SAFETY_ALONE)
        assert editor.was_told() == [told]


@pytest.mark.parametrize("files", [BURST, 2])
def test_p6_after_a_burst_that_the_system_drops_it_says_what_the_terminal_says(machine: Project, files: int) -> None:
    """The server stands still while it happens, so that what is not kept for it is lost for sure; many files, or few again and again."""
    with editing(machine) as editor:
        number = editor.conversation.process.pid
        path = machine.requirements
        editor.conversation.notification("textDocument/publishDiagnostics", lambda told: told["uri"] == path.as_uri())
        editor.sees(path, "basket is not installed in .venv")
        heard = editor.conversation.heard()
        os.kill(number, signal.SIGSTOP)
        for each in range(BURST):
            (machine.folder / f"file-{each % files}").touch()
        machine.put("basket==1.0")
        machine.write("anchor==2.0\nbasket==1.0\ncandle\n")
        added = machine.write("drum\n", "requirements-dev.txt")
        os.kill(number, signal.SIGCONT)
        converges(editor, path)
        converges(editor, added)
        assert editor.was_told(after=heard) == []


def converges(editor: Editor, path: Path) -> None:
    """The editor comes to be shown what a fresh look finds."""
    expected = [finding["message"] for finding in checked(editor.project) if finding["path"] == str(path)]
    assert expected
    editor.sees(path, *expected)


def checked(machine: Project) -> list[dict[str, str]]:
    command = (*SERVE[:4], "check", "--format", "json")
    done = subprocess.run(command, cwd=machine.folder, env={**os.environ, **machine.variables}, capture_output=True, check=False)
    findings: list[dict[str, str]] = json.loads(done.stdout)["findings"]
    return findings
