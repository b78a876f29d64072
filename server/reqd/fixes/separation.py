"""Changes that take a piece out of a line, or give it a line of its own."""

from __future__ import annotations

from reqd.core.finding import Edit
from reqd.core.manifest import Line, Manifest
from reqd.core.text import Span
from reqd.fixes.edit import rewriting


def above(manifest: Manifest, start: int, line: Line, span: Span) -> tuple[Edit, ...]:
    """The piece goes before the line; what else stands there, its comment too, stays."""
    piece = line.raw[span.start : span.end]
    return (rewriting(manifest, start, Span(0, 0), f"{piece}{manifest.text.line_end}"), taking_away(manifest, start, line, span))


def below(manifest: Manifest, start: int, line: Line, span: Span, lead: str = "") -> tuple[Edit, ...]:
    """The piece goes behind the line, `lead` before it. The comment goes with it if it follows directly, and else stays."""
    behind = line.raw[span.end :].strip()
    if not behind or behind.startswith("#"):
        blanks = Span(len(line.raw[: span.start].rstrip()), span.start)
        return (rewriting(manifest, start, blanks, f"{manifest.text.line_end}{lead}"),)
    end = len(line.raw)
    added = f"{manifest.text.line_end}{lead}{line.raw[span.start : span.end]}"
    return (taking_away(manifest, start, line, span), rewriting(manifest, start, Span(end, end), added))


def taking_away(manifest: Manifest, start: int, line: Line, span: Span) -> Edit:
    """The removal of the piece, with the blanks before it; with those behind it where it stands first."""
    return rewriting(manifest, start, _gone(line.raw, span), "")


def rest(line: Line, span: Span) -> str:
    """The line without the piece."""
    gone = _gone(line.raw, span)
    return line.raw[: gone.start] + line.raw[gone.end :]


def _gone(raw: str, span: Span) -> Span:
    before = raw[: span.start]
    if before.strip():
        return Span(len(before.rstrip()), span.end)
    behind = raw[span.end :]
    return Span(span.start, span.end + len(behind) - len(behind.lstrip()))
