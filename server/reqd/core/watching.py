"""Which folders to watch, given what is known: few, never a tree, and those of most use first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView

from reqd.core import place
from reqd.core.environment import BrokenEnvironment, Environment
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot, choice, open_and_read, strangers, territory


def watching(snapshot: Snapshot) -> KeysView[str]:
    """The folders whose direct children matter: where manifests lie, where an environment could appear, and inside those in use.

    What concerns open documents comes first, then environments in use, the opened folders, and all others.
    """
    return dict.fromkeys(_watched(snapshot)).keys()


def _watched(snapshot: Snapshot) -> Iterator[str]:
    read = tuple(open_and_read(snapshot))
    opened, known = _one_of_each_folder(manifest for manifest in read if manifest.is_open), _one_of_each_folder(read)
    for path in opened:
        yield from territory(snapshot, path)
    for path in (*opened, *known):
        yield from _of_environment(snapshot, path)
    yield from snapshot.folders
    for path in known:
        yield from territory(snapshot, path)
    outside = strangers(snapshot)
    yield from (place.parent(path) for path in snapshot.manifests if path not in outside)


def _one_of_each_folder(manifests: Iterable[Manifest]) -> tuple[str, ...]:
    """All files of a folder have the same environment, and look for it in the same folders."""
    return tuple({place.parent(manifest.path): manifest.path for manifest in manifests}.values())


def _of_environment(snapshot: Snapshot, path: str) -> Iterator[str]:
    listings = [snapshot.listings[folder] for folder in territory(snapshot, path) if folder in snapshot.listings]
    if not any(listing.environments for listing in listings):
        yield from (place for listing in listings for place in listing.places)
    root = choice(snapshot, path).root
    reading = snapshot.environments.get(root)
    if isinstance(reading, Environment | BrokenEnvironment):
        yield from (root, *reading.watches)
    elif root:
        yield place.parent(root)
