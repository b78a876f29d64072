"""Where the thing at a place is defined: an included file, the line that bounds a package, what a compiler made of it, its METADATA."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core import place
from reqd.core.compiled import sources
from reqd.core.manifest import Include, Manifest
from reqd.core.snapshot import Snapshot, open_and_read, target
from reqd.core.view import View
from reqd.features.spot import spot
from reqd.features.target import Target, of_entry
from reqd.features.via import via


def definition(view: View, offset: int) -> tuple[Target, ...]:
    """The places, the most telling ones alone; empty where nothing is defined elsewhere."""
    at = spot(view.manifest, offset)
    if at is None:
        return ()
    if isinstance(at.line, Include):
        path = target(view.manifest, at.line)
        return (Target(path),) if path and at.line.span.start <= at.offset <= at.line.span.end else ()
    reason = next((each for each in via(view.manifest) if each.span.start <= offset <= each.span.end), None)
    if reason is not None and reason.path:
        return (Target(reason.path),)
    if reason is not None:
        return tuple(of_entry(entry) for entry in view.entries if entry.requirement.project == reason.project)
    if at.entry is None or at.entry.requirement.project is None:
        return ()
    named = (at.entry.requirement.name_span, at.entry.requirement.specifier_span)
    is_named = any(span.start <= at.offset <= span.end for span in named)
    return _of_project(view, at.entry.requirement.project) if is_named else ()


def _of_project(view: View, project: str) -> tuple[Target, ...]:
    """The first that there is: constraints that bound it, the other side of a compilation, what is installed."""
    for found in (_constraints(view, project), _linked(view, project), _installed(view, project)):
        targets = tuple(dict.fromkeys(found))
        if targets:
            return targets
    return ()


def _constraints(view: View, project: str) -> Iterator[Target]:
    for entry, is_constraint in view.closure:
        if is_constraint and entry.requirement.project == project and entry.manifest is not view.manifest:
            yield of_entry(entry)


def _linked(view: View, project: str) -> Iterator[Target]:
    """In a compiled file the line that asked for the package, and in its source the line that a compiler made of it."""
    for manifest in linked(view.snapshot, view.manifest):
        yield from (of_entry(entry) for entry in manifest.entries if entry.requirement.project == project)


def linked(snapshot: Snapshot, manifest: Manifest) -> tuple[Manifest, ...]:
    """The manifests that one was compiled from, and those that were compiled from it, as far as they are known."""
    if manifest.is_compiled:
        found = (snapshot.manifest(path) for path in sources(manifest.path, manifest.text.string))
        return tuple(each for each in found if each is not None)
    compiled = (each for each in open_and_read(snapshot) if each.is_compiled)
    return tuple(each for each in compiled if manifest.path in sources(each.path, each.text.string))


def _installed(view: View, project: str) -> Iterator[Target]:
    distribution = view.environment.installed(project) if view.environment else None
    if distribution is not None and distribution.location.endswith(".dist-info"):
        yield Target(place.joined(distribution.location, "METADATA"))
