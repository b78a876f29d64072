"""`reqd create`: creates a virtual environment, or creates it anew."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Sequence

from reqd.actions import create, install
from reqd.actions.plan import Plan
from reqd.actions.recreate import filled
from reqd.cli.complaint import CannotRunError
from reqd.cli.options import BOUNDS, add_consent, add_path, parser
from reqd.cli.performance import performed, planned
from reqd.cli.project import prepared
from reqd.cli.terminal import shown
from reqd.core import place
from reqd.core.environment import NoEnvironment, Tools
from reqd.core.manifest import Manifest
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot, boundary
from reqd.core.view import View

DESCRIPTION = """\
Creates the virtual environment of a requirements file with Python's own venv. One that is there already
is left alone, unless --recreate is given; when that fails, the old one comes back."""
STATUS = "exit status: 0 created, 1 failed, 2 could not run, 130 cancelled"


def main(arguments: Sequence[str]) -> int:
    """Create the environment, and install into it where that is asked for."""
    given = _parser().parse_args(arguments)
    # Whatever happens to be activated is not the place in which a new environment is wanted.
    snapshot, path = prepared(given.path, Settings(), is_activated=False)
    root = _root(snapshot, path, given.name)
    if not given.recreate and os.path.lexists(root):
        raise CannotRunError(f"{shown(root)} is there already: {_way_out(root)}")
    python = _python(snapshot.tools or Tools(), given.python)
    created = planned(create.plan(snapshot, path, root, python, replace=given.recreate and os.path.lexists(root)))
    return performed(_plans(snapshot, path, created, given.install), given.yes, given.plan)


def _plans(snapshot: Snapshot, path: str, created: Plan, is_filled: bool) -> tuple[Plan, ...]:
    """One plan where an environment is replaced, which must not be lost to a failing install; a new one stays, be it empty."""
    if not is_filled:
        return (created,)
    installed = _installation(snapshot, path, created)
    return (filled(created, installed),) if created.replaces else (created, installed)


def _way_out(root: str) -> str:
    """What a person can do about what is in the way."""
    if os.path.isfile(os.path.join(root, "pyvenv.cfg")) and not os.path.islink(root):
        return "--recreate makes it anew, --name makes another one"
    return "it is no virtual environment, so remove or rename it first, or make another one with --name"


def _parser() -> ArgumentParser:
    made = parser("create", DESCRIPTION, f"{BOUNDS}\n\n{STATUS}\n\nexample:\n  reqd create --python 3.12 --install")
    add_path(made)
    made.add_argument("--python", metavar="VERSION|PATH", default="", help="the Python to make it with (default: the newest that is found)")
    made.add_argument("--name", metavar="FOLDER", default="", help="its folder, from the file's (default: .venv)")
    made.add_argument("--install", action="store_true", help="also install what the file asks for")
    made.add_argument("--recreate", action="store_true", help="replace the environment that is there")
    add_consent(made)
    return made


def _root(snapshot: Snapshot, path: str, name: str) -> str:
    """Where the environment will be: the folder of that name, else where the file's environment is or is expected."""
    manifest = snapshot.manifests.get(path)
    if not isinstance(manifest, Manifest):
        raise CannotRunError(f"{shown(path)} could not be read")
    view = View(snapshot, manifest)
    root = place.joined(view.folder, name) if name else view.environment_place
    bounds = boundary(snapshot, path)
    if not place.is_within(root, bounds):
        raise CannotRunError(f"{shown(root)} lies outside of {shown(bounds)}, where reqd makes nothing: python3 -m venv does")
    return root


def _python(tools: Tools, asked: str) -> str:
    """A version as it is; of a path, the name under which that interpreter was found."""
    if os.sep not in asked and "/" not in asked:
        return asked
    real = os.path.realpath(asked)
    return next((python.path for python in tools.pythons if os.path.realpath(python.path) == real), asked)


def _installation(snapshot: Snapshot, path: str, created: Plan) -> Plan:
    """The plan that installs into the environment once it is there; whatever was in it before plays no part."""
    from dataclasses import replace

    manifest = snapshot.manifests[path]
    assert isinstance(manifest, Manifest)
    empty = replace(snapshot, environments={**snapshot.environments, created.environment: NoEnvironment(created.environment)})
    interpreter = create.interpreter(created.environment, created.programs[0].arguments[0])
    return planned(install.planned(View(empty, manifest), created.environment, interpreter, None))
