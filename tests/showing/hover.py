"""`hover WORDS`: what is told of the first letter of the words, as plain text; `hover WORDS as markdown`: as Markdown."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.features.hover import hover
from reqd.features.hover.rendering import markdown, plain
from tests.showing import at, manifest


def show(snapshot: Snapshot, path: str, title: str) -> str:
    words = title.removesuffix(" as markdown")
    found = hover(snapshot, manifest(snapshot, path), at(snapshot, path, words))
    if found is None:
        return "nothing\n"
    return (plain(found.blocks) if words == title else markdown(found.blocks, lambda place: f"file://{place}")) + "\n"
