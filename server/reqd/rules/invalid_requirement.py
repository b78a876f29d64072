"""A line that pip refuses.

pip stops at the first such line and installs nothing. reqd shows every one of them, on the part that is wrong, and offers the
repair where only one thing can be meant.

```requirements
requests = 2.31.0
        ^^^ error[invalid-requirement] one = compares nothing here; an exact version is written with ==
flask >= 3.0
```

```after Write ==
requests==2.31.0
flask >= 3.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Edit, EditFix, Severity
from reqd.core.manifest import Malformed
from reqd.core.view import Hit, View

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each line that is refused for its requirement."""
    for start, line in view.manifest.placed:
        if isinstance(line, Malformed) and not line.is_option:
            yield Hit(start, line.span, line.message, _repair(view, start, line))


def _repair(view: View, start: int, line: Malformed) -> tuple[EditFix, ...]:
    if line.repair is None:
        return ()
    title = f"Write {line.repair}" if line.repair else "Remove it"
    return (EditFix(title, (Edit(view.manifest.path, view.manifest.range(start, line.span), line.repair),), is_preferred=True),)
