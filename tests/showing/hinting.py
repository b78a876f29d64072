"""`hinting [STYLE]`: each line that has a hint, with the hint in guillemets, and what it says when it is pointed at."""

from __future__ import annotations

from dataclasses import replace

from reqd.core.settings import parsed
from reqd.core.snapshot import Snapshot
from reqd.core.text import Span
from reqd.core.view import View
from reqd.features.hinting import hinting
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, title: str) -> str:
    settings, _ = parsed({"hints": title} if title else {})
    held = manifest(snapshot, path)
    found = hinting(View(replace(snapshot, settings=settings), held), Span(0, len(held.text.string)))
    shown = ""
    for hint in found:
        point = held.text.point(hint.offset)
        line = held.text.line(point.line)
        shown += f"{line[: point.column]} «{hint.label}»{line[point.column :]}\n    {hint.sentence}\n"
    return shown or "nothing\n"
