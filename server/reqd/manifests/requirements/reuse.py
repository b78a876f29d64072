"""A text that was edited, read again: only the lines that differ are, so that a keystroke costs the same in every file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reqd.core.change import change
from reqd.core.manifest import Line, Manifest
from reqd.core.text import Text
from reqd.manifests.requirements.lines import logical_lines

NOTHING = Manifest("", Text(""), (), ())


class Reading(NamedTuple):
    """A text, its lines as pip has them, and the offset at which each begins."""

    text: Text
    lines: tuple[Line, ...]
    starts: tuple[int, ...]


def reading(string: str, previous: Manifest, line: Callable[[str], Line]) -> Reading:
    """Read a text, each line that `previous` does not hold with the function `line`. The result does not depend on `previous`.

    Lines that were moved or copied are found among the former ones too.
    """
    changed = change(previous.text.string, string)
    kept, resumed, start, end = changed.middle(previous.starts)
    former = {each.raw: each for each in previous.lines[kept:resumed]}
    placed = tuple(logical_lines(string[start:end]))
    lines = (former.get(raw) or line(raw) for _, raw in placed)
    starts = (start + offset for offset, _ in placed)
    return Reading(
        previous.text.changed(string, changed),
        (*previous.lines[:kept], *lines, *previous.lines[resumed:]),
        (*previous.starts[:kept], *starts, *changed.moved(previous.starts[resumed:])),
    )
