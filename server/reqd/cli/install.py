"""`reqd install`: installs what a requirements file asks for."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Sequence

from packaging.utils import canonicalize_name

from reqd.actions import install
from reqd.check import unmet
from reqd.cli.complaint import CannotRunError
from reqd.cli.options import BOUNDS, add_consent, add_environment, add_path, parser
from reqd.cli.performance import performed, planned
from reqd.cli.project import prepared, project
from reqd.cli.terminal import shown, tell
from reqd.core.environment import Environment
from reqd.core.manifest import Manifest
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot
from reqd.core.view import View

DESCRIPTION = """\
Installs what a requirements file asks for, with uv where it is there, else with pip. When that fails,
or is ended with Ctrl-C, the environment is put back as it was."""
STATUS = "exit status: 0 installed, 1 failed, 2 could not run, 130 cancelled"


def main(arguments: Sequence[str]) -> int:
    """Install all, or some projects that the file names."""
    given = _parser().parse_args(arguments)
    snapshot, path = prepared(given.path, Settings(environment=given.environment))
    _require_environment(snapshot, path)
    names = (*given.only, *given.reinstall)
    projects = _projects(snapshot, path, names) if names else None
    status = performed((planned(install.plan(snapshot, path, projects, bool(given.reinstall))),), given.yes, given.plan)
    return status or _verified(path, given.environment, projects, is_only_shown=given.plan)


def _verified(path: str, environment: str, projects: frozenset[str] | None, is_only_shown: bool) -> int:
    """Done is what the environment shows, and not what an installer says."""
    left = "" if is_only_shown else unmet(project([path], Settings(environment=environment)).snapshot, path, projects)
    if left:
        tell(f"Failed: the installer said that it succeeded, but {left}")
    return int(bool(left))


def _parser() -> ArgumentParser:
    made = parser("install", DESCRIPTION, f"{BOUNDS}\n\n{STATUS}\n\nexample:\n  reqd install requirements.txt --only flask requests")
    add_path(made)
    made.add_argument("--only", metavar="NAME", nargs="+", action="extend", default=[], help="only these of what the file asks for")
    made.add_argument("--reinstall", metavar="NAME", nargs="+", action="extend", default=[], help="these anew, whatever seems to be there")
    add_environment(made)
    add_consent(made)
    return made


def _require_environment(snapshot: Snapshot, path: str) -> None:
    manifest = snapshot.manifests.get(path)
    if isinstance(manifest, Manifest) and not isinstance(View(snapshot, manifest).reading, Environment):
        raise CannotRunError(f"{shown(path)} has no environment to install into: reqd create {shown(path)} --install makes one")


def _projects(snapshot: Snapshot, path: str, names: Sequence[str]) -> frozenset[str]:
    """The canonical projects of these names. Raises CannotRunError for one that the file does not ask for."""
    manifest = snapshot.manifests.get(path)
    closure = View(snapshot, manifest).closure if isinstance(manifest, Manifest) else ()
    asked = {entry.requirement.project for entry, is_constraint in closure if not is_constraint}
    unknown = [name for name in names if canonicalize_name(name) not in asked]
    if unknown:
        remedy = "name the file before --only" if os.path.exists(unknown[-1]) else "add a line for it to the file first"
        raise CannotRunError(f"{shown(path)} does not ask for {', '.join(unknown)}: {remedy}")
    return frozenset(map(canonicalize_name, names))
