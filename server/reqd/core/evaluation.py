"""What a marker and a specifier come to: for the values of one environment, for the version that is installed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from packaging.markers import Marker, UndefinedComparison, UndefinedEnvironmentName
from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version


def holds(marker: Marker, values: Mapping[str, str], extra: str = "") -> bool:
    """Whether a marker is true for an environment's values and an extra; one that cannot be evaluated does not exclude anything."""
    return _holds(str(marker), tuple(sorted(values.items())), extra)


@lru_cache(maxsize=4096)
def _holds(marker: str, values: tuple[tuple[str, str], ...], extra: str) -> bool:
    try:
        return Marker(marker).evaluate({**dict(values), "extra": extra})
    except (UndefinedComparison, UndefinedEnvironmentName, ValueError, RecursionError):
        return True


@lru_cache(maxsize=4096)  # as many as the lines that are remembered
def accepts(specifier: SpecifierSet, version: str) -> bool:
    """Whether an installed version satisfies a specifier. Pre-releases count: what is installed is there."""
    if not len(specifier):
        return True
    try:
        return specifier.contains(Version(version), prereleases=True)
    except (InvalidVersion, ValueError):
        return any(clause.operator == "===" and clause.version == version for clause in specifier)
