"""A text that was edited, read again: only the lines that differ are, so that a keystroke costs the same in every file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reqd.core.change import change
from reqd.core.manifest import Line, Manifest
from reqd.core.text import Text
from reqd.manifests.requirements.lines import logical_lines

MARK = "\ufeff"
NOTHING = Manifest("", Text(""), (), ())


class Reading(NamedTuple):
    """A text, its lines as pip has them, and the offset at which each begins."""

    text: Text
    lines: tuple[Line, ...]
    starts: tuple[int, ...]


def reading(string: str, previous: Manifest, line: Callable[[str], Line], is_open: bool) -> Reading:
    """Read a text, each line that `previous` does not hold with the function `line`. The result does not depend on `previous`.

    Lines that were moved or copied are found among the former ones too. Where the document is open, its first character may be a byte
    order mark, which was not taken off as it is when a file is decoded: it is a line of its own, with nothing in it.
    """
    if string.startswith(MARK):
        previous = NOTHING  # which may have been read from a file, where it is refused
    changed = change(previous.text.string, string)
    kept, resumed, start, end = changed.middle(previous.starts)
    former = {each.raw: each for each in previous.lines[kept:resumed]}
    placed = tuple(_placed(string, start, end, is_open))
    lines = (former.get(raw) or line(raw) for _, raw in placed)
    starts = (offset for offset, _ in placed)
    return Reading(
        previous.text.changed(string, changed),
        (*previous.lines[:kept], *lines, *previous.lines[resumed:]),
        (*previous.starts[:kept], *starts, *changed.moved(previous.starts[resumed:])),
    )


def _placed(string: str, start: int, end: int, is_open: bool) -> Iterator[tuple[int, str]]:
    """The logical lines of a piece of the text, each with its offset."""
    if is_open and start == 0 and string.startswith(MARK):
        yield 0, MARK
        start = len(MARK)
    yield from ((start + offset, raw) for offset, raw in logical_lines(string[start:end]))
