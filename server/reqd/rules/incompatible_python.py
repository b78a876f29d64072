"""The installed version of a package is not made for the environment's Python.

Installers choose a version that fits. One that does not fit is there after the environment's Python was replaced, or after an install
that was told not to look. It may fail at once, or only in some corner.

```env
python 3.9.18
numpy 2.3.0
  Requires-Python: >=3.11
```

```requirements
numpy>=2
^^^^^ warning[incompatible-python] numpy 2.3.0 needs Python >=3.11, but .venv has Python 3.9.18
```

Installing it again takes the newest version that fits. To keep the version, create the environment with another Python.

```runs Reinstall numpy>=2 into .venv
uv --no-config --no-progress --color never pip install --python .venv/bin/python -r requirements.txt --reinstall-package numpy
-- requirements.txt
numpy>=2
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.evaluation import accepts
from reqd.core.finding import Fix, Severity
from reqd.core.manifest import Entry
from reqd.core.unmet import excluding_python
from reqd.core.view import Hit, View
from reqd.fixes.remedy import reinstalling

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of each requirement whose installed version asks for another Python."""
    environment = view.environment
    if environment is None:
        return
    for entry in view.required:
        python = excluding_python(environment, entry.requirement.project or "")
        distribution = environment.installed(entry.requirement.project or "") if python else None
        # Where another version is required, that one may fit.
        if distribution is not None and accepts(entry.requirement.specifier, distribution.version):
            name = entry.requirement.name or distribution.name
            message = f"{name} {distribution.version} needs Python {python}, but {view.environment_name} has Python {environment.python}"
            yield Hit(entry.start, entry.requirement.name_span, message, tuple(_fixes(view, entry)))


def _fixes(view: View, entry: Entry) -> Iterator[Fix]:
    """None where the line leaves no choice of versions."""
    requirement = entry.requirement
    is_free = not any(clause.operator in ("==", "===") for clause in requirement.specifier)
    if is_free and requirement.url is None and not requirement.is_hashed:
        yield reinstalling(view, entry)
