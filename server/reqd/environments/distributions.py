"""What is installed in the folders of `sys.path`, from the names of their entries and a look at each distribution's own file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import NamedTuple, TypeAlias

from reqd import disk
from reqd.core.environment import Distribution
from reqd.environments import metadata
from reqd.environments.base import is_here
from reqd.environments.layout import distinct

# The largest environments that were seen hold two thousand.
LIMIT = 20_000
# A `.pth` file has a line or two.
PTH_LIMIT = 64 * 1024


class Form(NamedTuple):
    """One form in which a package can be installed: who reads it, and what tells that it changed, an empty name being the entry itself.

    A folder tells when a file in it is added, replaced or removed, which is how installers write. METADATA is looked at besides, since
    people edit it.
    """

    read: Callable[[str], Distribution | None]
    telling: tuple[str, ...]


_FORMS: Mapping[str, Form] = {
    ".dist-info": Form(metadata.dist_info, ("", "/METADATA")),
    ".egg-info": Form(metadata.egg_info, ("", "/PKG-INFO")),
    ".egg-link": Form(metadata.egg_link, ()),
    ".egg": Form(metadata.egg, ("",)),
}

# What changes when a file does, though its name does not: a copy that keeps the time has another inode.
Status: TypeAlias = tuple[int, int, int, int]
Fingerprint: TypeAlias = tuple[Status | None, ...]


class Remembered(NamedTuple):
    """A distribution as it was read, and the fingerprint under which that still holds."""

    fingerprint: Fingerprint
    distribution: Distribution | None


Memory: TypeAlias = dict[str, Remembered]


def installed(own: Iterable[str], system: Iterable[str], memory: Memory) -> Mapping[str, tuple[Distribution, ...]]:
    """All distributions by canonical name: of an environment's own folders, of those that their `.pth` files add, and of the base's.

    Two of one name in one folder are a fault, and both are told, the one without a problem first. One in an earlier folder hides those
    in later ones, as it does when Python imports. `memory` holds what was read before, and afterwards what was read now.

    Raises OSError where one of its own folders is there and cannot be listed.
    """
    fresh: Memory = {}
    found: dict[str, tuple[Distribution, ...]] = {}
    added: list[str] = []
    for folder in own:
        names = _names(folder)
        added += _added(folder, names)
        _merge(found, _read(folder, names, memory, fresh))
    for folder in distinct((*added, *system)):
        with suppress(OSError):  # a folder that a file names and that cannot be listed adds nothing, as for Python
            _merge(found, _read(folder, _names(folder), memory, fresh))
    memory.clear()
    memory.update(fresh)
    return found


def leftovers(folders: Iterable[str]) -> tuple[str, ...]:
    """The paths of what interrupted installs left: pip puts a tilde in the place of a name's first letter while it replaces the rest."""
    return tuple(os.path.join(folder, name) for folder in folders for name in _names(folder) if name.startswith("~"))


def _names(folder: str) -> list[str]:
    """In the order of names, which the disk does not keep."""
    try:
        return sorted(os.listdir(folder))
    except FileNotFoundError:
        return []


def _read(folder: str, names: list[str], memory: Memory, fresh: Memory) -> Iterator[Distribution]:
    formed = ((name, _FORMS[suffix]) for name in names if (suffix := os.path.splitext(name)[1]) in _FORMS)
    for name, form in islice(formed, LIMIT):
        location = os.path.join(folder, name)
        distribution = _remembered(location, form, memory, fresh)
        if distribution:
            yield distribution


def _remembered(location: str, form: Form, memory: Memory, fresh: Memory) -> Distribution | None:
    """An entry as it was read before, if nothing changed since; one of which nothing tells that is read each time."""
    fingerprint = tuple(_status(location + name) for name in form.telling)
    known = memory.get(location)
    if known is None or known.fingerprint != fingerprint or not fingerprint:
        known = Remembered(fingerprint, form.read(location))
    fresh[location] = known
    return known.distribution


def _status(path: str) -> Status | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size


def _merge(found: dict[str, tuple[Distribution, ...]], distributions: Iterable[Distribution]) -> None:
    here: dict[str, tuple[Distribution, ...]] = {}
    for distribution in distributions:
        here[distribution.name] = (*here.get(distribution.name, ()), distribution)
    for name, same in here.items():
        found.setdefault(name, tuple(sorted(same, key=lambda each: bool(each.problem))))


def _added(folder: str, names: list[str]) -> Iterator[str]:
    """The folders that `.pth` files add to `sys.path`; their lines of code are neither run nor read (`site.addpackage`)."""
    for name in names:
        content = disk.content(os.path.join(folder, name), PTH_LIMIT) if name.endswith(".pth") else b""
        for line in content.decode("utf-8-sig", "surrogateescape").splitlines() if isinstance(content, bytes) else ():
            path = os.path.join(folder, line.strip())
            if line.strip() and not line.startswith(("#", "import ", "import\t")) and is_here(path):
                yield os.path.normpath(path)
