"""What the distributions of an environment require of each other, where their markers hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reqd.core.bound import plain
from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import Values, holds, sorted_values
from reqd.core.metadata import demands

# Who requires whom, by the canonical name of the second.
Dependents: TypeAlias = Mapping[str, tuple[Distribution, ...]]

# A requirement that an extra adds, as tools write it. Most of what packages declare is such, and need not be parsed to be left out.
_OF_EXTRA = re.compile(r"""(?!.*\bor\b)[^;@]*;(?:.*\sand\s)?\s*extra\s*==\s*(["'])([\w.-]+)\1\s*""")


def requirements(environment: Environment, distribution: Distribution, extras: frozenset[str] = frozenset()) -> tuple[Requirement, ...]:
    """What a distribution requires in an environment, in the order of its METADATA, with what the extras that are asked for add.

    As pip has it (`iter_dependencies`), but that a requirement that cannot be read is left out, and so is one of the distribution
    itself: the extras that it names are asked for instead. They are shared: nobody changes them.
    """
    return _requirements(distribution.header, distribution.name, sorted_values(environment.markers), extras)


def added(environment: Environment, distribution: Distribution, extra: str) -> tuple[Requirement, ...]:
    """What an extra adds to what a distribution requires without it."""
    always = frozenset(map(str, requirements(environment, distribution)))
    return tuple(each for each in requirements(environment, distribution, frozenset((extra,))) if str(each) not in always)


def dependents(environment: Environment, extras: Mapping[str, frozenset[str]] = {}) -> Dependents:
    """Who requires whom: by canonical name, installed or not, the distributions that require it, by their names.

    Distributions that are hidden by others require nothing. `extras` are those asked for, by the canonical name of whose they are;
    those that distributions ask of each other count too.
    """
    return _dependents(Identity(environment), frozenset(extras.items()))


def active(texts: Iterable[str], values: Values, extras: frozenset[str] = frozenset()) -> Iterator[Requirement]:
    """The requirements, as METADATA writes them, whose markers hold; without those that cannot be read."""
    for text in texts:
        if not may_be_active(text, extras):
            continue
        try:
            requirement = Requirement(text)
        except (ValueError, RecursionError):  # the first is what InvalidRequirement is; the second comes of a thousand brackets
            continue
        if requirement.marker is None or any(holds(requirement.marker, dict(values), extra) for extra in extras or ("",)):
            yield requirement


def asked(requirement: Requirement) -> frozenset[str]:
    """The extras that a requirement asks for, canonical."""
    return frozenset[str](map(canonicalize_name, requirement.extras))


def may_be_active(text: str, extras: frozenset[str]) -> bool:
    """Whether a requirement, as written, is not for sure one that only other extras add."""
    found = _OF_EXTRA.fullmatch(text)
    return found is None or canonicalize_name(found[2]) in extras


class Identity:
    """An environment as this one object and no equal one, since to compare all that it holds would cost more than what is remembered.

    It keeps the object alive, so no other one takes its place in memory.
    """

    __slots__ = ("environment",)

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and self.environment is other.environment

    def __hash__(self) -> int:
        return id(self.environment)


@lru_cache(maxsize=8)  # the environments that a person works with, not those of all the past
def _dependents(identity: Identity, extras: frozenset[tuple[str, frozenset[str]]]) -> Dependents:
    environment = identity.environment
    asking: dict[str, frozenset[str]] = {name: frozenset(map(canonicalize_name, each)) for name, each in extras}
    found: dict[str, dict[str, Distribution]] = {}
    values = sorted_values(environment.markers)
    waiting = list(environment.distributions)
    while waiting:
        project = waiting.pop()
        for distribution in environment.distributions.get(project, ())[:1]:
            for name, wanted in _names(distribution.header, values, asking.get(project, frozenset())):
                if name != project:
                    found.setdefault(name, {})[project] = distribution
                if not wanted <= asking.get(name, frozenset()):
                    asking[name] = asking.get(name, frozenset()) | wanted
                    waiting.append(name)
    return {name: tuple(requiring[project] for project in sorted(requiring)) for name, requiring in found.items()}


@lru_cache(maxsize=2048)  # as many as the largest environments that were seen hold
def _names(header: bytes, values: Values, extras: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The canonical names of what is required, each with the extras that are asked of it.

    Of a whole environment no more is kept, for all its requirements would fill megabytes.
    """
    return tuple(_named(demands(header).requires_dist, values, extras))


def _named(texts: Iterable[str], values: Values, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for text in texts:
        found = plain(text)
        if found:
            yield found[0], frozenset()
        else:
            yield from ((canonicalize_name(each.name), asked(each)) for each in active((text,), values, extras))


@lru_cache(maxsize=256)  # of the packages that a person looks at
def _requirements(header: bytes, project: str, values: Values, extras: frozenset[str]) -> tuple[Requirement, ...]:
    texts = demands(header).requires_dist
    extras = frozenset(map(canonicalize_name, extras))
    while True:
        found = tuple(active(texts, values, extras))
        further = extras.union(*(asked(each) for each in found if canonicalize_name(each.name) == project))
        if further == extras:
            return tuple(each for each in found if canonicalize_name(each.name) != project)
        extras = further
