"""How a file stands towards its environment: which requirements are met, and how many of all."""

from __future__ import annotations

from typing import NamedTuple

from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import accepts
from reqd.core.view import View


class Standing(NamedTuple):
    """Of so many packages that hold here, by the file and all that it draws in, so many are installed at a version that all lines allow."""

    met: int
    asked: int


def standing(view: View, environment: Environment) -> Standing:
    """Each package counts once, on however many lines it stands; constraints ask for nothing."""
    asked = {entry.requirement.project for entry, is_constraint in view.closure if not is_constraint and view.is_active(entry.requirement)}
    asked.discard(None)
    met = sum(is_met(view, project, environment.installed(project)) for project in asked if project)
    return Standing(met, len(asked))


def is_met(view: View, project: str, distribution: Distribution | None) -> bool:
    """Whether what is installed of a package is what every line about it allows."""
    if distribution is None:
        return False
    return all(accepts(entry.requirement.specifier, distribution.version) for entry in view.projects.get(project, ()))
