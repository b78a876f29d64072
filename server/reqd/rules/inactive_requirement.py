"""A requirement whose marker is false in this environment, so that it is not needed here.

Nothing is wrong; the line is shown grey, and the value that decides is named.

```env
python 3.12.1
```

```requirements
tomli>=2; python_version < "3.11"
^^^^^ hint[inactive-requirement] not needed here: python_version is 3.12
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core.environment import Environment
from reqd.core.finding import Severity
from reqd.core.manifest import Entry
from reqd.core.view import Hit, View

SEVERITY = Severity.HINT

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_VARIABLE = re.compile(r"[a-z_]+")


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of each requirement that does not hold here."""
    environment = view.environment
    if environment is None:
        return
    for entry in view.entries:
        if view.is_active(entry.requirement) is False:
            yield Hit(entry.start, entry.requirement.name_span, f"not needed here: {_values(entry, environment)}")


def _values(entry: Entry, environment: Environment) -> str:
    """The variables of the marker with their values, in the order in which they are written."""
    words = _VARIABLE.findall(_QUOTED.sub(" ", str(entry.requirement.marker)))
    variables = dict.fromkeys(word for word in words if word in environment.markers)
    return " and ".join(f"{name} is {environment.markers[name]}" for name in variables) or "its marker is false"
