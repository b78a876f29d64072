"""A file draws itself in, directly or by way of others.

pip refuses such files. The finding stands on the `-r` or `-c` that closes the circle.

```requirements
-r requirements.txt
   ^^^^^^^^^^^^^^^^ error[include-cycle] requirements.txt draws in itself
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core import place
from reqd.core.finding import Severity
from reqd.core.snapshot import below, target
from reqd.core.view import Hit, View

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each include from which this file is reached again."""
    for start, include in view.manifest.includes:
        path = target(view.manifest, include)
        if path == view.manifest.path:
            yield Hit(start, include.target_span, f"{include.target} draws in itself")
        elif path and view.manifest.path in below(view.snapshot, path):
            yield Hit(start, include.target_span, f"{include.target} draws in {place.name(view.manifest.path)} again")
