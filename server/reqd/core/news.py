"""What one piece of news makes of a snapshot: who is concerned by it, and what must be looked at again although it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias, TypeVar

from reqd.core import place
from reqd.core.environment import EnvironmentReading, Listing
from reqd.core.events import Answer, ReadEnvironment, ReadManifest, SurveyFolder, Want
from reqd.core.lacking import is_open
from reqd.core.manifest import Manifest, ManifestReading, Unreadable
from reqd.core.snapshot import Snapshot, above, below, choice, holders, is_listed, limit, open_and_read, reaching, territory

K = TypeVar("K")
V = TypeVar("V")

# The snapshot with the news in it, the manifests that it concerns, and the wants.
Outcome: TypeAlias = tuple[Snapshot, frozenset[str], tuple[Want, ...]]


def heard(snapshot: Snapshot, answer: Answer) -> Snapshot:
    """The question is answered, and by which answer."""
    key = answer.want.key
    return replace(snapshot, awaited=snapshot.awaited - {key}, answered={**snapshot.answered, key: answer.want.number})


def with_folders(snapshot: Snapshot, folders: tuple[str, ...]) -> Outcome:
    """Forget what only a removed folder gave a reason to know; open documents stay."""
    left = tuple(folder for folder in snapshot.folders if folder not in folders)

    def is_kept(path: str) -> bool:
        return not any(place.is_within(path, folder) for folder in left) or any(place.is_within(path, folder) for folder in folders)

    def is_used(root: str) -> bool:
        """An environment that lies elsewhere was known for the folders alone that a tool keeps it for."""
        held = holders(snapshot, root)
        return is_kept(root) and (not held or any(map(is_kept, held)))

    def is_asked(key: str) -> bool:
        kind, _, path = key.partition(" ")
        return is_used(path) if kind == "environment" else is_kept(path)

    def is_known(path: str, held: ManifestReading) -> bool:
        """A file that was not read for lying outside of every folder may lie inside of one now."""
        return is_open(held) or (is_kept(path) and not isinstance(held, Unreadable))

    changed = replace(
        snapshot,
        folders=folders,
        manifests={path: held for path, held in snapshot.manifests.items() if is_known(path, held)},
        presences=_only(snapshot.presences, filter(is_kept, snapshot.presences)),
        listings=_only(snapshot.listings, filter(is_kept, snapshot.listings)),
        environments=_only(snapshot.environments, filter(is_used, snapshot.environments)),
    )
    changed = _forgetting(changed, {key for key in (*snapshot.answered, *snapshot.awaited) if not is_asked(key)})
    return changed, all_read(snapshot) | all_read(changed), ()


def _forgetting(snapshot: Snapshot, keys: set[str]) -> Snapshot:
    """Answers that are still under way to these questions are thrown away; a survey's is, as long as its folder is not opened again.

    Those to what is asked in this very step are not.
    """
    surveys = {key for key in keys if key.startswith("survey ")}
    answered = {key: number for key, number in snapshot.answered.items() if key not in surveys}
    return replace(snapshot, answered=answered | dict.fromkeys(keys - surveys, snapshot.revision - 1), awaited=snapshot.awaited - keys)


def with_manifest(snapshot: Snapshot, manifest: Manifest) -> Outcome:
    """A document as the editor has it now."""
    changed = replace(snapshot, manifests={**snapshot.manifests, manifest.path: manifest})
    affected = _around(snapshot, manifest.path) | _around(changed, manifest.path)
    return _without_idle(changed, _left_out(snapshot, changed, manifest.path)), affected, _coming_into_use(snapshot, changed, manifest.path)


def with_reading(snapshot: Snapshot, path: str, reading: ManifestReading) -> Outcome:
    """What the disk says of a file; of an open document the editor alone speaks, but of its bytes."""
    held = snapshot.manifests.get(path)
    if isinstance(held, Manifest) and held.is_open:
        return _without_problems(snapshot, held, reading)
    if held == reading:
        return snapshot, frozenset(), ()
    changed = replace(snapshot, manifests={**snapshot.manifests, path: reading})
    affected = _around(snapshot, path) | _around(changed, path)
    return _without_idle(changed, _left_out(snapshot, changed, path)), affected, _coming_into_use(snapshot, changed, path)


def _without_problems(snapshot: Snapshot, held: Manifest, reading: ManifestReading) -> Outcome:
    """What was told of an open document's bytes is told no more once the file was written otherwise."""
    if not held.is_oddly_encoded or not isinstance(reading, Manifest) or reading.is_oddly_encoded:
        return snapshot, frozenset(), ()
    changed = replace(snapshot, manifests={**snapshot.manifests, held.path: replace(held, problems=())})
    return changed, frozenset({held.path}), ()


def _left_out(snapshot: Snapshot, changed: Snapshot, path: str) -> set[str]:
    """What a file drew in and draws in no more."""
    return set(reaching(snapshot, path)).difference(reaching(changed, path))


def _coming_into_use(snapshot: Snapshot, changed: Snapshot, path: str) -> tuple[Want, ...]:
    """The environment of a file that is new, where it is known and nobody used it: what happened in it meanwhile, nobody told."""
    root = choice(changed, path).root
    if path in snapshot.manifests or root not in changed.environments or any(_users(snapshot, root)):
        return ()
    return (ReadEnvironment(changed.revision, root),)


def with_environment(snapshot: Snapshot, root: str, reading: EnvironmentReading) -> Outcome:
    """An environment as it is now: whoever uses it is concerned."""
    if snapshot.environments.get(root) == reading:
        return snapshot, frozenset(), ()
    changed = replace(snapshot, environments={**snapshot.environments, root: reading})
    return changed, using(changed, root), ()


def with_presences(snapshot: Snapshot, path: str, presences: Mapping[str, bool]) -> Outcome:
    """Whether the paths that a manifest names are there."""
    if path not in snapshot.manifests or snapshot.presences.get(path) == presences:
        return snapshot, frozenset(), ()
    return replace(snapshot, presences={**snapshot.presences, path: presences}), frozenset({path}), ()


def closed(snapshot: Snapshot, path: str) -> Outcome:
    """The disk speaks for a closed document again; one that nobody else has a reason to know is forgotten."""
    held = snapshot.manifests.get(path)
    if not isinstance(held, Manifest):
        return snapshot, frozenset(), ()
    changed = replace(snapshot, manifests={**snapshot.manifests, path: replace(held, version=None)})
    tidied = _without_idle(changed, set(reaching(snapshot, path)))
    if path not in tidied.manifests:
        return tidied, _around(snapshot, path), ()
    return tidied, frozenset({path}), (ReadManifest(snapshot.revision, path, limit(tidied, path)),)


def _without_idle(snapshot: Snapshot, candidates: set[str]) -> Snapshot:
    """Without those of the candidates that nobody has a reason to know: neither open, nor found in a folder, nor drawn in."""
    idle = {path for path in candidates if not is_open(snapshot.manifests.get(path)) and not is_listed(snapshot, path)}
    if not idle:
        return snapshot
    idle = idle.difference(*(reaching(snapshot, path) for path in snapshot.manifests if path not in idle))
    kept = _only(snapshot.manifests, (path for path in snapshot.manifests if path not in idle))
    presences = _only(snapshot.presences, (path for path in snapshot.presences if path not in idle))
    keys = {f"{kind} {path}" for path in idle for kind in ("manifest", "paths")}
    return _forgetting(replace(snapshot, manifests=kept, presences=presences), keys)


def with_survey(snapshot: Snapshot, want: SurveyFolder, listings: Mapping[str, Listing]) -> Outcome:
    """A survey says of every folder below its own what it holds, be it nothing; a folder listed since then is known better."""
    if not any(place.is_within(want.folder, folder) for folder in snapshot.folders):
        return snapshot, frozenset(), ()
    below_it = {folder: Listing() for folder in snapshot.listings if place.is_within(folder, want.folder)}
    older = {folder: listing for folder, listing in (below_it | dict(listings)).items() if _listed(snapshot, folder) <= want.number}
    return with_listings(snapshot, older)


def _listed(snapshot: Snapshot, folder: str) -> int:
    return snapshot.answered.get(f"list {folder}", -1)


def surveyed(snapshot: Snapshot, folder: str) -> int:
    """The number of the newest survey that said what a folder holds."""
    numbers = (snapshot.answered.get(f"survey {each}", -1) for each in snapshot.folders if place.is_within(folder, each))
    return max(numbers, default=-1)


def with_listings(snapshot: Snapshot, listings: Mapping[str, Listing]) -> Outcome:
    """What folders hold: files that are gone are forgotten unless somebody still has a reason to know them; new ones are looked at."""
    if all(snapshot.listings.get(folder) == listing for folder, listing in listings.items()):
        return snapshot, frozenset(), ()
    changed = replace(snapshot, listings={**snapshot.listings, **listings})
    differing = {folder for folder, listing in listings.items() if snapshot.listings.get(folder, Listing()) != listing}
    before = [snapshot.listings.get(folder, Listing()) for folder in differing]
    gone = {path for listing in before for path in listing.manifests}.difference(*(listings[folder].manifests for folder in differing))
    tidied = _without_idle(changed, {reached for path in gone for reached in reaching(snapshot, path)})
    dropped = snapshot.manifests.keys() - tidied.manifests.keys()
    affected = {path for path in all_read(tidied) if not differing.isdisjoint(territory(tidied, path))}
    appeared = {root for folder in differing for root in listings[folder].environments if root in snapshot.environments}
    return tidied, frozenset(affected | dropped), tuple(ReadEnvironment(snapshot.revision, root) for root in sorted(appeared))


def all_read(snapshot: Snapshot) -> frozenset[str]:
    """The manifests whose text is known."""
    return frozenset(manifest.path for manifest in open_and_read(snapshot))


def _around(snapshot: Snapshot, path: str) -> frozenset[str]:
    """The files whose findings a change of `path` can alter: those above it, and those below, whose role it may decide."""
    return above(snapshot, path) | frozenset(below(snapshot, path))


def using(snapshot: Snapshot, root: str) -> frozenset[str]:
    """The manifests that an environment is for."""
    return frozenset(_users(snapshot, root))


def _users(snapshot: Snapshot, root: str) -> Iterator[str]:
    """The files that an environment is for; one that was found is for those at or below the folders it was found for alone."""
    is_found = not snapshot.settings.environment and root != snapshot.active
    near = holders(snapshot, root) if is_found else ("",)
    paths = (manifest.path for manifest in open_and_read(snapshot) if manifest.path.startswith(near))
    return (path for path in paths if choice(snapshot, path).root == root)


def _only(mapping: Mapping[K, V], keys: Iterable[K]) -> dict[K, V]:
    return {key: mapping[key] for key in keys}
