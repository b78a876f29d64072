"""All environments of a project, and the requirements files that each is for."""

from __future__ import annotations

import os
from typing import NamedTuple

from reqd import environments
from reqd.cli.chosen import Usable, is_active, is_environment, stand_in
from reqd.cli.project import bounded
from reqd.core import place
from reqd.core.environment import NoEnvironment
from reqd.core.events import FolderSurveyed, SurveyFolder
from reqd.core.manifest import Manifest, Unreadable
from reqd.core.settings import Settings
from reqd.core.snapshot import Choice, Snapshot, choice, is_listed
from reqd.settle import settled
from reqd.survey import survey


class Known(NamedTuple):
    """One environment, the files that it is for, each with the reason, and whether it is activated where reqd was started."""

    reading: Usable
    users: tuple[tuple[str, str], ...]
    is_active: bool


class Survey(NamedTuple):
    """The environments by path, and the requirements files that have none."""

    environments: tuple[Known, ...]
    without: tuple[str, ...]


def surveyed(path: str) -> Survey:
    """What is known of a folder, of all below it, and of the folders above it; of a file or an environment, those of its folder."""
    folder = path if os.path.isdir(path) and not is_environment(path) else place.parent(path)
    begun = bounded([folder], Settings())
    walked = FolderSurveyed(SurveyFolder(begun.revision + 1, folder), survey(folder))
    snapshot = settled(begun, walked, surveys=False)
    absent = place.joined(folder, "requirements.txt")
    choices = {file: choice(snapshot, file) for file in _files(snapshot)}
    if absent not in snapshot.manifests:
        snapshot = settled(snapshot, stand_in(snapshot, absent), surveys=False)
    known = (_known(snapshot, root, choices) for root in _roots(snapshot, absent, choices))
    return Survey(
        tuple(each for each in known if each), tuple(file for file, found in choices.items() if not _is_had(snapshot, found.root))
    )


def _files(snapshot: Snapshot) -> list[str]:
    """The requirements files: those that were read, and those that are there and could not be."""
    held = snapshot.manifests.items()
    return sorted(path for path, each in held if isinstance(each, Manifest) or (isinstance(each, Unreadable) and is_listed(snapshot, path)))


def _roots(snapshot: Snapshot, absent: str, choices: dict[str, Choice]) -> list[str]:
    """The environments that were found in a folder, and those that were chosen for other reasons."""
    found = {root for listing in snapshot.listings.values() for root in listing.environments}
    chosen = {each.root for each in (*choices.values(), choice(snapshot, absent)) if each.root}
    return sorted(found | chosen)


def _known(snapshot: Snapshot, root: str, choices: dict[str, Choice]) -> Known | None:
    """One of them; None for a choice at which no environment is. What no file belongs to was not read yet."""
    reading = snapshot.environments.get(root) or environments.read(root)
    if isinstance(reading, NoEnvironment):
        return None
    return Known(reading, tuple((file, found.reason) for file, found in choices.items() if found.root == root), is_active(root))


def _is_had(snapshot: Snapshot, root: str) -> bool:
    return bool(root) and not isinstance(snapshot.environments.get(root), NoEnvironment | None)
