"""What is to be known of the thing at a place of a manifest: a name, a specifier, an extra, a marker, an option, a URL, a file."""

from __future__ import annotations

from reqd.core.manifest import Include, Manifest, Requirement
from reqd.core.snapshot import Snapshot
from reqd.core.text import Span
from reqd.core.view import View
from reqd.features.hover import extra, include, marker, name, option, specifier, url
from reqd.features.hover.content import Block, Hover
from reqd.features.spot import Spot, spot
from reqd.manifests.requirements.syntax import Kind

_OF_MARKER = (Kind.VARIABLE, Kind.COMPARISON, Kind.VALUE, Kind.LOGIC)


def hover(snapshot: Snapshot, manifest: Manifest, offset: int) -> Hover | None:
    """What is told of the place at an offset of the text, and of which piece of the text it holds; None where nothing is to be told."""
    at = spot(manifest, offset)
    if at is None or at.part is None:
        return None
    told = _told(View(snapshot, manifest), at)
    if told is None:
        return None
    span, blocks = told
    return Hover(span.moved(at.start), blocks) if blocks else None


def _told(view: View, at: Spot) -> tuple[Span, tuple[Block, ...]] | None:
    """The blocks, and the span of the line that they are about."""
    assert at.part is not None
    kind, span = at.part.kind, at.part.span
    if kind in (Kind.OPTION, Kind.ARGUMENT):
        return option.told(at)
    match at.line:
        case Include():
            return (span, tuple(include.blocks(view, at.line))) if kind is Kind.PATH else None
        case Requirement() as line:
            return _of_requirement(view, at, line)
        case _:
            return None


def _of_requirement(view: View, at: Spot, line: Requirement) -> tuple[Span, tuple[Block, ...]] | None:
    part, entry = at.part, at.entry
    assert part is not None
    assert entry is not None
    match part.kind:
        case Kind.NAME:
            return part.span, tuple(name.blocks(view, entry))
        case Kind.EXTRA:
            return part.span, tuple(extra.blocks(view, line, part.text))
        case Kind.URL | Kind.FRAGMENT:
            return part.span, tuple(url.blocks(view, entry, part))
        case kind if kind in _OF_MARKER or _is_within(part.span, line.marker_span):
            return marker.told(view, line, part)
        case kind if kind in (Kind.OPERATOR, Kind.VERSION) or _is_within(part.span, line.specifier_span):
            return line.specifier_span, tuple(specifier.blocks(view, line))
        case _:
            return None


def _is_within(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end
