"""The project's virtual environment is there and cannot be used.

Most often its Python was removed or upgraded, the folder was copied from elsewhere, or making it was interrupted. Recreating it takes a
minute and loses nothing that the requirements file names.

```env
broken its Python, /usr/bin/python3.11, is gone
```

```requirements
requests
^^^^^^^^ error[broken-environment] .venv cannot be used: its Python, /usr/bin/python3.11, is gone
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.environment import BrokenEnvironment
from reqd.core.finding import Severity
from reqd.core.view import Hit, View
from reqd.fixes.remedy import recreating

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """One hit, on the first requirement, where the environment is broken."""
    if not isinstance(view.reading, BrokenEnvironment) or view.is_constraints or not view.entries:
        return
    first = view.entries[0]
    way_out = "" if view.reading.is_replaceable else "; remove or rename it, then create a new one"
    message = f"{view.shown(view.reading.root)} cannot be used: {view.reading.reason}{way_out}"
    yield Hit(first.start, first.requirement.name_span, message, tuple(recreating(view)))
