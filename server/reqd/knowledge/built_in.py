"""Requirements that name what Python itself brings along, so that nothing is to be installed for them."""

from __future__ import annotations

from reqd.core.dependency import dependents
from reqd.core.environment import Environment
from reqd.core.manifest import Entry
from reqd.core.view import View
from reqd.knowledge.python_modules import modules

# What is no module, and no package either: people write here which Python they want.
PYTHON = frozenset(("python", "python3"))


def built_in(view: View) -> tuple[Entry, ...]:
    """The requirements of this very file that a module of the environment's Python has; without one, of every Python 3.

    One that gives a URL is meant, one that an installed package requires is needed, and what a compiler wrote comes from a package.
    """
    environment = view.environment
    if view.manifest.is_compiled or not (environment is None or environment.python.startswith("3.")):
        return ()
    names = _modules(environment) | PYTHON
    named = (entry for entry in view.required if (entry.requirement.name or "").lower() in names and entry.requirement.url is None)
    return tuple(entry for entry in named if environment is None or not dependents(environment).get(entry.requirement.project or ""))


def _modules(environment: Environment | None) -> frozenset[str]:
    if environment is None:
        return modules()
    minor = environment.python.split(".")[1]
    return modules(int(minor), environment.markers.get("os_name", "")) if minor.isdecimal() else frozenset()
