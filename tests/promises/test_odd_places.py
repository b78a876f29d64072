"""T7: whatever a folder, a file or a package is called, it stays one argument, and its address the same both ways."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqd.lsp import convert
from tests.conversation import Conversation
from tests.e2e.editor import editing
from tests.e2e.project import Project, project
from tests.promises import installer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")

PROGRAM = str(Path(sysconfig.get_path("scripts")) / "reqd")
BYTES = sys.platform == "linux"
NAMES = {
    "a shell's": " ; touch ran & $(touch ran) `touch ran` | touch ran > ran 'b' \"c\" ",
    "an address's": "100%41 %2e%2e % a#b?c&d;e=f@g+h,i;j",
    "globs": "[a]*?{b,c}~ !$HOME ${HOME}",
    "an option": "-rf --index-url=http",
    "ours": "{inputs}",
    "lines and letters": "a\nb\r\tc \u00e9e\u0301\u202e\U0001f600\u2028",
    "a drive": "C:",
    **({"bytes": os.fsdecode(b"caf\xe9\xff")} if BYTES else {}),
}


def placed(base: Path, name: str) -> Project:
    """A project in a folder of that name, whose environment was made elsewhere, since not every tool can make one there."""
    made = project(base, name)
    made.create(root=base / "made")
    (base / "made").rename(made.environment)
    (made.environment / "bin" / "activate").unlink()  # it tells that the environment was moved, and that is another story
    made.write("anchor==1.0\nbasket\n")
    installer.plant(made)
    return made


def run(machine: Project, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **machine.variables}
    return subprocess.run(
        (PROGRAM, *arguments), cwd=machine.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def assert_intact(machine: Project, start: installer.Start, inputs: int = 1) -> None:
    python = os.fsencode(machine.environment / "bin" / "python")
    assert start.arguments[1:9] == (b"--no-config", b"--no-progress", b"--color", b"never", b"pip", b"install", b"--python", python)
    assert start.arguments[9:11] == (b"-r", os.fsencode(os.path.dirname(start.arguments[10].decode())) + b"/requirements.txt")
    assert len(start.arguments) == 9 + 2 * inputs
    assert start.folder == os.fsencode(machine.folder)
    assert not (machine.folder / "ran").exists()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_t7_the_terminal_checks_and_installs_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    machine = placed(tmp_path, name)
    assert b"anchor is not installed in .venv" in run(machine, "check").stdout
    run(machine, "install", str(machine.requirements))
    run(machine, "install", "--only", "anchor")
    whole, alone = installer.starts(machine)
    assert_intact(machine, whole)
    assert_intact(machine, alone, inputs=2)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_t7_an_editor_is_shown_and_installs_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    machine = placed(tmp_path, name)
    with editing(machine) as editor:
        editor.conversation.notification("textDocument/publishDiagnostics", lambda told: told["uri"] == machine.requirements.as_uri())
        editor.open(machine.requirements)
        editor.sees(machine.requirements, "anchor is not installed in .venv", "basket is not installed in .venv", version=1)
        editor.choose("Install anchor==1.0 into .venv", machine.requirements)
    (start,) = installer.starts(machine)
    assert_intact(machine, start, inputs=2)


def test_t7_an_environment_is_created_where_the_name_holds_everything_a_path_can(tmp_path: Path) -> None:
    """All but a colon, at which Python's venv refuses, since it divides a PATH."""
    machine = project(tmp_path, "-x 'a' \"b\"\n; touch ran $(touch ran) {inputs} 100%41 \u00e9\U0001f600")
    machine.write("")
    done = run(machine, "create")
    assert done.returncode == 0, done.stderr
    assert (machine.environment / "pyvenv.cfg").is_file()
    assert sorted(os.listdir(machine.folder)) == [".venv", "requirements.txt"]
    assert sorted(os.listdir(tmp_path)) == sorted(("bin", "home", machine.folder.name, "wheels"))


OPTIONS = (
    *(
        "-e",
        "--index-url=http://127.0.0.1:9",
        "--editable",
        "-r/etc/passwd",
        "--no-binary=:all:",
        "--python=/evil",
        "@/etc/passwd",
    ),
    *("../anchor", "/etc/passwd", "anchor --index-url http://127.0.0.1:9", "anchor\n--index-url http://127.0.0.1:9", "", " ", "\0"),
)


@pytest.mark.parametrize("is_reinstalled", [False, True])
def test_t7_the_name_of_a_package_never_becomes_an_option(tmp_path: Path, is_reinstalled: bool) -> None:
    machine = placed(tmp_path, "project")
    with editing(machine) as editor:
        editor.open(machine.requirements)
        for option in OPTIONS:
            for projects in ([option], ["anchor", option]):
                given: dict[str, Any] = {"path": str(machine.requirements), "projects": projects, "reinstall": is_reinstalled}
                assert editor.execute({"command": "reqd.install", "arguments": [given]})["outcome"] == "refused"
    assert installer.starts(machine) == []
    for option in OPTIONS[:5]:
        assert run(machine, "install", "--only", "anchor", option).returncode == 2
    assert installer.starts(machine) == []


WRONG_ARGUMENTS: tuple[Any, ...] = (
    *([], [None], [{}], [[]], ["requirements.txt"], [{"path": 1}], [{"path": ""}], [{"path": "requirements.txt"}], [{"path": "../x.txt"}]),
    *([{"path": "/a/../etc/passwd"}], [{"path": "/a\0b"}], [{"path": "file:///etc/passwd"}], [{"path": "/a%2e%2e/"}], [{"path": "-r"}]),
    *(
        [{"path": "//127.0.0.1/share/requirements.txt"}],
        [{"path": "/a/b.txt"}, "more"],
        [{"path": "/a/b.txt", "projects": "anchor"}],
        [{"path": "/a/b.txt", "projects": [1]}],
    ),
    *([{"path": "/a/b.txt", "reinstall": "yes"}],),
)


def test_t7_a_command_with_wrong_arguments_is_refused_and_does_nothing(tmp_path: Path) -> None:
    machine = placed(tmp_path, "project")
    with editing(machine) as editor:
        for arguments in WRONG_ARGUMENTS:
            assert editor.conversation.refused("workspace/executeCommand", {"command": "reqd.install", "arguments": arguments}) == -32602
        for path in ("/etc/passwd", str(tmp_path / "home" / "requirements.txt")):
            for command in ("install", "createEnvironment", "refreeze"):
                named: dict[str, Any] = {"path": path, "environment": str(tmp_path / "made"), "python": "/elsewhere/evil/python"}
                assert editor.execute({"command": f"reqd.{command}", "arguments": [named]})["outcome"] == "refused"
        for evil in ("/elsewhere/evil/python", "./bin/python", "-c", "--help", "3;touch ran"):
            named = {"path": str(machine.requirements), "python": evil, "replace": True}
            assert editor.execute({"command": "reqd.createEnvironment", "arguments": [named]})["outcome"] == "refused"
        for evil in ("..", "/", "/etc/evil", "../home/evil", str(tmp_path / "other")):
            named = {"path": str(machine.requirements), "environment": evil, "replace": True}
            assert editor.execute({"command": "reqd.createEnvironment", "arguments": [named]})["outcome"] in ("refused", "failed")
    assert installer.starts(machine) == []
    assert sorted(os.listdir(machine.folder)) == [".venv", "requirements.txt"]
    assert sorted(os.listdir(tmp_path)) == ["bin", "home", "project", "wheels"]


NAME = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1).filter(lambda name: name not in (".", ".."))
ODD = st.binary(min_size=1).map(lambda raw: raw.translate(None, b"/\0") or b"x").filter(lambda name: name not in (b".", b".."))


@given(st.lists(st.one_of(NAME, ODD.map(os.fsdecode) if BYTES else NAME), min_size=1, max_size=4))
def test_t7_a_path_and_its_address_are_the_same_both_ways(names: list[str]) -> None:
    path = "/" + "/".join(names)
    assert convert.path(convert.uri(path)) == path
    assert convert.path(Path(path).as_uri()) == path


@pytest.mark.parametrize("written", ["semi;colon", "a=b,c", "C:", "(x)!*'", "%e9", "at@plus+"])
def test_t7_an_address_that_is_escaped_less_than_ours_names_the_same_path(written: str) -> None:
    expected = "/place/" + os.fsdecode(written.encode().replace(b"%e9", b"\xe9"))
    assert convert.path(f"file:///place/{written}") == expected
    assert convert.path(f"file:///place/{written}/") == expected


def test_t7_an_address_of_another_machine_is_none_of_ours(tmp_path: Path) -> None:
    """Nothing is looked at for it, and whoever asks is answered all the same."""
    machine = placed(tmp_path, "project")
    with editing(machine) as editor:
        conversation: Conversation = editor.conversation
        for uri in (
            "file://127.0.0.1/share/requirements.txt",
            "http://127.0.0.1:9/requirements.txt",
            "file:",
            "//",
            "untitled:requirements.txt",
        ):
            editor.open(uri, "-r x.txt\nanchor\n")
            assert editor.actions(uri) == []
            editor.close(uri)
        assert conversation.is_alive()
