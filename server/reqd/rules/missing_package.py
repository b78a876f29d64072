"""A package that the file asks for is not installed in the environment.

`import requests` fails although the file names requests? Then this is why: the file only says what is needed, installing is a step of
its own.

```env
python 3.12.1
flask 3.0.0
```

```requirements
flask>=3
requests==2.31.0
^^^^^^^^ warning[missing-package] requests is not installed in .venv
```

```runs Install requests==2.31.0 into .venv
uv --no-config --no-progress --color never pip install --python .venv/bin/python -r requirements.txt -c constraints.txt
-- requirements.txt
requests==2.31.0
-- constraints.txt
flask>=3
```

```after Remove this line
flask>=3
```
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from reqd.core import place
from reqd.core.environment import Environment
from reqd.core.finding import CommandFix, Fix, Severity
from reqd.core.manifest import Entry
from reqd.core.view import Hit, View
from reqd.fixes.remedy import installing, removing
from reqd.knowledge.built_in import built_in
from reqd.knowledge.import_names import package
from reqd.knowledge.mistaken import mistaken

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of each requirement that no installed distribution answers to, and that Python itself does not bring along."""
    environment = view.environment
    if environment is None:
        return
    absent = [entry for entry in view.required if environment.installed(entry.requirement.project or "") is None]
    absent = [entry for entry in absent if mistaken(entry.requirement) is None]
    brought = {entry.start for entry in built_in(view)} if absent else set()
    missing = [entry for entry in absent if entry.start not in brought]
    together = tuple(_together(view, [entry for entry in missing if _is_name(entry)]))
    for entry in missing:
        message = f"{entry.requirement.name} is not installed in {view.environment_name}"
        leftover = _leftover(environment, entry.requirement.project or "")
        if leftover:
            message += f"; an interrupted install left {leftover} behind"
        fixes: tuple[Fix, ...] = (installing(view, entry), *together) if _is_name(entry) else ()
        yield Hit(entry.start, entry.requirement.name_span, message, (*fixes, removing(*entry)))


def _is_name(entry: Entry) -> bool:
    """Whether the line asks for what it names: under a name that is imported the index has something else, or nothing."""
    return package(entry.manifest, entry.requirement) is None


def _together(view: View, missing: list[Entry]) -> Iterator[CommandFix]:
    projects = list(dict.fromkeys(str(entry.requirement.project) for entry in missing))
    if len(projects) > 1:
        arguments = {"path": view.manifest.path, "projects": projects}
        yield CommandFix(f"Install all {len(projects)} missing packages into {view.environment_name}", "reqd.install", arguments)


def _leftover(environment: Environment, project: str) -> str:
    """The record of the project that an install set aside and never put back, if there is one; pip's `AdjacentTempDirectory` names it."""
    for path in environment.leftovers:
        folder = place.name(path)
        written, separator, _ = folder.removesuffix(".dist-info").partition("-")
        rest = canonicalize_name(written.lstrip("~.=%0123456789"))
        if folder.endswith(".dist-info") and separator and rest and len(written) == len(project) and project.endswith(rest):
            return folder
    return ""
