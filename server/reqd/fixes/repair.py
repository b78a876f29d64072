"""The repair of a line that pip refuses, where only one thing can be meant."""

from __future__ import annotations

from reqd.core.finding import EditFix
from reqd.core.manifest import Malformed, Manifest
from reqd.fixes.edit import rewriting, taking_out
from reqd.manifests.requirements.continuation import BLANK_BEHIND
from reqd.manifests.requirements.parse import parsed_line

# A title longer than this fills the menu it stands in.
_TITLE = 80


def repairing(manifest: Manifest, start: int, line: Malformed) -> tuple[EditFix, ...]:
    """The fix that puts in what should stand there; none where that is not certain."""
    if line.repair is None or not _is_joined(manifest, start, line):
        return ()
    if not line.repair and line.raw.strip() == line.raw[line.span.start : line.span.end]:
        return (EditFix("Remove this line", (taking_out(manifest, start, line),), is_preferred=True),)
    text = line.repair.replace("\n", manifest.text.line_end)
    return (EditFix(_title(line.repair), (rewriting(manifest, start, line.span, text),), is_preferred=True),)


def _is_joined(manifest: Manifest, start: int, line: Malformed) -> bool:
    """Whether pip reads what a line becomes, where its repair joins the next line to it. The next one may need the same repair."""
    if line.message != BLANK_BEHIND:
        return True
    following = next((each.raw for at, each in manifest.placed if at > start), "")
    joined = parsed_line(f"{line.raw[: line.span.start]}\n{following}")
    return not isinstance(joined, Malformed) or joined.message == BLANK_BEHIND


def _title(repair: str) -> str:
    written = repair.strip()
    if written.startswith("\\"):
        return "Put a blank before each" if "\n" in repair else "Put a blank before it"
    if "\n" in repair:
        return "Write each on a line of its own"
    if written.startswith("#"):
        return "Make it a comment"
    if not written:
        return "Write a plain blank" if repair else "Remove it"
    return f"Write {written}" if len(written) <= _TITLE else "Write what is meant"
