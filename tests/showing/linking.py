"""`linking`: each link, with what it leads to and what is said of it."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.features.linking import linking
from tests.showing import manifest
from tests.showing.definition import written


def show(snapshot: Snapshot, path: str, _title: str) -> str:
    held = manifest(snapshot, path)
    shown = ""
    for span, to, sentence in sorted(linking(View(snapshot, held))):
        words = held.text.string[span.start : span.end]
        shown += f"{words} -> {to if isinstance(to, str) else written(snapshot, to)}  ({sentence})\n"
    return shown
