"""Environments of uv, which have no pip inside.

Evidence: a line `uv = 0.9.5` in pyvenv.cfg, and `version_info = 3.12.1`, which is the full version, pre-release and all
(`crates/uv-virtualenv/src/virtualenv.rs`). A `.lock` beside it belongs to uv too.
"""

from __future__ import annotations

from reqd.environments.configuration import Configuration


def is_maker(configuration: Configuration) -> bool:
    """Whether uv left its version."""
    return "uv" in configuration


def version(configuration: Configuration) -> str:
    """The full version of its Python as written, or nothing."""
    return configuration.get("version_info", "")
