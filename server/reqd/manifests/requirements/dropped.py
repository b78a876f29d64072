"""What pip reads on a line and drops without a word: behind the first dash it looks for options, and the rest counts nothing.

It is found when it is asked for, and is no part of a parsed line: hardly a line has any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reqd.core.manifest import Option
from reqd.core.text import Span
from reqd.manifests.requirements.lines import Logical, logical
from reqd.manifests.requirements.options import Given, OptionError, leftovers, options, options_start
from reqd.manifests.requirements.words import UnclosedQuoteError, Word, words

# As many as are parsed and remembered. Few lines of a file need it.
_REMEMBERED = 4096

# What a line is about, in the order in which pip looks for it.
_LEADING = ("--editable", "--requirement", "--constraint")
_NOTHING = ((), ())

# A dash where a word may begin.
_OPTION = re.compile(r"(?:^|[\s\\])-")
_HASHES = re.compile(r"(?:--hash=\w+:\w+[ \t\\\r\n]*)+(?:[ \t]#.*)?")


class _Besides(NamedTuple):
    """What stands on a line besides what it is about."""

    dropped: tuple[Span, ...]
    options: tuple[Option, ...]


def dropped(raw: str) -> tuple[Span, ...]:
    """The pieces of a logical line that pip drops, in reading order: words that belong to no option, and options given again of which
    only the first counts. Spans in the line as written. None for a line that is refused for its options."""
    return _besides(raw).dropped if _has_options(raw) else ()


def unused(raw: str) -> tuple[Option, ...]:
    """The options of a line that draws in another file, besides that one: pip drops them."""
    return _besides(raw).options if _has_options(raw) else ()


def _has_options(raw: str) -> bool:
    """Whether something may be dropped: the line has options, and not hashes alone, which are many, and slow to be split into words."""
    if "-" not in raw:
        return False
    hashes = raw.find("--hash=")
    is_hashed = hashes >= 0 and _HASHES.fullmatch(raw, hashes) is not None
    return _OPTION.search(raw, 0, hashes if is_hashed else len(raw)) is not None


@lru_cache(maxsize=_REMEMBERED)
def _besides(raw: str) -> _Besides:
    line = logical(raw)
    start = options_start(line.text)
    try:
        found = words(line.text, start)
        given, left = options(found), leftovers(found)
    except (OptionError, UnclosedQuoteError):
        return _Besides(*_NOTHING)
    leading = "" if start else next((name for name in _LEADING if any(each.name == name for each in given)), "--find-links")
    repeated = [each for each in given if each.name == leading][1:] if not start else []
    pieces = sorted((*_runs(line, left), *(line.written(each.start, each.end) for each in repeated)))
    is_include = leading in ("--requirement", "--constraint")
    return _Besides(tuple(pieces), tuple(_placed(line, each) for each in given if is_include and each.name != leading))


def _runs(line: Logical, left: list[Word]) -> Iterator[Span]:
    """The words, each with those that follow it directly."""
    start = end = -1
    for word in left:
        if start >= 0 and line.text[end : word.start].strip():
            yield line.written(start, end)
            start = -1
        start, end = (word.start if start < 0 else start), word.end
    if start >= 0:
        yield line.written(start, end)


def _placed(line: Logical, given: Given) -> Option:
    return Option(given.name, given.value, line.written(given.start, given.end), line.written(given.value_start, given.value_end))
