"""Environments of virtualenv, which Poetry, Pipenv, Hatch, tox and virtualenvwrapper use too.

Evidence: a line `virtualenv = 20.35.4` in pyvenv.cfg, and `version_info = 3.12.1.final.0`, which is `sys.version_info` joined by dots
(`virtualenv/create/creator.py`, `set_pyenv_cfg`).
"""

from __future__ import annotations

from reqd.environments.configuration import Configuration

# How `platform.python_version` shortens the release levels of `sys.version_info`.
_LEVELS = {"alpha": "a", "beta": "b", "candidate": "rc"}


def is_maker(configuration: Configuration) -> bool:
    """Whether virtualenv left its version."""
    return "virtualenv" in configuration


def version(configuration: Configuration) -> str:
    """The full version of its Python, `3.15.0a1` where that is a pre-release, or nothing."""
    major, minor, micro, level, serial, *_ = [*configuration.get("version_info", "").split("."), "", "", "", "", ""]
    if not micro:
        return configuration.get("version", "")
    return f"{major}.{minor}.{micro}" + (f"{_LEVELS[level]}{serial}" if level in _LEVELS else "")
