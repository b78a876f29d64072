"""`formatting`: the manifest once it is formatted."""

from __future__ import annotations

from reqd.core.finding import applied
from reqd.core.snapshot import Snapshot
from reqd.features.formatting import formatting
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, _title: str) -> str:
    held = manifest(snapshot, path)
    return applied(held.text, formatting(held))
