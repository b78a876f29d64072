"""What a snapshot lacks and should be asked of the disk, and what must be asked again because something happened."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core import place
from reqd.core.environment import Environment, NoEnvironment
from reqd.core.events import FindPaths, FindTools, ListFolder, ReadEnvironment, ReadManifest, SurveyFolder, Want
from reqd.core.local_path import asked
from reqd.core.manifest import Manifest, ManifestReading
from reqd.core.snapshot import Snapshot, boundary, choice, open_and_read, reaching, strangers, territory

# The file that makes a folder an environment: with it changes what the folder above holds (PEP 405).
_MARK = "pyvenv.cfg"
# The file that may make git ignore an environment below its folder.
_RULES = ".gitignore"


def wanted(snapshot: Snapshot) -> tuple[str, ...]:
    """The manifests there is a reason to know: found in a folder, or open."""
    listed = (path for listing in snapshot.listings.values() for path in listing.manifests)
    return tuple(dict.fromkeys((*listed, *(manifest.path for manifest in open_and_read(snapshot)))))


def lacking(snapshot: Snapshot, number: int, paths: tuple[str, ...]) -> Iterator[Want]:
    """All that the findings of these manifests depend on and that is neither known nor asked for."""
    for want in _needed(snapshot, number, paths):
        if want.key not in snapshot.awaited:
            yield want


def _needed(snapshot: Snapshot, number: int, paths: tuple[str, ...]) -> Iterator[Want]:
    surveys = (SurveyFolder(number, folder) for folder in snapshot.folders)
    yield from (want for want in surveys if want.key not in snapshot.answered)
    for path in paths:
        for reached in reaching(snapshot, path):
            if reached not in snapshot.manifests:
                yield ReadManifest(number, reached, boundary(snapshot, path))
        for folder in territory(snapshot, path):
            if folder not in snapshot.listings:
                yield ListFolder(number, folder)
        root = choice(snapshot, path).root
        reading = snapshot.environments.get(root)
        if root and reading is None:
            yield ReadEnvironment(number, root)
        if snapshot.tools is None and not (isinstance(reading, Environment) or (root and reading is None)):
            yield FindTools(number)
        yield from _paths(snapshot, number, path)


def _paths(snapshot: Snapshot, number: int, path: str) -> Iterator[FindPaths]:
    """The question for all paths that a manifest names, where one of them was not looked at."""
    manifest = snapshot.manifest(path)
    named = () if manifest is None else asked(snapshot, manifest)
    if not snapshot.presences.get(path, {}).keys() >= set(named):
        yield FindPaths(number, path, boundary(snapshot, path), named)


def concerned(snapshot: Snapshot, paths: frozenset[str]) -> Iterator[Want]:
    """What must be looked at again because something happened at these paths, right inside them, or to a folder above."""
    number = snapshot.revision
    inside = paths | {place.parent(path) for path in paths}
    inside |= {place.parent(place.parent(path)) for path in paths if place.name(path) == _MARK}
    for path in (*_closed(snapshot), *_told_of_bytes(snapshot)):
        if _is_at_or_below(path, paths):
            yield ReadManifest(number, path, boundary(snapshot, path))
    roots = paths | {place.parent(path) for path in paths if place.name(path) == _MARK}
    for folder, listing in snapshot.listings.items():
        is_elsewhere = not roots.isdisjoint(listing.environments) or not inside.isdisjoint(listing.places)
        if folder in inside or _is_at_or_below(folder, paths) or is_elsewhere:
            yield ListFolder(number, folder)
    ruled = {place.parent(path) for path in paths if place.name(path) == _RULES}
    for root, environment in snapshot.environments.items():
        watched = (root,) if isinstance(environment, NoEnvironment) else (root, *environment.watches)
        if not inside.isdisjoint(watched) or _is_at_or_below(root, paths) or any(place.is_within(root, folder) for folder in ruled):
            yield ReadEnvironment(number, root)
    for path, presences in snapshot.presences.items():
        if path in paths or any(_is_at_or_below(each, paths) for each in presences):
            yield FindPaths(number, path, boundary(snapshot, path), tuple(presences))


def everything(snapshot: Snapshot, is_thorough: bool) -> Iterator[Want]:
    """What must be looked at again when anything may have happened; new folders are looked for too where `is_thorough`."""
    number = snapshot.revision
    if is_thorough:
        yield from (SurveyFolder(number, folder) for folder in snapshot.folders)
    for path in _closed(snapshot):
        yield ReadManifest(number, path, boundary(snapshot, path))
    yield from (ListFolder(number, folder) for folder in snapshot.listings)
    yield from (ReadEnvironment(number, root) for root in snapshot.environments)
    for path, presences in snapshot.presences.items():
        yield FindPaths(number, path, boundary(snapshot, path), tuple(presences))


def is_open(reading: ManifestReading | None) -> bool:
    """Whether an editor holds the file, and so alone says what is in it."""
    return isinstance(reading, Manifest) and reading.is_open


def _closed(snapshot: Snapshot) -> Iterator[str]:
    """The files of which the disk speaks, where it may be asked."""
    outside = strangers(snapshot)
    return (path for path, reading in snapshot.manifests.items() if not is_open(reading) and path not in outside)


def _told_of_bytes(snapshot: Snapshot) -> Iterator[str]:
    """The open files of whose bytes something is told, which no editor takes back when they are written anew."""
    return (manifest.path for manifest in open_and_read(snapshot) if manifest.is_open and manifest.is_oddly_encoded)


def _is_at_or_below(path: str, paths: frozenset[str]) -> bool:
    """Whether something happened to a path or to a folder above it, as when that is moved, or comes into being with all that it holds."""
    while path not in paths:
        above = place.parent(path)
        if above == path:
            return False
        path = above
    return True
