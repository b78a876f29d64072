"""What each part of the text is, for an editor that colours by meaning: names, operators, versions, extras, markers, options, comments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from reqd.core.manifest import Manifest
from reqd.core.text import Point, Span
from reqd.manifests.requirements.syntax import Kind, parts

# The protocol's own types, since every editor has colours for them ("SemanticTokenTypes").
TYPES: tuple[str, ...] = ("namespace", "parameter", "operator", "number", "string", "variable", "keyword", "comment", "property")
_TYPES: Mapping[Kind, str] = {
    Kind.NAME: "namespace",
    Kind.EXTRA: "parameter",
    Kind.OPERATOR: "operator",
    Kind.VERSION: "number",
    Kind.URL: "string",
    Kind.FRAGMENT: "property",
    Kind.VARIABLE: "variable",
    Kind.COMPARISON: "operator",
    Kind.VALUE: "string",
    Kind.LOGIC: "keyword",
    Kind.OPTION: "keyword",
    Kind.ARGUMENT: "string",
    Kind.PATH: "string",
    Kind.DROPPED: "comment",  # pip does not read it either
    Kind.COMMENT: "comment",
}


# Lines whose highlights are remembered, at some 300 bytes each: an editor asks for a whole file after every key.
_REMEMBERED = 8192


class Highlight(NamedTuple):
    """A part of one line: where it begins, how many code points it has, and what it is (one of TYPES)."""

    start: Point
    length: int
    type: str


def highlights(manifest: Manifest, within: Span | None = None) -> Iterator[Highlight]:
    """The highlights in reading order; only of the lines that a span touches, where one is given."""
    first, last = 0, len(manifest.starts)
    if within is not None:
        first, last = max(bisect_right(manifest.starts, within.start) - 1, 0), bisect_right(manifest.starts, within.end)
    point = manifest.text.point
    for start, line in zip(manifest.starts[first:last], manifest.lines[first:last], strict=True):
        number, column = point(start)
        is_one_line = "\n" not in line.raw and "\r" not in line.raw
        for offset, length, name in _of_line(line.raw):
            yield Highlight(Point(number, column + offset) if is_one_line else point(start + offset), length, name)


@lru_cache(maxsize=_REMEMBERED)
def _of_line(raw: str) -> tuple[tuple[int, int, str], ...]:
    """The highlights of a logical line: where each begins in it, how long it is, and what it is."""
    return tuple((span.start, span.end - span.start, _TYPES[kind]) for kind, span, _ in parts(raw) if kind in _TYPES)
