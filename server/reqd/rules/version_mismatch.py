"""A package is installed at a version that the file excludes, or that a file which it draws in with `-r` excludes.

Either the environment is behind the file, then install what is required; or the file is behind the environment, then write what is
installed. reqd offers both, and knows of no way to tell which is right.

```env
python 3.12.1
requests 2.31.0
```

```requirements
# base
requests == 2.32.0  # pinned
         ^^^^^^^^^ warning[version-mismatch] requests 2.31.0 is installed, but == 2.32.0 is required
```

```after Write ==2.31.0, the installed version
# base
requests == 2.31.0  # pinned
```

```after Widen to >=2.31.0
# base
requests >=2.31.0  # pinned
```
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.specifiers import Specifier
from packaging.version import InvalidVersion, Version

from reqd.core.environment import Distribution
from reqd.core.evaluation import accepts
from reqd.core.finding import EditFix, Fix, Severity
from reqd.core.manifest import Entry
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.pin import is_version
from reqd.fixes.remedy import installing, pinning
from reqd.knowledge.exclusion import exclusions

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the specifier that excludes the installed version, or on the name where a requirement of another file excludes it."""
    environment = view.environment
    if environment is None:
        return
    for entry in view.required:
        distribution = environment.installed(entry.requirement.project or "")
        specifier = entry.requirement.specifier
        if specifier.is_unsatisfiable():
            continue  # it is said elsewhere that no version will do
        if distribution is not None and not accepts(specifier, distribution.version):
            yield _own(view, entry, distribution)
    yield from exclusions(view, are_constraints=False, verb="requires")


def _own(view: View, entry: Entry, distribution: Distribution) -> Hit:
    message = f"{entry.requirement.name} {distribution.version} is installed, but {entry.written} is required"
    fixes = (installing(view, entry), *_rewriting(entry, distribution.version))
    return Hit(entry.start, entry.requirement.version_span, message, fixes)


def _rewriting(entry: Entry, version: str) -> Iterator[Fix]:
    """The edits that make the file agree with what is installed; none where a compiler wrote the file, or a hash would then be wrong."""
    if entry.manifest.is_compiled or entry.requirement.is_hashed or entry.requirement.url or not is_version(version):
        return
    span = entry.requirement.specifier_span
    yield EditFix(f"Write =={version}, the installed version", pinning(entry, version))
    wider = widened(tuple(entry.requirement.specifier), version)
    if wider:
        yield EditFix(f"Widen to {wider}", (rewriting(entry.manifest, entry.start, span, wider),))


def widened(clauses: tuple[Specifier, ...], version: str) -> str:
    """The specifier, opened just so far that it holds `version` too; empty where that cannot be written."""
    try:
        installed = Version(version)
        wider = [_widened(clause, installed) for clause in sorted(clauses, key=str, reverse=True)]
    except InvalidVersion:
        return ""
    return ",".join(dict.fromkeys(filter(None, wider)))


def _widened(clause: Specifier, installed: Version) -> str:
    if clause.contains(installed, prereleases=True):
        return str(clause)
    if clause.operator in ("<", "<="):
        return f"<={installed.public}"
    if clause.operator == "!=":
        return ""
    # A local version can be written behind == and != alone.
    written, found = (Version(version.public) for version in (Version(clause.version.removesuffix(".*")), installed))
    return f">={min(written, found)}"
