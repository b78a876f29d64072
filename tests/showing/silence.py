"""`silence`: the manifest once each of its findings, from the first to the last, was told to be ignored on its line."""

from __future__ import annotations

from reqd.actions.silence import silence
from reqd.check import check
from reqd.core.finding import applied
from reqd.core.snapshot import Snapshot
from reqd.manifests import parse
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, _title: str) -> str:
    held = manifest(snapshot, path)
    for finding in check(snapshot, path):
        fix = silence(held, finding)
        if fix is not None:
            held = parse(path, applied(held.text, fix.edits))
    return held.text.string
