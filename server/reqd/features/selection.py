"""What a growing selection takes in, step by step: the part at the cursor, what it belongs to, its line, its block, the file."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.manifest import Include, Manifest, Options, Requirement
from reqd.core.text import Span
from reqd.features.spot import Spot, spot


def selection(manifest: Manifest, offset: int) -> tuple[Span, ...]:
    """The pieces of the text that hold an offset, each within the next; the last is the whole text."""
    found: list[Span] = []
    for piece in sorted({*_pieces(manifest, offset), Span(0, len(manifest.text.string))}, key=lambda span: span.end - span.start):
        if not found or (piece.start <= found[-1].start and found[-1].end <= piece.end):
            found.append(piece)
    return tuple(found)


def _pieces(manifest: Manifest, offset: int) -> Iterator[Span]:
    at = spot(manifest, offset)
    if at is None:
        return
    if at.part is not None:
        yield at.part.span.moved(at.start)
    yield from (span.moved(at.start) for span in _groups(at) if span.start <= at.offset <= span.end)
    yield Span(at.start, at.start + len(at.line.raw))
    yield _block(manifest, at.start)


def _groups(at: Spot) -> Iterator[Span]:
    """What parts of a line belong together."""
    match at.line:
        case Requirement() as line:
            yield from (option.span for option in line.options)
            named = (line.name_span, line.extras_span)
            yield Span(line.name_span.start, max(span.end for span in named))
            yield from (line.extras_span, line.specifier_span, line.url_span, line.marker_span, line.span)
        case Include() as line:
            yield line.span
        case Options() as line:
            yield from (option.span for option in line.options)
            yield line.span
        case _:
            return


def _block(manifest: Manifest, start: int) -> Span:
    """The lines around one, up to the blank lines before and after it."""
    placed = list(manifest.placed)
    index = manifest.starts.index(start)
    first = last = index
    while first > 0 and placed[first - 1][1].raw.strip():
        first -= 1
    while last + 1 < len(placed) and placed[last + 1][1].raw.strip():
        last += 1
    return Span(placed[first][0], placed[last][0] + len(placed[last][1].raw))
