"""The file's bytes are not plain UTF-8.

Windows PowerShell's `pip freeze > requirements.txt` writes UTF-16, which pip reads and most other tools do not. Bytes that are
no UTF-8 at all are read differently on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.text import NOWHERE
from reqd.core.view import Hit, View

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit at the top of the file for each problem that was met while decoding it."""
    for problem in view.manifest.problems:
        if problem.code == "file-encoding":
            yield Hit(0, NOWHERE, problem.message)
