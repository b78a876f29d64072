"""The virtual environment was made in another folder, and then moved or copied here.

The programs in an environment name the folder it was made in: `activate`, `pip` and most others. After a move they do not start, or use
nothing of this environment. A copy is worse: as long as the first one exists, its `pip` installs into that one, and says that all went
well. Only the environment's own Python knows where it is, so `python -m pip` still works. Recreating it mends all of them.

An environment that was made to be moved, with `uv venv --relocatable`, is not meant, nor one to which another path leads through a link.

```env
moved /home/ana/shop/.venv
requests 2.31.0
```

```requirements
requests
^^^^^^^^ warning[moved-environment] .venv was moved or copied from /home/ana/shop/.venv, so its programs still lead there; recreate it
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.view import Hit, View
from reqd.fixes.remedy import recreating

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """One hit, on the first requirement, where the environment was made elsewhere."""
    environment = view.environment
    if environment is None or not environment.former or view.is_constraints or not view.entries:
        return
    first = view.entries[0]
    moved = f"{view.shown(environment.root)} was moved or copied from {environment.former}"
    message = f"{moved}, so its programs still lead there; recreate it"
    yield Hit(first.start, first.requirement.name_span, message, tuple(recreating(view)))
