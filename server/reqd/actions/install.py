"""Install into an environment what a file asks for: one requirement, several, or all."""

from __future__ import annotations

from reqd.actions.listing import CONSTRAINTS, REQUIREMENTS, Gathered, listing, only_for_pip
from reqd.actions.plan import INPUTS, Plan, Program, Refusal
from reqd.actions.surprise import surprises
from reqd.actions.unread import unread
from reqd.core import place
from reqd.core.environment import Environment, Tools
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot
from reqd.core.view import View

# The words that keep an installer to what was asked: no configuration of the workspace, no questions, no drawing on the terminal.
_UV = ("--no-config", "--no-progress", "--color", "never", "pip", "install")
_PIP = ("-I", "-X", "utf8", "-m", "pip", "--no-input", "--no-color", "--disable-pip-version-check")


def plan(snapshot: Snapshot, path: str, projects: frozenset[str] | None = None, reinstall: bool = False) -> Plan | Refusal:
    """Install these canonical projects of the manifest at `path`, or all that it asks for.

    Refuses where there is no sound environment, no installer, for a project that the file does not name, and where something is not
    known that would count.
    """
    manifest = snapshot.manifests.get(path)
    if not isinstance(manifest, Manifest):
        return Refusal(f"{place.name(path)} is not a file that reqd has read")
    view = View(snapshot, manifest)
    if not isinstance(view.reading, Environment):
        return Refusal(f"{place.name(path)} has no environment to install into; create one first")
    unasked = (projects or frozenset()).difference(entry.requirement.project or "" for entry, is_bound in view.closure if not is_bound)
    if unasked:
        return Refusal(f"{place.name(path)} does not ask for {', '.join(sorted(unasked))}; add a line for it first")
    return planned(view, view.reading.root, view.reading.interpreter, projects, reinstall)


def planned(view: View, root: str, interpreter: str, projects: frozenset[str] | None, reinstall: bool = False) -> Plan | Refusal:
    """The same, for an environment that may not exist yet."""
    tools = view.snapshot.tools or Tools()
    if tools.uv is None and tools.installer is None:
        return Refusal("Neither uv nor a Python with pip was found; install one of them first")
    reason = unread(view, projects)
    if reason:
        return Refusal(reason)
    if not any(entry for entry, is_constraint in view.closure if not is_constraint):
        return Refusal(f"{place.name(view.manifest.path)} asks for nothing to install")
    reason = only_for_pip(view, projects)
    is_pip = tools.uv is None or (reason != "" and tools.installer is not None)
    if reason and not is_pip:
        return Refusal(f"{reason}, and no Python with pip was found; install pip first")
    listed = listing(view, projects, is_pip)
    arguments = (*_command(tools, interpreter, is_pip), *listed.words, *_arguments(listed), *_again(view, is_pip, projects, reinstall))
    into = view.shown(root)
    return Plan(
        title=f"Install {_named(projects)} into {into}",
        environment=root,
        folder=view.folder,
        programs=(Program(f"installing into {into}", arguments),),
        inputs=listed.inputs,
        origins=listed.origins,
        surprises=surprises(view, projects, is_pip),
    )


def _command(tools: Tools, interpreter: str, is_pip: bool) -> tuple[str, ...]:
    if not is_pip:
        return (str(tools.uv), *_UV, "--python", interpreter)
    return (str(tools.installer), *_PIP, "--python", interpreter, "install", "--progress-bar", "off")


def _arguments(listed: Gathered) -> tuple[str, ...]:
    names = {REQUIREMENTS: "-r", CONSTRAINTS: "-c"}
    return tuple(part for given in listed.inputs for part in (names[given.name], f"{INPUTS}/{given.name}"))


def _again(view: View, is_pip: bool, projects: frozenset[str] | None, reinstall: bool) -> tuple[str, ...]:
    """For hashed lines the dependencies are left out, since a hash is then required of each and only some lines were asked for."""
    asked = [entry.requirement for entry, _ in view.closure if projects and entry.requirement.project in projects]
    alone = ("--no-deps",) if any(requirement.is_hashed for requirement in asked) else ()
    if not reinstall or not projects:
        return alone
    if not is_pip:
        return (*alone, *(part for project in sorted(projects) for part in ("--reinstall-package", project)))
    return ("--force-reinstall", "--no-deps")


def _named(projects: frozenset[str] | None) -> str:
    if projects is None:
        return "all requirements"
    return ", ".join(sorted(projects)) if len(projects) <= 3 else f"{len(projects)} packages"
