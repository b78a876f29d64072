"""The same package stands twice in one file, on lines that can both hold.

pip obeys both. Whoever changes one of them later believes to have changed the requirement. Lines whose markers are not true together,
and lines in different files, are no duplicates.

```env
python 3.12.1
requests 2.31.0
  Provides-Extra: socks
```

```requirements
requests[socks]>=2.0
Requests<3
^^^^^^^^ warning[duplicate-requirement] Requests is already required on line 1
```

```after Merge both lines
requests[socks]>=2.0,<3
```

```after Remove this line
requests[socks]>=2.0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, Specifier

from reqd.core.finding import EditFix, Related, Severity
from reqd.core.manifest import Entry
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting, taking_out
from reqd.fixes.remedy import removing
from reqd.knowledge.conflict import conflicts

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit for each line whose project an earlier line of the file asks for, unless the two conflict, which is said elsewhere."""
    if conflicts(view.manifest.text.string):
        return  # one of the two sides of a merge will go
    for entries in view.projects.values():
        firsts: dict[str, Entry] = {}
        for entry in entries:
            if entry.manifest is not view.manifest:
                continue
            # See `View.are_together`; of thousands of lines not each can be compared with each.
            first = firsts.setdefault("" if view.environment else str(entry.requirement.marker), entry)
            if first is not entry and not (entry.requirement.specifier & first.requirement.specifier).is_unsatisfiable():
                yield _hit(entry, first)


def _hit(entry: Entry, first: Entry) -> Hit:
    message = f"{entry.requirement.name} is already required on line {first.line_number}"
    related = Related(first.manifest.path, first.range(first.requirement.span), "the first time")
    return Hit(entry.start, entry.requirement.name_span, message, (*_merge(entry, first), removing(*entry)), (related,))


def _merge(entry: Entry, first: Entry) -> tuple[EditFix, ...]:
    """One line that asks for what both ask for; none where a URL, a hash or a marker makes that more than uniting extras and specifiers,
    or where the second line holds more than these: an option, or a comment, would be lost."""
    both = (first.requirement, entry.requirement)
    if any(requirement.url or requirement.is_hashed for requirement in both) or both[0].marker != both[1].marker:
        return ()
    if entry.requirement.options or entry.requirement.raw[entry.requirement.span.end :].strip():
        return ()
    extras = sorted({*first.requirement.extras, *entry.requirement.extras})
    clauses = _clauses(first, entry)
    if clauses is None:
        return ()
    start, end = first.requirement.extras_span.start, first.requirement.specifier_span.end
    blank = first.requirement.raw[first.requirement.extras_span.end : first.requirement.specifier_span.start]
    merged = f"[{','.join(extras)}]{blank}{clauses}" if extras else f"{blank}{clauses}"
    # One edit: of two that insert at the same place, not every editor keeps the order.
    edits = (rewriting(first.manifest, first.start, Span(start, end), merged), taking_out(*entry))
    return (EditFix("Merge both lines", edits, is_preferred=True),)


def _clauses(first: Entry, entry: Entry) -> str | None:
    """The clauses of both lines as they are written, or None where such a text would be read as something else."""
    clauses = [clause.strip() for each in (first, entry) for clause in each.written.strip("()").split(",") if clause.strip()]
    different: dict[Specifier, str] = {}
    try:
        for clause in clauses:
            different.setdefault(Specifier(clause), clause)
    except InvalidSpecifier:
        return None
    # What follows === is one word, whatever it holds.
    merged = ",".join(sorted(different.values(), key=lambda clause: clause.startswith("===")))
    try:
        read = Requirement(f"name{merged}").specifier
    except InvalidRequirement:
        return None
    return merged if read == first.requirement.specifier & entry.requirement.specifier else None
