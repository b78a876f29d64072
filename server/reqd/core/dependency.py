"""What the distributions of an environment require of each other, where their markers hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import Values, holds, sorted_values
from reqd.core.metadata import read

# A requirement that an extra adds, as tools write it. Most of what packages declare is such, and need not be parsed to be left out.
_OF_EXTRA = re.compile(r"""(?!.*\bor\b)[^;@]*;(?:.*\sand\s)?\s*extra\s*==\s*(["'])([\w.-]+)\1\s*""")

# A name alone or with plain bounds, as nearly all are: to read it as packaging does would take ten times as long, and tell nothing else.
_BOUND = r"[ \t]*(?:[!=]=|[<>]=?|~=(?=[ \t]*[0-9]+\.))[ \t]*[0-9]{1,9}(?:\.[0-9]{1,9})*[ \t]*"
_PLAIN = re.compile(rf"([A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*)(?:{_BOUND}(?:,{_BOUND})*)?")


def requirements(environment: Environment, distribution: Distribution, extras: frozenset[str] = frozenset()) -> tuple[Requirement, ...]:
    """What a distribution requires in an environment, in the order of its METADATA, with what the extras that are asked for add.

    As pip has it (`iter_dependencies`), but that a requirement that cannot be read is left out. They are shared: nobody changes them.
    """
    return _requirements(distribution.header, sorted_values(environment.markers), extras)


def dependents(environment: Environment, extras: Mapping[str, frozenset[str]] = {}) -> Mapping[str, tuple[Distribution, ...]]:
    """Who requires whom: by canonical name, installed or not, the distributions that require it, by their names.

    Distributions that are hidden by others require nothing. `extras` are those asked for, by the canonical name of whose they are.
    """
    return _dependents(_Identity(environment), frozenset(extras.items()))


class _Identity:
    """An environment as this one object and no equal one, since to compare all that it holds would cost more than what is remembered.

    It keeps the object alive, so no other one takes its place in memory.
    """

    __slots__ = ("environment",)

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.environment is other.environment

    def __hash__(self) -> int:
        return id(self.environment)


@lru_cache(maxsize=8)  # the environments that a person works with, not those of all the past
def _dependents(identity: _Identity, extras: frozenset[tuple[str, frozenset[str]]]) -> Mapping[str, tuple[Distribution, ...]]:
    environment, asked = identity.environment, dict(extras)
    found: dict[str, dict[str, Distribution]] = {}
    values = sorted_values(environment.markers)
    for project, (distribution, *_) in sorted(environment.distributions.items()):
        for name in _names(distribution.header, values, asked.get(project, frozenset())):
            found.setdefault(name, {})[project] = distribution
    return {name: tuple(requiring.values()) for name, requiring in found.items()}


@lru_cache(maxsize=2048)  # as many as the largest environments that were seen hold
def _names(header: bytes, values: Values, extras: frozenset[str]) -> tuple[str, ...]:
    """The canonical names of what is required. Of a whole environment no more is kept, for all its requirements would fill megabytes."""
    names: list[str] = []
    for text in _texts(header, extras):
        plain = _PLAIN.fullmatch(text)
        names += [plain[1]] if plain else [each.name for each in _active((text,), values, extras)]
    return tuple(map(canonicalize_name, names))


@lru_cache(maxsize=256)  # of the packages that a person looks at
def _requirements(header: bytes, values: Values, extras: frozenset[str]) -> tuple[Requirement, ...]:
    return tuple(_active(_texts(header, extras), values, extras))


def _texts(header: bytes, extras: frozenset[str]) -> Iterator[str]:
    """What is required, as written, without what only other extras add."""
    asked = frozenset(map(canonicalize_name, extras))
    return (text for text in read(header).requires_dist if _may_be_active(text, asked))


def _may_be_active(text: str, asked: frozenset[str]) -> bool:
    found = _OF_EXTRA.fullmatch(text)
    return found is None or canonicalize_name(found[2]) in asked


def _active(texts: Iterable[str], values: Values, extras: frozenset[str]) -> Iterator[Requirement]:
    """The requirements whose markers hold, without those that cannot be read."""
    for text in texts:
        try:
            requirement = Requirement(text)
        except (ValueError, RecursionError):  # the first is what InvalidRequirement is; the second comes of a thousand brackets
            continue
        if requirement.marker is None or any(holds(requirement.marker, dict(values), extra) for extra in extras or ("",)):
            yield requirement
