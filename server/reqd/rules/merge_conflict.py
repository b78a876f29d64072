"""Git could not merge the changes of two people, and left both versions of some lines in the file.

pip refuses the markers. Which of the two versions is right only a person can say: the fixes take one of them, or both, and
remove the markers. Where a marker is missing, or one conflict stands inside another, reqd offers none.

```requirements
flask==3.0.0
<<<<<<< HEAD
^^^^^^^^^^^^ error[merge-conflict] git could not merge the lines down to line 6, and left both versions of them here; keep one of the two
requests==2.31.0
=======
^^^^^^^ error[merge-conflict] here begins the second version of the merge conflict that begins on line 2
requests==2.32.0
>>>>>>> feature
^^^^^^^^^^^^^^^ error[merge-conflict] here ends the merge conflict that begins on line 2
```

```after Keep the first side (HEAD)
flask==3.0.0
requests==2.31.0
```

```after Keep the second side (feature)
flask==3.0.0
requests==2.32.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Edit, EditFix, Related, Severity
from reqd.core.manifest import Malformed, Manifest
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.knowledge.conflict import Conflict, Marker, conflicts, is_marked

SEVERITY = Severity.ERROR

# Behind the second marker often stands a commit's whole title, which would fill a menu.
_TITLE = 40

_WHAT = {"<": "the first version", "|": "what both changed", "=": "the second version", ">": "the end"}


def check(view: View) -> Iterator[Hit]:
    """A hit for each marker, and for each line that is refused for one that stands where git puts none."""
    string = view.manifest.text.string
    found = conflicts(string)
    for conflict in found:
        yield from _hits(view.manifest, conflict, string)
    for start, line in view.manifest.placed:
        if isinstance(line, Malformed) and line.code == "merge-conflict" and not is_marked(found, start, line.raw):
            yield Hit(start, line.span, line.message)


def _hits(manifest: Manifest, conflict: Conflict, string: str) -> Iterator[Hit]:
    fixes = _fixes(manifest, conflict, string) if conflict.is_complete else ()
    for marker in conflict.markers:
        others = tuple(
            Related(manifest.path, manifest.text.range(other.span), _WHAT[other.sign]) for other in conflict.markers if other is not marker
        )
        yield Hit(0, marker.span, _message(manifest, conflict, marker), fixes, others)


def _message(manifest: Manifest, conflict: Conflict, marker: Marker) -> str:
    if not conflict.is_complete:
        return "git left this marker of a merge conflict; keep those of the lines around it that are right, and remove it"
    first, last = (manifest.text.point(each.span.start).line + 1 for each in (conflict.markers[0], conflict.markers[-1]))
    match marker.sign:
        case "<":
            return f"git could not merge the lines down to line {last}, and left both versions of them here; keep one of the two"
        case "|":
            return f"here begins what both versions of the merge conflict on line {first} have changed"
        case "=":
            return f"here begins the second version of the merge conflict that begins on line {first}"
        case _:
            return f"here ends the merge conflict that begins on line {first}"


def _fixes(manifest: Manifest, conflict: Conflict, string: str) -> tuple[EditFix, ...]:
    first, second = conflict.sides(string)
    begin, end = (_named(marker) for marker in (conflict.markers[0], conflict.markers[-1]))
    sides = ((f"Keep the first side{begin}", first), (f"Keep the second side{end}", second), ("Keep both sides", first + second))
    return tuple(EditFix(title, (_replaced(manifest, conflict.span, text),)) for title, text in sides)


def _replaced(manifest: Manifest, span: Span, text: str) -> Edit:
    return Edit(manifest.path, manifest.text.range(span), text)


def _named(marker: Marker) -> str:
    if not marker.name:
        return ""
    name = marker.name if len(marker.name) <= _TITLE else f"{marker.name[: _TITLE - 1]}…"
    return f" ({name})"
