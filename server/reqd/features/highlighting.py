"""What each part of the text is, for an editor that colours by meaning: names, operators, versions, extras, markers, options, comments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
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
        for kind, span, _ in parts(line.raw):
            name = _TYPES.get(kind)
            if name is not None:
                yield Highlight(point(start + span.start), span.end - span.start, name)
