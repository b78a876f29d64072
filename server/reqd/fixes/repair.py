"""The repair of a line that pip refuses, where only one thing can be meant."""

from __future__ import annotations

from reqd.core.finding import EditFix
from reqd.core.manifest import Malformed, Manifest
from reqd.fixes.edit import rewriting, taking_out

# A title longer than this fills the menu it stands in.
_TITLE = 80


def repairing(manifest: Manifest, start: int, line: Malformed) -> tuple[EditFix, ...]:
    """The fix that puts in what should stand there; none where that is not certain."""
    if line.repair is None:
        return ()
    if not line.repair and line.raw.strip() == line.raw[line.span.start : line.span.end]:
        return (EditFix("Remove this line", (taking_out(manifest, start, line),), is_preferred=True),)
    text = line.repair.replace("\n", manifest.text.line_end)
    return (EditFix(_title(line.repair), (rewriting(manifest, start, line.span, text),), is_preferred=True),)


def _title(repair: str) -> str:
    written = repair.strip()
    if "\n" in repair:
        return "Write each on a line of its own"
    if written.startswith("#"):
        return "Make it a comment"
    if not written:
        return "Write a plain blank" if repair else "Remove it"
    return f"Write {written}" if len(written) <= _TITLE else "Write what is meant"
