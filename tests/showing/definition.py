"""`definition WORDS`: where the thing under the first letter of the words is defined."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.features.definition import definition
from reqd.features.target import Target
from tests.showing import at, manifest


def show(snapshot: Snapshot, path: str, title: str) -> str:
    found = definition(View(snapshot, manifest(snapshot, path)), at(snapshot, path, title))
    return "".join(f"{written(snapshot, target)}\n" for target in found) or "nowhere\n"


def written(snapshot: Snapshot, target: Target) -> str:
    """A place as `file:line: what stands there`, below the project's folder."""
    shown = target.path.removeprefix("/project/")
    held = snapshot.manifest(target.path)
    if held is None or target.range.end == target.range.start:
        return shown
    start, end = (held.text.offset(point) for point in target.range)
    return f"{shown}:{target.range.start.line + 1}: {held.text.string[start:end]}"
