"""The variables that pip replaces in a requirements file before it reads a line."""

from __future__ import annotations

import re

from reqd.core.manifest import Malformed
from reqd.core.snapshot import Snapshot

# `ENV_VAR_RE` in pip's `req_file.py`: upper case only, and the braces.
VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)\}")


def is_replaced(snapshot: Snapshot, line: Malformed) -> bool:
    """Whether what is refused is not what pip will read: it holds variables, and all of them are set."""
    names = VARIABLE.findall(line.raw[line.span.start : line.span.end])
    return bool(names) and snapshot.variables.issuperset(names)
