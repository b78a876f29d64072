"""The program: from a snapshot and an event to the next snapshot, the files whose findings may differ, and what to look at next.

Every event does two things, and does them in this order: it changes what is known (`_known`), and then the snapshot is asked what it
still lacks (`lacking`). So no event has to remember what must be looked at after it: an include that was typed, an environment that
was chosen, a folder that was added are all found lacking in the same place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reqd.core import news, place
from reqd.core.events import (
    Answer,
    EnvironmentRead,
    Event,
    FolderListed,
    FoldersChanged,
    FolderSurveyed,
    ManifestChanged,
    ManifestClosed,
    ManifestRead,
    PathsChanged,
    PathsFound,
    ReadEnvironment,
    Rescan,
    SettingsChanged,
    ToolsFound,
    Want,
)
from reqd.core.lacking import concerned, everything, lacking, wanted
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot, above, is_settled


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
    paths = _depending(known, event)
    lacked = {want.key: want for want in lacking(known, number, paths)}
    wants = {want.key: want for want in again} | lacked
    following = replace(known, awaited=known.awaited | lacked.keys())
    read = (path for path in paths if snapshot.awaited and isinstance(following.manifests.get(path), Manifest))
    settled = (path for path in read if not is_settled(snapshot, path) and is_settled(following, path))
    return Step(following, affected.union(settled), tuple(wants.values()))


def _depending(snapshot: Snapshot, event: Event) -> tuple[str, ...]:
    """The manifests for which an event can make something lacking, or the last lacking thing known; of thousands it is few."""
    match event:
        case ManifestChanged(manifest):
            return tuple(above(snapshot, manifest.path))
        case ManifestRead(want, _):
            # One that was not read may lie anywhere, and has no findings that an environment beside it could alter.
            return tuple(path for path in above(snapshot, want.path) if isinstance(snapshot.manifests.get(path), Manifest))
        case EnvironmentRead(want, _):
            return tuple(news.using(snapshot, want.root))
        case FolderListed(want, _):
            return tuple(path for path in wanted(snapshot) if place.is_within(path, want.folder))
        case PathsFound(want, _):
            return (want.manifest,)
        case ToolsFound() | PathsChanged():
            return ()
        case _:
            return wanted(snapshot)


def _known(snapshot: Snapshot, event: Event) -> news.Outcome:
    """The snapshot with the event's news in it, whom the news concerns, and what must be looked at again although it is known."""
    if isinstance(event, Answer):
        return _answered(news.heard(snapshot, event), event)
    match event:
        case FoldersChanged(folders):
            return news.with_folders(snapshot, folders)
        case SettingsChanged(settings):
            changed = replace(snapshot, settings=settings)
            again = (ReadEnvironment(snapshot.revision, root) for root in snapshot.environments)
            return changed, news.all_read(changed) if settings != snapshot.settings else frozenset(), tuple(again)
        case ManifestChanged(manifest):
            return news.with_manifest(snapshot, manifest)
        case ManifestClosed(path):
            return news.closed(snapshot, path)
        case PathsChanged(paths):
            return snapshot, frozenset(), tuple(concerned(snapshot, paths))
        case Rescan(is_thorough):
            return snapshot, frozenset(), tuple(everything(snapshot, is_thorough))


def _answered(snapshot: Snapshot, event: Answer) -> news.Outcome:
    match event:
        case ManifestRead(want, reading):
            return news.with_reading(snapshot, want.path, reading)
        case FolderListed(want, listing):
            is_outdated = news.surveyed(snapshot, want.folder) > want.number
            return news.with_listings(snapshot, {} if is_outdated else {want.folder: listing})
        case FolderSurveyed(want, listings):
            return news.with_survey(snapshot, want, listings)
        case EnvironmentRead(want, reading):
            return news.with_environment(snapshot, want.root, reading)
        case ToolsFound(_, tools):
            return replace(snapshot, tools=tools), news.all_read(snapshot) if tools != snapshot.tools else frozenset(), ()
        case PathsFound(want, presences):
            return news.with_presences(snapshot, want.manifest, presences)
