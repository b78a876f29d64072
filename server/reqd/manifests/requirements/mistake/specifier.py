"""Specifiers that are put together otherwise than pip does: operators, commas, brackets, names."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import EXTRAS, NAME, OPERATOR, VERSION, Explanation

_WITHOUT_NAME = re.compile(rf"({OPERATOR})\s*(?:{VERSION})?\Z")
_SINGLE = re.compile(rf"{NAME}{EXTRAS}(\s*=\s*)(?![=<>~])(?:(?P<version>[0-9])|.)")
_COLON = re.compile(rf"({NAME}{EXTRAS})(\s*:\s*)(?:(?P<operator>{OPERATOR})\s*)?({VERSION})\Z")
_NO_PACKAGE = re.compile(
    r"(?:python|pip|node|django)?[_-]?(?:version|versions|python|release|date|updated|port|size|step|section|ram)[0-9.]*\Z", re.IGNORECASE
)
_JOINED = re.compile(
    rf"({OPERATOR}\s*{VERSION})(\s+and\s+|\s*&+\s*)(?={OPERATOR})|({OPERATOR}\s*{VERSION})(\s+or\s+|\s*\|+\s*)(?={OPERATOR})"
)
_SWAPPED = {"=>": ">=", "=<": "<=", "=~": "~=", "=!": "!="}
_SWAPPED_OPERATOR = re.compile(r"(?<![=<>!~])(=>|=<|=~|=!)(?!=)")
# In 1!2.0 the mark belongs to the version: an epoch stands before it.
_HALF_OPERATOR = re.compile(r"((?<![=<>!~0-9])!|(?<![=<>!~])~)\s*(?=[0-9])")
_DIVIDED_OPERATOR = re.compile(r"([<>=~!]) +=(?=\s*[0-9])")
_DOUBLED_OPERATOR = re.compile(r"(>>=?|<<=?|>==|<==|~==|!==)(?=\s*[0-9])")
_EXTRAS_LAST = re.compile(rf"({NAME})\s*({OPERATOR}[^\[;\s]+)\s*(\[[^\]]*\])(\s*;.*)?\Z")
_TRAILING_COMMA = re.compile(rf"{NAME}{EXTRAS}(?:\s*{OPERATOR}\s*{VERSION})?\s*([,.])\Z")
_NO_COMMA = re.compile(rf"({OPERATOR}\s*{VERSION})(\s*)(({OPERATOR})\s*{VERSION})")
_COMPARED = re.compile(rf"{NAME}{EXTRAS}\s*({OPERATOR}.*)\Z")
_EXTRAS_IN_A_ROW = re.compile(rf"{NAME}\s*\[\s*({NAME}(?:\s+{NAME})+)\s*\]")
_STRAY_COMMA = re.compile(rf"{NAME}\s*\[(?:[^\]]*?(\s*,)\s*\]|(\s*,\s*)[^\],]+)")
_UNCLOSED = re.compile(rf"{NAME}\s*(\[)[^\]]*\Z|{NAME}{EXTRAS}\s*(\()[^)]*\Z|{NAME}{EXTRAS}\s*{OPERATOR}\s*{VERSION}\s*([)\]}}])\Z")
_IN_BRACKETS = re.compile(rf"{NAME}{EXTRAS}\s*(\([^()<>=!~]*\)?)\Z")
_BEHIND = re.compile(rf"{NAME}(?![\w.-]){EXTRAS}\s*([^\s\w<>=!~;@\[(]+)")


def without_name(text: str) -> Explanation | None:
    """`>=1.0`."""
    found = _WITHOUT_NAME.match(text)
    return Explanation(f"the package's name is missing before {found[1]}", 0, len(text)) if found else None


def single(text: str) -> Explanation | None:
    """`requests=2.31.0`."""
    found = _SINGLE.match(text)
    if found is None:
        return None
    message = "one = compares nothing here; an exact version is written with =="
    return Explanation(message, *found.span(1), "==" if found["version"] else None)


def colon(text: str) -> Explanation | None:
    """`requests: 2.31.0`."""
    found = _COLON.match(text)
    if found is None:
        return None
    if found["operator"]:
        return Explanation(f"before {found['operator']} stands no colon", *found.span(2), "")
    repair = None if _NO_PACKAGE.match(found[1]) else "=="
    return Explanation("a version is written after ==, not after a colon", *found.span(2), repair)


def joined(text: str) -> Explanation | None:
    """`requests>=2.0 and <3.0`."""
    found = _JOINED.search(text.partition(";")[0])
    if found is None:
        return None
    if found[2]:
        return Explanation("between two conditions on the version stands a comma", *found.span(2), ",")
    return Explanation("pip knows no or between versions; all that are written must hold", *found.span(4))


def swapped(text: str) -> Explanation | None:
    """`=>`, `> =`, a lone `~`, `>==`."""
    if found := _SWAPPED_OPERATOR.search(text) or _HALF_OPERATOR.search(text):
        right = _SWAPPED.get(found[1], f"{found[1]}=")
        return Explanation(f"{found[1]} is written {right}", *found.span(1), right)
    if found := _DIVIDED_OPERATOR.search(text):
        return Explanation(f"{found[1]}= is written without a blank in it", *found.span(), f"{found[1]}=")
    if found := _DOUBLED_OPERATOR.search(text.partition(";")[0]):
        repair = f"{found[1][0]}=" if found[1].endswith("=") else None
        return Explanation(f"pip knows no {found[1]}; the operators are ==, !=, >=, <=, >, < and ~=", *found.span(1), repair)
    return None


def extras_last(text: str) -> Explanation | None:
    """`requests>=2.0[socks]`."""
    found = _EXTRAS_LAST.match(text)
    if found is None:
        return None
    return Explanation("extras are written right after the name", 0, found.end(3), f"{found[1]}{found[3]}{found[2].strip()}")


def trailing_comma(text: str) -> Explanation | None:
    """`requests,`."""
    found = _TRAILING_COMMA.match(text)
    if found is None:
        return None
    return Explanation(f"a line does not end with a {'comma' if found[1] == ',' else 'full stop'} here", *found.span(1), "")


def without_comma(text: str) -> Explanation | None:
    """`requests>=2.0<3.0`."""
    found = _NO_COMMA.search(text.partition(";")[0])
    if found is None:
        return None
    return Explanation(f"put a comma between {found[1]} and {found[3]}", found.start(2), found.end(4), f",{found[4]}")


def in_brackets(text: str) -> Explanation | None:
    """`requests (the client)`."""
    found = _IN_BRACKETS.match(text)
    if found is None:
        return None
    is_remark = re.fullmatch(r"\([A-Za-z][^()]*\)", found[1]) is not None
    start = found.start(1)
    repair = f" # {found[1]}" if is_remark else None
    start = len(text[:start].rstrip()) if is_remark else start
    return Explanation("a remark after a requirement begins with #", start, len(text), repair)


def extras_without_comma(text: str) -> Explanation | None:
    """`requests[socks security]`."""
    found = _EXTRAS_IN_A_ROW.match(text)
    return Explanation("between extras stands a comma", *found.span(1), ",".join(found[1].split())) if found else None


def stray_comma(text: str) -> Explanation | None:
    """`requests[socks,]`."""
    found = _STRAY_COMMA.match(text)
    if found is None:
        return None
    where = "after the last" if found[1] else "before the first"
    return Explanation(f"a comma stands between extras, and not {where}", *found.span(1 if found[1] else 2), "")


def unclosed(text: str) -> Explanation | None:
    """`requests[socks`, `requests (>=2.0`, `requests>=2.0)`."""
    found = _UNCLOSED.match(text)
    if found is None:
        return None
    if found[3]:
        return Explanation(f"no bracket is open that {found[3]} could close", *found.span(3), "")
    return Explanation("this bracket is never closed", *found.span(1 if found[1] else 2))


def behind_name(text: str) -> Explanation | None:
    """`foo|bar`."""
    found = None if "://" in text else _BEHIND.match(text)
    if found is None:
        return None
    message = f"{found[1]} means nothing to pip behind a package's name; what can stand there is a version like ==1.0, or a ; and a marker"
    return Explanation(message, *found.span(1))
