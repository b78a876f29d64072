"""The whole story in a real Neovim: what it shows, what it writes, and what is installed in the end. Offline, with packages of our own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.e2e.project import SHORT, Project, site_packages

pytest.importorskip("pynvim", reason="pynvim is not installed")

from tests.e2e.neovim import Neovim, is_alive, until

pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed"),
    pytest.mark.skipif(os.name == "nt", reason="the README's configuration finds reqd by a link on PATH"),
]

NO_ENVIRONMENT = "this project has no virtual environment, so its packages cannot be checked"
INSTALL_ALL = "Install everything this file asks for into .venv"
PIN = "Pin what this file declares to what is installed"
MISMATCHED_ANCHOR = (1, 6, "version-mismatch", "anchor 1.0 is installed, but ==2.0 is required")
MISSING_CANDLE = (2, 0, "missing-package", "candle is not installed in .venv")


def installed(project: Project) -> list[str]:
    """What the environment holds, without its installer."""
    found = sorted(path.name.removesuffix(".dist-info") for path in site_packages(project.environment).glob("*.dist-info"))
    return [name for name in found if not name.startswith(("pip-", "setuptools-"))]


def shown(neovim: Neovim) -> list[tuple[int, int, str, str]]:
    """Line and column from zero, code and message of each diagnostic in the buffer."""
    return [(each.line, each.column, each.code, each.message) for each in neovim.diagnostics()]


def wait_for(neovim: Neovim, *expected: tuple[int, int, str, str]) -> None:
    """Wait until the buffer shows these diagnostics and no others."""
    neovim.until(lambda: shown(neovim) == list(expected), f"{expected}")


def test_a_new_project_gets_an_environment_with_its_packages(repository: Project) -> None:
    """Nothing is there but the file; one choice from the menu makes the environment and fills it, in sight."""
    with Neovim() as neovim:
        neovim.open(repository.write("# fruit 🍎\nanchor==1.0\nbasket==1.0\n"))
        wait_for(neovim, (1, 0, "no-environment", NO_ENVIRONMENT))
        neovim.apply(f"Create .venv with Python {SHORT} and install", line=1)
        ends = neovim.until(lambda: [each for each in neovim.progress() if each["kind"] == "end"][1:], "both ends of progress")
        wait_for(neovim)
        assert ends[0]["message"] == "Install all requirements into .venv: done"
        assert [each["title"].rpartition(".")[0] for each in neovim.progress() if each["kind"] == "begin"] == [
            f"Create .venv with Python {SHORT}",
            "Install all requirements into ",
        ]
        assert {each["kind"] for each in neovim.progress()} == {"begin", "report", "end"}
        assert neovim.messages() == []
    assert installed(repository) == ["anchor-1.0", "basket-1.0"]


def test_what_is_typed_is_judged_at_once_and_a_fix_can_be_undone(furnished: Project) -> None:
    """An edit and its undoing both are keystrokes to the server."""
    with Neovim() as neovim:
        neovim.open(furnished.write("# fruit 🍎\nanchor==1.0\nbasket\n"))
        neovim.type(1, "anchor==2.0  # 🍎")
        wait_for(neovim, MISMATCHED_ANCHOR)
        assert neovim.titles(line=1, column=6) == [
            "Install anchor==2.0 into .venv",
            "Write ==1.0, the installed version",
            "Widen to >=1.0",
            "Ignore version-mismatch on this line",
            INSTALL_ALL,
            PIN,
        ]
        neovim.apply("Write ==1.0, the installed version", line=1, column=6)
        wait_for(neovim)
        assert neovim.lines() == ["# fruit 🍎", "anchor==1.0  # 🍎", "basket"]
        neovim.undo()
        wait_for(neovim, MISMATCHED_ANCHOR)
        assert neovim.lines() == ["# fruit 🍎", "anchor==2.0  # 🍎", "basket"]


def test_the_fixes_of_a_line_are_offered_wherever_the_cursor_is_in_it(furnished: Project) -> None:
    """Neovim shows a diagnostic for the whole line, and names the line's diagnostics when it asks."""
    with Neovim() as neovim:
        if neovim.version >= (0, 12):
            pytest.skip("this release asks only for what is under the cursor")
        neovim.open(furnished.write("# fruit\nanchor==2.0\nbasket\n"))
        wait_for(neovim, MISMATCHED_ANCHOR)
        assert neovim.titles(line=1, column=0) == neovim.titles(line=1, column=6)
        assert "Install anchor==2.0 into .venv" not in neovim.titles(line=2)


def test_a_fix_installs_and_a_terminal_uninstalls(furnished: Project) -> None:
    """The list follows the environment, whoever changes it."""
    with Neovim() as neovim:
        neovim.open(furnished.write("basket\nanchor==2.0\ncandle\n"))
        wait_for(neovim, MISMATCHED_ANCHOR, MISSING_CANDLE)
        neovim.apply("Install candle into .venv", line=2)
        wait_for(neovim, MISMATCHED_ANCHOR)
        neovim.apply(INSTALL_ALL, line=0)
        wait_for(neovim)
        assert installed(furnished) == ["anchor-2.0", "basket-1.0", "candle-1.0", "drum-1.0"]
        furnished.uv("pip", "uninstall", "--python", str(furnished.environment), "candle")
        wait_for(neovim, MISSING_CANDLE)
        assert neovim.messages() == []


def test_an_install_that_fails_says_why_and_changes_nothing(furnished: Project) -> None:
    """No such version exists anywhere."""
    with Neovim() as neovim:
        neovim.open(furnished.write("anchor==9.9\n"))
        finding = (0, 6, "version-mismatch", "anchor 1.0 is installed, but ==9.9 is required")
        wait_for(neovim, finding)
        neovim.apply("Install anchor==9.9 into .venv", line=0, column=6)
        message, *others = neovim.until(neovim.messages, "the reason")
        assert "anchor==9.9" in message
        assert others == []
        wait_for(neovim, finding)
    assert installed(furnished) == ["anchor-1.0", "basket-1.0"]


def test_refreezing_is_an_edit_of_the_buffer(furnished: Project) -> None:
    """Only the specifiers change; the file on disk does not until it is saved."""
    text = "anchor >= 1  # 🍎 the red ones\nbasket[juicy]; python_version > '3'\n"
    with Neovim() as neovim:
        path = furnished.write(text)
        neovim.open(path)
        neovim.until(lambda: PIN in neovim.titles(0), "the environment")
        neovim.apply(PIN, line=0)
        pinned = ["anchor ==1.0  # 🍎 the red ones", "basket[juicy]==1.0; python_version > '3'"]
        neovim.until(lambda: neovim.lines() == pinned, "the pins")
        assert path.read_text(encoding="utf-8") == text
        neovim.undo()
        assert neovim.lines() == text.splitlines()


def test_columns_are_right_behind_characters_that_count_twice(furnished: Project) -> None:
    """An emoji is one character of Python, two units of the protocol and four bytes of Neovim."""
    with Neovim() as neovim:
        neovim.open(furnished.write("# 🍎🍐\n-r 🍎/é.txt  # 🍐\nbasket<1  # 🍐\n"))
        neovim.until(neovim.diagnostics, "diagnostics")
        assert [each[:5] for each in neovim.diagnostics()] == [
            (1, 3, 1, 3 + len("🍎/é.txt".encode()), "missing-include"),
            (2, 6, 2, 8, "version-mismatch"),
        ]
        neovim.apply("Write ==1.0, the installed version", line=2, column=6)
        neovim.until(lambda: neovim.lines()[2] == "basket==1.0  # 🍐", "the pin")


def test_the_command_line_says_the_same_of_the_saved_file(furnished: Project) -> None:
    """Both doors lead to one core."""
    text = "# 🍎\n-r 🍎.txt  # 🍐\nanchor>=2\nbasket == 1.0\nBasket\ncandle; python_version < '3'\nno good\ncandle\n"
    with Neovim() as neovim:
        path = furnished.write(text)
        neovim.open(path)
        shown_here = neovim.until(neovim.diagnostics, "diagnostics")
    command = (sys.executable, "-m", "reqd", "check", "--format", "json", str(path))
    checked = json.loads(subprocess.run(command, cwd=furnished.folder, stdout=subprocess.PIPE, check=False).stdout)["findings"]
    lines = [line.encode() for line in text.splitlines()]
    assert [
        (
            each.line + 1,
            len(lines[each.line][: each.column].decode()) + 1,
            len(lines[each.end_line][: each.end_column].decode()) + 1,
            each.code,
            each.message,
        )
        for each in shown_here
    ] == sorted((each["line"], each["column"], each["end_column"], each["code"], each["message"]) for each in checked)
    assert len(checked) >= 6


def test_a_file_outside_of_any_project_is_checked_too(repository: Project) -> None:
    """There the environment would stand beside the file."""
    loose = repository.base / "loose"
    loose.mkdir()
    path = loose / "requirements-loose.txt"
    path.write_text("anchor\nnot good\n")
    with Neovim() as neovim:
        neovim.open(path)
        neovim.until(lambda: [each.code for each in neovim.diagnostics()] == ["no-environment", "invalid-requirement"], "both findings")
        assert f"Create .venv with Python {SHORT}" in neovim.titles(line=0)


@pytest.mark.parametrize("leave", [Neovim.close, Neovim.kill])
def test_the_server_ends_with_its_editor(furnished: Project, leave: Callable[[Neovim], None]) -> None:
    """However the editor goes: politely, or without a good-bye."""
    with Neovim() as neovim:
        neovim.open(furnished.write("anchor\n"))
        (server,) = neovim.servers()
        assert is_alive(server)
        leave(neovim)
        until(lambda: not is_alive(server), "the server's end")
