"""A module of Python itself stands in the file as if it were a package.

What every Python brings along needs no line, and is not called missing. Of most such names the index has nothing, so that pip stops;
of some it has an unrelated package. Which modules there are depends on the environment's Python; without an environment only those are
told that every Python has.

```env
python 3.12.1
```

```requirements
json
^^^^ warning[standard-library] json is part of Python itself; pip would look for an unrelated package of that name: remove this line
requests
^^^^^^^^ warning[missing-package] requests is not installed in .venv
```

```after Remove this line
requests
```

The same is said of Python as a whole (`python>=3.8`): pip cannot install it, and an environment has the one that it was created with.

Some packages bring a module to Pythons that are older than it. A marker keeps such a line, which then is not told:
`dataclasses; python_version < "3.7"`. Nothing is said of a URL under such a name, of one that an installed package requires, in
constraints, or in what a compiler wrote. configparser is not told, since its newest releases are for today's Pythons.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.manifest import Entry
from reqd.core.view import Hit, View
from reqd.fixes.remedy import removing
from reqd.knowledge.built_in import PYTHON, built_in
from reqd.knowledge.python_modules import has_backport, since

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of each requirement that a module of this environment's Python has."""
    for entry in built_in(view):
        yield Hit(entry.start, entry.requirement.name_span, _message(view, entry), (removing(*entry),))


def _message(view: View, entry: Entry) -> str:
    name = entry.requirement.name or ""
    if name.lower() in PYTHON:
        return "pip cannot install Python itself; the environment's Python is chosen when it is created: remove this line"
    version = since(name)
    beginning = f"{name} is part of Python itself" + (f" since {version}" if version else "")
    if name.lower() == "tkinter":
        return f"{beginning}, on some Linux systems as the system's package python3-tk; pip cannot install it: remove this line"
    if view.environment is not None and view.environment.installed(entry.requirement.project or "") is not None:
        return f"{beginning}, and the installed package of that name is not needed: remove this line"
    if has_backport(name):
        return f"{beginning}; the package of that name is for older Pythons: remove this line"
    return f"{beginning}; pip would look for an unrelated package of that name: remove this line"
