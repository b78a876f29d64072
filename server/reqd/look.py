"""Carries out a want: asks the disk what the engine would like to know, and gives the answer as an event."""

from __future__ import annotations

from dataclasses import dataclass, field

from reqd import environments
from reqd.core.events import (
    Answer,
    EnvironmentRead,
    FindTools,
    FolderListed,
    FolderSurveyed,
    ListFolder,
    ManifestRead,
    ReadEnvironment,
    ReadManifest,
    SurveyFolder,
    ToolsFound,
    Want,
)
from reqd.disk import read_manifest
from reqd.environments.interpreters import find_tools
from reqd.survey import list_folder, survey


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
