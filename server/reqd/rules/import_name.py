"""A name that is imported stands where the package's name belongs.

`import sklearn` works once scikit-learn is installed; the index knows it by that name. Under some import names it has nothing, under
some an unrelated package, and under some a placeholder that only points to the right one (`bs4`, `zmq`). So the line may well install,
and yet not say what is meant.

```requirements
sklearn==0.0
^^^^^^^ information[import-name] sklearn is the name to import; the package to install is called scikit-learn
PIL>=9
^^^ information[import-name] PIL is the name to import; the package to install is called pillow
```

```after Write scikit-learn
scikit-learn
PIL>=9
```

A version that the right package never had is taken out together with the wrong name. Where a package of the written name is installed,
or the line gives a URL, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Entry
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.remedy import removing
from reqd.knowledge.import_names import Package, package

SEVERITY = Severity.INFORMATION


def check(view: View) -> Iterator[Hit]:
    """A hit on each name that is known to be no package's, and is not installed either."""
    if view.is_constraints:
        return
    for entry in view.entries:
        meant = package(view.manifest, entry.requirement)
        if meant is not None and not _is_settled(view, entry):
            yield _hit(view, entry, meant)


def _is_settled(view: View, entry: Entry) -> bool:
    """Whether a package of that name is installed, or not needed here."""
    environment = view.environment
    is_installed = environment is not None and environment.installed(entry.requirement.project or "") is not None
    return is_installed or view.is_active(entry.requirement) is False


def _hit(view: View, entry: Entry, meant: Package) -> Hit:
    message = f"{entry.requirement.name} is the name to import; the package to install is called {meant.name}"
    others = [other for other in view.projects.get(canonicalize_name(meant.name), ()) if other.manifest is view.manifest]
    if others:
        message += f", which {view.whereabouts(others[0])} asks for"
        return Hit(entry.start, entry.requirement.name_span, message, (removing(*entry),))
    return Hit(entry.start, entry.requirement.name_span, message, _writing(entry, meant))


def _writing(entry: Entry, meant: Package) -> tuple[EditFix, ...]:
    """The right name, without a version that it never had; none for a hashed line, whose hashes are another package's."""
    requirement = entry.requirement
    if requirement.is_hashed:
        return ()
    edits = [rewriting(entry.manifest, entry.start, requirement.name_span, meant.name)]
    if _is_foreign(requirement.specifier, meant.first):
        between = requirement.raw[requirement.name_span.end : requirement.specifier_span.start]
        span = Span(requirement.name_span.start, requirement.specifier_span.end)
        edits = [rewriting(entry.manifest, entry.start, span, f"{meant.name}{between.rstrip()}")]
    return (EditFix(f"Write {meant.name}", tuple(edits), is_preferred=True),)


def _is_foreign(specifier: SpecifierSet, first: str) -> bool:
    """Whether a clause asks for a version before the package's first one."""
    for clause in specifier:
        if clause.operator in ("==", "===", "~="):
            try:
                if Version(clause.version.removesuffix(".*")) < Version(first):
                    return True
            except InvalidVersion:
                return True
    return False
