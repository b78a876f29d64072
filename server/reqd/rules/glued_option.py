"""A name with a dash before it, which pip reads as an option with its value glued to it.

`-requests` is `-r equests`, `-foo==1.0` is `-f oo==1.0`, and neither installs what it seems to. It is told where the line is none that
anybody would write on purpose: `-rbase.txt` with that file beside it, `-e.` and `-fhttps://…` are in order.

```requirements
-requests
^^^^^^^^^ warning[glued-option] pip reads -requests as -r equests, because of its dash
```

```after Write requests
requests
```

An = between a short option and its value is taken for a part of the value. Only long options have one: `--requirement=base.txt`.

```requirements
-r=base.txt
^^^^^^^^^^^ warning[glued-option] pip takes the = for a part of the value; a short option takes its value after a blank
```

```after Write -r base.txt
-r base.txt
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Include, Line, Malformed, MissingFile
from reqd.core.snapshot import target
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.manifests.requirements.dropped import dropped
from reqd.manifests.requirements.glued import Glued, assigned, beginning, misread
from reqd.manifests.requirements.lines import logical
from reqd.manifests.requirements.parse import parsed_line

SEVERITY = Severity.WARNING

# Why a word is read so, by what was meant to stand where its dash stands.
_REASONS = {"": "of its dash", "--": "it has one dash only"}
_NO_BLANK = "no blank divides them"
# What these ask for is never called like a package. A folder or a page, behind -e and -f, may be.
_CERTAIN = ("-r", "-c", "-i", "-C")


def check(view: View) -> Iterator[Hit]:
    """A hit for each line that begins so."""
    for start, line in view.manifest.placed:
        yield from _assigned(view, start, line)
        found = misread(view.snapshot, view.manifest, line)
        if found is not None:
            message = f"pip reads {found.word} as {found.option} {found.value}, because {_REASONS.get(beginning(found), _NO_BLANK)}"
            yield Hit(start, found.span, message, tuple(_fix(view, start, line, found)))


def _assigned(view: View, start: int, line: Line) -> Iterator[Hit]:
    """A hit on a short option with an =, unless the file that pip will look for is there, or was not looked for yet."""
    found = assigned(line.raw)
    if found is None:
        return
    if isinstance(line, Include) and not isinstance(view.snapshot.manifests.get(target(view.manifest, line)), MissingFile):
        return
    equals = Span(found.span.start + 2, found.span.start + 3)
    meant = f"{line.raw[: equals.start]} {line.raw[equals.end :]}"
    message = "pip takes the = for a part of the value; a short option takes its value after a blank"
    title = f"Write a blank after {found.option}" if "://" in found.value else f"Write {found.option} {found.value[1:]}"
    fixes = (EditFix(title, (rewriting(view.manifest, start, equals, " "),), is_preferred=True),)
    yield Hit(start, found.span, message, () if isinstance(parsed_line(meant), Malformed) else fixes)


def _fix(view: View, start: int, line: Line, found: Glued) -> Iterator[EditFix]:
    """The line as it was meant, if pip then reads all of it."""
    dash = Span(found.span.start, found.span.start + 1)
    meant = beginning(found) + logical(line.raw).text[1:]
    if "\\" in line.raw or isinstance(parsed_line(meant), Malformed) or dropped(meant):
        return
    edit = rewriting(view.manifest, start, dash, beginning(found))
    yield EditFix(f"Write {beginning(found)}{found.word[1:]}", (edit,), is_preferred=found.option in _CERTAIN)
