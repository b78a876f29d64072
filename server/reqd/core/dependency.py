"""What the distributions of an environment require of each other, where their markers hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import holds
from reqd.core.metadata import read

# A requirement that an extra adds, as tools write it. Most of what packages declare is such, and need not be parsed to be left out.
_OF_EXTRA = re.compile(r"""(?!.*\bor\b)[^;@]*;(?:.*\sand\s)?\s*extra\s*==\s*(["'])([\w.-]+)\1\s*""")


def requirements(environment: Environment, distribution: Distribution, extras: frozenset[str] = frozenset()) -> tuple[Requirement, ...]:
    """What a distribution requires in an environment, in the order of its METADATA, with what the extras that are asked for add.

    As pip has it (`iter_dependencies`), but that a requirement that cannot be read is left out. They are shared: nobody changes them.
    """
    return _requirements(distribution.header, tuple(sorted(environment.markers.items())), extras)


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
    for project, (distribution, *_) in sorted(environment.distributions.items()):
        for requirement in requirements(environment, distribution, asked.get(project, frozenset())):
            found.setdefault(canonicalize_name(requirement.name), {})[project] = distribution
    return {name: tuple(requiring.values()) for name, requiring in found.items()}


@lru_cache(maxsize=2048)  # as many as the largest environments that were seen hold
def _requirements(header: bytes, values: tuple[tuple[str, str], ...], extras: frozenset[str]) -> tuple[Requirement, ...]:
    asked = frozenset(map(canonicalize_name, extras))
    texts = (text for text in read(header).requires_dist if _may_be_active(text, asked))
    return tuple(each for each in _parsed(texts) if _is_active(each, dict(values), extras))


def _may_be_active(text: str, asked: frozenset[str]) -> bool:
    found = _OF_EXTRA.fullmatch(text)
    return found is None or canonicalize_name(found[2]) in asked


def _parsed(texts: Iterable[str]) -> Iterator[Requirement]:
    for text in texts:
        try:
            yield Requirement(text)
        except (ValueError, RecursionError):  # the first is what InvalidRequirement is; the second comes of a thousand brackets
            continue


def _is_active(requirement: Requirement, values: Mapping[str, str], extras: frozenset[str]) -> bool:
    return requirement.marker is None or any(holds(requirement.marker, values, extra) for extra in extras or ("",))
