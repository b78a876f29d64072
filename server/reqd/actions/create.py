"""Create a virtual environment, or create it anew where the one that is there cannot be used."""

from __future__ import annotations

from reqd.actions.plan import Plan, Program, Refusal
from reqd.core import place
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot, boundary
from reqd.core.view import View
from reqd.fixes.creation import hindrance


def plan(snapshot: Snapshot, path: str, root: str = "", python: str = "", replace: bool = False) -> Plan | Refusal:
    """Create the environment of the manifest at `path`: at `root`, with that Python; by default `.venv` with the newest.

    Python's own venv makes it, so that pip is inside, as every guide expects. Refuses a Python that was not found on this machine, and a
    place outside of the opened folder, or where something else is.
    """
    manifest = snapshot.manifests.get(path)
    if not isinstance(manifest, Manifest):
        return Refusal(f"{place.name(path)} is not a file that reqd has read")
    view = View(snapshot, manifest)
    root = place.joined(view.folder, root) if root else view.environment_place
    pythons = snapshot.tools.pythons if snapshot.tools else ()
    chosen = next((each for each in pythons if not python or python in (each.path, each.version) or _is_short(each.version, python)), None)
    if chosen is None:
        return Refusal(f"Python {python} was not found on this machine" if python else "No Python was found on this machine")
    reason = hindrance(view, root, replace)
    if reason:
        return Refusal(reason)
    verb = "Recreate" if replace else "Create"
    return Plan(
        title=f"{verb} {view.shown(root)} with Python {chosen.version}",
        environment=root,
        folder=boundary(snapshot, path),
        programs=(Program(f"creating {view.shown(root)}", (chosen.path, "-I", "-m", "venv", root)),),
        creates=True,
        replaces=replace,
    )


def _is_short(version: str, asked: str) -> bool:
    """Whether `asked` is the beginning of a version: 3.12 of 3.12.4."""
    return version.startswith(asked + ".")


def interpreter(root: str, python: str) -> str:
    """Where the Python of an environment at `root` will be, once the Python at `python` has made it."""
    is_windows = python.lower().endswith(".exe")
    return place.joined(root, "Scripts\\python.exe" if is_windows else "bin/python")
