"""Why a project is here, and what it brings along: which installed packages require it, and which it requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reqd.core.dependency import dependents, requirements
from reqd.core.environment import Environment
from reqd.core.evaluation import accepts
from reqd.core.view import View
from reqd.features.hover.content import Block, Code, Piece, item, listed, named
from reqd.features.hover.status import installed


def blocks(view: View, project: str) -> Iterator[Block]:
    """Nothing where no environment is known, since it is the installed packages that say it."""
    environment = view.environment
    if environment is None:
        return
    extras = asked_extras(view)
    requiring = dependents(environment, extras).get(project, ())
    if requiring:
        yield item("Required by ", *named(each.written or each.name for each in requiring))
    found = environment.installed(project)
    if found is None:
        return
    if not requiring:
        yield item("No other installed package requires it")
    required = requirements(environment, found, extras.get(project, frozenset()))
    if required:
        yield item("Requires ", *listed([_required(environment, each) for each in _once(required)]))


def asked_extras(view: View) -> Mapping[str, frozenset[str]]:
    """The extras that the lines which hold here ask for, by project."""
    found = {name: {extra for entry in entries for extra in entry.requirement.extras} for name, entries in view.projects.items()}
    return {name: frozenset(extras) for name, extras in found.items() if extras}


def _once(required: tuple[Requirement, ...]) -> list[Requirement]:
    return list({canonicalize_name(each.name): each for each in reversed(required)}.values())[::-1]


def _required(environment: Environment, requirement: Requirement) -> tuple[Piece, ...]:
    """A required project with its version, and what is wrong with that."""
    project = canonicalize_name(requirement.name)
    found = environment.installed(project)
    shown = installed(environment, requirement.name, project)
    if found is None or accepts(requirement.specifier, found.version):
        return shown
    return (*shown, " (needs ", Code(str(requirement.specifier)), ")")
