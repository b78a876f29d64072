"""What is installed is a version that a constraints file (`-c`) does not allow.

A constraint asks for nothing. It says which versions may be installed of whatever is asked for elsewhere. Installing again takes a
version that it allows. If the constraint is what is wrong, change it in its own file.

```env
python 3.12.1
requests 2.31.0
```

```file constraints.txt
requests<2.30
```

```requirements
-c constraints.txt
requests
^^^^^^^^ warning[constraint-violation] requests 2.31.0 is installed, but line 1 of constraints.txt allows only <2.30
```

```runs Install requests into .venv
uv --no-config --no-progress --color never pip install --python .venv/bin/python -r requirements.txt -c constraints.txt
-- requirements.txt
requests
-- constraints.txt
requests<2.30
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.environment import Environment
from reqd.core.evaluation import accepts
from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Entry
from reqd.core.view import Hit, View
from reqd.fixes.remedy import pinning
from reqd.knowledge.exclusion import exclusions

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit for each constraint that is drawn in and violated; in a constraints file, a mild one on the line itself."""
    if view.is_constraints and view.environment is not None:
        yield from _own(view, view.environment)
    yield from exclusions(view, are_constraints=True, verb="allows only")


def _own(view: View, environment: Environment) -> Iterator[Hit]:
    """Mild, since a constraint does not tell whether anything asks for the package; who does is warned in the file that asks."""
    for entry in view.entries:
        requirement = entry.requirement
        distribution = environment.installed(requirement.project or "") if view.is_active(requirement) else None
        if distribution is not None and not accepts(requirement.specifier, distribution.version):
            message = f"{requirement.name} {distribution.version} is installed, but this file allows only {entry.written}"
            fixes = tuple(_allowing(entry, distribution.version))
            yield Hit(entry.start, requirement.version_span, message, fixes, severity=Severity.HINT)


def _allowing(entry: Entry, version: str) -> Iterator[EditFix]:
    """None where a compiler wrote the file, a hash would then be wrong, or a URL says the version."""
    requirement = entry.requirement
    edits = () if entry.manifest.is_compiled or requirement.is_hashed or requirement.url else pinning(entry, version)
    if edits:
        yield EditFix(f"Write =={version}, the installed version", edits)
