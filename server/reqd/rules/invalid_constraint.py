"""A line that pip refuses in a constraints file: one with extras, an editable one, or one without a name.

A constraint only says which versions may be installed if something else asks for the package. So it can neither ask for extras nor
bring in a folder. What is asked for belongs into a requirements file.

```requirements constraints.txt
requests[socks]>=2.31
        ^^^^^^^ error[invalid-constraint] pip refuses extras in a constraints file; ask for requests[socks] where requests is required
-e ./tool
   ^^^^^^ error[invalid-constraint] pip refuses an editable in a constraints file; write -e ./tool into a requirements file
flask @ https://example.org/flask-3.0.0.tar.gz
```

```after Write requests>=2.31
requests>=2.31
-e ./tool
flask @ https://example.org/flask-3.0.0.tar.gz
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import EditFix, Related, Severity
from reqd.core.manifest import Entry, Include, Manifest, Requirement
from reqd.core.snapshot import open_and_read, target
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting

SEVERITY = Severity.ERROR

# More places than these nobody visits one by one.
_NAMED = 10


def check(view: View) -> Iterator[Hit]:
    """A hit for each such line of a constraints file; one on a `-c` that draws in a file of requirements with such lines."""
    if _is_bound_alone(view):
        for entry in view.entries:
            if fault(entry.requirement):
                yield _hit(entry)
    for start, include in view.manifest.includes:
        yield from _drawn_in(view, start, include)


def fault(requirement: Requirement) -> str:
    """What pip refuses of a requirement as a constraint; empty where it takes it. Markers do not count: pip looks at these first."""
    if requirement.is_editable:
        return "an editable"
    if requirement.name is None:
        return f"a {_kind(requirement)} without a project's name"
    return "extras" if requirement.extras else ""


def _kind(requirement: Requirement) -> str:
    return "URL" if "://" in (requirement.url or "") else "path"


def _is_bound_alone(view: View) -> bool:
    """Whether the file is a constraints file for sure: nobody draws it in with `-r`, whatever its name says."""
    return view.is_constraints and not any(
        target(manifest, include) == view.manifest.path
        for manifest in open_and_read(view.snapshot)
        for _, include in manifest.includes
        if not include.is_constraint
    )


def _hit(entry: Entry) -> Hit:
    requirement = entry.requirement
    refused = f"pip refuses {fault(requirement)} in a constraints file"
    if fault(requirement) == "extras":
        message = f"{refused}; {_advice(entry)}"
        return Hit(entry.start, requirement.extras_span, message, tuple(_without_extras(entry)))
    if not requirement.is_editable and _kind(requirement) == "URL":
        return Hit(entry.start, requirement.url_span, f"{refused}; write the name and an @ before it")
    written = f"-e {requirement.url}" if requirement.is_editable else requirement.url
    return Hit(entry.start, requirement.url_span, f"{refused}; write {written} into a requirements file")


def _advice(entry: Entry) -> str:
    requirement = entry.requirement
    if entry.manifest.is_compiled:
        return "compile the file with --strip-extras"
    return f"ask for {requirement.name}[{','.join(requirement.extras)}] where {requirement.name} is required"


def _without_extras(entry: Entry) -> Iterator[EditFix]:
    """The line without its extras; none where a compiler would bring them back, or where they stand behind a URL."""
    requirement = entry.requirement
    if not entry.manifest.is_compiled and not requirement.url:
        title = f"Write {requirement.name}{''.join(requirement.written_specifier.split())}"
        span = Span(requirement.name_span.end, requirement.extras_span.end)
        yield EditFix(title, (rewriting(entry.manifest, entry.start, span, ""),), is_preferred=True)


def _drawn_in(view: View, start: int, include: Include) -> Iterator[Hit]:
    """On a `-c`, where the file that it names does not tell it itself."""
    reading = view.snapshot.manifests.get(target(view.manifest, include))
    if not include.is_constraint or not isinstance(reading, Manifest) or _is_bound_alone(View(view.snapshot, reading)):
        return
    entries = [entry for entry in reading.entries if fault(entry.requirement)]
    if entries:
        first = entries[0]
        message = f"pip refuses {fault(first.requirement)} in what -c draws in: {view.whereabouts(first)} is {first.requirement.asked}"
        related = tuple(
            Related(each.manifest.path, each.range(each.requirement.span), f"{fault(each.requirement)}: refused as a constraint")
            for each in entries[:_NAMED]
        )
        yield Hit(start, include.target_span, message, related=related)
