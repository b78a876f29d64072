"""Which folders to watch, given what is known: few, and never a tree."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core import place
from reqd.core.environment import BrokenEnvironment, Environment
from reqd.core.snapshot import Snapshot, choice, open_and_read, strangers, territory


def watching(snapshot: Snapshot) -> frozenset[str]:
    """The folders whose direct children matter: where manifests lie, where an environment could appear, and inside those in use."""
    return frozenset(_watched(snapshot))


def _watched(snapshot: Snapshot) -> Iterator[str]:
    yield from snapshot.folders
    outside = strangers(snapshot)
    yield from (place.parent(path) for path in snapshot.manifests if path not in outside)
    for manifest in open_and_read(snapshot):
        yield from territory(snapshot, manifest.path)
        root = choice(snapshot, manifest.path).root
        reading = snapshot.environments.get(root)
        if isinstance(reading, Environment | BrokenEnvironment):
            yield from (root, *reading.watches)
        elif root:
            yield place.parent(root)
