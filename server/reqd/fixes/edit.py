"""Changes of a manifest's text: a piece of a line is written anew, a line is taken out."""

from __future__ import annotations

from reqd.core.finding import Edit
from reqd.core.manifest import Line, Manifest
from reqd.core.text import Span


def rewriting(manifest: Manifest, start: int, span: Span, text: str) -> Edit:
    """The replacement of a span of the line that begins at `start`."""
    return Edit(manifest.path, manifest.range(start, span), text)


def taking_out(manifest: Manifest, start: int, line: Line) -> Edit:
    """The removal of the line that begins at `start`, its line end included."""
    end = start + len(line.raw)
    end += len(_line_end(manifest.text.string, end))
    return Edit(manifest.path, manifest.text.range(Span(start, end)), "")


def _line_end(string: str, offset: int) -> str:
    return "\r\n" if string.startswith("\r\n", offset) else string[offset : offset + 1]
