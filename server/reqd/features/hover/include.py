"""A file that is drawn in: how much it brings, or why nothing is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.manifest import Include, Manifest, MissingFile, Unreadable
from reqd.core.snapshot import below, target
from reqd.core.view import View
from reqd.features.hover.content import Block, Place, Strong, named, paragraph


def blocks(view: View, line: Include) -> Iterator[Block]:
    """How many requirements the file holds, and how many the files that it draws in itself."""
    path = target(view.manifest, line)
    match view.snapshot.manifests.get(path):
        case Manifest() as manifest:
            yield paragraph(Place(line.target, path, 1), f" {_brings(line, manifest)}")
            yield from _further(view, manifest)
        case MissingFile():
            yield paragraph(Strong(line.target), " does not exist")
        case Unreadable(_, reason, _):
            yield paragraph(Strong(line.target), " is not checked: ", reason)
        case None:
            yield paragraph(Strong(line.target), " was not read yet" if path else _elsewhere(line))


def _brings(line: Include, manifest: Manifest) -> str:
    if not line.is_constraint:
        return f"brings {_counted(len(manifest.entries))}"
    number = len({entry.requirement.project for entry in manifest.entries})
    return f"says which versions are allowed of {number or 'no'} package{'' if number == 1 else 's'}"


def _elsewhere(line: Include) -> str:
    """Why a file is not looked for at all (see `target`)."""
    if "://" in line.target:
        return " lies on the web, where reqd does not look"
    return " names a variable, so that only pip knows which file it is"


def _counted(number: int) -> str:
    return "1 requirement" if number == 1 else f"{number or 'no'} requirements"


def _further(view: View, manifest: Manifest) -> Iterator[Block]:
    reached = [path for path in below(view.snapshot, manifest.path) if path not in (manifest.path, view.manifest.path)]
    count = sum(len(each.entries) for path in reached if (each := view.snapshot.manifest(path)) is not None)
    if reached:
        yield paragraph(f"It draws in {_counted(count)} more from ", *named(view.shown(path) for path in reached if path))
