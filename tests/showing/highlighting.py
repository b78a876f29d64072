"""`highlighting`: each line of the manifest, with what its parts are below them."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.features.highlighting import highlights
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, _title: str) -> str:
    held = manifest(snapshot, path)
    text = held.text
    found = [
        f"{each.start.line + 1}: {text.line(each.start.line)[each.start.column :][: each.length]} is {each.type}\n"
        for each in highlights(held)
    ]
    return "".join(found)
