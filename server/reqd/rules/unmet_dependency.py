"""An installed package needs another one, which is not installed, or at a version that it cannot work with.

Packages bring their own requirements along, and an installer sees to them. They are unmet after an install that was told to leave
them out, after one of them was removed, or after a later install replaced one for the sake of another package. This is what `pip check`
finds in the whole environment, told on the line that brings it in. If no line does, nothing is said. Lines that give a path without a
name are not followed, and neither are the extras that packages ask of each other, as `pip check` does not follow them.

```env
python 3.12.1
flask 3.0.0
  Requires-Dist: click>=8.1.3
requests 2.31.0
  Requires-Dist: urllib3<3,>=1.21.1
urllib3 2.2.0
  Requires-Dist: h2>=4
click 7.0
```

```requirements
flask==3.0.0
^^^^^ warning[unmet-dependency] flask needs click>=8.1.3, but click 7.0 is installed
requests
^^^^^^^^ warning[unmet-dependency] requests brings in urllib3, and that needs h2>=4, which is not installed
```

Installing the line again installs what it needs. What the file asks for itself is told where it stands, by `missing-package` or
`version-mismatch`.

```runs Install flask==3.0.0 into .venv
uv --no-config --no-progress --color never pip install --python .venv/bin/python -r requirements.txt -c constraints.txt
-- requirements.txt
flask==3.0.0
-- constraints.txt
requests
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.unmet import Unmet, unmet
from reqd.core.view import Hit, View
from reqd.knowledge.needs import bringing, hits, untold

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of the requirement that brings in a package whose own requirement is not met."""
    environment = view.environment
    lacking = untold(view, unmet(environment)) if environment is not None and view.required else []
    if environment is None or not lacking:
        return
    entries = bringing(view, environment)
    brought: dict[int, list[Unmet]] = {}
    for each in lacking:
        if each.distribution.name in entries:
            brought.setdefault(entries[each.distribution.name].start, []).append(each)
    for entry in view.required:
        yield from hits(view, entry, entry.requirement.name_span, brought.pop(entry.start, ()))
