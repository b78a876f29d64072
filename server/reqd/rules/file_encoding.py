"""The file's bytes are not plain UTF-8.

Windows PowerShell's `pip freeze > requirements.txt` writes UTF-16, which pip reads and most other tools do not. Bytes that are
no UTF-8 at all are read differently on every machine. A byte order mark, which Windows programs put before UTF-8, is taken for a part of
the first name by some tools. PowerShell 7 writes plain UTF-8, Windows PowerShell with
`pip freeze | Out-File -Encoding ascii requirements.txt`.

Where it is certain which text is meant, the fix writes the file anew as UTF-8, and so does `reqd convert`. It is not an edit, so an editor
cannot undo it; nothing but the encoding changes, and the comment that names it. A file with changes that are not saved is left alone. Of
one that holds bytes that fit no encoding only a person knows what was meant: an editor can correct them and save it as UTF-8.

A comment in the first two lines can name the encoding, and pip obeys it. With some encodings it then reads requirements where everybody
else sees a comment.

```requirements
# coding: utf-7
^^^^^^^^^^^^^^^ warning[file-encoding] A comment names the encoding utf-7, which can hide requirements; the file is read as UTF-8: remove it
requests
```

```after Remove this line
requests
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import CommandFix, Severity
from reqd.core.text import NOWHERE, Span
from reqd.core.view import Hit, View
from reqd.fixes.remedy import removing
from reqd.manifests.decoding import hiding_comment

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit for each problem that was met while decoding: on the comment that is to blame, else at the top of the file."""
    told = [problem for problem in view.manifest.problems if problem.code == "file-encoding"]
    found = hiding_comment(view.manifest.text.string)
    if found is not None and (view.manifest.is_open or found[1] in (problem.message for problem in told)):
        told = [problem for problem in told if problem.message != found[1]]
        yield _comment(view, *found)
    fix = CommandFix("Convert it to UTF-8", "reqd.convert", {"path": view.manifest.path}, is_preferred=True)
    for problem in told:
        yield Hit(0, NOWHERE, problem.message, (fix,) if problem.is_convertible else ())


def _comment(view: View, start: int, message: str) -> Hit:
    """A comment that ends a continued line is no line of its own, and stays."""
    line = dict(view.manifest.placed).get(start)
    if line is None:
        return Hit(0, NOWHERE, message)
    return Hit(start, Span(0, len(line.raw)), message, (removing(view.manifest, start, line),))
