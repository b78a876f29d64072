"""A line is read as a package's name or a URL, and is the address of a page, a version as npm writes it, or a file's name.

pip accepts such a line and fails later, with words about something else: it looks for a package called `git`, tries to unpack a page of
GitHub, or asks the index for a package called `requirements.txt`.

```requirements
git@github.com:psf/requests.git
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[mistaken-address] a repository's address begins with git+ssh:// and has a / where the colon is
https://github.com/pallets/flask
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[mistaken-address] this is the address of a page; a repository's begins with git+https://
django@5.0
      ^^^^ warning[mistaken-address] behind an @ stands a URL; a version is written after ==
requirements-dev.txt
^^^^^^^^^^^^^^^^^^^^ warning[mistaken-address] this is the name of a file; -r draws it in
```

```after Write -r requirements-dev.txt
git@github.com:psf/requests.git
https://github.com/pallets/flask
django@5.0
-r requirements-dev.txt
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core import place
from reqd.core.finding import EditFix, Severity
from reqd.core.local_path import absence, written
from reqd.core.manifest import Entry, Include, Requirement
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.remedy import removing
from reqd.knowledge.mistaken import Mistaken, mistaken
from reqd.manifests.requirements.dropped import dropped
from reqd.manifests.requirements.parse import parsed_line

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on each such address; on one that may be a folder's path only where no folder is there."""
    for entry in view.entries:
        found = mistaken(entry.requirement)
        if found is not None and view.is_active(entry.requirement) is not False and not _may_be_there(view, entry, found):
            yield Hit(entry.start, found.span, found.message, tuple(_fixes(view, entry, found)))


def _may_be_there(view: View, entry: Entry, found: Mistaken) -> bool:
    return found.may_be_folder and not absence(view, written(entry.requirement))


def _fixes(view: View, entry: Entry, found: Mistaken) -> Iterator[EditFix]:
    """The line as it was meant, if pip then reads all of it; a file that would draw itself in is taken out."""
    raw = entry.requirement.raw
    if found.text is None:
        return
    meant = raw[: found.span.start] + found.text + raw[found.span.end :]
    read = parsed_line(meant)
    if isinstance(read, Include) and place.joined(view.folder, read.target) == view.manifest.path:
        yield removing(*entry)
    elif isinstance(read, Include) or (isinstance(read, Requirement) and mistaken(read) is None and not dropped(meant)):
        title = found.text or entry.requirement.name or ""
        if entry.requirement.name and not found.text.startswith(("git+", "-")):
            title = f"{raw[entry.requirement.name_span.start : found.span.start]}{found.text}"
        yield EditFix(f"Write {title}", (rewriting(view.manifest, entry.start, found.span, found.text),), is_preferred=True)
