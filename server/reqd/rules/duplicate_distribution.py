"""One package is installed twice in the environment.

Two installers at work at once, or an interrupted one, leave two records of one package. Python imports one of them, and which one is
chance. Installing the package again leaves one.

```env
python 3.12.1
six 1.15.0
six 1.16.0
```

```requirements
six
^^^ warning[duplicate-distribution] six is installed twice in .venv: 1.15.0 and 1.16.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.view import Hit, View
from reqd.fixes.remedy import reinstalling

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of each requirement of which the environment holds more than one distribution."""
    environment = view.environment
    if environment is None:
        return
    for entry in view.required:
        found = environment.distributions.get(entry.requirement.project or "", ())
        if len(found) > 1:
            versions = " and ".join(distribution.version for distribution in found)
            message = f"{entry.requirement.name} is installed twice in {view.environment_name}: {versions}"
            yield Hit(entry.start, entry.requirement.name_span, message, (reinstalling(view, entry),))
