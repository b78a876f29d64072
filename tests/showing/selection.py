"""`selection WORDS`: what a selection takes in that grows from the first letter of the words, one step a line."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.features.selection import selection
from tests.showing import at, manifest


def show(snapshot: Snapshot, path: str, title: str) -> str:
    text = manifest(snapshot, path).text.string
    spans = selection(manifest(snapshot, path), at(snapshot, path, title))
    return "".join(f"{text[span.start : span.end]!r}\n" for span in spans)
