"""What is wrong with a line that pip refuses, in plain words, on the smallest span, with the repair where only one thing can be meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple


class Explanation(NamedTuple):
    """The sentence, where it belongs (offsets in the text), and the text that should stand there, if that is certain."""

    message: str
    start: int
    end: int
    repair: str | None = None


_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_VERSION = r"[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?(?:\.\*)?"
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|\Z)")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")
_CONDA = re.compile(rf"({_NAME})=({_VERSION})=([A-Za-z0-9_.]+)\Z")
_SINGLE = re.compile(rf"({_NAME}(?:\[[^\]]*\])?)(\s*=\s*)({_VERSION})\Z")
_COLON = re.compile(rf"({_NAME})(\s*:\s*)({_VERSION})\Z")
_COMMAND = re.compile(
    rf"(?:[$>]\s*)?(?:python3?\s+-m\s+)?(?:pip3?|uv pip|conda|poetry|sudo pip3?)\s+(?:install|add)\s+({_NAME}(?:==\S+)?)?"
)
_IMPORT = re.compile(rf"(?:import\s+({_NAME})|from\s+({_NAME})\s+import\b.*)\Z")
_QUOTED = re.compile(rf"""(["'])({_NAME}[^"']*)\1\s*,?\Z""")
_NUMBERED = re.compile(rf"(?:[0-9]+\s*[.)]|[*\u2022])\s*({_NAME}(?:\s*(?:[=~<>!]=|[<>])\s*{_VERSION})?)\Z")
_TABLE = re.compile(rf"({_NAME})\s+({_VERSION})\Z")
_SEVERAL = re.compile(rf"{_NAME}(?:[=~<>!]=?=?[^\s,;]+)?(?:\s*,\s*|\s+){_NAME}(?:[=~<>!]=|\s*,)")
_TRAILING_COMMA = re.compile(r"(.*\S)\s*(,)\Z")
_EXTRAS_LAST = re.compile(rf"({_NAME})\s*([=~<>!]=[^\[;]+)(\[[^\]]*\])\Z")
_QUOTED_VERSION = re.compile(rf"""{_NAME}\s*[=~<>!]=?=?\s*((["'])({_VERSION})\2)\Z""")
_REVERSED = {"=>": ">=", "=<": "<=", "=~": "~=", "=!": "!="}
_REVERSED_OPERATOR = re.compile(r"(=>|=<|=~|=!)(?!=)")
_PROSE = re.compile(r"\S+\s+\S+\s+\S+\s+\S+")


def explain(text: str, reason: str, start: int, end: int) -> Explanation:
    """Explain why `text` is refused. `reason` and the offsets are the parser's own, used where nothing better is recognised."""
    for look in _LOOKS:
        told = look(text)
        if told is not None:
            return told
    return _by_reason(text, reason, start, end)


def _whole(text: str, message: str, repair: str | None = None) -> Explanation:
    return Explanation(message, 0, len(text), repair)


def _conflict(text: str) -> Explanation | None:
    if _CONFLICT.match(text):
        return _whole(text, "git left a merge conflict here; choose one of the two sides and remove this marker")
    return None


def _template(text: str) -> Explanation | None:
    found = _TEMPLATE.search(text)
    return Explanation("this is template syntax, which pip does not read", found.start(), len(text)) if found else None


def _conda(text: str) -> Explanation | None:
    found = _CONDA.match(text)
    if found is None:
        return None
    return _whole(text, "this is conda's way to write a version; pip's is name==version", f"{found[1]}=={found[2]}")


def _single(text: str) -> Explanation | None:
    found = _SINGLE.match(text)
    return Explanation("one = compares nothing here; an exact version is written with ==", *found.span(2), "==") if found else None


def _colon(text: str) -> Explanation | None:
    found = _COLON.match(text)
    return Explanation("a version is written after ==, not after a colon", *found.span(2), "==") if found else None


def _command(text: str) -> Explanation | None:
    found = _COMMAND.match(text)
    if found is None:
        return None
    rest = text[found.start(1) :] if found[1] else ""
    repair = rest if re.fullmatch(rf"{_NAME}(?:==\S+)?", rest) else None
    return _whole(text, "this is a command for the terminal; a requirements file holds only the packages' names and versions", repair)


def _import(text: str) -> Explanation | None:
    if _IMPORT.match(text):
        return _whole(text, "this is Python code; a requirements file holds only the packages' names and versions")
    return None


def _quoted(text: str) -> Explanation | None:
    found = _QUOTED.match(text)
    return (
        _whole(text, "requirements are written without quotation marks and commas, one on each line", found[2].strip()) if found else None
    )


def _numbered(text: str) -> Explanation | None:
    found = _NUMBERED.match(text)
    return _whole(text, "requirements are written one on each line, without numbers or bullets", found[1]) if found else None


def _table(text: str) -> Explanation | None:
    found = _TABLE.match(text)
    if found is None:
        return None
    return Explanation("a version is written after ==, like in name==version", found.end(1), found.start(2), "==")


def _reversed(text: str) -> Explanation | None:
    found = _REVERSED_OPERATOR.search(text)
    if found is None:
        return None
    return Explanation(f"{found[1]} is written {_REVERSED[found[1]]}", *found.span(1), _REVERSED[found[1]])


def _quoted_version(text: str) -> Explanation | None:
    found = _QUOTED_VERSION.match(text)
    return Explanation("a version is written without quotation marks", *found.span(1), found[3]) if found else None


def _extras_last(text: str) -> Explanation | None:
    found = _EXTRAS_LAST.match(text)
    if found is None:
        return None
    return _whole(text, "extras are written right after the name", f"{found[1]}{found[3]}{found[2].strip()}")


def _trailing_comma(text: str) -> Explanation | None:
    found = _TRAILING_COMMA.match(text)
    return Explanation("a line does not end with a comma here", *found.span(2), "") if found else None


def _several(text: str) -> Explanation | None:
    return _whole(text, "each requirement needs a line of its own") if _SEVERAL.match(text) else None


def _prose(text: str) -> Explanation | None:
    return _whole(text, "this is not a requirement; a remark begins with #") if _PROSE.match(text) else None


_LOOKS: tuple[Callable[[str], Explanation | None], ...] = (
    _conflict,
    _template,
    _conda,
    _single,
    _colon,
    _command,
    _import,
    _quoted,
    _numbered,
    _table,
    _reversed,
    _quoted_version,
    _extras_last,
    _trailing_comma,
    _several,
    _prose,
)

# The parser's words and ours, by how the parser's begin. The span is the parser's.
_REASONS: tuple[tuple[str, str], ...] = (
    ("Expected package name", "a package's name is expected here"),
    ("Expected semicolon (after name", "after the name comes a version specifier like ==1.0, or a ; and a marker"),
    ("Expected comma (within version", "after this comes a comma and another specifier, or a ; and a marker"),
    ("Expected end or semicolon", "only a ; and a marker can come after this"),
    ("Expected a marker variable", "a marker compares a variable like python_version with a quoted value like '3.12'"),
    ("Expected marker operator", "a marker compares with an operator like == or in"),
    (".* suffix can only be used", ".* can be used with == and != only"),
    ("Local version label can only", "a version with a + can be used with == and != only"),
    ("Invalid URL", "this URL is not complete"),
    ("Expected matching RIGHT", "a bracket that was opened is not closed"),
    ("Expected extra name", "the name of an extra is expected here"),
)


def _by_reason(text: str, reason: str, start: int, end: int) -> Explanation:
    message = next((ours for theirs, ours in _REASONS if reason.startswith(theirs)), "")
    if not message:
        message = reason[:1].lower() + reason[1:].rstrip(".")
    while start < end - 1 and text[start : start + 1].isspace():
        start += 1
    if start >= len(text):
        start = max(len(text) - 1, 0)
    return Explanation(message, start, min(max(end, start + 1), max(len(text), 1)))
