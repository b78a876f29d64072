"""What an installer is given to read: the lines that hold, gathered from a file and all that it draws in.

The installer never reads the manifest itself. So what is installed is what reqd understood and showed: unsaved edits count, and nothing
hides in a character that ends a line for pip and not for an editor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reqd.actions.dialect import beyond_uv, is_named, option_lines, requirement_line, uv_words
from reqd.actions.plan import Input, Origin
from reqd.core import place
from reqd.core.manifest import Entry, Manifest, Option, Options, Requirement
from reqd.core.text import NOWHERE
from reqd.core.view import View

REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "constraints.txt"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The inputs, the manifest's line for each of theirs, and what the installer must be told besides them."""

    inputs: tuple[Input, ...]
    origins: Mapping[tuple[str, int], Origin]
    words: tuple[str, ...] = ()


def listing(view: View, projects: frozenset[str] | None, is_pip: bool) -> Gathered:
    """The requirements of these projects, or of all, with the options that hold for the run and whatever bounds them.

    When only some projects are asked for, the file's other lines are constraints, so that a dependency that comes along is the one
    that the file names.
    """
    asked = _asked(view, projects)
    bounds = [entry for entry, is_constraint in view.closure if is_constraint or not _is_asked(entry, projects)]
    lines = [*_option_lines(view, is_pip), *((requirement_line(entry.requirement, is_pip), _origin(entry)) for entry in asked)]
    bounding = [(_bound(entry.requirement, is_pip), _origin(entry)) for entry in bounds if can_bound(entry.requirement)]
    origins = {(REQUIREMENTS, number): origin for number, (_, origin) in enumerate(lines, start=1)}
    origins |= {(CONSTRAINTS, number): origin for number, (_, origin) in enumerate(bounding, start=1)}
    inputs = [Input(REQUIREMENTS, "".join(f"{line}\n" for line, _ in lines))]
    if bounding:
        inputs.append(Input(CONSTRAINTS, "".join(f"{line}\n" for line, _ in bounding)))
    words = () if is_pip else uv_words((option for _, option in _options(view)), (entry.requirement for entry in asked))
    return Gathered(tuple(inputs), origins, words)


def only_for_pip(view: View, projects: frozenset[str] | None) -> str:
    """Why uv cannot install these, or all, as the file asks it to; empty where it can."""
    return beyond_uv((option for _, option in _options(view)), (entry.requirement for entry in _asked(view, projects)))


def _asked(view: View, projects: frozenset[str] | None) -> list[Entry]:
    return [entry for entry, is_constraint in view.closure if not is_constraint and _is_asked(entry, projects)]


def _is_asked(entry: Entry, projects: frozenset[str] | None) -> bool:
    return projects is None or entry.requirement.project in projects


def can_bound(requirement: Requirement) -> bool:
    """Whether both installers take it as a constraint: it has a name, be it given away by its URL, and is no editable."""
    has_name = is_named(requirement) or (requirement.project is not None and "://" in (requirement.url or ""))
    return has_name and not requirement.is_editable


def _bound(requirement: Requirement, is_pip: bool) -> str:
    """A requirement as a constraint, which must have no extras, for uv a name before its URL, and nothing that is for its build."""
    hashes = tuple(option for option in requirement.options if option.name == "--hash")
    return requirement_line(replace(requirement, extras=(), options=hashes, name_span=NOWHERE), is_pip)


def _origin(entry: Entry) -> Origin:
    return Origin(entry.manifest.path, entry.line_number)


def _option_lines(view: View, is_pip: bool) -> Iterator[tuple[str, Origin]]:
    for origin, option in _options(view):
        yield from ((written, origin) for written in option_lines(option, is_pip))


def _options(view: View) -> Iterator[tuple[Origin, Option]]:
    """The options of the run; what they name by a path lies beside their file."""
    for manifest in view.manifests:
        for start, line in manifest.placed:
            if isinstance(line, Options):
                origin = Origin(manifest.path, manifest.text.point(start).line + 1)
                yield from ((origin, _from_file(manifest, option)) for option in line.options)


def _from_file(manifest: Manifest, option: Option) -> Option:
    if option.name != "--find-links" or option.value is None or "://" in option.value:
        return option
    return option._replace(value=place.joined(place.parent(manifest.path), option.value))
