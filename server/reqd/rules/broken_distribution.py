"""A package's record in the environment is damaged, as an interrupted install leaves it.

pip and uv believe the name of the record's folder, so the package counts as installed. Whether its files are there, nobody knows;
installing it again makes sure.

```env
python 3.12.1
six 1.16.0 its METADATA is missing
```

```requirements
six
^^^ warning[broken-distribution] six 1.16.0 is installed, but its METADATA is missing
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.view import Hit, View
from reqd.fixes.remedy import reinstalling

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of each requirement whose distribution is damaged."""
    environment = view.environment
    if environment is None:
        return
    for entry in view.required:
        distribution = environment.installed(entry.requirement.project or "")
        if distribution is not None and distribution.problem:
            message = f"{entry.requirement.name} {distribution.version} is installed, but {distribution.problem}"
            yield Hit(entry.start, entry.requirement.name_span, message, (reinstalling(view, entry),))
