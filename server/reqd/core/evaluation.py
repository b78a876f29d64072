"""What a marker and a specifier come to: for the values of one environment, for the version that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from packaging.markers import Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

# Of an environment: the variables of PEP 508 with what they are there, by name.
Values: TypeAlias = tuple[tuple[str, str], ...]


def holds(marker: Marker, values: Mapping[str, str], extra: str = "") -> bool:
    """Whether a marker is true for an environment's values and an extra; one that cannot be evaluated does not exclude anything."""
    return is_true(str(marker), sorted_values(values), extra)


def sorted_values(values: Mapping[str, str]) -> Values:
    """An environment's values as `is_true` remembers them."""
    return tuple(sorted(values.items()))


@lru_cache(maxsize=4096)  # as many as the lines that are remembered
def is_true(marker: str, values: Values, extra: str = "") -> bool:
    """The same as `holds` for a marker's text, which costs less than the marker where many are asked about."""
    try:
        return Marker(marker).evaluate({**dict(values), "extra": extra})
    except (UndefinedComparison, UndefinedEnvironmentName, ValueError, RecursionError):
        return True


def accepts(specifier: SpecifierSet, version: str) -> bool:
    """Whether an installed version satisfies a specifier. Pre-releases count: what is installed is there.

    Asking is as quick as looking an answer up would be: a specifier set's hash takes longer than its judgement.
    """
    if not len(specifier) or _is_pin(specifier, version):
        return True
    try:
        return specifier.contains(_version(version), prereleases=True)
    except (InvalidVersion, ValueError):
        return any(clause.operator == "===" and clause.version == version for clause in specifier)


def _is_pin(specifier: SpecifierSet, version: str) -> bool:
    """Whether it is that version, letter by letter, so that nothing needs to be compared."""
    return len(specifier) == 1 and any(clause.operator == "==" and clause.version == version for clause in specifier)


@lru_cache(maxsize=4096)  # more than the distributions of most environments
def _version(text: str) -> Version:
    return Version(text)
