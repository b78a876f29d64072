"""A line names a folder in which there is nothing that pip could install.

A folder can be installed where it holds a `pyproject.toml` or a `setup.py`; pip refuses the whole file otherwise. Nothing is said of `.`
and `..`, which may be another folder where pip is run.

```folder
tool/pyproject.toml
notes/readme.md
```

```requirements
./tool
-e ./notes
   ^^^^^^^ error[missing-project] ./notes has neither pyproject.toml nor setup.py, so pip cannot install it
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.local_path import has_no_name, is_bare, is_no_project, written
from reqd.core.view import Hit, View
from reqd.knowledge.mistaken import mistaken

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit on each path that is there and certainly no project; of a path pip asks before it looks at the marker, of a URL after it."""
    for entry in view.entries:
        requirement = entry.requirement
        path = written(requirement) if requirement.url and has_no_name(requirement) and "#" not in requirement.url else ""
        is_looked_at = is_bare(requirement) or view.is_active(requirement) is True
        if path and is_looked_at and mistaken(requirement) is None and is_no_project(view.snapshot, entry.manifest, path):
            message = f"{path} has neither pyproject.toml nor setup.py, so pip cannot install it"
            yield Hit(entry.start, requirement.url_span, message)
