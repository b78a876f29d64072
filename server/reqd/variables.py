"""The names of the environment variables that pip would replace in a requirements file, were it started here."""

from __future__ import annotations

import os
import re

_NAME = re.compile(r"[A-Z0-9_]+")


def names() -> frozenset[str]:
    """Those that are set, and not to nothing. What they hold is nobody's business."""
    return frozenset(name for name, value in os.environ.items() if value and _NAME.fullmatch(name))
