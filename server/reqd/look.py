"""Carries out a want: asks the disk what the engine would like to know, and gives the answer as an event."""

from __future__ import annotations

from dataclasses import dataclass, field

from reqd import environments
from reqd.core.environment import BrokenEnvironment, Listing, Tools
from reqd.core.events import (
    Answer,
    EnvironmentRead,
    FindPaths,
    FindTools,
    FolderListed,
    FolderSurveyed,
    ListFolder,
    ManifestRead,
    PathsFound,
    ReadEnvironment,
    ReadManifest,
    SurveyFolder,
    ToolsFound,
    Want,
)
from reqd.core.manifest import Unreadable
from reqd.disk import is_there, read_manifest
from reqd.environments.interpreters import find_tools
from reqd.survey import list_folder, survey

_FAILED = "looking at it failed, and the log of reqd says more"


@dataclass(slots=True)
class Memory:
    """What was read before, by environment, so that an unchanged one costs a look at its files' times and no reading.

    Wants about different environments may be carried out at once, in different threads; those about one must come one after another.
    """

    environments: dict[str, environments.Memory] = field(default_factory=dict)


def answer(want: Want, memory: Memory) -> Answer:
    """What the disk says. Never raises; starts nothing and writes nothing."""
    match want:
        case ReadManifest(_, path, boundary):
            return ManifestRead(want, read_manifest(path, boundary))
        case ListFolder(_, folder):
            return FolderListed(want, list_folder(folder))
        case SurveyFolder(_, folder):
            return FolderSurveyed(want, survey(folder))
        case ReadEnvironment(_, root):
            return EnvironmentRead(want, environments.read(root, memory.environments.setdefault(root, {})))
        case FindTools():
            return ToolsFound(want, find_tools())
        case FindPaths(_, _, boundary, paths):
            return PathsFound(want, {path: is_there(path, boundary) for path in paths})


def failure(want: Want) -> Answer:
    """What is known when a look came to no end: too little to say anything of the thing, and enough to look at it again."""
    match want:
        case ReadManifest(_, path, _):
            return ManifestRead(want, Unreadable(path, _FAILED))
        case ListFolder():
            return FolderListed(want, Listing())
        case SurveyFolder():
            return FolderSurveyed(want, {})
        case ReadEnvironment(_, root):
            return EnvironmentRead(want, BrokenEnvironment(root, _FAILED))
        case FindTools():
            return ToolsFound(want, Tools())
        case FindPaths(_, _, _, paths):
            return PathsFound(want, dict.fromkeys(paths, True))
