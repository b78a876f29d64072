"""`sort`: the manifest once it is sorted, or that there is nothing to sort."""

from __future__ import annotations

from reqd.actions import sort
from reqd.core.finding import applied
from reqd.core.snapshot import Snapshot
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, _title: str) -> str:
    held = manifest(snapshot, path)
    fix = sort.sort(held)
    return applied(held.text, fix.edits) if fix else "nothing to sort\n"
