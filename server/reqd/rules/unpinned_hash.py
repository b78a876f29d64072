"""A hash on a requirement that leaves open which version is meant.

A hash belongs to the files of one version. pip takes the newest version that the line allows, and refuses it as soon as its hash is
another one; older pips refuse the line at once, and so does uv where hashes are required. A version with `==` is exact, one with a
wildcard (`==2.*`) is not.

```env
python 3.12.1
requests 2.31.0
```

```requirements
requests>=2.31 --hash=sha256:58cd2187c01e70e6e26505bca751777aa9f2ee0b7f4300988b709f44e013003f
        ^^^^^^ error[unpinned-hash] a --hash belongs to one version; write that version with == in place of >=2.31
```

```after Write ==2.31.0, the installed version
requests==2.31.0 --hash=sha256:58cd2187c01e70e6e26505bca751777aa9f2ee0b7f4300988b709f44e013003f
```
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.specifiers import SpecifierSet

from reqd.core.evaluation import accepts
from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Entry, Requirement
from reqd.core.view import Hit, View
from reqd.fixes.remedy import pinning

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit on the version, or on the name where none is written, of each hashed line that no line pins."""
    hashed = [entry for entry in view.entries if entry.requirement.is_hashed and not entry.requirement.url]
    pinned = _pinned(view) if hashed else frozenset()
    for entry in hashed:
        requirement = entry.requirement
        if not is_exact(requirement.specifier) and _holding(view, requirement) not in pinned:
            instead = f"in place of {entry.written}" if entry.written else f"behind {requirement.name}"
            message = f"a --hash belongs to one version; write that version with == {instead}"
            yield Hit(entry.start, requirement.version_span, message, tuple(_pinning(view, entry)))


def _pinned(view: View) -> frozenset[tuple[str, str]]:
    """What lines of all files that hold together name the version of."""
    entries = (entry for entries in view.projects.values() for entry in entries)
    return frozenset(_holding(view, entry.requirement) for entry in entries if is_exact(entry.requirement.specifier))


def _holding(view: View, requirement: Requirement) -> tuple[str, str]:
    """The project, with the marker where it is not known whether that holds: lines of which this is the same hold together."""
    return requirement.project or "", "" if view.environment or not requirement.marker else str(requirement.marker)


def is_exact(specifier: SpecifierSet) -> bool:
    """Whether a specifier leaves one version over."""
    return any(clause.operator == "===" or (clause.operator == "==" and not clause.version.endswith(".*")) for clause in specifier)


def _pinning(view: View, entry: Entry) -> Iterator[EditFix]:
    """The installed version, where the line allows it. Whether the hash is that version's, pip will tell."""
    distribution = view.environment.installed(entry.requirement.project or "") if view.environment else None
    if distribution is None or entry.manifest.is_compiled or not accepts(entry.requirement.specifier, distribution.version):
        return
    edits = pinning(entry, distribution.version)
    if edits:
        yield EditFix(f"Write =={distribution.version}, the installed version", edits)
