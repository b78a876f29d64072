"""Environments of Nox, which are for its sessions: known, and never a project's own.

Evidence: `.nox/NAME` beside noxfile.py (`nox/_options.py`, `envdir`).
"""

from __future__ import annotations

import os

from reqd.environments import keeping


def known(folder: str) -> tuple[str, ...]:
    """The environments that Nox made in the folder, by name."""
    made = os.path.join(folder, ".nox")
    return keeping.existing(os.path.join(made, name) for name in keeping.names(made))
