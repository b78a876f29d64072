"""A uv that installs nothing, as reqd then complains: it writes down how it was started, says what it is told to say, and ends."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tests.e2e.project import Project

_SCRIPT = """
import json, os, sys
with open({record!r}, 'a', encoding='utf-8', errors='surrogateescape') as file:
    arguments = [os.fsencode(argument).hex() for argument in sys.argv]
    inputs = {{}}
    for argument in sys.argv:
        if os.path.basename(argument) in ('requirements.txt', 'constraints.txt') and os.path.isfile(argument):
            inputs[os.path.basename(argument)] = open(argument, 'rb').read().hex()
    folder = os.fsencode(os.getcwd()).hex()
    print(json.dumps([arguments, dict(os.environ), folder, inputs]), file=file)
{more}
"""
# The private folder of an install has a name of its own each time.
_PRIVATE = re.compile(rb"/reqd-[^/]+/")


class Start(NamedTuple):
    """How the installer was started once; the name of the private folder is taken out of the arguments."""

    arguments: tuple[bytes, ...]
    variables: Mapping[str, str]
    folder: bytes
    inputs: Mapping[str, bytes]


def plant(project: Project, more: str = "") -> None:
    """Put the installer on the PATH of the project's machine; `more` is Python that it runs at its end."""
    project.program("uv", _SCRIPT.format(record=str(_record(project)), more=more))


def starts(project: Project) -> list[Start]:
    """How it was started, each time until now."""
    path = _record(project)
    return [_start(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def _start(line: str) -> Start:
    arguments, variables, folder, inputs = json.loads(line)
    shown = tuple(_PRIVATE.sub(b"/reqd-/", bytes.fromhex(argument)) for argument in arguments)
    return Start(shown, variables, bytes.fromhex(folder), {name: bytes.fromhex(text) for name, text in inputs.items()})


def _record(project: Project) -> Path:
    return project.base / "starts.jsonl"
