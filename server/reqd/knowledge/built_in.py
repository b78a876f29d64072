"""Requirements that name what Python itself brings along, so that nothing is to be installed for them."""

from __future__ import annotations

from reqd.core.dependency import dependents
from reqd.core.manifest import Entry
from reqd.core.view import View
from reqd.knowledge.python_modules import is_module


def built_in(view: View) -> tuple[Entry, ...]:
    """The requirements of this very file that a module of the environment's Python has; without one, of every Python 3.

    One that gives a URL is meant, one that an installed package requires is needed, and what a compiler wrote comes from a package.
    """
    if view.manifest.is_compiled or not (view.environment is None or view.environment.python.startswith("3.")):
        return ()
    return tuple(entry for entry in view.required if entry.requirement.url is None and _is_built_in(view, entry))


def _is_built_in(view: View, entry: Entry) -> bool:
    name, environment = entry.requirement.name or "", view.environment
    if environment is None:
        return is_module(name)
    minor = environment.python.split(".")[1]
    is_own = minor.isdecimal() and is_module(name, int(minor), environment.markers.get("os_name", ""))
    return is_own and not dependents(environment).get(entry.requirement.project or "")
