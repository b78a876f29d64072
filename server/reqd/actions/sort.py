"""Sort: the requirements of each block by name, each with the comments that belong to it. An edit; nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from reqd.core.finding import Edit, EditFix
from reqd.core.manifest import Line, Manifest, Remark, Requirement
from reqd.core.text import Span

# What silences a whole file, and what names its encoding (PEP 263).
_OF_THE_HEAD = re.compile(r"reqd:\s*ignore-file|coding[:=]\s*[-\w.]+")
TITLE = "Sort the requirements by name"


class _Item(NamedTuple):
    """A requirement with its comments: its name's canonical form, and the piece of the text from its first line to its last."""

    name: str
    span: Span


def sort(manifest: Manifest) -> EditFix | None:
    """The edit that sorts each run of requirements; None where they are sorted, or a compiler has put them into its own order.

    A run ends at a blank line, at an option or an included file, at a line without a name, and at one that pip refuses: what stands
    before and after these may be meant to.
    """
    edits = () if manifest.is_compiled else tuple(_edits(manifest))
    return EditFix(TITLE, edits) if edits else None


def _edits(manifest: Manifest) -> Iterator[Edit]:
    for is_run, lines in groupby(manifest.placed, key=lambda placed: _is_movable(placed[1])):
        items = list(_items(list(lines))) if is_run else []
        ordered = sorted(items, key=lambda item: item.name)
        if ordered != items:
            text = manifest.text
            new = text.line_end.join(text.string[item.span.start : item.span.end] for item in ordered)
            yield Edit(manifest.path, text.range(Span(items[0].span.start, items[-1].span.end)), new)


def _is_movable(line: Line) -> bool:
    """A last backslash would continue whatever comes behind it, and some comments count only at the head of the file."""
    if line.raw.endswith("\\"):
        return False
    if isinstance(line, Remark):
        return bool(line.raw.strip()) and not _OF_THE_HEAD.search(line.raw)
    return isinstance(line, Requirement) and line.project is not None and not line.is_editable


def _items(lines: list[tuple[int, Line]]) -> Iterator[_Item]:
    """Comments belong to the requirement below them; those that are indented, as `# via` is, to the one above."""
    name, start, end = "", -1, -1
    for at, line in lines:
        is_below = isinstance(line, Remark) and line.raw[:1].isspace() and name != ""
        if name and not is_below:
            yield _Item(name, Span(start, end))
            name, start = "", -1
        start = at if start < 0 else start
        end = at + len(line.raw)
        if isinstance(line, Requirement):
            name = line.project or ""
    if name:
        yield _Item(name, Span(start, end))
