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

from reqd.core.finding import Severity
from reqd.core.manifest import Malformed
from reqd.core.view import Hit, View
from reqd.fixes.repair import repairing
from reqd.knowledge.conflict import conflicts, is_marked
from reqd.knowledge.substitution import is_replaced

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each line that is refused for its requirement, as it stands and not for a variable that pip replaces.

    What git could not merge is told by a rule of its own.
    """
    found = conflicts(view.manifest.text.string)
    for start, line in view.manifest.placed:
        if not isinstance(line, Malformed) or line.code != "invalid-requirement" or is_replaced(view.snapshot, line):
            continue
        if not is_marked(found, start, line.raw):
            yield Hit(start, line.span, line.message, repairing(view.manifest, start, line))
