"""A line asks for a branch of a repository, or for none, so nobody can tell from it which commit is meant.

What is installed came from the right place. Whether it is still what the branch means, only the repository knows, and reqd asks nobody.
With the commit in the line everybody installs the same.

```env
python 3.12.1
engine 2.0 from git+https://example.org/engine@main at 0123456789abcdef0123456789abcdef01234567
```

```requirements
engine @ git+https://example.org/engine@main
                                        ^^^^ hint[unverified-source] engine is installed at commit 0123456; main may mean a newer one by now
```

```after Pin to commit 0123456
engine @ git+https://example.org/engine@0123456789abcdef0123456789abcdef01234567
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core.environment import Origin
from reqd.core.finding import EditFix, Severity
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.knowledge import revision
from reqd.knowledge.source import Sourced, is_there, sourced

SEVERITY = Severity.HINT


def check(view: View) -> Iterator[Hit]:
    """A hit on the revision, or on the whole URL where none is written, of each line that does not say which commit it means."""
    for each in sourced(view):
        origin, wanted = each.distribution.origin, each.source.revision
        if origin is None or not origin.system or not is_there(view, each.source, origin) or each.entry.requirement.is_editable:
            continue
        if revision.is_met(wanted, origin.commit) or revision.is_another(wanted, origin.revision, origin.commit):
            continue
        if revision.is_moving(wanted) or wanted != origin.revision:
            message = f"{each.name} is installed at commit {origin.commit[:7]}; {_doubt(wanted)}"
            yield Hit(each.entry.start, each.revision_span, message, tuple(_pinning(each, origin)))


def _doubt(wanted: str) -> str:
    if not wanted:
        return "this line names no revision, so another install may bring a newer one"
    if revision.is_moving(wanted):
        return f"{wanted} may mean a newer one by now"
    return f"whether {wanted} is that one, only the repository knows"


def _pinning(sourced: Sourced, origin: Origin) -> Iterator[EditFix]:
    """The whole commit in the revision's place; none where something else was asked for when it was installed."""
    entry, wanted = sourced.entry, sourced.source.revision
    requirement, span = entry.requirement, sourced.revision_span
    if origin.system != "git" or origin.revision != wanted or not revision.is_whole_commit(origin.commit) or entry.manifest.is_compiled:
        return
    if requirement.raw[requirement.url_span.start : requirement.url_span.end] != requirement.url or (
        wanted and span == requirement.url_span
    ):
        return
    if not wanted:
        end = span.start + len(re.split(r"[?#]", requirement.url)[0])
        span = Span(end, end)
    edit = rewriting(entry.manifest, entry.start, span, origin.commit if wanted else f"@{origin.commit}")
    yield EditFix(f"Pin to commit {origin.commit[:7]}", (edit,))
