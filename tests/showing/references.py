"""`references WORDS`: everywhere that the thing under the first letter of the words is named."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.features.reference import references
from tests.showing import at, manifest
from tests.showing.definition import written


def show(snapshot: Snapshot, path: str, title: str) -> str:
    found = references(View(snapshot, manifest(snapshot, path)), at(snapshot, path, title))
    return "".join(f"{written(snapshot, target)}\n" for target in found) or "nowhere\n"
