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
        if isinstance(line, Malformed) and line.code == "invalid-requirement":
            yield Hit(start, line.span, line.message, _repair(view, start, line))


def _repair(view: View, start: int, line: Malformed) -> tuple[EditFix, ...]:
    if line.repair is None:
        return ()
    text = line.repair.replace("\n", view.manifest.text.line_end)
    edit = Edit(view.manifest.path, view.manifest.range(start, line.span), text)
    return (EditFix(_title(line.repair), (edit,), is_preferred=True),)


def _title(repair: str) -> str:
    if "\n" in repair:
        return "Write each on a line of its own"
    return f"Write {repair.strip()}" if repair.strip() else "Remove it"
