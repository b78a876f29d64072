"""A file that `-r` or `-c` names does not exist.

pip looks for it beside the including file, and refuses the whole file when it is not there.

```requirements
-r base.txt
   ^^^^^^^^ error[missing-include] base.txt does not exist
requests
```

```creates Create base.txt
base.txt
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import MissingFile, Unreadable
from reqd.core.snapshot import target
from reqd.core.view import Hit, View
from reqd.manifests.requirements.glued import glued

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each include whose file is not there, and a milder one for a file that is there and is not read.

    Where none was meant (`-requests`), a rule of its own tells it.
    """
    for start, include in view.manifest.includes:
        path = target(view.manifest, include)
        match view.snapshot.manifests.get(path):
            case MissingFile() if glued(include.raw) is None:
                fix = EditFix(f"Create {include.target}", creates=(path,))
                yield Hit(start, include.target_span, f"{include.target} does not exist", (fix,))
            case Unreadable(_, reason, is_outside):
                severity = Severity.INFORMATION if is_outside else Severity.ERROR
                yield Hit(start, include.target_span, f"{include.target} is not checked: {reason}", severity=severity)
            case _:
                pass
