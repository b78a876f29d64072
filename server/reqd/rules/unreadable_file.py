"""The file cannot be read as a requirements file: it is a folder, or far larger than any requirements file is.

Nothing in it is checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.text import NOWHERE
from reqd.core.view import Hit, View

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit at the top of the file where it was not read."""
    for problem in view.manifest.problems:
        if problem.code == "unreadable-file":
            yield Hit(0, NOWHERE, problem.message)
