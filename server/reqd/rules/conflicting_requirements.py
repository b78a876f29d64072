"""Two lines that no version can satisfy together.

The lines may stand in this file, in files it draws in with `-r`, or in constraints (`-c`). Lines whose markers are never true
together do not conflict.

```env
python 3.12.1
requests 2.31.0
```

```requirements
requests==2.31.0
requests<2.0
        ^^^^ error[conflicting-requirements] no version of requests is both <2.0 and ==2.31.0 (line 1)
        ^^^^ warning[version-mismatch] requests 2.31.0 is installed, but <2.0 is required
```

```after Keep ==2.31.0 (line 1)
requests==2.31.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.specifiers import SpecifierSet

from reqd.core.finding import EditFix, Related, Severity
from reqd.core.manifest import Entry
from reqd.core.snapshot import below, target
from reqd.core.view import Hit, View

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each line of this file that contradicts an earlier one, and for each include that brings in a contradiction."""
    for entries in view.projects.values():
        for index, entry in enumerate(entries):
            if len(entry.requirement.specifier) > 1 and entry.requirement.specifier.is_unsatisfiable():
                yield from _impossible(view, entry)
                continue
            other = _contradicted(view, entry, entries[:index])
            if other is not None:
                yield from _hits(view, entry, other)


def _impossible(view: View, entry: Entry) -> Iterator[Hit]:
    if entry.manifest is view.manifest:
        requirement = entry.requirement
        message = f"no version of {requirement.name} can be {entry.written}"
        yield Hit(entry.start, requirement.specifier_span, message)


def _contradicted(view: View, entry: Entry, earlier: list[Entry]) -> Entry | None:
    """The first of the earlier entries that cannot be met together with this one."""
    specifier = entry.requirement.specifier
    for other in earlier:
        if not len(specifier) or not len(other.requirement.specifier) or other.requirement.specifier == specifier:
            continue
        if view.are_together(entry.requirement, other.requirement) and _is_impossible(specifier, other.requirement.specifier):
            return other
    return None


def _is_impossible(first: SpecifierSet, second: SpecifierSet) -> bool:
    return not first.is_unsatisfiable() and not second.is_unsatisfiable() and (first & second).is_unsatisfiable()


def _hits(view: View, entry: Entry, other: Entry) -> Iterator[Hit]:
    """On the later line where it is this file's, else on the earlier one, else on the include that brings the later one in."""
    if entry.manifest is view.manifest:
        yield _hit(view, entry, other)
    elif other.manifest is view.manifest:
        yield _hit(view, other, entry)
    else:
        yield from _on_include(view, entry, other)


def _hit(view: View, entry: Entry, other: Entry) -> Hit:
    requirement = entry.requirement
    where = view.whereabouts(other)
    message = f"no version of {requirement.name} is both {entry.written} and {other.written} ({where})"
    related = Related(other.manifest.path, other.range(other.requirement.span), f"{other.requirement.name}{other.written}")
    keep_other = EditFix(f"Keep {other.written} ({where})", (view.removal(entry),))
    keep_this = EditFix(f"Keep {entry.written}", (view.removal(other),))
    return Hit(entry.start, requirement.specifier_span, message, (keep_other, keep_this), (related,))


def _on_include(view: View, entry: Entry, other: Entry) -> Iterator[Hit]:
    for start, include in view.manifest.includes:
        reached = below(view.snapshot, target(view.manifest, include))
        if entry.manifest.path in reached and other.manifest.path not in reached:
            message = (
                f"no version of {entry.requirement.name} is both {entry.written} ({view.whereabouts(entry)}) "
                f"and {other.written} ({view.whereabouts(other)})"
            )
            places = (Related(each.manifest.path, each.range(each.requirement.span), str(each.requirement.name)) for each in (entry, other))
            yield Hit(start, include.target_span, message, (), tuple(places))
            return
