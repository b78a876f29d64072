"""An option that pip does not know in a requirements file, or that lacks its value.

```requirements
--index https://example.org/simple
--no-such-option
^^^^^^^^^^^^^^^^ error[invalid-option] pip knows no option --no-such-option in a requirements file
requests --hash=md5:d41d8cd98f00b204e9800998ecf8427e
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[invalid-option] pip accepts the hash algorithms sha256, sha384, sha512, not md5
-U flask
^^ error[invalid-option] -U belongs to pip's command, not into a requirements file
```

```after Remove it
--index https://example.org/simple
--no-such-option
requests --hash=md5:d41d8cd98f00b204e9800998ecf8427e
flask
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Line, Malformed, Remark
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.remedy import removing
from reqd.fixes.separation import rest, taking_away
from reqd.knowledge.substitution import VARIABLE, is_replaced
from reqd.manifests.requirements.dropped import dropped
from reqd.manifests.requirements.parse import parsed_line

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each line that is refused for one of its options, as it stands and not for a variable that pip replaces."""
    for start, line in view.manifest.placed:
        if isinstance(line, Malformed) and line.code == "invalid-option" and not is_replaced(view.snapshot, line):
            yield Hit(start, line.span, _message(line), tuple(_repair(view, start, line)))


def _message(line: Malformed) -> str:
    variable = VARIABLE.search(line.raw, line.span.start, line.span.end)
    return f"pip refuses this line where the variable {variable[1]} is not set" if variable else line.message


def _repair(view: View, start: int, line: Malformed) -> Iterator[EditFix]:
    """The repair, if pip then reads the whole line."""
    if line.repair is None or "\\" in line.raw:
        return
    if not line.repair:
        yield from _removing(view, start, line)
        return
    if _is_read(parsed_line(line.raw[: line.span.start] + line.repair + line.raw[line.span.end :])):
        edit = rewriting(view.manifest, start, line.span, line.repair)
        title = "Make it a comment" if line.repair.startswith("#") else f"Write {line.repair}"
        yield EditFix(title, (edit,), is_preferred=True)


def _removing(view: View, start: int, line: Malformed) -> Iterator[EditFix]:
    left = parsed_line(rest(line, line.span))
    if isinstance(left, Remark):
        yield removing(view.manifest, start, line)
    elif _is_read(left):
        yield EditFix("Remove it", (taking_away(view.manifest, start, line, line.span),), is_preferred=True)


def _is_read(line: Line) -> bool:
    return not isinstance(line, Malformed) and not dropped(line.raw)
