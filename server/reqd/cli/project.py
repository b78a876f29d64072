"""From the paths on a command line to a snapshot in which everything about them is known."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reqd import variables
from reqd.cli.complaint import CannotRunError
from reqd.cli.terminal import current_folder, shown
from reqd.core import place
from reqd.core.events import Event, FindTools, FoldersChanged, FolderSurveyed, ManifestRead, ReadManifest, SurveyFolder
from reqd.core.manifest import Manifest, MissingFile, Unreadable
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot, below, boundary, is_listed
from reqd.disk import read_manifest
from reqd.look import Memory, answer
from reqd.settle import settled
from reqd.survey import list_folder, survey


class Project(NamedTuple):
    """What is known, and the files that the command is about: those named or found, and those they draw in, each once."""

    snapshot: Snapshot
    paths: tuple[str, ...]


def prepared(name: str, settings: Settings, is_activated: bool = True) -> tuple[Snapshot, str]:
    """All that a plan for one requirements file needs, the machine's tools among it, and that file's path."""
    path = manifest(name)
    snapshot = project([path], settings, is_activated).snapshot
    if not isinstance(snapshot.manifests.get(path), Manifest):
        raise CannotRunError(f"{shown(path)} is not read: {_reason(snapshot, path)}")
    return settled(snapshot, answer(FindTools(snapshot.revision + 1), Memory()), surveys=False), path


def project(names: Sequence[str], settings: Settings, is_activated: bool = True) -> Project:
    """Look at files and folders, as a person named them. Raises CannotRunError for one that does not exist or holds nothing."""
    named = [existing(name) for name in names]
    begun = bounded(named, settings, is_activated)
    snapshot = settled(begun, *(_news(begun, path) for path in named), surveys=False)
    found = dict.fromkeys(reached for path in named for start in _manifests(snapshot, path) for reached in below(snapshot, start))
    absent = next((path for path in named if isinstance(snapshot.manifests.get(path), MissingFile)), None)
    if absent is not None:
        raise CannotRunError(f"{shown(absent)} is a link to a file that does not exist")
    return Project(snapshot, tuple(path for path in found if _is_there(snapshot, path, named)))


def bounded(named: Sequence[str], settings: Settings, is_activated: bool = True) -> Snapshot:
    """The bounds alone: a repository is not walked through because one folder or file in it was asked for."""
    active = os.environ.get("VIRTUAL_ENV", "") if is_activated else ""
    folders = tuple(dict.fromkeys(map(_workspace, named)))
    known = variables.names()
    opened = Snapshot(settings=settings, active=os.path.abspath(active) if active else "", variables=known)
    return settled(opened, FoldersChanged(folders), surveys=False)


def manifest(name: str) -> str:
    """The one requirements file that a file's or folder's name stands for. Raises CannotRunError where there is none, or several."""
    path = existing(name)
    if not os.path.isdir(path):
        return path
    manifests = [each for each in list_folder(path).manifests if not place.name(each).startswith("constraints")]
    if not manifests:
        raise CannotRunError(f"{_no_manifest(path)}: create requirements.txt there, or name the file")
    if len(manifests) > 1 and place.name(manifests[0]) != "requirements.txt":
        raise CannotRunError(f"there are several requirements files in {shown(path)}: name one of {', '.join(map(shown, manifests))}")
    return manifests[0]


def existing(name: str) -> str:
    """The absolute path of a file or folder that a person named. Raises CannotRunError where there is none."""
    path = os.path.abspath(name)
    if not name or "\0" in name or not os.path.lexists(path):
        raise CannotRunError(f"there is no file or folder {shown(path) if name else 'without a name'}")
    return path


def _workspace(path: str) -> str:
    """The folder that bounds what is looked at for a path: the repository, else the current folder, else the path's own folder."""
    folder = path if os.path.isdir(path) else place.parent(path)
    root = next((each for each in _upwards(folder) if os.path.lexists(os.path.join(each, ".git"))), None)
    here = current_folder()
    return root or (here if place.is_within(folder, here) else folder)


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while place.parent(folder) != folder:
        folder = place.parent(folder)
        yield folder


def _news(snapshot: Snapshot, path: str) -> Event:
    number = snapshot.revision + 1
    if os.path.isdir(path):
        return FolderSurveyed(SurveyFolder(number, path), survey(path))
    want = ReadManifest(number, path, boundary(snapshot, path))
    return ManifestRead(want, read_manifest(path, want.boundary))


def _manifests(snapshot: Snapshot, path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    folders = sorted(folder for folder in snapshot.listings if place.is_within(folder, path))
    manifests = [each for folder in folders for each in snapshot.listings[folder].manifests]
    if not manifests:
        raise CannotRunError(f"{_no_manifest(path)}, nor below it: create requirements.txt there, or name the file")
    return manifests


def _no_manifest(folder: str) -> str:
    return f"there is no requirements file in {'the current folder' if folder == current_folder() else shown(folder)}"


def _is_there(snapshot: Snapshot, path: str, named: Sequence[str]) -> bool:
    """One that only an include names, and that does not exist or is not read, is told of there."""
    reading = snapshot.manifests.get(path, MissingFile(path))
    return isinstance(reading, Manifest) or (isinstance(reading, Unreadable) and (path in named or is_listed(snapshot, path)))


def _reason(snapshot: Snapshot, path: str) -> str:
    reading = snapshot.manifests.get(path)
    return reading.reason if isinstance(reading, Unreadable) else "it is gone"
