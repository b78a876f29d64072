"""What git leaves in a file when it could not merge: two versions of some lines, and markers around and between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reqd.core.text import Span

# A marker is seven of the same sign at the beginning of a line, then the end of the line or a blank and a name.
_MARKER = re.compile(r"^(?P<sign><{7}|\|{7}|={7}|>{7})(?:[ \t]+(?P<name>[^\r\n]*))?(?=[\r\n]|\Z)", re.MULTILINE)


class Marker(NamedTuple):
    """One marker: its sign (one of `<|=>`), what is written behind it, its place, and where the line after it begins."""

    sign: str
    name: str
    span: Span
    next_line: int


class Conflict(NamedTuple):
    """The markers of one conflict in reading order. A complete one has a beginning, a middle and an end, each once."""

    markers: tuple[Marker, ...]

    @property
    def is_complete(self) -> bool:
        return "".join(marker.sign for marker in self.markers) in ("<=>", "<|=>")

    @property
    def span(self) -> Span:
        """From the first marker's beginning to behind the last one's line end."""
        return Span(self.markers[0].span.start, self.markers[-1].next_line)

    def sides(self, string: str) -> tuple[str, str]:
        """The lines of the first side and those of the second, with their line ends. Only for a complete one."""
        first, following = self.markers[:2]
        middle, last = self.markers[-2:]
        return string[first.next_line : following.span.start], string[middle.next_line : last.span.start]


def conflicts(string: str) -> tuple[Conflict, ...]:
    """The conflicts of a text in reading order. A row of equals signs with no other marker around it is none: it underlines a heading."""
    if "<<<<<<<" not in string and ">>>>>>>" not in string:
        return ()
    return tuple(_grouped(list(_markers(string))))


def is_marked(found: tuple[Conflict, ...], start: int, raw: str) -> bool:
    """Whether a marker of one of the conflicts stands in the line that begins at `start`."""
    return any(start <= marker.span.start < start + len(raw) for conflict in found for marker in conflict.markers)


def _markers(string: str) -> Iterator[Marker]:
    for found in _MARKER.finditer(string):
        end = found.end()
        end += 2 if string.startswith("\r\n", end) else end < len(string)
        yield Marker(found["sign"][0], (found["name"] or "").strip(), Span(*found.span()), end)


def _grouped(markers: list[Marker]) -> Iterator[Conflict]:
    """One that begins inside another belongs to it: which side it is of cannot be told."""
    group: list[Marker] = []
    depth = 0
    for marker in markers:
        if marker.sign == "<" and depth == 0 and group:
            yield from _told(group)
            group = []
        group.append(marker)
        depth += {"<": 1, ">": -1}.get(marker.sign, 0)
        if depth <= 0 and marker.sign == ">":
            yield from _told(group)
            group, depth = [], 0
    yield from _told(group)


def _told(group: list[Marker]) -> Iterator[Conflict]:
    if any(marker.sign in "<>" for marker in group):
        yield Conflict(tuple(group))
