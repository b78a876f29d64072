"""A line that pip accepts and uv does not.

It is told where the environment is one of uv's, which has no pip inside, so that people run `uv pip install -r` there. reqd's own
installs are not stopped by it: reqd gives uv its own listing, in words that uv takes, and calls pip for what uv cannot do at all.

```env
python 3.12.1
kind uv
a 1.0 from file:///project/.venv/src/a as editable
requests 2.31.0
```

```requirements
-e git+https://example.org/a.git#egg=a
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint[uv-refuses] uv installs only folders as editable: leave out the -e for uv
requests==2.31.0 ;
                ^^ hint[uv-refuses] uv expects a marker after the ;
```

```after Remove it
-e git+https://example.org/a.git#egg=a
requests==2.31.0
```

Other lines of this kind: repositories of hg, svn and bzr, URLs that do not end in the name of an archive, any option but `--hash` behind
a requirement, `-rbase.txt` without a blank, several options on one line, `--no-binary a,b`, and options that are not written out.
What uv only ignores, such as `--prefer-binary`, is not told, nor what pip itself drops.
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.knowledge.uv import Refusal, refusal

SEVERITY = Severity.HINT


def check(view: View) -> Iterator[Hit]:
    """A hit for each line that uv refuses, where uv made the environment and is there."""
    tools = view.snapshot.tools
    if tools is None or tools.uv is None or view.environment is None or view.environment.kind != "uv":
        return
    for start, line in view.manifest.placed:
        found = refusal(line)
        if found is not None:
            yield Hit(start, found.span, found.message, _fixes(view, start, found))


def _fixes(view: View, start: int, found: Refusal) -> tuple[EditFix, ...]:
    if found.repair is None:
        return ()
    title = f"Write a blank after {found.repair.strip()}" if found.repair else "Remove it"
    return (EditFix(title, (rewriting(view.manifest, start, found.span, found.repair),)),)
