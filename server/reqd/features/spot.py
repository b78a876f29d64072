"""A place in a manifest: which line stands there, and which part of it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from reqd.core.manifest import Entry, Line, Manifest, Requirement
from reqd.core.text import Range, Span
from reqd.manifests.requirements.syntax import Part, parts


class Spot(NamedTuple):
    """A logical line of a manifest, where it begins, and the part of it that was pointed at; None where that is a blank.

    `offset` is the place that was pointed at, counted from the beginning of the line.
    """

    manifest: Manifest
    start: int
    line: Line
    offset: int
    part: Part | None

    @property
    def entry(self) -> Entry | None:
        """The requirement that stands here, if one does."""
        return Entry(self.manifest, self.start, self.line) if isinstance(self.line, Requirement) else None

    def range(self, span: Span) -> Range:
        return self.manifest.range(self.start, span)


def spot(manifest: Manifest, offset: int) -> Spot | None:
    """What stands at an offset of the text; a place between two parts belongs to the one that ends there only where no other begins.

    None where the file has no line there: in an empty file, and behind the last line end.
    """
    number = bisect_right(manifest.starts, offset) - 1
    if number < 0:
        return None
    start, line = manifest.starts[number], manifest.lines[number]
    within = offset - start
    if within > len(line.raw):
        return None
    touched = [part for part in parts(line.raw) if part.span.start <= within <= part.span.end]
    return Spot(manifest, start, line, within, touched[-1] if touched else None)
