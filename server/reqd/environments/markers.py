"""The values of PEP 508's variables in an environment, none of them asked of its interpreter."""

from __future__ import annotations

from collections.abc import Mapping

from packaging.markers import default_environment

from reqd.environments.layout import release


def values(version: str, implementation: str) -> Mapping[str, str]:
    """Each variable except `extra`. An environment is used on the machine it lies on, so the platform's values are this process's own.

    `version` is the full one of its Python, `implementation` as in `CPython`. That of PyPy itself is written nowhere: Python's stands
    in for it.
    """
    return {
        **{name: str(value) for name, value in default_environment().items()},
        "implementation_name": implementation.lower(),
        "implementation_version": version,
        "platform_python_implementation": implementation,
        "python_full_version": version,
        "python_version": release(version),
    }
