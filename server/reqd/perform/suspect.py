"""PURE. Which lines of its input, or which packages, a failed tool blames."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from reqd.perform.trouble import pattern, unframed


class InputLine(NamedTuple):
    """A line of a file that the tool read: the path as the tool writes it, and the one-based line."""

    file: str
    line: int


class InputPosition(NamedTuple):
    """A place in a file that the tool read: the path as the tool writes it, and the zero-based byte."""

    file: str
    position: int


Suspect: TypeAlias = InputLine | InputPosition | str

# What comes before the first error is progress, and names lines that are in order.
_FIRST_ERROR = re.compile(r"^(?:ERROR|[Ee]rror|No solution found)\b", re.MULTILINE)
_LINES = (
    pattern(r"-r (?P<file>[^\n]+?) \(line (?P<line>\d+)\)"),
    pattern(r"\(from line (?P<line>\d+) of (?P<file>[^\n]+)\)$"),
    pattern(r"(?P<file>[^\s`]+\.txt):(?P<line>\d+):\d+$"),
    pattern(r" in `(?P<file>[^`\n]+)` at line (?P<line>\d+)"),
)
_POSITION = pattern(r" in `(?P<file>[^`\n]+)` at position (?P<position>\d+)")
_NAME = r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)"
_NAMES = tuple(
    pattern(words.replace("NAME", _NAME))
    for words in (
        r"Package 'NAME' requires a different",
        r"satisfies the requirement NAME",
        r"\(from (?!versions:|line )NAME",
        r"DO NOT MATCH THE HASHES.*\nNAME",
        r"Hash mismatch for `NAME",
        r"--require-hashes mode.*\nNAME",
        r"--require-hashes` mode[^\n]*: NAME",
        r"Failed to build [`']NAME",
        r"while generating package metadata\.\nNAME",
        r"Failed to build installable wheels[^\n]*\nNAME",
        r"Because NAME\S* requires Python",
        r"(?:no versions?|following versions) of NAME",
        r"NAME was not found in the",
        r"The user requested NAME",
        r"you require (?!one of:)NAME",
        r"all versions of NAME",
        r"^NAME \S+ depends on",
    )
)
_LEADING_NAME = re.compile(r"\s*" + _NAME)


def suspects(lines: Sequence[str]) -> tuple[Suspect, ...]:
    """Whom the tool blames, likeliest first: lines where it names them, then packages by the name it writes."""
    text = unframed(lines)
    error = _FIRST_ERROR.search(text)
    return tuple(dict.fromkeys(_suspects(text[error.start() :]))) if error else ()


def _suspects(text: str) -> Iterator[Suspect]:
    for each in _LINES:
        yield from (InputLine(found["file"].strip("'\"`"), int(found["line"])) for found in each.finditer(text))
    yield from (InputPosition(found["file"], int(found["position"])) for found in _POSITION.finditer(text))
    for each in _NAMES:
        yield from (found["name"] for found in each.finditer(text))


def leading_name(line: str) -> str:
    """The name with which a line of requirements begins; empty for any other line."""
    found = _LEADING_NAME.match(line)
    return found["name"] if found else ""
