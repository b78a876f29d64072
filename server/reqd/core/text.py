"""A document's text and the places in it: offsets, points and ranges.

Inside the engine a place is an offset, a number of code points, as Python indexes `str`; it is turned into a line and a column
only where a person or an editor is told about it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from reqd.core.change import Change

# An editor's line ends and no others (Language Server Protocol 3.17, "Text Documents"). pip splits at more characters than these,
# which is why a line of pip's may begin in the middle of a line of the editor's.
_LINE_END = re.compile(r"\r\n|\n|\r")
_NO_ASCII = re.compile(r"[^\x00-\x7f][^\r\n]*")


class Point(NamedTuple):
    """A place in a document: zero-based line, zero-based column in code points."""

    line: int
    column: int


class Span(NamedTuple):
    """A piece of a text: offsets in code points, half-open. What the offsets count from is said where the span is held."""

    start: int
    end: int

    def moved(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)


@lru_cache(maxsize=1024)  # a line's places are few: it is hardly ever longer than a hundred characters
def shared_span(start: int, end: int) -> Span:
    """The span, as one value for all lines that have it: of what a parsed line holds, spans would be the larger part."""
    return Span(start, end)


class Range(NamedTuple):
    """A piece of a document: from `start` up to, not including, `end`."""

    start: Point
    end: Point


NOWHERE = Span(0, 0)


class Text:
    """An immutable document, with its lines counted once and only when a place is asked for."""

    __slots__ = ("_starts", "_wide", "string")

    string: str
    _starts: tuple[int, ...]
    _wide: frozenset[int] | None

    def __init__(self, string: str) -> None:
        self.string = string
        self._starts = ()
        self._wide = frozenset() if string.isascii() else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.string == other.string

    def __hash__(self) -> int:
        return hash(self.string)

    def __repr__(self) -> str:
        return f"Text({self.string[:40]!r})"

    def changed(self, string: str, change: Change) -> Text:
        """The document that this one became. If its lines were counted, those that are still the same are not counted again."""
        text = Text(string)
        if self._starts:
            kept, resumed, start, end = change.middle(self._starts)
            between = (found.end() for found in _LINE_END.finditer(string, start, end))
            # The last line end between is the beginning of the line at which the former count is resumed.
            text._starts = (*self._starts[:kept], start, *between, *change.moved(self._starts[resumed + 1 :]))
        return text

    @property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each of the editor's lines begins, in order; the first is 0."""
        if not self._starts:
            self._starts = (0, *(end.end() for end in _LINE_END.finditer(self.string)))
        return self._starts

    @property
    def wide_lines(self) -> frozenset[int]:
        """The numbers of the lines with characters beyond ASCII: in all others, columns are the same however they are counted."""
        if self._wide is None:
            self._wide = frozenset(self.point(found.start()).line for found in _NO_ASCII.finditer(self.string))
        return self._wide

    @property
    def line_end(self) -> str:
        """The line end that the document uses first, or a line feed where it has none yet."""
        found = _LINE_END.search(self.string)
        return found.group() if found else "\n"

    def line(self, number: int) -> str:
        """The editor's line of that zero-based number, without its end."""
        starts = self.line_starts
        end = starts[number + 1] if number + 1 < len(starts) else len(self.string)
        return self.string[starts[number] : end].rstrip("\r\n")

    def point(self, offset: int) -> Point:
        starts = self.line_starts
        line = bisect_right(starts, offset) - 1
        return Point(line, offset - starts[line])

    def range(self, span: Span) -> Range:
        """The places of a span, which nearly always ends in the line in which it begins."""
        starts, (start, end) = self.line_starts, span
        line = bisect_right(starts, start)
        if line < len(starts) and end >= starts[line]:
            return Range(self.point(start), self.point(end))
        begin = starts[line - 1]
        return Range(Point(line - 1, start - begin), Point(line - 1, end - begin))

    def offset(self, point: Point) -> int:
        """The offset of a point; one past the end of its line, or of the document, is put at that end."""
        if point.line >= len(self.line_starts):
            return len(self.string)
        return self.line_starts[point.line] + min(point.column, len(self.line(point.line)))
