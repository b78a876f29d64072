"""P16, against T12 and T14: no password of an address and no value of a variable is in any byte that leaves."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.editor import CAPABILITIES, able, editing
from tests.e2e.project import Project, project
from tests.promises import installer

PROGRAM = str(Path(sysconfig.get_path("scripts")) / "reqd")
# Stands in every secret of these tests, and in nothing else.
CANARY = "c4naryS3cret"
VARIABLES = {
    "SECRET_TOKEN": f"token{CANARY}",
    "AWS_SECRET_ACCESS_KEY": f"aws{CANARY}",
    "DATABASE_URL": f"postgres://ann:{CANARY}@db/x",
    "PIP_INDEX_URL": f"https://ann:pip{CANARY}@127.0.0.1:9/simple",
    "UV_DEFAULT_INDEX": f"https://ann:uv{CANARY}@127.0.0.1:9/simple",
    "UV_EXTRA_INDEX_URL": f"https://127.0.0.1:9/simple?token=extra{CANARY}",
}
LINES = f"""\
--index-url https://ann:1{CANARY}@127.0.0.1:9/simple
--extra-index-url https://2{CANARY}@127.0.0.1:9/simple
--extra-index-url=https://127.0.0.1:9/simple/?api_key=3{CANARY}&x=1
--find-links https://ann:4{CANARY}/with/slashes@127.0.0.1:9/
anchor @ https://ann:5{CANARY}@127.0.0.1:9/anchor-1.0-py3-none-any.whl
basket @ https://127.0.0.1:9/basket-1.0-py3-none-any.whl?X-Amz-Security-Token=6{CANARY}
git+https://7{CANARY}@127.0.0.1:9/candle.git#egg=candle
https://ann:9{CANARY}@127.0.0.1:9/engine-1.0-py3-none-any.whl
feather @ git+https://${{SECRET_TOKEN}}@127.0.0.1:9/feather.git
"""
MALFORMED = f"""\
-e git+https://ann:8{CANARY}@127.0.0.1:9/drum.git@main#egg=drum
-r https://ann:10{CANARY}@127.0.0.1:9/requirements.txt
-c https://ann:11{CANARY}@127.0.0.1:9/constraints.txt
gar den https://ann:12{CANARY}@127.0.0.1:9/x
hammer @ https://ann:13{CANARY}@
island==1.0 @ https://ann:14{CANARY}@127.0.0.1:9/x.whl
--unknown https://ann:15{CANARY}@127.0.0.1:9/simple
jacket @https://ann:16{CANARY}@[::1/x ; python_version
--index-url "https://ann:17{CANARY}@127.0.0.1:9/simple
"""
# Says what installers say, and more: the addresses that it was given, its inputs, its variables.
TALKATIVE = """
for name in ('PIP_INDEX_URL', 'UV_DEFAULT_INDEX', 'UV_EXTRA_INDEX_URL', 'SECRET_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'DATABASE_URL'):
    print('Looking in indexes:', os.environ.get(name, ''), flush=True)
for text in inputs.values():
    sys.stdout.write(bytes.fromhex(text).decode())
    for line in bytes.fromhex(text).decode().split():
        print('error: Failed to fetch `' + line + '`', file=sys.stderr, flush=True)
        print('\\x1b[31merror\\x1b[39m: HTTP status 401 for url (' + line + ')\\r', file=sys.stderr, flush=True)
sys.exit(2)
"""


@pytest.fixture
def machine(tmp_path: Path) -> Project:
    made = project(tmp_path)
    made.create("anchor==2.0")
    made.write(LINES)
    made.write(MALFORMED, "requirements-malformed.txt")
    installer.plant(made, TALKATIVE)
    return made


def leaks(told: bytes) -> list[bytes]:
    """The places at which a secret stands, with what is around it."""
    return [told[max(0, at - 80) : at + 20] for at in found(told)]


def found(told: bytes) -> Iterator[int]:
    at = told.find(CANARY.encode())
    while at >= 0:
        yield at
        at = told.find(CANARY.encode(), at + 1)


def run(machine: Project, *arguments: str) -> bytes:
    environment = {**os.environ, **machine.variables, **VARIABLES}
    done = subprocess.run(
        (PROGRAM, *arguments), cwd=machine.folder, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("command", [("check",), ("check", "--format", "json")], ids=" ".join)
def test_p16_what_the_terminal_says_of_a_file_holds_no_secret(machine: Project, command: tuple[str, ...]) -> None:
    told = run(machine, *command)
    assert told
    assert leaks(told) == []


@pytest.mark.parametrize("options", [("--plan",), (), ("--yes",), ("--yes", "--only", "anchor")])
def test_p16_what_the_terminal_says_of_an_install_holds_no_secret(machine: Project, options: tuple[str, ...]) -> None:
    told = run(machine, "install", "requirements.txt", *options)
    assert b"127.0.0.1:9" in told
    assert leaks(told) == []
    if "--yes" in options:
        assert CANARY in str(installer.starts(machine)), "nothing was there to leak"
        assert b"Failed: " in told


def test_t12_only_the_variables_that_installers_need_are_passed_on(machine: Project) -> None:
    run(machine, "install", "requirements.txt", "--yes")
    (start,) = installer.starts(machine)
    assert {"SECRET_TOKEN", "AWS_SECRET_ACCESS_KEY", "DATABASE_URL"}.isdisjoint(start.variables)


@pytest.mark.parametrize(
    "capabilities", [CAPABILITIES, able(textDocument={"diagnostic": {}}, workspace={"diagnostics": {"refreshSupport": True}})]
)
def test_p16_what_an_editor_is_told_holds_no_secret(machine: Project, capabilities: Mapping[str, Any]) -> None:
    answers = {"window/showMessageRequest": lambda asked: asked["actions"][0]}
    with editing(machine, capabilities=capabilities, answers=answers, variables=VARIABLES) as editor:
        conversation, outcomes = editor.conversation, []
        conversation.notify("$/setTrace", {"value": "verbose"})
        for path in (machine.requirements, machine.folder / "requirements-malformed.txt"):
            uri = editor.open(path)
            for line in range(editor.texts[uri].count("\n")):
                editor.actions(path, line)
            if "diagnostic" in capabilities["textDocument"]:
                conversation.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            outcomes += [
                editor.execute({"command": "reqd.install", "arguments": [{"path": str(path)}]}),
                editor.execute({"command": "reqd.refreeze", "arguments": [{"path": str(path)}]}),
            ]
        assert conversation.is_alive()
    assert [outcome["outcome"] for outcome in outcomes[::2]] == ["failed", "refused"], outcomes
    assert CANARY in str(installer.starts(machine)), "nothing was there to leak"
    told = repr(conversation.messages).encode() + conversation.log().encode()
    assert b"127.0.0.1:9" in told
    assert leaks(told) == []
