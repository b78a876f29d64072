"""What an installer is given to read: the lines that hold, gathered from a file and all that it draws in.

The installer never reads the manifest itself. So what is installed is what reqd understood and showed: unsaved edits count, and nothing
hides in a character that ends a line for pip and not for an editor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reqd.actions.plan import Input, Origin
from reqd.core import place
from reqd.core.manifest import Entry, Manifest, Options, Requirement
from reqd.core.snapshot import below
from reqd.core.view import View

REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "constraints.txt"


@dataclass(frozen=True, slots=True)
class Listing:
    """The inputs, and the manifest's line for each of theirs."""

    inputs: tuple[Input, ...]
    origins: Mapping[tuple[str, int], Origin]


def listing(view: View, projects: frozenset[str] | None) -> Listing:
    """The requirements of these projects, or of all, with the options that hold for the run and whatever bounds them.

    When only some projects are asked for, the file's other lines are constraints, so that a dependency that comes along is the one
    that the file names.
    """
    asked = [entry for entry, is_constraint in view.closure if not is_constraint and _is_asked(entry, projects)]
    bounds = [entry for entry, is_constraint in view.closure if is_constraint or not _is_asked(entry, projects)]
    lines = [*_option_lines(view), *((_line(entry.requirement), _origin(entry)) for entry in asked)]
    bounding = [(_line(replace(entry.requirement, extras=())), _origin(entry)) for entry in bounds if _can_bound(entry.requirement)]
    origins = {(REQUIREMENTS, number): origin for number, (_, origin) in enumerate(lines, start=1)}
    origins |= {(CONSTRAINTS, number): origin for number, (_, origin) in enumerate(bounding, start=1)}
    inputs = [Input(REQUIREMENTS, "".join(f"{line}\n" for line, _ in lines))]
    if bounding:
        inputs.append(Input(CONSTRAINTS, "".join(f"{line}\n" for line, _ in bounding)))
    return Listing(tuple(inputs), origins)


def _is_asked(entry: Entry, projects: frozenset[str] | None) -> bool:
    return projects is None or entry.requirement.project in projects


def _can_bound(requirement: Requirement) -> bool:
    """A constraint has a name and is no editable (pip's page on constraints); extras, which it must not have, are left out."""
    return requirement.project is not None and not requirement.is_editable and not requirement.url


def _origin(entry: Entry) -> Origin:
    return Origin(entry.manifest.path, entry.line_number)


def _line(requirement: Requirement) -> str:
    """The requirement on one line, with those of its options that count there."""
    written = "-e " if requirement.is_editable else ""
    extras = f"[{','.join(requirement.extras)}]" if requirement.extras else ""
    if requirement.name is not None and requirement.name_span != requirement.url_span:
        written += requirement.name + extras
        written += f" @ {requirement.url}" if requirement.url else str(requirement.specifier)
    else:
        written += (requirement.url or "") + extras
    if requirement.marker is not None:
        written += f" ; {requirement.marker}"
    counted = (option for option in requirement.options if option.name in ("--hash", "--config-settings"))
    return " ".join((written, *(f"{option.name}={option.value}" for option in counted)))


def manifests(view: View) -> Iterator[Manifest]:
    """The manifests of the closure whose text is known."""
    for path in below(view.snapshot, view.manifest.path):
        reading = view.snapshot.manifests.get(path)
        if isinstance(reading, Manifest):
            yield reading


def _option_lines(view: View) -> Iterator[tuple[str, Origin]]:
    for manifest in manifests(view):
        for start, line in manifest.placed:
            if isinstance(line, Options):
                yield from ((written, Origin(manifest.path, manifest.text.point(start).line + 1)) for written in _options(manifest, line))


def _options(manifest: Manifest, line: Options) -> Iterator[str]:
    for option in line.options:
        if option.value is None:
            yield option.name
        elif option.name == "--find-links" and "://" not in option.value:
            yield f"{option.name} {place.joined(place.parent(manifest.path), option.value)}"
        elif option.name not in ("--hash", "--config-settings"):
            yield f"{option.name} {option.value}"
