"""Gathers what a diagnosis needs, from PATH, environment variables and files. Nothing of the project is run."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from shlex import quote

from reqd import environments
from reqd.check import check
from reqd.cli.activate.script import script
from reqd.cli.activate.shell import Shell, guessed
from reqd.cli.chosen import is_environment, stand_in
from reqd.cli.complaint import CannotRunError
from reqd.cli.doctor.programs import programs, search_path
from reqd.cli.project import Project, bounded, existing, manifest, project
from reqd.cli.terminal import current_folder, shown
from reqd.core import place
from reqd.core.environment import Environment, NoEnvironment
from reqd.core.finding import Finding, Severity
from reqd.core.settings import Settings
from reqd.core.snapshot import choice
from reqd.environments import base, layout
from reqd.knowledge.shell import Facts
from reqd.settle import settled

# A module or a package with a file of its own; folders without one never hide anything.
_MODULE = re.compile(r"(\w+)(?:\.[\w-]+)?\.(?:py|so|pyd)")
# These are told of another way, or are about the environment and not about the lines of a file.
_NOT_OF_LINES = frozenset(("broken-environment", "file-encoding", "missing-package", "version-mismatch"))


def facts(name: str, variables: Mapping[str, str] = os.environ) -> Facts:
    """What is known of a folder, a file in it, or an environment. Raises CannotRunError for one that does not exist."""
    path = existing(name)
    named = path if is_environment(path) else ""
    folder = path if os.path.isdir(path) and not named else place.parent(path)
    file = "" if named else _file(path)
    snapshot, files = _project(folder, file, named)
    root = choice(snapshot, file or place.joined(folder, "requirements.txt")).root
    reading = snapshot.environments.get(root, NoEnvironment(root))
    at = place.joined(folder, ".venv") if not root or isinstance(reading, NoEnvironment) else root
    findings = tuple(finding for each in files for finding in check(snapshot, each))
    active = os.path.abspath(variables["VIRTUAL_ENV"]) if variables.get("VIRTUAL_ENV") else ""
    real, active_real = os.path.realpath(at), os.path.realpath(active) if active else ""
    searched = search_path(variables.get("PATH", os.defpath), (real, active_real))
    shell = guessed()
    argument = "" if name == "." else f" {quote(name)}"
    return Facts(
        here=current_folder(),
        place=at,
        real=real,
        reading=reading,
        activation=_activation(shell, argument, at),
        argument=argument,
        hindrance=_hindrance(reading, shell) if isinstance(reading, Environment) else "",
        programs=programs(searched, folder, variables),
        active=active,
        active_real=active_real,
        active_reading=environments.read(active) if active else None,
        on_path=_is_on_path(searched, at),
        conda=variables.get("CONDA_PREFIX", ""),
        python_home=variables.get("PYTHONHOME", ""),
        is_home_fit=isinstance(reading, Environment) and _is_home_fit(variables.get("PYTHONHOME", ""), reading),
        shadows=tuple(_shadows(variables.get("PYTHONPATH", ""), reading)) if isinstance(reading, Environment) else (),
        user_site=_user_site(reading) if isinstance(reading, Environment) else "",
        is_user_site_off=bool(variables.get("PYTHONNOUSERSITE")),
        file=file,
        counts=Counter(finding.code for finding in findings),
        errors=sum(map(_is_of_lines, findings)),
        misencoded=next((finding.path for finding in findings if finding.code == "file-encoding"), ""),
    )


def _file(path: str) -> str:
    """The requirements file that is meant; empty where there is none, or it is not known which of several."""
    try:
        return manifest(path)
    except CannotRunError:
        return ""


def _project(folder: str, file: str, named: str) -> Project:
    if file:
        return project([file], Settings())
    begun = bounded([folder], Settings(environment=named))
    return Project(settled(begun, stand_in(begun, place.joined(folder, "requirements.txt")), surveys=False), ())


def _is_of_lines(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR and finding.code not in _NOT_OF_LINES


def _activation(shell: Shell | None, argument: str, root: str) -> str:
    if shell and shell.usage:
        return shell.usage.format(f"reqd activate{argument}")
    scripts = layout.scripts(root)
    folder = scripts.folder if scripts else place.joined(root, "Scripts" if os.name == "nt" else "bin")
    return f"source {quote(shown(place.joined(folder, 'activate')))}"


def _hindrance(environment: Environment, shell: Shell | None) -> str:
    """Why the shell cannot activate it, with what to do; empty where it can."""
    if shell is None:
        return ""
    try:
        script(environment, shell)
    except CannotRunError as complaint:
        return str(complaint)
    return ""


def _is_on_path(path: str, root: str) -> bool:
    scripts = layout.scripts(root)
    return scripts is not None and os.path.realpath(scripts.folder) in map(os.path.realpath, filter(None, path.split(os.pathsep)))


def _is_home_fit(home: str, environment: Environment) -> bool:
    """Two folders may stand there, of which the first has the standard library."""
    library = "Lib" if os.name == "nt" else f"lib/python{layout.release(environment.python)}"
    return bool(home) and os.path.isfile(os.path.join(home.partition(os.pathsep)[0], library, "os.py"))


def _shadows(path: str, environment: Environment) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The folders of PYTHONPATH that come before a module of Python, or before one that is installed, with one of the same name."""
    installed = {name for folder in environment.site_packages for name in _modules(folder)} | sys.stdlib_module_names
    own = set(map(os.path.realpath, environment.site_packages))
    for folder in dict.fromkeys(os.path.abspath(entry) for entry in path.split(os.pathsep) if base.is_here(os.path.abspath(entry))):
        names = sorted(installed.intersection(_modules(folder)))
        if path and names and os.path.realpath(folder) not in own:
            yield folder, tuple(names)


def _modules(folder: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if found := _MODULE.fullmatch(name):
            yield found[1]
        elif os.path.isfile(os.path.join(folder, name, "__init__.py")):
            yield name


def _user_site(environment: Environment) -> str:
    """The folder of the user's own packages, where the environment's Python would look into it."""
    known = {place.parent(same[0].location) for same in environment.distributions.values()} - set(environment.site_packages)
    user = base.path("", layout.release(environment.python))
    return next((folder for folder in user if folder in known), "")
