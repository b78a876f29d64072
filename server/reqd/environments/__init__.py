"""Environments: which a folder has, and what each of them holds. Read from files; nothing is started or imported from them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Protocol

from reqd import disk
from reqd.core import place
from reqd.core.environment import BrokenEnvironment, Environment, EnvironmentReading, NoEnvironment
from reqd.environments import (
    base,
    configuration,
    distributions,
    hatch,
    health,
    ignoring,
    layout,
    markers,
    moved,
    nox,
    pdm,
    pipenv,
    poetry,
    pyenv,
    tox,
    uv,
    venv,
    virtualenv,
    virtualenvwrapper,
)
from reqd.environments.configuration import Configuration
from reqd.environments.distributions import Memory
from reqd.environments.layout import Packages, Scripts

__all__ = ["MARKS", "Memory", "among", "find", "is_among", "kept", "known", "places", "read"]

# What people and tools call an environment's folder, most usual first. Only these are believed to be one before they are whole.
NAMES = (".venv", "venv", "env")


class Kind(Protocol):
    """What the module of each kind offers."""

    def is_maker(self, configuration: Configuration) -> bool: ...

    def version(self, configuration: Configuration) -> str: ...


class Keeper(Protocol):
    """What the module of each tool offers that keeps environments for a project, in its folder or elsewhere.

    `MARKS` are the names of files and folders of which one must lie in the folder to make it worth asking; `REASON` a clause that says
    of such an environment why it is the folder's; `kept` gives the roots that exist, the one that the tool itself would use first, and
    `places` the folders in which a change may tell that there is one now: where it would appear, and itself while it is being made.
    Nothing is run. Files of the project lead into the project or to folders that the tool made for it, and nowhere else.
    """

    MARKS: frozenset[str]
    REASON: str

    def kept(self, folder: str, /) -> tuple[str, ...]: ...

    def places(self, folder: str, /) -> tuple[str, ...]: ...


# The marks of uv and of virtualenv are their own; what has neither is venv's.
KINDS: tuple[tuple[str, Kind], ...] = (("uv", uv), ("virtualenv", virtualenv), ("venv", venv))

# Whose environment is a folder's, where several tools keep one for it: first those whose own file lies in the folder and who made the
# environment for it, then those who only note for which folder one is, and last a name by which many folders can call for one.
KEEPERS: tuple[Keeper, ...] = (pipenv, poetry, pdm, hatch, virtualenvwrapper, pyenv)

# The names that make it worth asking any of them.
MARKS = frozenset[str]().union(*(keeper.MARKS for keeper in KEEPERS))


def find(folder: str) -> tuple[str, ...]:
    """The environments directly in a folder: `.venv`, `venv`, `env`, then the others by name. Broken ones are among them. Never raises."""
    try:
        with os.scandir(folder) as entries:
            return among(folder, (entry.name for entry in entries if entry.is_dir() or entry.is_symlink()))
    except (OSError, ValueError):
        return ()


def among(folder: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of a folder's subfolders and links that are environments, in the order of `find`; one that has two names goes by the first."""
    usual = {name: number for number, name in enumerate(NAMES)}
    ordered = sorted(names, key=lambda name: (usual.get(name, len(usual)), name))
    return _once([root for name in ordered if _is_environment(root := os.path.join(folder, name), name in usual)])


def is_among(root: str, roots: Iterable[str]) -> bool:
    """Whether an environment is one of those, be it through a link."""
    return os.path.realpath(root) in map(os.path.realpath, roots)


def kept(folder: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """The environments that tools keep for a folder with these names in it, each with the reason why it is the folder's. Never raises."""
    for keeper in KEEPERS:
        with suppress(OSError, ValueError):
            if not keeper.MARKS.isdisjoint(names):
                yield from ((root, keeper.REASON) for root in keeper.kept(folder))


def places(folder: str, names: Collection[str]) -> tuple[str, ...]:
    """The folders outside of a folder with these names in it where a tool would make an environment for it. Never raises."""
    found: dict[str, None] = {}
    for keeper in KEEPERS:
        with suppress(OSError, ValueError):
            if not keeper.MARKS.isdisjoint(names):
                found.update(dict.fromkeys(filter(None, keeper.places(folder))))
    return tuple(found)


def known(folder: str) -> tuple[str, ...]:
    """The environments in a folder that are nobody's but a test runner's, so that none of them is ever a project's. Never raises."""
    return (*tox.known(folder), *nox.known(folder))


def read(root: str, memory: Memory | None = None) -> EnvironmentReading:
    """What the folder at `root` is and holds, be it changed or removed in the middle of the reading. Never raises.

    `memory` belongs to this root alone: distributions whose files did not change since it was last given here are taken from it.
    """
    try:
        return _read(root, {} if memory is None else memory) if os.path.lexists(root) else NoEnvironment(root)
    except PermissionError:
        return _broken(root, "permission to read it is denied")
    except OSError:
        return _broken(root, "it changed while it was read") if os.path.isdir(root) else NoEnvironment(root, os.path.lexists(root))


def _once(roots: Sequence[str]) -> tuple[str, ...]:
    """People link `venv` to `.venv` for tools that expect the one or the other."""
    if len(roots) < 2:
        return tuple(roots)
    distinct: dict[str, str] = {}
    for root in roots:
        distinct.setdefault(os.path.realpath(root), root)
    return tuple(distinct.values())


def _is_environment(root: str, is_usual: bool) -> bool:
    if os.path.isfile(place.joined(root, configuration.NAME)):
        return True
    return is_usual and isinstance(_unconfigured(root), BrokenEnvironment)


def _read(root: str, memory: Memory) -> EnvironmentReading:
    found = configuration.read(root)
    if isinstance(found, disk.Absent):
        return _unconfigured(root)
    if isinstance(found, disk.Refused):
        return _broken(root, f"its pyvenv.cfg is not read: {found.reason}")
    if "home" not in found:
        return _broken(root, "its pyvenv.cfg does not say where its Python is")
    name, version = next((name, kind.version(found)) for name, kind in KINDS if kind.is_maker(found))
    scripts = layout.scripts(root)
    if scripts is None:
        return _broken(root, "it has no Python in it")
    if fault := health.fault(scripts, found["home"], layout.release(version)):
        return _broken(root, fault)
    packages = layout.packages(root, layout.release(version))
    if packages is None:
        return _broken(root, "it has no site-packages folder for its Python")
    if fault := health.loss(packages):
        return _broken(root, fault)
    return _environment(root, name, version, found, memory, scripts, packages)


def _environment(
    root: str, kind: str, written: str, found: Configuration, memory: Memory, scripts: Scripts, packages: Packages
) -> Environment:
    library = os.path.basename(packages.library)
    version = base.version(scripts.interpreter, found["home"], written if layout.release(written) else library)
    default = "PyPy" if library.startswith("pypy") else "CPython"
    outside = base.path(found["home"], layout.release(version)) if configuration.includes_system(found) else ()
    return Environment(
        root=root,
        kind=kind,
        python=version,
        interpreter=scripts.interpreter,
        markers=markers.values(version, found.get("implementation") or default),
        distributions=distributions.installed(packages.site_packages, outside, memory),
        leftovers=distributions.leftovers((packages.library, *packages.site_packages)),
        watches=layout.distinct((root, scripts.folder, packages.library, *packages.site_packages)),
        site_packages=packages.site_packages,
        pip_configuration=_pip_configuration(root),
        former=moved.former(root, scripts),
        is_ignored=ignoring.is_ignored(root, scripts.interpreter),
    )


def _pip_configuration(root: str) -> str:
    """The file that pip obeys inside an environment, whatever it was told on the command line (pip's page "Configuration")."""
    paths = (place.joined(root, name) for name in ("pip.conf", "pip.ini"))
    return next((path for path in paths if os.path.lexists(path)), "")


def _unconfigured(root: str) -> BrokenEnvironment | NoEnvironment:
    """A folder without pyvenv.cfg: one that was begun and not finished, or none at all. Conda's have a Python and no such file."""
    if os.path.islink(root) and not os.path.exists(root):
        return _broken(root, f"it is a link to {os.path.realpath(root)}, which is gone", is_replaceable=False)
    if layout.scripts(root) and not os.path.isdir(place.joined(root, "conda-meta")):
        return _broken(root, "its pyvenv.cfg is missing", is_replaceable=False)
    return NoEnvironment(root, is_taken=True)


def _broken(root: str, reason: str, is_replaceable: bool = True) -> BrokenEnvironment:
    """With the folders in which a change may heal it."""
    scripts = layout.scripts(root)
    folders = (root, scripts.folder if scripts else "", *(place.joined(root, name) for name in ("lib", "Lib")))
    return BrokenEnvironment(root, reason, layout.distinct(folder for folder in folders if folder), is_replaceable)
