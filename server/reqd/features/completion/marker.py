"""What can be written behind a semicolon: variables, operators, values, and how comparisons are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reqd.core.text import Span
from reqd.core.view import View
from reqd.features.completion.content import Completion, Kind, Proposal, completed
from reqd.features.completion.cursor import Cursor
from reqd.features.hover.marker import MEANINGS

# The variables of PEP 508 in the order of their use, but `extra`, which is empty in every requirements file; and the values that are
# seen most, each with what it stands for. Others have one value for each machine.
_VALUES: Mapping[str, Mapping[str, str]] = {
    "python_version": dict.fromkeys(("3.9", "3.10", "3.11", "3.12", "3.13", "3.14"), ""),
    "sys_platform": {"linux": "Linux", "win32": "Windows", "darwin": "macOS"},
    "platform_system": {"Linux": "", "Windows": "", "Darwin": "macOS"},
    "platform_machine": {"x86_64": "Linux and macOS", "AMD64": "Windows", "arm64": "macOS", "aarch64": "Linux"},
    "implementation_name": {"cpython": "the usual Python", "pypy": "PyPy"},
    "platform_python_implementation": {"CPython": "the usual Python", "PyPy": ""},
    "os_name": {"posix": "Linux and macOS", "nt": "Windows"},
    "python_full_version": {},
    "implementation_version": {},
    "platform_release": {},
    "platform_version": {},
}
_VERSIONS = frozenset({"python_version", "python_full_version", "implementation_version"})
_OF_VERSIONS = {
    ">=": "this version or a newer one",
    "<": "only versions before this one",
    "==": "exactly this version",
    "!=": "any version but this one",
    "<=": "this version or an older one",
    ">": "only versions after this one",
    "~=": "this version or a newer one, up to the next great change",
}
_OF_TEXTS = {"==": "the same", "!=": "not the same", "in": "part of a text", "not in": "no part of a text"}
# Behind a value: `"linux" in sys_platform`.
_OF_VALUES = {"in": _OF_TEXTS["in"], "not in": _OF_TEXTS["not in"], **_OF_VERSIONS}
_LOGIC = {"and": "both must be true", "or": "one must be true"}

_TOKEN = re.compile(
    r"""\s*(?:(?P<value>'[^']*'|"[^"]*")|(?P<open>['"][^'"]*\Z)|(?P<operator>[=<>!~]+|not\s+in\b|not\b|in\b)"""
    r"""|(?P<logic>(?:and|or)\b)|(?P<bracket>[()])|(?P<word>[\w.]+)|(?P<other>\S))"""
)
_QUOTES = frozenset("'\"")
# What would end the quotation or, in pip's eyes, the marker: a comment and an option begin behind a blank.
_ODD = re.compile(r"['\"\\\x00-\x1f]|\s[#-]")
_REST_OF_A_WORD = r"[\w.]*"


class _Token(NamedTuple):
    kind: str
    text: str
    is_touched: bool


class _State(NamedTuple):
    """What is expected next: an operand, an operator, the second operand, or what joins comparisons; and the operands before."""

    expected: str = "operand"
    left: str = ""


def marker(view: View, at: Cursor, text: str) -> tuple[Completion, ...]:
    """What can follow the beginning of a marker; nothing where that is none."""
    tokens = [_Token(found.lastgroup or "", found[found.lastgroup or 0], found.end() == len(text)) for found in _TOKEN.finditer(text)]
    piece = ""
    if tokens and tokens[-1].is_touched and (tokens[-1].kind in ("word", "open", "logic") or _is_piece(tokens[-1])):
        piece = tokens.pop().text
    state = _State()
    for token in tokens:
        following = _followed(state, token)
        if following is None:
            return ()
        state = following
    return _expected(view, at, state, piece, tokens[-1].is_touched if tokens and not piece else False)


def _is_piece(token: _Token) -> bool:
    """Whether an operator may be the beginning of one."""
    return token.kind == "operator" and token.text in ("=", "!", "~", "not", "in")


def _followed(state: _State, token: _Token) -> _State | None:
    """The state behind a token; None where the token does not belong there."""
    match state.expected, token.kind:
        case "operand", "word" | "value":
            return _State("operator", token.text)
        case "operand", "bracket" if token.text == "(":
            return state
        case "operator", "operator" if token.text != "not":
            return _State("value", state.left)
        case "value", "word" | "value":
            return _State("logic")
        case "logic", "bracket" if token.text == ")":
            return state
        case "logic", "logic":
            return _State()
        case _:
            return None


def _expected(view: View, at: Cursor, state: _State, piece: str, is_touched: bool) -> tuple[Completion, ...]:
    match state.expected:
        case "operand":
            return completed(_span(at, piece), _variables(view)) if piece[:1] not in _QUOTES else ()
        case "operator":
            return completed(at.span(len(piece), "[=<>!~]*"), _operators(state.left))
        case "value":
            if state.left[:1] in _QUOTES:
                return completed(_span(at, piece), _variables(view))
            return completed(_span(at, piece), _values(view, state.left, piece), is_first_best=True)
        case _:
            found = (Proposal(text, Kind.LOGIC, detail) for text, detail in _LOGIC.items())
            return () if is_touched or at.typed == " " else completed(at.span(len(piece), "[a-z]*"), found)


def _span(at: Cursor, piece: str) -> Span | None:
    quote = piece[:1] if piece[:1] in _QUOTES else ""
    return at.span(len(piece), f"[^'\"]*?{quote}" if quote and quote in at.behind else _REST_OF_A_WORD)


def _value(view: View, variable: str) -> str:
    return view.environment.markers.get(variable, "") if view.environment else ""


def _variables(view: View) -> Iterator[Proposal]:
    for variable in _VALUES:
        here = _value(view, variable)
        yield Proposal(variable, Kind.VARIABLE, f"{here} in {view.environment_name}" if here else "", MEANINGS[variable])


def _operators(left: str) -> Iterator[Proposal]:
    is_value = left[:1] in _QUOTES
    found = _OF_VALUES if is_value else _OF_VERSIONS if left in _VERSIONS else _OF_TEXTS
    return (Proposal(text, Kind.OPERATOR, detail) for text, detail in found.items())


def _values(view: View, variable: str, piece: str) -> Iterator[Proposal]:
    """The value here first, in the quotation marks that are begun."""
    quote = piece[:1] if piece[:1] in _QUOTES else '"'
    here = _value(view, variable)
    known = _VALUES.get(variable, {})
    for value in dict.fromkeys((here, *known)):
        if value and not _ODD.search(value):
            detail = f"in {view.environment_name}" if value == here else known.get(value, "")
            text = f"{quote}{value}{quote}"
            yield Proposal(text, Kind.VALUE, detail, matched=text if piece[:1] == quote else value)
