"""What people write where a marker belongs, and is none."""

from __future__ import annotations

import re
from collections.abc import Callable

from reqd.manifests.requirements.told import EXTRAS, NAME, OPERATOR, VERSION, Explanation, is_requirement

_MARKER = r"(?:python_(?:full_)?version|sys_platform|os_name|platform_\w+|implementation_\w+|extra)"
_UNQUOTED = re.compile(rf"\b{_MARKER}\s*(?:{OPERATOR}|in\b|not in\b)\s*([\w.*-]+)")
_HALF_QUOTED = re.compile(rf"""\b{_MARKER}\s*{OPERATOR}\s*((["'])([\w.*-]+)(["']?))\Z""")
_NO_SEMICOLON = re.compile(rf"{NAME}{EXTRAS}(?:\s*{OPERATOR}\s*{VERSION})*(\s*,\s*|\s+)(?:if\s+)?(?={_MARKER}\s*(?:{OPERATOR}|in\b|not\b))")
_SECOND_SPECIFIER = re.compile(rf"({NAME})\s*({OPERATOR}\s*{VERSION})\s*(;\s*(?:\1)?\s*)(?=({OPERATOR}\s*[^\s,;]*))")
_SECOND_MARKER = re.compile(rf";[^;]*?(\s*;\s*)(?={_MARKER}\b)")
_UNKNOWN_VARIABLE = re.compile(rf";\s*\(?\s*(?!{_MARKER}\b)([A-Za-z_][A-Za-z_.]*)\s*{OPERATOR}\s*[\"']")
_UNQUOTED_VARIABLE = re.compile(rf";\s*\(?\s*(?!{_MARKER}\b)([A-Za-z_][A-Za-z_.]*)\s*{OPERATOR}\s*\w")
_DANGLING = re.compile(r"""["')]\s*\b(and|or)\s*\Z""")
_ONE_SIGN = re.compile(rf"\b{_MARKER}(\s*=\s*)(?=[\"'\w])")
_OLD_UNEQUAL = re.compile(r"<>")
_JOINED = re.compile(rf"""(?<=["')])(\s*(?:(?P<and>&+|,|AND|And)|\|+|OR|Or)\s*)(?=\(?\s*{_MARKER}\b)""")
_SYSTEM = re.compile(r";\s*(windows|win32|linux|darwin|macos|osx)\s*\Z", re.IGNORECASE)
_SYSTEMS = {"windows": "win32", "macos": "darwin", "osx": "darwin"}
_NOT = re.compile(r"\bnot\s*\(")
_ALONE = re.compile(rf"({_MARKER})\s*\Z")
_AT_END = re.compile(r"""["')](\s*[,;]+)\s*\Z""")

_SEMICOLON = 'put a ; before the condition, like ; python_version >= "3.8"'


def mistaken_marker(text: str) -> Explanation | None:
    """What is wrong with a marker, or with the semicolon before it."""
    if found := _NO_SEMICOLON.match(text):
        return Explanation(_SEMICOLON, found.start(1), found.end(), " ; ")
    if found := _SECOND_SPECIFIER.match(text):
        return Explanation(f"put a comma between {found[2]} and {found[4]}; a semicolon leads to a condition", *found.span(3), ",")
    if found := _SECOND_MARKER.search(text):
        return Explanation("a requirement has one marker, whose conditions are joined by and", *found.span(1), " and ")
    tail = text.find(";")
    if tail < 0:
        return None
    return next((told for look in _LOOKS if (told := look(text, tail)) is not None), None)


def _value(text: str, tail: int) -> Explanation | None:
    if found := _UNQUOTED.search(text, tail):
        return Explanation("the value in a marker stands in quotation marks", *found.span(1), f'"{found[1]}"')
    found = _HALF_QUOTED.search(text, tail)
    if found is None or found[2] == found[4]:
        return None
    return Explanation("a value ends with the same quotation mark with which it begins", *found.span(1), f"{found[2]}{found[3]}{found[2]}")


def _operator(text: str, tail: int) -> Explanation | None:
    if found := _ONE_SIGN.search(text, tail):
        return Explanation("one = compares nothing here; equal is written ==", *found.span(1), " == ")
    if found := _OLD_UNEQUAL.search(text, tail):
        return Explanation("<> is written !=", *found.span(), "!=")
    return None


def _join(text: str, tail: int) -> Explanation | None:
    found = _JOINED.search(text, tail)
    if found is None:
        return None
    word = "and" if found["and"] else "or"
    return Explanation(f"{found[1].strip()} is written {word} in a marker", *found.span(1), f" {word} ")


def _system(text: str, tail: int) -> Explanation | None:
    found = _SYSTEM.search(text, tail)
    if found is None:
        return None
    name = found[1].lower()
    message = "after a semicolon comes a condition, like sys_platform == 'win32'"
    return Explanation(message, *found.span(1), f"sys_platform == '{_SYSTEMS.get(name, name)}'")


def _condition(text: str, tail: int) -> Explanation | None:
    if found := _NOT.search(text, tail):
        return Explanation("a marker has no not before a bracket; write the opposite of each condition", found.start(), found.end() - 1)
    if found := _UNKNOWN_VARIABLE.search(text, tail):
        return Explanation(_unknown(found[1]), *found.span(1))
    if (found := _UNQUOTED_VARIABLE.search(text, tail)) and not _are_requirements(text[found.start(1) :]):
        return Explanation(_unknown(found[1]), *found.span(1))
    if found := _DANGLING.search(text, tail):
        return Explanation(f"behind {found[1]} stands another condition", *found.span(1))
    if found := _ALONE.search(text, tail):
        return Explanation(f"a marker is a condition; here is missing what {found[1]} is compared with, like == '3.12'", *found.span(1))
    if found := _AT_END.search(text, tail):
        return Explanation("nothing can stand behind a marker but a remark, which begins with #", *found.span(1), "")
    if text.count("(", tail) == text.count(")", tail) + 1:
        at = text.index("(", tail)
        return Explanation("this bracket is never closed", at, len(text), f"{text[at:]})")
    return None


def _unknown(name: str) -> str:
    return f"pip knows no condition on {name}; usual ones begin with python_version or sys_platform"


def _are_requirements(text: str) -> bool:
    return all(is_requirement(piece.strip()) for piece in text.split(";") if piece.strip())


_LOOKS: tuple[Callable[[str, int], Explanation | None], ...] = (_value, _operator, _join, _system, _condition)
