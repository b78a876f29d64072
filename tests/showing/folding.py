"""`folding`: each fold, as the one-based numbers of its first and last line."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.features.folding import folding
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, _title: str) -> str:
    return "".join(f"lines {fold.first + 1} to {fold.last + 1}: {fold.kind}\n" for fold in folding(manifest(snapshot, path)))
