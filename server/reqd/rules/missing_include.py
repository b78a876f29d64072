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
from reqd.core.manifest import Include, MissingFile, Unreadable
from reqd.core.snapshot import target
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.manifests.requirements.glued import assigned, glued

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each include whose file is not there, and a milder one for a file that is there and is not read.

    Where none was meant (`-requests`), a rule of its own tells it.
    """
    for start, include in view.manifest.includes:
        path = target(view.manifest, include)
        match view.snapshot.manifests.get(path):
            case MissingFile() if glued(include.raw) is None and assigned(include.raw) is None:
                yield Hit(start, include.target_span, *_missing(view, start, include, path))
            case Unreadable(_, "it is a folder"):
                yield Hit(start, include.target_span, f"{include.target} is a folder; {_option(include)} takes a file")
            case Unreadable(_, reason, is_outside):
                severity = Severity.INFORMATION if is_outside else Severity.ERROR
                yield Hit(start, include.target_span, f"{include.target} is not checked: {reason}", severity=severity)
            case _:
                pass


def _missing(view: View, start: int, include: Include, path: str) -> tuple[str, tuple[EditFix, ...]]:
    """What is said of a file that is not there; a comma or a semicolon behind its name belongs to it for pip."""
    name = include.target.rstrip(",;")
    written = include.raw[include.target_span.start : include.target_span.end]
    if not name or name == include.target or written != include.target:
        return f"{include.target} does not exist", (EditFix(f"Create {include.target}", creates=(path,)),)
    sign = "comma" if include.target.endswith(",") else "semicolon"
    edit = rewriting(view.manifest, start, include.target_span, name)
    fix = EditFix(f"Write {_option(include)} {name}", (edit,), is_preferred=True)
    return f"pip takes the {sign} for a part of the file's name, and finds no such file", (fix,)


def _option(include: Include) -> str:
    return "-c" if include.is_constraint else "-r"
