"""A package is installed at a version that the file excludes.

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

from reqd.core.edit import rewriting
from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import accepts
from reqd.core.finding import EditFix, Fix, Related, Severity
from reqd.core.manifest import Entry
from reqd.core.pin import is_version
from reqd.core.remedy import installing, pinning
from reqd.core.snapshot import below, target
from reqd.core.view import Hit, View

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit on the specifier that excludes the installed version, or on the name where a line of another file excludes it."""
    environment = view.environment
    if environment is None:
        return
    for entry in view.required:
        distribution = environment.installed(entry.requirement.project or "")
        if distribution is None:
            continue
        if not accepts(entry.requirement.specifier, distribution.version):
            yield _own(view, entry, distribution)
        else:
            yield from _elsewhere(view, entry, distribution)
    yield from _drawn_in(view, environment)


def _own(view: View, entry: Entry, distribution: Distribution) -> Hit:
    message = f"{entry.requirement.name} {distribution.version} is installed, but {entry.written} is required"
    fixes = (installing(view, entry), *_rewriting(entry, distribution.version))
    return Hit(entry.start, entry.requirement.version_span, message, fixes)


def _elsewhere(view: View, entry: Entry, distribution: Distribution) -> Iterator[Hit]:
    """Lines of other files that hold here too, and exclude what is installed."""
    for other in view.projects.get(entry.requirement.project or "", ()):
        if other.manifest is view.manifest or accepts(other.requirement.specifier, distribution.version):
            continue
        where = view.whereabouts(other)
        message = f"{entry.requirement.name} {distribution.version} is installed, but {where} requires {other.written}"
        related = Related(other.manifest.path, other.range(other.requirement.span), "required here")
        fix = installing(view, entry)
        yield Hit(entry.start, entry.requirement.name_span, message, (fix,), (related,))


def _drawn_in(view: View, environment: Environment) -> Iterator[Hit]:
    """On the include that brings in a line which excludes what is installed for a requirement of another file that is drawn in."""
    own = {entry.requirement.project for entry in view.required}
    asked = {entry.requirement.project: entry for entry, is_constraint in reversed(view.closure) if not is_constraint}
    for project, entries in view.projects.items():
        distribution = environment.installed(project)
        entry = asked.get(project)
        if entry is None or distribution is None or project in own or not view.is_active(entry.requirement):
            continue
        for other in entries:
            if not accepts(other.requirement.specifier, distribution.version):
                yield from _on_include(view, entry, other, distribution)


def _on_include(view: View, entry: Entry, other: Entry, distribution: Distribution) -> Iterator[Hit]:
    """Unless one file brings in both: then it is told there."""
    for start, include in view.manifest.includes:
        reached = below(view.snapshot, target(view.manifest, include))
        if other.manifest.path in reached and entry.manifest.path not in reached:
            where = view.whereabouts(other)
            message = f"{entry.requirement.name} {distribution.version} is installed, but {where} requires {other.written}"
            places = ((entry, "asked for here"), (other, "required here"))
            related = tuple(Related(each.manifest.path, each.range(each.requirement.span), words) for each, words in places)
            yield Hit(start, include.target_span, message, (installing(view, entry),), related)
            return


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
