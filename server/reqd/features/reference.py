"""Everywhere that the thing at a place is named: a package in every manifest, a file in every line that draws it in."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.manifest import Include
from reqd.core.snapshot import Snapshot, open_and_read, target
from reqd.core.view import View
from reqd.features.spot import spot
from reqd.features.target import Target, entries, of_entry
from reqd.features.via import via


def references(view: View, offset: int) -> tuple[Target, ...]:
    """The places, by file and in reading order; the one that was asked about is among them."""
    at = spot(view.manifest, offset)
    if at is None:
        return ()
    if isinstance(at.line, Include):
        path = target(view.manifest, at.line)
        return tuple(_including(view.snapshot, path)) if path else ()
    reason = next((each for each in via(view.manifest) if each.span.start <= offset <= each.span.end), None)
    if reason is not None and reason.path:
        return tuple(_including(view.snapshot, reason.path))
    project = reason.project if reason else at.entry.requirement.project if at.entry else None
    return tuple(of_entry(entry) for entry in entries(view.snapshot, project)) if project else ()


def _including(snapshot: Snapshot, path: str) -> Iterator[Target]:
    for manifest in sorted(open_and_read(snapshot), key=lambda manifest: manifest.path):
        for start, include in manifest.includes:
            if target(manifest, include) == path:
                yield Target(manifest.path, manifest.range(start, include.target_span))
