"""Plain versions and plain bounds: numbers and dots alone, as nearly all are, compared without reading them as packaging does."""

from __future__ import annotations

import re
from functools import lru_cache

from packaging.utils import canonicalize_name

_RELEASE = r"[0-9]{1,9}(?:\.[0-9]{1,9})*"
# Bounds that mean the same whatever packaging is asked; ~= needs two numbers.
_BOUND = rf"[ \t]*(?:[!=]=|[<>]=?|~=(?=[ \t]*[0-9]+\.))[ \t]*{_RELEASE}[ \t]*"
# A name alone or with plain bounds. To read it as packaging does would take ten times as long, and tell nothing else.
_PLAIN = re.compile(rf"([A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*)((?:{_BOUND}(?:,{_BOUND})*)?)")
_VERSION = re.compile(_RELEASE)
_CLAUSE = re.compile(r"([!=<>~]{1,2})[ \t]*([0-9.]+)")


@lru_cache(maxsize=4096)  # more than the different ones of most environments
def plain(text: str) -> tuple[str, str] | None:
    """The canonical name, and the bounds as written, of a requirement that is nothing but these; None for any other."""
    found = _PLAIN.fullmatch(text)
    return (canonicalize_name(found[1]), found[2]) if found else None


def holds_plainly(bounds: str, version: str) -> bool | None:
    """Whether a version is within plain bounds; None where the version is not a plain one, and packaging is to be asked."""
    if not bounds:
        return True
    if not _VERSION.fullmatch(version):
        return None
    installed = _numbers(version)
    return all(_is_within(operator, _numbers(wanted), installed) for operator, wanted in _CLAUSE.findall(bounds))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _is_within(operator: str, wanted: tuple[int, ...], installed: tuple[int, ...]) -> bool:
    """As PEP 440 has it where there is nothing but a release: what is not written is zero, and ~= keeps all but the last number."""
    longest = max(len(wanted), len(installed))
    ours, theirs = installed + (0,) * (longest - len(installed)), wanted + (0,) * (longest - len(wanted))
    match operator:
        case ">=":
            return ours >= theirs
        case "<":
            return ours < theirs
        case "==":
            return ours == theirs
        case "!=":
            return ours != theirs
        case "<=":
            return ours <= theirs
        case ">":
            return ours > theirs
        case _:
            return ours >= theirs and ours[: len(wanted) - 1] == wanted[:-1]
