"""The environment that belongs to a file or a folder, as it is known when nothing else is asked of the project."""

from __future__ import annotations

import os
from typing import NamedTuple, TypeAlias

from reqd import environments, manifests
from reqd.cli.complaint import CannotRunError
from reqd.cli.project import bounded, existing
from reqd.cli.terminal import shown
from reqd.core import place
from reqd.core.environment import BrokenEnvironment, Environment, NoEnvironment
from reqd.core.events import ManifestRead, ReadManifest
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot, boundary, choice
from reqd.settle import settled

# What can be done about an environment that is of no use, where it is one for certain.
REMEDY = "reqd create --recreate makes it anew"

Usable: TypeAlias = Environment | BrokenEnvironment


class Chosen(NamedTuple):
    """An environment as it was read, why it is the one, and whether it is activated where reqd was started."""

    reading: Usable
    reason: str
    is_active: bool


def chosen(name: str, environment: str = "", is_activated: bool = True) -> Chosen:
    """The environment of a file, a folder, or the environment that is itself named. Raises CannotRunError where there is none.

    `environment` is the one that was named instead, and `is_activated` whether the activated one counts where there is no other.
    """
    path = existing(name)
    named = environment or (path if is_environment(path) else "")
    begun = bounded([path], Settings(environment=named), is_activated)
    file = place.joined(path, "requirements.txt") if os.path.isdir(path) else path
    snapshot = settled(begun, stand_in(begun, file), surveys=False)
    found = choice(snapshot, file)
    reading = snapshot.environments.get(found.root, NoEnvironment(found.root))
    if isinstance(reading, NoEnvironment):
        raise CannotRunError(_absence(path, named))
    return Chosen(reading, "it was named" if named else found.reason, is_active(found.root))


def is_active(root: str) -> bool:
    """Whether an environment is activated where reqd was started."""
    active = os.environ.get("VIRTUAL_ENV", "")
    return bool(active) and os.path.abspath(active) == root


def stand_in(snapshot: Snapshot, file: str) -> ManifestRead:
    """The event of an empty requirements file: a folder need not have one, and what is in it does not decide which environment is its."""
    return ManifestRead(ReadManifest(snapshot.revision + 1, file, boundary(snapshot, file)), manifests.parse(file, ""))


def sound(found: Chosen) -> Environment:
    """The environment, where it can be used. Raises CannotRunError with what is wrong where it cannot."""
    if isinstance(found.reading, BrokenEnvironment):
        remedy = REMEDY if found.reading.is_replaceable else "remove it, and make one with reqd create"
        raise CannotRunError(f"the environment {shown(found.reading.root)} is broken: {found.reading.reason}; {remedy}")
    return found.reading


def is_environment(path: str) -> bool:
    """Whether a path is an environment itself, be it broken, by the same signs by which one is found in its folder."""
    return bool(environments.among(place.parent(path), (place.name(path),)))


def _absence(path: str, named: str) -> str:
    if named:
        return f"there is no environment in {shown(named)}: name another folder, or create it with reqd create"
    return f"there is no environment for {_called(path)}: reqd create makes one"


def _called(path: str) -> str:
    return "the current folder" if os.path.isdir(path) and shown(path) == path == os.path.abspath(".") else shown(path)
