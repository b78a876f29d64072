"""Environments of tox, which are for its tests: known, and never a project's own.

Evidence: `.tox/NAME` beside tox.ini (`tox/config/sets.py`, `work_dir`).
"""

from __future__ import annotations

import os

from reqd.environments import keeping


def known(folder: str) -> tuple[str, ...]:
    """The environments that tox made in the folder, by name."""
    made = os.path.join(folder, ".tox")
    return keeping.existing(os.path.join(made, name) for name in keeping.names(made))
