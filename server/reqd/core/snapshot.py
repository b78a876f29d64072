"""Everything known at one revision, and the questions that can be asked of it without looking anywhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from reqd.core import place
from reqd.core.environment import EnvironmentReading, Listing, Tools
from reqd.core.manifest import Include, Manifest, ManifestReading
from reqd.core.settings import Settings
from reqd.core.text import Text

V = TypeVar("V")

# What pip replaces, where it is set: upper case only.
_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of the world as far as it is known.

    `manifests`, `listings` and `environments` are keyed by absolute path. `awaited` holds the keys of what was asked for and has not
    been answered once; `answered` the number of the newest answer to each key, so that a later-arriving older one is thrown away.
    `presences` holds, by manifest, whether each path that its requirements name is there. `active` is the environment that was activated
    where reqd was started, and `tools` None until they were looked for. `variables` are the names, and no more than that, of the
    variables that were set there, of those that pip would replace.
    """

    revision: int = 0
    settings: Settings = field(default_factory=Settings)
    folders: tuple[str, ...] = ()
    active: str = ""
    variables: frozenset[str] = frozenset()
    manifests: Mapping[str, ManifestReading] = field(default_factory=dict)
    listings: Mapping[str, Listing] = field(default_factory=dict)
    environments: Mapping[str, EnvironmentReading] = field(default_factory=dict)
    presences: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    tools: Tools | None = None
    awaited: frozenset[str] = frozenset()
    answered: Mapping[str, int] = field(default_factory=dict)

    def manifest(self, path: str) -> Manifest | None:
        """The manifest at `path`, where its text is known."""
        reading = self.manifests.get(path)
        return reading if isinstance(reading, Manifest) else None

    def text(self, path: str) -> Text:
        """The text of the manifest at `path`; empty where it is not known."""
        manifest = self.manifest(path)
        return Text("") if manifest is None else manifest.text


class Choice(NamedTuple):
    """The environment that belongs to a file, and why it was chosen. An empty root means that there is none."""

    root: str
    reason: str


NO_CHOICE = Choice("", "none was found")


def boundary(snapshot: Snapshot, path: str) -> str:
    """The innermost workspace folder that holds `path`; where none does, the folder it lies in."""
    return _boundary(snapshot.folders, place.parent(path))


def territory(snapshot: Snapshot, path: str) -> tuple[str, ...]:
    """The folders in which the environment of a file is looked for, nearest first."""
    return _territory(snapshot.folders, place.parent(path))


@lru_cache(maxsize=4096)  # of thousands of files in a workspace it is asked at every event
def _territory(folders: tuple[str, ...], folder: str) -> tuple[str, ...]:
    return place.ancestors(folder, _boundary(folders, folder))


@lru_cache(maxsize=4096)  # as above
def _boundary(folders: tuple[str, ...], folder: str) -> str:
    return max((each for each in folders if place.is_within(folder, each)), key=len, default=folder)


def choice(snapshot: Snapshot, path: str) -> Choice:
    """Which environment belongs to the file at `path`: the setting's, else the nearest, else the activated one."""
    if snapshot.settings.environment:
        return Choice(place.joined(boundary(snapshot, path), snapshot.settings.environment), "the setting names it")
    for folder in territory(snapshot, path):
        listing = snapshot.listings.get(folder)
        if listing and listing.environments:
            reason = listing.reasons[0] if listing.reasons else ""
            return Choice(listing.environments[0], reason or f"it is the nearest, in {folder}")
    if snapshot.active:
        return Choice(snapshot.active, "it is activated (VIRTUAL_ENV)")
    return NO_CHOICE


def is_settled(snapshot: Snapshot, path: str) -> bool:
    """Whether all that the findings of a file depend on has been looked at once."""
    if not snapshot.awaited:
        return True
    keys = {f"list {folder}" for folder in territory(snapshot, path)}
    keys |= {f"manifest {reached}" for reached in reaching(snapshot, path)}
    keys.add(f"paths {path}")
    keys.add(f"environment {choice(snapshot, path).root}")
    return keys.isdisjoint(snapshot.awaited)


def strangers(snapshot: Snapshot) -> frozenset[str]:
    """The files that others name from outside of their folder. They are known by name alone, and nothing is to be looked at there.

    Such a name may lie on another machine, and asking for it would greet that machine, or wait for it.
    """
    unread = {path for path, held in snapshot.manifests.items() if not isinstance(held, Manifest) and not is_listed(snapshot, path)}
    for manifest in open_and_read(snapshot) if unread else ():
        named = (*(target(manifest, include) for _, include in manifest.includes), *manifest.sources)
        unread.difference_update(path for path in named if place.is_within(path, boundary(snapshot, manifest.path)))
    return frozenset(unread)


def limit(snapshot: Snapshot, path: str) -> str:
    """The folder that a file must lie in to be read again: the opened one that holds it, else that of a file that draws it in."""
    if is_listed(snapshot, path) or any(place.is_within(path, folder) for folder in snapshot.folders):
        return boundary(snapshot, path)
    return boundary(snapshot, min(above(snapshot, path) - {path}, default=path))


def is_listed(snapshot: Snapshot, path: str) -> bool:
    """Whether a file was found as a manifest in its folder, by its name."""
    return path in snapshot.listings.get(place.parent(path), Listing()).manifests


def target(manifest: Manifest, include: Include) -> str:
    """The absolute path an include names: relative to the including file, as pip has it.

    Empty where it names a URL, and where it names a variable: what that holds where pip will run is not known.
    """
    if "://" in include.target or _VARIABLE.search(include.target):
        return ""
    return place.joined(place.parent(manifest.path), include.target)


def below(snapshot: Snapshot, path: str) -> tuple[str, ...]:
    """The file and all that it draws in, directly or not, each once, in reading order; files not yet read are among them."""
    seen: dict[str, None] = {}
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen[current] = None
        reading = snapshot.manifests.get(current)
        if isinstance(reading, Manifest):
            waiting.extend(reversed([to for _, include in reading.includes if (to := target(reading, include))]))
    return tuple(seen)


def reaching(snapshot: Snapshot, path: str) -> tuple[str, ...]:
    """All files that the findings of a file depend on: those below it, and where it is compiled those below what it comes from."""
    reading = snapshot.manifests.get(path)
    sources = reading.sources if isinstance(reading, Manifest) else ()
    return tuple(dict.fromkeys(reached for each in (path, *sources) for reached in below(snapshot, each)))


def above(snapshot: Snapshot, path: str) -> frozenset[str]:
    """The file and all files that draw it in or are compiled from it, directly or not."""
    naming = _naming(_Identity(snapshot.manifests))
    seen: set[str] = set()
    waiting = [path]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(naming.get(current, ()))
    return frozenset(seen)


def holders(snapshot: Snapshot, root: str) -> tuple[str, ...]:
    """The folders whose environment the one at `root` can be: it lies in them, or a tool keeps it for them."""
    return tuple(_holders(_Identity(snapshot.listings)).get(root, ()))


class _Identity(Generic[V]):
    """A mapping as this one object and no equal one: that of the manifests is the same until a text changes, and is asked for each file."""

    __slots__ = ("known",)

    def __init__(self, known: Mapping[str, V]) -> None:
        self.known = known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.known is other.known

    def __hash__(self) -> int:
        return id(self.known)


@lru_cache(maxsize=2)  # before an event and after it
def _holders(identity: _Identity[Listing]) -> Mapping[str, list[str]]:
    """By root, the folders that list it."""
    found: dict[str, list[str]] = {}
    for folder, listed in identity.known.items():
        for root in listed.environments:
            found.setdefault(root, []).append(folder)
    return found


@lru_cache(maxsize=2)  # as above
def _naming(identity: _Identity[ManifestReading]) -> Mapping[str, list[str]]:
    """By path, the files that draw it in or are compiled from it."""
    found: dict[str, list[str]] = {}
    for manifest in identity.known.values():
        if isinstance(manifest, Manifest):
            for each in (*(target(manifest, include) for _, include in manifest.includes), *manifest.sources):
                found.setdefault(each, []).append(manifest.path)
    return found


def open_and_read(snapshot: Snapshot) -> Iterator[Manifest]:
    """The manifests whose text is known."""
    return (reading for reading in snapshot.manifests.values() if isinstance(reading, Manifest))
