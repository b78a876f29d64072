"""Which lines can be folded away: blocks of comments, requirements with their hashes, and runs of included files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from reqd.core.manifest import Include, Line, Manifest, Remark, Requirement
from reqd.core.text import Span

FoldKind = Literal["comment", "imports", "region"]


class Fold(NamedTuple):
    """Lines that fold into the first of them: zero-based numbers of the editor's lines, both included."""

    first: int
    last: int
    kind: FoldKind


def folding(manifest: Manifest) -> tuple[Fold, ...]:
    """What can be folded, in reading order; never one line alone."""
    found = (*_blocks(manifest), *_continued(manifest))
    return tuple(sorted(fold for fold in found if fold.first < fold.last))


def _blocks(manifest: Manifest) -> Iterator[Fold]:
    """Lines of one kind that follow each other."""
    for kind, group in groupby(manifest.placed, key=lambda placed: _kind(placed[1])):
        lines = list(group)
        if kind is not None:
            yield Fold(_first(manifest, lines[0][0]), _last(manifest, *lines[-1]), kind)


def _kind(line: Line) -> FoldKind | None:
    if isinstance(line, Remark):
        return "comment" if line.raw.strip() else None
    return "imports" if isinstance(line, Include) else None


def _continued(manifest: Manifest) -> Iterator[Fold]:
    """Requirements that go over several lines, as those with hashes do."""
    for start, line in manifest.placed:
        if isinstance(line, Requirement) and "\\" in line.raw:
            yield Fold(_first(manifest, start), _last(manifest, start, line), "region")


def _first(manifest: Manifest, start: int) -> int:
    return manifest.text.point(start).line


def _last(manifest: Manifest, start: int, line: Line) -> int:
    return manifest.text.point(Span(start, start + len(line.raw)).end).line
