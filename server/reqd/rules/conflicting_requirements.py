"""Lines that no version can satisfy together.

Two are told of each other; three or more are told on the last of them. The lines may stand in this file, in files it draws in with
`-r`, or in constraints (`-c`). Lines whose markers are never true together do not conflict.

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

import operator
from bisect import bisect_left
from collections.abc import Iterator
from functools import reduce
from itertools import chain, islice

from packaging.specifiers import SpecifierSet
from packaging.version import InvalidVersion, Version

from reqd.core.finding import EditFix, Related, Severity
from reqd.core.manifest import Entry
from reqd.core.snapshot import below, target
from reqd.core.view import Hit, View
from reqd.fixes.edit import taking_out
from reqd.fixes.remedy import removing
from reqd.knowledge.conflict import conflicts

SEVERITY = Severity.ERROR

# Below and above what projects number their releases with: where a version is found that lines with ranges and != leave over.
_FAR = (Version("999999999"), Version("0.dev0"))


def check(view: View) -> Iterator[Hit]:
    """A hit for each line of this file that contradicts earlier ones, and for each include that brings in a contradiction."""
    if conflicts(view.manifest.text.string):
        return  # one of the two sides of a merge will go
    for entries in view.projects.values():
        specified = [entry for entry in entries if len(entry.requirement.specifier)]
        if len(specified) == 1 and len(specified[0].requirement.specifier) == 1:
            continue
        impossible = [entry for entry in specified if entry.requirement.specifier.is_unsatisfiable()]
        for entry in impossible:
            yield from _impossible(view, entry)
        for group in _groups(view, [entry for entry in specified if entry not in impossible]):
            for entry, others in _contradictions(group) if len(group) > 1 else ():
                yield from _hits(view, entry, others)


def _impossible(view: View, entry: Entry) -> Iterator[Hit]:
    if entry.manifest is view.manifest:
        requirement = entry.requirement
        message = f"no version of {requirement.name} can be {entry.written}"
        yield Hit(entry.start, requirement.version_span, message)


def _groups(view: View, entries: list[Entry]) -> Iterator[list[Entry]]:
    """The entries that hold at once for sure (see `View.are_together`)."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault("" if view.environment else str(entry.requirement.marker), []).append(entry)
    yield from groups.values()


def _contradictions(entries: list[Entry]) -> Iterator[tuple[Entry, list[Entry]]]:
    """Each entry that cannot be met together with the earlier ones, with those of them that it takes; it does not count for later ones.

    While a version is known that meets them all, nothing needs to be computed.
    """
    united = SpecifierSet()
    kept: list[Entry] = []
    meeting: tuple[Version, ...] = _FAR
    for entry in entries:
        specifier = entry.requirement.specifier
        # The newest first: packaging intersects in this order, and is quick where the first one leaves little over.
        both = specifier & united
        still = tuple(version for version in meeting if specifier.contains(version, prereleases=True))
        if not still and both.is_unsatisfiable():
            yield entry, _opposing(specifier, kept)
            continue
        meeting = still or tuple(islice(_versions(both), 1))
        kept.append(entry)
        united = both


def _versions(specifier: SpecifierSet) -> Iterator[Version]:
    """Versions that meet a specifier, among those that it names, those right behind them and those far from them."""
    named = (version for clause in specifier for version in _near(clause.version))
    return (version for version in chain(named, _FAR) if specifier.contains(version, prereleases=True))


def _near(text: str) -> tuple[Version, ...]:
    try:
        version = Version(text.removesuffix(".*"))
    except InvalidVersion:
        return ()
    return Version(f"{version.epoch}!{'.'.join(map(str, version.release))}.0.0.0.1"), version


def _opposing(specifier: SpecifierSet, entries: list[Entry]) -> list[Entry]:
    """As few of the entries as cannot be met together with the specifier, in their order; all of them together cannot."""
    found: list[Entry] = []
    while not specifier.is_unsatisfiable():
        last = _last(specifier, entries)
        found.insert(0, entries[last])
        specifier = specifier & entries[last].requirement.specifier
        entries = entries[:last]
    return found


def _last(specifier: SpecifierSet, entries: list[Entry]) -> int:
    """The index of the entry up to which, it included, they cannot be met together with the specifier."""

    def is_reached(index: int) -> bool:
        return reduce(operator.and_, (entry.requirement.specifier for entry in entries[: index + 1]), specifier).is_unsatisfiable()

    return bisect_left(range(len(entries)), True, key=is_reached)


def _hits(view: View, entry: Entry, others: list[Entry]) -> Iterator[Hit]:
    """On the line of this file that comes last, else on the include that brings in the last one of all."""
    together = (*others, entry)
    own = [each for each in together if each.manifest is view.manifest]
    if own:
        yield _hit(view, own[-1], [each for each in together if each is not own[-1]])
    else:
        yield from _on_include(view, entry, others)


def _hit(view: View, entry: Entry, others: list[Entry]) -> Hit:
    requirement = entry.requirement
    written = [entry.written, *(f"{other.written} ({view.whereabouts(other)})" for other in others)]
    if len(others) > 1:
        return Hit(entry.start, requirement.version_span, _message(entry, written), (removing(*entry),), _places(others))
    (other,) = others
    keep_other = EditFix(f"Keep {written[1]}", (taking_out(*entry),))
    keep_this = EditFix(f"Keep {entry.written}", (taking_out(*other),))
    return Hit(entry.start, requirement.version_span, _message(entry, written), (keep_other, keep_this), _places(others))


def _message(entry: Entry, written: list[str]) -> str:
    both = "both" if len(written) == 2 else "at once"
    return f"no version of {entry.requirement.name} is {both} {', '.join(written[:-1])} and {written[-1]}"


def _places(entries: list[Entry]) -> tuple[Related, ...]:
    return tuple(
        Related(entry.manifest.path, entry.range(entry.requirement.span), f"{entry.requirement.name}{entry.written}") for entry in entries
    )


def _on_include(view: View, entry: Entry, others: list[Entry]) -> Iterator[Hit]:
    """Unless one file brings in all of them: then it is told there."""
    together = [entry, *others]
    for start, include in view.manifest.includes:
        reached = below(view.snapshot, target(view.manifest, include))
        if entry.manifest.path in reached and not {each.manifest.path for each in others} <= set(reached):
            message = _message(entry, [f"{each.written} ({view.whereabouts(each)})" for each in together])
            yield Hit(start, include.target_span, message, (), _places(together))
            return
