"""`lens`: each line of words above the file, and the command behind it."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.features.lens import lens
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, _title: str) -> str:
    found = lens(View(snapshot, manifest(snapshot, path)))
    return "".join(f"{each.title}{f' -> {each.command.command}' if each.command else ''}\n" for each in found) or "nothing\n"
