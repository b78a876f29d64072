"""The program: from a snapshot and an event to the next snapshot, the files whose findings may differ, and what to look at next.

Every event does two things, and does them in this order: it changes what is known (`_known`), and then the snapshot is asked what it
still lacks (`_lacking`). So no event has to remember what must be looked at after it: an include that was typed, an environment that
was chosen, a folder that was added are all found lacking in the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from reqd.core import place
from reqd.core.environment import Environment, EnvironmentReading, Listing, NoEnvironment
from reqd.core.events import (
    Answer,
    EnvironmentRead,
    Event,
    FindTools,
    FolderListed,
    FoldersChanged,
    FolderSurveyed,
    ListFolder,
    ManifestChanged,
    ManifestClosed,
    ManifestRead,
    PathsChanged,
    ReadEnvironment,
    ReadManifest,
    Rescan,
    SettingsChanged,
    SurveyFolder,
    ToolsFound,
    Want,
)
from reqd.core.manifest import Manifest, ManifestReading
from reqd.core.snapshot import Snapshot, above, below, boundary, choice, is_listed, is_settled, open_and_read, territory

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Step:
    """The next snapshot, the paths of the manifests that must be checked again, and the wants to carry out."""

    snapshot: Snapshot
    affected: frozenset[str] = frozenset()
    wants: tuple[Want, ...] = ()


def step(snapshot: Snapshot, event: Event) -> Step:
    """Take one event. Pure: the same two arguments give the same answer, and nothing is looked at."""
    if isinstance(event, Answer) and event.want.number <= snapshot.answered.get(event.want.key, -1):
        return Step(snapshot)
    number = snapshot.revision + 1
    known, affected, again = _known(replace(snapshot, revision=number), event)
    concerned = (event.manifest.path,) if isinstance(event, ManifestChanged) else _wanted(known)
    wants = {want.key: want for want in (*again, *_lacking(known, number, concerned))}
    following = replace(known, awaited=known.awaited | {key for key in wants if key not in known.answered})
    settled = (path for path in _all(following) if not is_settled(snapshot, path) and is_settled(following, path))
    return Step(following, affected.union(settled if snapshot.awaited else ()), tuple(wants.values()))


Outcome = tuple[Snapshot, frozenset[str], tuple[Want, ...]]


def _known(snapshot: Snapshot, event: Event) -> Outcome:
    """The snapshot with the event's news in it, whom the news concerns, and what must be looked at again although it is known."""
    match event:
        case FoldersChanged(folders):
            return _with_folders(snapshot, folders)
        case SettingsChanged(settings):
            changed = replace(snapshot, settings=settings)
            return changed, _all(changed) if settings != snapshot.settings else frozenset(), ()
        case ManifestChanged(manifest):
            return _with_manifest(snapshot, manifest)
        case ManifestClosed(path):
            return _closed(snapshot, path)
        case PathsChanged(paths):
            return snapshot, frozenset(), tuple(_concerned(snapshot, paths))
        case Rescan(is_thorough):
            return snapshot, frozenset(), tuple(_everything(snapshot, is_thorough))
        case ManifestRead(want, reading):
            return _with_reading(_heard(snapshot, event), want.path, reading)
        case FolderListed(want, listing):
            return _with_listings(_heard(snapshot, event), {want.folder: listing})
        case FolderSurveyed(want, listings):
            return _with_survey(_heard(snapshot, event), want, listings)
        case EnvironmentRead(want, reading):
            return _with_environment(_heard(snapshot, event), want.root, reading)
        case ToolsFound(_, tools):
            heard = _heard(snapshot, event)
            return replace(heard, tools=tools), _all(heard) if tools != snapshot.tools else frozenset(), ()


def _heard(snapshot: Snapshot, answer: Answer) -> Snapshot:
    key = answer.want.key
    return replace(snapshot, awaited=snapshot.awaited - {key}, answered={**snapshot.answered, key: answer.want.number})


def _with_folders(snapshot: Snapshot, folders: tuple[str, ...]) -> Outcome:
    """Forget what only a removed folder gave a reason to know; open documents stay."""
    left = tuple(folder for folder in snapshot.folders if folder not in folders)

    def is_kept(path: str) -> bool:
        return not any(place.is_within(path, folder) for folder in left) or any(place.is_within(path, folder) for folder in folders)

    changed = replace(
        snapshot,
        folders=folders,
        manifests={
            path: held for path, held in snapshot.manifests.items() if is_kept(path) or (isinstance(held, Manifest) and held.is_open)
        },
        listings=_only(snapshot.listings, filter(is_kept, snapshot.listings)),
        environments=_only(snapshot.environments, filter(is_kept, snapshot.environments)),
        answered={key: number for key, number in snapshot.answered.items() if is_kept(key.partition(" ")[2])},
        awaited=frozenset(key for key in snapshot.awaited if is_kept(key.partition(" ")[2])),
    )
    return changed, _all(snapshot) | _all(changed), ()


def _with_manifest(snapshot: Snapshot, manifest: Manifest) -> Outcome:
    changed = replace(snapshot, manifests={**snapshot.manifests, manifest.path: manifest})
    return changed, _around(snapshot, manifest.path) | _around(changed, manifest.path), ()


def _with_reading(snapshot: Snapshot, path: str, reading: ManifestReading) -> Outcome:
    """What the disk says of a file; of an open document the editor alone speaks."""
    held = snapshot.manifests.get(path)
    if held == reading or _is_open(held):
        return snapshot, frozenset(), ()
    changed = replace(snapshot, manifests={**snapshot.manifests, path: reading})
    return changed, _around(snapshot, path) | _around(changed, path), ()


def _with_environment(snapshot: Snapshot, root: str, reading: EnvironmentReading) -> Outcome:
    if snapshot.environments.get(root) == reading:
        return snapshot, frozenset(), ()
    changed = replace(snapshot, environments={**snapshot.environments, root: reading})
    return changed, _using(changed, root), ()


def _closed(snapshot: Snapshot, path: str) -> Outcome:
    """The disk speaks for a closed document again; one that nobody else has a reason to know is forgotten."""
    is_drawn_in = above(snapshot, path) != {path}
    held = snapshot.manifests.get(path)
    if not isinstance(held, Manifest):
        return snapshot, frozenset(), ()
    if is_listed(snapshot, path) or is_drawn_in:
        closed = replace(snapshot, manifests={**snapshot.manifests, path: replace(held, version=None)})
        return closed, frozenset({path}), (ReadManifest(snapshot.revision, path, boundary(snapshot, path)),)
    key = f"manifest {path}"
    forgotten = replace(
        snapshot,
        manifests={known: reading for known, reading in snapshot.manifests.items() if known != path},
        answered={known: number for known, number in snapshot.answered.items() if known != key},
        awaited=snapshot.awaited - {key},
    )
    return forgotten, _around(snapshot, path), ()


def _with_survey(snapshot: Snapshot, want: SurveyFolder, listings: Mapping[str, Listing]) -> Outcome:
    """A survey says of every folder below its own what it holds, be it nothing; a folder listed since then is known better."""
    below_it = {folder: Listing() for folder in snapshot.listings if place.is_within(folder, want.folder)}
    older = {folder: listing for folder, listing in (below_it | dict(listings)).items() if _listed(snapshot, folder) <= want.number}
    return _with_listings(snapshot, older)


def _listed(snapshot: Snapshot, folder: str) -> int:
    return snapshot.answered.get(f"list {folder}", -1)


def _with_listings(snapshot: Snapshot, listings: Mapping[str, Listing]) -> Outcome:
    """What folders hold: files that are gone are forgotten unless somebody still has a reason to know them; new ones are looked at."""
    changed = replace(snapshot, listings={**snapshot.listings, **listings})
    differing = [folder for folder, listing in listings.items() if snapshot.listings.get(folder, Listing()) != listing]
    before = [snapshot.listings.get(folder, Listing()) for folder in differing]
    gone = {path for listing in before for path in listing.manifests}.difference(*(listings[folder].manifests for folder in differing))
    dropped = {path for path in gone if _is_idle(snapshot, path)}
    changed = replace(changed, manifests=_only(changed.manifests, (path for path in changed.manifests if path not in dropped)))
    affected = {path for path in _all(changed) if not set(differing).isdisjoint(territory(changed, path))}
    appeared = {root for folder in differing for root in listings[folder].environments if root in snapshot.environments}
    return changed, frozenset(affected | dropped), tuple(ReadEnvironment(snapshot.revision, root) for root in sorted(appeared))


def _is_idle(snapshot: Snapshot, path: str) -> bool:
    return not _is_open(snapshot.manifests.get(path)) and above(snapshot, path) == {path}


def _is_open(reading: ManifestReading | None) -> bool:
    return isinstance(reading, Manifest) and reading.is_open


def _wanted(snapshot: Snapshot) -> tuple[str, ...]:
    """The manifests there is a reason to know: found in a folder, or open."""
    listed = (path for listing in snapshot.listings.values() for path in listing.manifests)
    return tuple(dict.fromkeys((*listed, *(manifest.path for manifest in open_and_read(snapshot)))))


def _lacking(snapshot: Snapshot, number: int, paths: tuple[str, ...]) -> Iterator[Want]:
    """All that the findings of these manifests depend on and that was neither looked at nor asked for."""
    for want in _needed(snapshot, number, paths):
        if want.key not in snapshot.answered and want.key not in snapshot.awaited:
            yield want


def _needed(snapshot: Snapshot, number: int, paths: tuple[str, ...]) -> Iterator[Want]:
    yield from (SurveyFolder(number, folder) for folder in snapshot.folders)
    for path in paths:
        for reached in below(snapshot, path):
            if reached not in snapshot.manifests:
                yield ReadManifest(number, reached, boundary(snapshot, path))
        for folder in territory(snapshot, path):
            if folder not in snapshot.listings:
                yield ListFolder(number, folder)
        root = choice(snapshot, path).root
        if root:
            yield ReadEnvironment(number, root)
        if (root in snapshot.environments and not isinstance(snapshot.environments[root], Environment)) or not root:
            yield FindTools(number)


def _concerned(snapshot: Snapshot, paths: frozenset[str]) -> Iterator[Want]:
    """What must be looked at again because something happened at these paths or right inside them."""
    number = snapshot.revision
    touched = paths | {place.parent(path) for path in paths}
    for path, reading in snapshot.manifests.items():
        if path in paths and not _is_open(reading):
            yield ReadManifest(number, path, boundary(snapshot, path))
    for folder in snapshot.listings:
        if folder in touched or any(root in paths for root in snapshot.listings[folder].environments):
            yield ListFolder(number, folder)
    for root, environment in snapshot.environments.items():
        watched = (root,) if isinstance(environment, NoEnvironment) else (root, *environment.watches)
        if any(folder in touched for folder in watched):
            yield ReadEnvironment(number, root)


def _everything(snapshot: Snapshot, is_thorough: bool) -> Iterator[Want]:
    number = snapshot.revision
    if is_thorough:
        yield from (SurveyFolder(number, folder) for folder in snapshot.folders)
    for path, reading in snapshot.manifests.items():
        if not _is_open(reading):
            yield ReadManifest(number, path, boundary(snapshot, path))
    yield from (ListFolder(number, folder) for folder in snapshot.listings)
    yield from (ReadEnvironment(number, root) for root in snapshot.environments)


def _all(snapshot: Snapshot) -> frozenset[str]:
    return frozenset(manifest.path for manifest in open_and_read(snapshot))


def _around(snapshot: Snapshot, path: str) -> frozenset[str]:
    """The files whose findings a change of `path` can alter: those above it, and those below, whose role it may decide."""
    return above(snapshot, path) | frozenset(below(snapshot, path))


def _using(snapshot: Snapshot, root: str) -> frozenset[str]:
    return frozenset(manifest.path for manifest in open_and_read(snapshot) if choice(snapshot, manifest.path).root == root)


def _only(mapping: Mapping[K, V], keys: Iterable[K]) -> dict[K, V]:
    return {key: mapping[key] for key in keys}
