"""The private folder in which a plan's inputs lie while its programs run."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from reqd.actions.plan import INPUTS, Input, Plan
from reqd.core import place
from reqd.perform.outcome import RefusedError

# Nobody else may read or replace what is installed from; a link planted under the name is not followed.
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

_PREFIX = "reqd-"


@contextmanager
def written(inputs: Sequence[Input]) -> Iterator[str]:
    """The absolute path of a folder that holds the inputs, and is gone afterwards."""
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    try:
        for name, text in inputs:
            _write(folder, name, text)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def placed(arguments: Sequence[str], folder: str) -> tuple[str, ...]:
    """The arguments with the folder's path where they name an input. An absolute path, whose folders may be called anything, does not."""
    return tuple(folder + argument[len(INPUTS) :] if argument.startswith(INPUTS) else argument for argument in arguments)


def public(line: str, plan: Plan) -> str:
    """What a tool said, with the files that a person knows in the place of the inputs, which are private and soon gone."""
    return _told().sub(lambda found: _known(found, plan), line) if _PREFIX in line else line


@cache
def _told() -> re.Pattern[str]:
    """An input as tools write it, with a number before it, behind it, or none. The folder for temporary files may hold blanks.

    To ask for that folder writes a file into it, so nobody asks before something is installed.
    """
    return re.compile(
        r"(?:(?<=from line )(?P<first>\d+) of )?"
        rf"(?:{re.escape(tempfile.gettempdir())}[/\\]|(?<![^\s`'\"(=])[^\s`'\"(=]*){_PREFIX}\w+[/\\](?P<name>\w+\.txt)"
        r"(?::(?P<column>\d+):\d+|(?P<between>[`'\"]? (?:\(line|at line) )(?P<last>\d+)|` at position (?P<position>\d+))?"
    )


def _known(found: re.Match[str], plan: Plan) -> str:
    number = found["first"] or found["column"] or found["last"]
    if found["position"]:
        number = str(line_at(plan, found["name"], int(found["position"])))
    origin = plan.origins.get((found["name"], int(number))) if number else None
    name, line = (place.seen_from(origin.path, plan.folder), origin.line) if origin else (found["name"], number)
    if found["first"]:
        return f"{line} of {name}"
    if found["column"]:
        return f"{name}:{line}"
    if found["position"]:
        return f"{name}` at line {line}"
    return f"{name}{found['between']}{line}" if number else name


def line_at(plan: Plan, name: str, position: int) -> int:
    """The one-based line of an input in which a position stands, counted in bytes as uv counts."""
    text = next((given.text for given in plan.inputs if given.name == name), "")
    return text.encode("utf-8", errors="replace")[:position].count(b"\n") + 1


def _write(folder: str, name: str, text: str) -> None:
    if name in ("", ".", "..") or os.path.basename(name) != name:
        raise RefusedError(f"{name!r} is no name for a file")
    descriptor = os.open(os.path.join(folder, name), _FLAGS, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode("utf-8", errors="replace"))
