"""T4: no setting that comes over the protocol names a program, an argument or an index, in whatever shape it comes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.editor import Editor, able, editing
from tests.e2e.project import Project, project
from tests.promises import installer

EVIL = "/elsewhere/evil/program"
KEYS = (
    *("python", "pythonPath", "defaultInterpreterPath", "interpreter", "interpreterPath", "path", "executable", "command", "cmd"),
    *("uv", "uvPath", "pip", "pipPath", "installer", "importStrategy", "args", "extraArgs", "pipArgs", "uvArgs", "arguments"),
    *("index", "index-url", "indexUrl", "extra-index-url", "extraIndexUrl", "find-links", "findLinks", "trusted-host", "env", "envFile"),
    *("environmentVariables", "cwd", "cacheDir", "cache-dir", "config", "configFile", "venvPath", "shell", "prefix", "target", "tools"),
)
WRONG: tuple[Any, ...] = ([EVIL, "--index-url=http://127.0.0.1:9"], {"path": EVIL}, 7, True, None)


def shapes() -> Iterator[dict[str, Any]]:
    """Every dangerous key in every shape."""
    for value in (EVIL, *WRONG):
        yield dict.fromkeys(KEYS, value)
        yield {"reqd": dict.fromkeys(KEYS, value)}
    for value in (EVIL, WRONG[0]):
        yield {f"reqd.{key}": value for key in KEYS}
        yield {"reqd": {section: dict.fromkeys(KEYS, value) for section in ("python", "uv", "pip", "install", "server")}}
        yield {"settings": {"reqd": dict.fromkeys(KEYS, value)}, "python": dict.fromkeys(KEYS, value)}
        yield {"reqd": {"environment": {"path": value}, "freeze": value, "severity": dict.fromkeys(KEYS, value)}}
    yield {"reqd": [{"pythonPath": EVIL}]}
    yield {"reqd": EVIL}
    yield {"reqd": {"reqd": {"pythonPath": EVIL}}}


SHAPES = tuple(shapes())


@pytest.fixture
def machine(tmp_path: Path) -> Project:
    """A project with an environment, on a machine whose uv writes down how it is started."""
    made = project(tmp_path)
    made.create()
    made.write("anchor==1.0\nbasket\n")
    installer.plant(made)
    return made


def installed(editor: Editor) -> installer.Start:
    """How the installer is started when everything is installed."""
    command = {"command": "reqd.install", "arguments": [{"path": str(editor.project.requirements)}]}
    before = len(installer.starts(editor.project))
    editor.execute(command)
    (start,) = installer.starts(editor.project)[before:]
    return start


@contextmanager
def opened(machine: Project, **more: Any) -> Iterator[Editor]:
    with editing(machine, **more) as editor:
        editor.open(machine.requirements)
        editor.sees(machine.requirements, "anchor is not installed in .venv", "basket is not installed in .venv")
        yield editor


@pytest.fixture
def honest(machine: Project) -> installer.Start:
    """How the installer is started where nothing is set."""
    with opened(machine) as editor:
        return installed(editor)


def test_t4_the_installer_is_started_with_a_fixed_line_and_few_variables(machine: Project, honest: installer.Start) -> None:
    executable, *arguments = (argument.decode() for argument in honest.arguments)
    python = str(machine.environment / "bin" / "python")
    assert executable == str(machine.programs / "uv")
    assert arguments[:9] == ["--no-config", "--no-progress", "--color", "never", "pip", "install", "--python", python, "-r"]
    assert len(arguments) == 10
    assert honest.inputs == {"requirements.txt": b"anchor==1.0\nbasket\n"}
    assert "VIRTUAL_ENV" not in honest.variables


def test_t4_settings_at_the_start_change_nothing_of_how_the_installer_is_started(machine: Project, honest: installer.Start) -> None:
    merged: dict[str, Any] = {}
    for shape in SHAPES[:-3]:
        merged |= shape
    for options in (merged, SHAPES[-3], EVIL):
        with opened(machine, options=options) as editor:
            assert installed(editor) == honest


def test_t4_settings_that_are_sent_change_nothing_of_how_the_installer_is_started(machine: Project, honest: installer.Start) -> None:
    with opened(machine) as editor:
        for shape in (*SHAPES, [*SHAPES[:2]], EVIL, 7, True):
            editor.conversation.notify("workspace/didChangeConfiguration", {"settings": shape})
            assert editor.conversation.is_alive()
            if json.dumps(shape).count(EVIL):
                assert installed(editor) == honest, shape


def test_t4_settings_that_are_asked_for_change_nothing_of_how_the_installer_is_started(machine: Project, honest: installer.Start) -> None:
    told: list[Any] = [None]

    def configuration(params: Mapping[str, Any]) -> Any:
        return [told[0] for _ in params["items"]]

    answers = {"workspace/configuration": configuration}
    with opened(machine, answers=answers, capabilities=able(workspace={"configuration": True})) as editor:
        for shape in (*SHAPES[:2], *SHAPES[-6:], EVIL):
            told[0] = shape.get("reqd", shape) if isinstance(shape, dict) else shape
            heard = editor.conversation.heard()
            editor.conversation.notify("workspace/didChangeConfiguration", {"settings": shape})
            editor.conversation.notification("workspace/configuration", after=heard)
            assert editor.conversation.is_alive()
            assert installed(editor) == honest, shape


def test_t4_t24_the_environment_that_a_setting_names_is_told_and_changes_nothing_else(machine: Project, honest: installer.Start) -> None:
    """It may lie anywhere, as people keep theirs; then the action that installs says so, and a person must agree."""
    other = machine.create(root=machine.base / "other" / ".venv")
    asked: list[str] = []

    def agree(params: Any) -> Any:
        asked.append(params["message"])
        return {"title": "Go on"}

    with editing(machine, options={"environment": "../other/.venv"}, answers={"window/showMessageRequest": agree}) as editor:
        editor.open(machine.requirements)
        editor.sees(machine.requirements, *(f"{name} is not installed in {other}" for name in ("anchor", "basket")))
        assert f"Install anchor==1.0 into {other}" in editor.titles(machine.requirements)
        start = installed(editor)
    assert [f"{other} lies outside of the opened folder" in question for question in asked] == [True]
    theirs, ours = (str(root / "bin" / "python").encode() for root in (other, machine.environment))
    assert start == honest._replace(arguments=tuple(theirs if argument == ours else argument for argument in honest.arguments))


def test_t4_t24_a_setting_that_names_no_environment_starts_no_installer(machine: Project) -> None:
    command = {"command": "reqd.install", "arguments": [{"path": str(machine.requirements)}]}
    with opened(machine) as editor:
        for name in ("/", "/usr", "/proc/self", "..", "../home", "\0", "//127.0.0.1/share", "${HOME}", "-h", "\\\\host\\share", "x" * 5000):
            editor.conversation.notify("workspace/didChangeConfiguration", {"settings": {"reqd": {"environment": name}}})
            editor.titles(machine.requirements)
            assert editor.execute(command)["outcome"] == "refused", name
    assert installer.starts(machine) == []
