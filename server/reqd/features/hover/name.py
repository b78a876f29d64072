"""A project's name: what is asked for and where, what is installed and from where, what its author says of it."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.specifiers import SpecifierSet

from reqd.core.environment import Distribution
from reqd.core.manifest import Entry, Manifest, Requirement
from reqd.core.metadata import metadata
from reqd.core.place import is_within, parent
from reqd.core.snapshot import boundary, open_and_read
from reqd.core.view import View
from reqd.features.hover import relation
from reqd.features.hover.content import Block, Code, Link, Piece, Place, item, listed, paragraph
from reqd.features.hover.specifier import in_words, is_impossible
from reqd.features.hover.status import heading

# A page of another kind is not named at all: there is no use in it for a reader.
_WEB = ("http://", "https://")
# The pages that are worth a link, by what each is known as (PEP 753), in order.
_PAGES = (("documentation", "Documentation"), ("source", "Source"), ("changelog", "Changes"), ("issues", "Issues"))


def blocks(view: View, entry: Entry) -> Iterator[Block]:
    """All of it, what matters most first."""
    requirement = entry.requirement
    if requirement.name is None or requirement.project is None:
        return
    yield from heading(view, requirement.name, requirement.project)
    found = view.environment.installed(requirement.project) if view.environment else None
    if found is not None and (summary := metadata(found).summary):
        yield paragraph(summary)
    yield from _asked(view, entry, requirement.project)
    if found is not None:
        yield _origin(view, found)
        yield from _said(found)
    yield from relation.blocks(view, requirement.project)


def _asked(view: View, entry: Entry, project: str) -> Iterator[Block]:
    """What this line asks for, what other lines do, and what that comes to."""
    if view.is_active(entry.requirement) is False:
        yield item("Not needed here, since its marker is false in ", Code(view.environment_name))
    yield item("Bounded here: " if view.is_constraints else "Asked for here: ", *_wanted(entry.requirement))
    drawn_in = [(each, is_constraint) for each, is_constraint in view.closure if each.requirement.project == project]
    others = [(each, is_constraint) for each, is_constraint in drawn_in if each != entry]
    if others:
        yield item("Also on ", *listed([_whereabouts(view, each, is_constraint) for each, is_constraint in others]))
        yield from _together(view, project)
    outside = list(_outside(view, project, {each.manifest.path for each, _ in drawn_in}))
    if outside:
        yield item("Other files name it too: ", *listed([_whereabouts(view, each) for each in outside]))


def _wanted(requirement: Requirement) -> tuple[Piece, ...]:
    if requirement.url is not None:
        return (f"{in_words(requirement.specifier) or 'what is found'} at its URL",)
    return (in_words(requirement.specifier) or "any version",)


def _whereabouts(view: View, entry: Entry, is_constraint: bool = False) -> tuple[Piece, ...]:
    """Where an entry stands, as a link, and what it asks for."""
    requirement = entry.requirement
    written = requirement.asked[len(requirement.name or "") :] if requirement.url is None else ""
    notes: list[tuple[Piece, ...]] = [(Code(written),)] if written else []
    notes += [("a constraint",)] if is_constraint and not view.is_constraints else []
    notes += [("not needed here",)] if view.is_active(requirement) is False else []
    to = Place(view.whereabouts(entry), entry.manifest.path, entry.line_number)
    return (to, " (", *listed(notes), ")") if notes else (to,)


def _together(view: View, project: str) -> Iterator[Block]:
    """What all lines that hold here come to, where more than one says something of the version."""
    specifiers = {entry.requirement.specifier for entry in view.projects.get(project, ()) if len(entry.requirement.specifier)}
    if len(specifiers) > 1:
        united = SpecifierSet(",".join(sorted(str(each) for each in specifiers)))
        yield item("All together: ", "no version meets all of them" if is_impossible(united) else in_words(united))


def _outside(view: View, project: str, seen: set[str]) -> Iterator[Entry]:
    """The project's first line in each other file of the same opened folder, in the order of their paths."""
    folder = boundary(view.snapshot, view.manifest.path)
    others = (each for each in open_and_read(view.snapshot) if each.path not in seen and is_within(each.path, folder))
    for manifest in sorted(filter(lambda each: _names(each, project), others), key=lambda each: each.path):
        yield next(entry for entry in manifest.entries if entry.requirement.project == project)


def _names(manifest: Manifest, project: str) -> bool:
    return any(isinstance(line, Requirement) and line.project == project for line in manifest.lines)


def _origin(view: View, distribution: Distribution) -> Block:
    """Where it was taken from (PEP 610), and where it lies."""
    where = ("Installed in ", Code(view.shown(parent(distribution.location))))
    if distribution.is_editable:
        return item(*where, " as editable: changes in ", Code(distribution.direct_url), " count at once")
    if distribution.direct_url:
        return item(*where, " from ", Code(distribution.direct_url))
    if distribution.problem:
        return item(*where)
    return item(*where, " from a package index")


def _said(distribution: Distribution) -> Iterator[Block]:
    """Licence and pages, as its author gives them."""
    said = metadata(distribution)
    if said.license:
        yield item("Licence: ", said.license)
    pages = {said.home_page: "Home page"}
    for kind, words in _PAGES:
        pages.setdefault(said.url(kind), words)
    links = [(Link(words, url),) for url, words in pages.items() if url.lower().startswith(_WEB)]
    if links:
        yield item(*listed(links))
