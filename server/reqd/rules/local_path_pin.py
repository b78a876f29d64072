"""A package is asked for by a file or folder that is not on this machine.

`pip freeze` writes `name @ file:///…` for what was installed from a folder, and for every package that conda installed. On any other
machine that folder is not there, and pip stops. What is meant is nearly always the version.

Only what lies inside of the opened folder is looked for. Of paths outside of it reqd tells those that are another machine's for sure,
going by their names.

```env
python 3.12.1
six 1.16.0
```

```requirements
six @ file:///croot/six/work
      ^^^^^^^^^^^^^^^^^^^^^^ warning[local-path-pin] six is asked for by a path of the machine on which conda built it; ask for a version
```

```after Write six==1.16.0, the installed version
six==1.16.0
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reqd.core.evaluation import accepts
from reqd.core.finding import Edit, EditFix, Severity
from reqd.core.local_path import absence, has_no_name, written
from reqd.core.manifest import Entry
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.pin import is_version

SEVERITY = Severity.WARNING


class Version(NamedTuple):
    """A version that the path can be replaced by, and where it is known from."""

    text: str
    source: str


def check(view: View) -> Iterator[Hit]:
    """A hit on each such path, with the line's own fix and one for all such lines."""
    lost = [entry for entry in view.entries if _is_candidate(entry) and view.is_active(entry.requirement) is not False]
    absent = [(entry, words) for entry in lost if (words := absence(view, written(entry.requirement)))]
    versions = {entry.start: version for entry, _ in absent if (version := _version(view, entry))}
    all_edits = tuple(_edit(entry, versions[entry.start]) for entry, _ in absent if entry.start in versions)
    for entry, words in absent:
        fixes = tuple(_fixes(entry, versions.get(entry.start), all_edits))
        yield Hit(entry.start, entry.requirement.url_span, f"{entry.requirement.name} is asked for by {words}; ask for a version", fixes)


def _is_candidate(entry: Entry) -> bool:
    requirement = entry.requirement
    return requirement.name is not None and bool(written(requirement)) and not has_no_name(requirement)


def _version(view: View, entry: Entry) -> Version | None:
    """The installed version, unless a wheel's file name says another one; none where a line cannot simply become a pin."""
    requirement = entry.requirement
    is_plain = not requirement.is_editable and not requirement.options and not entry.manifest.is_compiled
    if not is_plain or (requirement.extras and requirement.extras_span.end == requirement.extras_span.start):
        return None
    distribution = view.environment.installed(requirement.project or "") if view.environment else None
    if distribution is not None and is_version(distribution.version) and accepts(requirement.specifier, distribution.version):
        return Version(distribution.version, "the installed version")
    named = next((clause.version for clause in requirement.specifier), "")
    return Version(named, "the version of the file") if named and is_version(named) else None


def _edit(entry: Entry, version: Version) -> Edit:
    span = Span(entry.requirement.extras_span.end, entry.requirement.url_span.end)
    return rewriting(entry.manifest, entry.start, span, f"=={version.text}")


def _fixes(entry: Entry, version: Version | None, all_edits: tuple[Edit, ...]) -> Iterator[EditFix]:
    if version is not None:
        title = f"Write {entry.requirement.name}=={version.text}, {version.source}"
        yield EditFix(title, (_edit(entry, version),), is_preferred=True)
        if len(all_edits) > 1:
            yield EditFix(f"Write the version of all {len(all_edits)} such packages", all_edits)
