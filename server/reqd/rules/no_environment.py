"""The project has no virtual environment, so there is nothing to compare the file with.

A virtual environment is a folder, usually `.venv`, that holds a Python of its own and the packages of one project. reqd looks for one
beside the file and in the folders above it, up to the folder that is open in the editor. It is said once, on the first requirement.

```env
none
```

```requirements
# what the project needs
requests
^^^^^^^^ warning[no-environment] this project has no virtual environment, so its packages cannot be checked
flask
```

```runs Create .venv with Python 3.12
python3.12 -I -m venv .venv
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.environment import NoEnvironment
from reqd.core.finding import Severity
from reqd.core.view import Hit, View
from reqd.fixes.remedy import creating

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """One hit, on the first requirement, where no environment was found."""
    if not isinstance(view.reading, NoEnvironment) or view.is_constraints or not view.entries:
        return
    first = view.entries[0]
    message = "this project has no virtual environment, so its packages cannot be checked"
    if view.reading.root:
        message = f"{view.shown(view.reading.root)} is not a virtual environment, and {view.choice.reason}"
    yield Hit(first.start, first.requirement.name_span, message, tuple(creating(view)))
