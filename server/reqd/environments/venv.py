"""Environments of the standard library's venv, and of all who leave no other mark.

Evidence: `version = 3.12.1` in pyvenv.cfg, always three numbers, be it a pre-release (`venv/__init__.py`, `create_configuration`). Tools
that use venv, such as PDM, and those that write the file by hand look the same.
"""

from __future__ import annotations

from reqd.environments.configuration import Configuration


def is_maker(configuration: Configuration) -> bool:
    """Whether the file says what Python needs to see an environment (PEP 405)."""
    return "home" in configuration


def version(configuration: Configuration) -> str:
    """The full version of its Python as written, or nothing."""
    return configuration.get("version", "")
