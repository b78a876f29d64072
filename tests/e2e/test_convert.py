"""A file that is not UTF-8, as an editor meets it: told, converted by the fix, and never written over while changes are not saved."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from tests.cli_project import reqd
from tests.conversation import Message
from tests.e2e.editor import editing
from tests.e2e.project import Project

TOLD = "The file is encoded as UTF-16, which pip reads and most other tools do not: save it as UTF-8"
FIX = "Convert it to UTF-8"
TEXT = "anchor==1.0\r\n# caf\u00e9"
UTF16 = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")


@pytest.fixture
def path(project: Project) -> Path:
    """A file that a shell wrote as UTF-16, and an environment that has what it asks for."""
    project.create("anchor==1.0")
    project.requirements.write_bytes(UTF16)
    return project.requirements


def command(path: Path) -> Message:
    return {"command": "reqd.convert", "arguments": [{"path": str(path)}]}


def test_the_fix_converts_a_closed_file_and_the_finding_goes_away(project: Project, path: Path) -> None:
    with editing(project) as editor:
        editor.sees(path, TOLD)
        assert editor.choose(FIX, path) == {"outcome": "done", "changed": True}
        assert path.read_bytes() == TEXT.encode()
        editor.sees(path)
        assert editor.was_told() == ["requirements.txt is UTF-8 instead of UTF-16 now"]
        assert editor.execute(command(path)) == {"outcome": "done", "changed": False}
        assert editor.was_told()[1:] == ["requirements.txt is UTF-8 already"]


def test_a_file_that_is_opened_to_look_at_the_finding_still_has_it_and_its_fix(project: Project, path: Path) -> None:
    with editing(project) as editor:
        editor.sees(path, TOLD)
        editor.open(path, TEXT)
        editor.sees(path, TOLD, version=1)
        assert editor.choose(FIX, path) == {"outcome": "done", "changed": True}
        assert path.read_bytes() == TEXT.encode()
        editor.sees(path, version=1)


def test_changes_that_are_not_saved_are_not_written_over(project: Project, path: Path) -> None:
    with editing(project) as editor:
        editor.sees(path, TOLD)
        editor.open(path, TEXT)
        editor.sees(path, TOLD, version=1)
        editor.change(path, f"{TEXT}\r\n")
        editor.change(path, f"{TEXT}\r\n# and more")
        reason = "requirements.txt is open, and the editor does not show what the file holds: save your changes, or close it, first"
        assert editor.execute(command(path)) == {"outcome": "refused", "reason": reason}
        assert editor.was_told() == [reason]
        assert path.read_bytes() == UTF16


def test_what_another_program_converts_is_told_no_more_in_an_open_file(project: Project, path: Path) -> None:
    with editing(project) as editor:
        editor.sees(path, TOLD)
        editor.open(path, TEXT)
        editor.sees(path, TOLD, version=1)
        assert reqd(project.folder, "convert").returncode == 0
        editor.touched(path)
        editor.sees(path, version=1)


def test_bytes_that_fit_no_encoding_are_left_to_a_person(project: Project, path: Path) -> None:
    path.write_bytes(b"anchor==1.0\n# caf\xe9\n")
    with editing(project) as editor:
        editor.sees(path, "Line 2 holds bytes that are not UTF-8: save the file as UTF-8")
        assert FIX not in editor.titles(path)
        result = editor.execute(command(path))
        assert result["outcome"] == "refused"
        assert result["reason"].startswith("Line 2 of requirements.txt holds bytes that are not UTF-8")


def test_only_a_file_that_is_known_is_converted(project: Project, path: Path) -> None:
    other = project.folder / "notes.txt"
    other.write_bytes(UTF16)
    with editing(project) as editor:
        editor.sees(path, TOLD)
        assert editor.execute(command(other)) == {"outcome": "refused", "reason": "notes.txt is not a file that reqd has read"}
        refused: Message = {"command": "reqd.convert", "arguments": [{"path": "requirements.txt"}]}
        assert editor.conversation.refused("workspace/executeCommand", refused) == -32602
        assert other.read_bytes() == UTF16
