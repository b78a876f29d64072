"""What installed packages need and do not have: other packages, or another Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from reqd.core.bound import holds_plainly, plain
from reqd.core.dependency import Identity, active, added, asked, may_be_active
from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import Values, accepts, sorted_values
from reqd.core.metadata import demands

# Extras behind a name, and the parentheses that older tools put around bounds.
_BRACKETS = re.compile(r"\[[^\[\]]*\]|[()]")


class Unmet(NamedTuple):
    """A requirement of an installed distribution that is not met: what it names is `installed` at an excluded version, or is not at all.

    `extra` is the extra of the distribution that asks for it, empty where it is needed without any.
    """

    distribution: Distribution
    requirement: Requirement
    installed: Distribution | None
    extra: str = ""

    @property
    def project(self) -> str:
        """The canonical name of what is required."""
        return canonicalize_name(self.requirement.name)


class _Judgement(NamedTuple):
    """What is wrong in an environment: the requirements that are not met, and by canonical name the Pythons that are required in vain."""

    unmet: tuple[Unmet, ...]
    pythons: dict[str, str]


def unmet(environment: Environment) -> tuple[Unmet, ...]:
    """What `pip check` finds: each requirement that is not met, by the names of who requires it, then in the order of its METADATA.

    Extras count for nothing here, and distributions that are hidden by others require nothing.
    """
    return _judgement(Identity(environment)).unmet


def unmet_of_extra(environment: Environment, distribution: Distribution, extra: str) -> tuple[Unmet, ...]:
    """Of what an extra adds to a distribution, what is not met; also of the extras that this asks of other distributions in turn."""
    return _of_extras(Identity(environment))(distribution, canonicalize_name(extra))


def excluding_python(environment: Environment, project: str) -> str:
    """The Requires-Python of a distribution that excludes this Python, as written; empty where it excludes nothing."""
    return _judgement(Identity(environment)).pythons.get(project, "")


@lru_cache(maxsize=8)  # the environments that a person works with, not those of all the past
def _judgement(identity: Identity) -> _Judgement:
    environment = identity.environment
    found: list[Unmet] = []
    pythons: dict[str, str] = {}
    met: set[str] = set()
    values = sorted_values(environment.markers)
    release = _release(environment.python)
    for project, (distribution, *_) in sorted(environment.distributions.items()):
        demanded = demands(distribution.header)
        if release and not _is_python_accepted(demanded.python, release):
            pythons[project] = demanded.python
        for text in demanded.requires_dist:
            if text not in met:
                lacking = tuple(_unmet(environment, values, distribution, text))
                found += lacking
                met |= set() if lacking else {text}
    return _Judgement(tuple(dict.fromkeys(found)), pythons)


def _unmet(environment: Environment, values: Values, distribution: Distribution, text: str) -> Iterator[Unmet]:
    """What is not met of one requirement, as written: itself or nothing."""
    written, semicolon, _ = text.partition(";")
    if semicolon and not may_be_active(text, frozenset()):
        return
    # What is there within its bounds is met, whatever its marker and its extras are.
    project, bounds = plain(_BRACKETS.sub("", written).rstrip()) or ("", "")
    installed = environment.installed(project)
    if installed is not None and holds_plainly(bounds, installed.version):
        return
    for requirement in active((text,), values):
        lacking = _lacking(environment, distribution, requirement)
        if lacking is not None:
            yield lacking


def _lacking(environment: Environment, distribution: Distribution, requirement: Requirement) -> Unmet | None:
    installed = environment.installed(canonicalize_name(requirement.name))
    is_met = installed is not None and accepts(requirement.specifier, installed.version)
    return None if is_met else Unmet(distribution, requirement, installed)


@lru_cache(maxsize=8)  # as many as are judged
def _of_extras(identity: Identity) -> Callable[[Distribution, str], tuple[Unmet, ...]]:
    """What answers for one environment, and forgets its answers with it."""
    return cache(partial(_unmet_of_extra, identity.environment))


def _unmet_of_extra(environment: Environment, distribution: Distribution, extra: str) -> tuple[Unmet, ...]:
    waiting = [(distribution, extra)]
    found: list[Unmet] = []
    for current, each in waiting:
        for requirement in added(environment, current, each):
            lacking = _lacking(environment, current, requirement)
            if lacking is not None:
                found.append(lacking._replace(extra=each))
            else:
                target = environment.distributions[canonicalize_name(requirement.name)][0]
                waiting += [(target, one) for one in sorted(asked(requirement)) if (target, one) not in waiting]
    return tuple(dict.fromkeys(found))


def _release(python: str) -> str:
    """The version of a Python without what marks it as not final, as pip asks for it; empty where it is not known to the last number."""
    try:
        release = Version(python).release
    except InvalidVersion:
        return ""
    return ".".join(map(str, release)) if len(release) >= 3 else ""


@lru_cache(maxsize=1024)  # what is written is nearly always one of a few dozen
def _is_python_accepted(specifier: str, release: str) -> bool:
    """What cannot be read excludes nothing, as pip has it."""
    try:
        return SpecifierSet(specifier).contains(release, prereleases=True)
    except InvalidSpecifier:
        return True
