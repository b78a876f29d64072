"""Lines of other files that hold here too, and exclude what is installed: which they are, and where they are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqd.core.dependency import dependents
from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import accepts
from reqd.core.finding import Related
from reqd.core.manifest import Entry
from reqd.core.snapshot import below, target
from reqd.core.view import Hit, View
from reqd.fixes.remedy import installing


def exclusions(view: View, are_constraints: bool, verb: str) -> Iterator[Hit]:
    """A hit for each requirement, or for each constraint, of another file that excludes what is installed for what is asked for.

    It stands on the name where this file asks for the project itself, else on the line that draws the other one in. `verb` says what
    such a line does. Nothing is said of a name whose own line excludes what is installed. A constraint also bounds what is needed by
    what is asked for.
    """
    environment = view.environment
    if environment is None or not view.manifest.includes:
        return
    others = _others(view, are_constraints)
    if not others:
        return
    for entry in view.required:
        known = others.get(entry.requirement.project or "")
        if known:
            yield from _on_name(view, environment, entry, known, verb)
    own = {entry.requirement.project for entry in view.required}
    asked = _asked(view)
    for project, entries in others.items():
        distribution = environment.installed(project)
        if project not in own and distribution is not None:
            yield from _drawn_in(view, environment, distribution, entries, asked, verb)


def _others(view: View, are_constraints: bool) -> Mapping[str, tuple[Entry, ...]]:
    """The active lines of other files that are constraints alone, or that are requirements, by project."""
    kinds: dict[tuple[str, int], bool] = {}
    for entry, is_constraint in view.closure:
        kinds[_place(entry)] = kinds.get(_place(entry), True) and is_constraint
    found: dict[str, dict[tuple[str, int], Entry]] = {}
    for project, entries in view.projects.items():
        for entry in entries:
            if entry.manifest is not view.manifest and kinds[_place(entry)] == are_constraints:
                found.setdefault(project, {}).setdefault(_place(entry), entry)
    return {project: tuple(each.values()) for project, each in found.items()}


def _place(entry: Entry) -> tuple[str, int]:
    return entry.manifest.path, entry.start


def _asked(view: View) -> Mapping[str, Entry]:
    """The first active requirement of each project that is asked for."""
    asking = [(entry.requirement.project, entry) for entry, is_constraint in view.closure if not is_constraint]
    return {project: entry for project, entry in reversed(asking) if project and view.is_active(entry.requirement)}


def _needing(environment: Environment, project: str, asked: Mapping[str, Entry]) -> Entry | None:
    """The nearest requirement whose package needs the project, be it by way of others; None where none does."""
    extras = {name: frozenset(entry.requirement.extras) for name, entry in asked.items() if entry.requirement.extras}
    requiring = dependents(environment, extras)
    seen = [project]
    for current in seen:
        for distribution in requiring.get(current, ()):
            if distribution.name in asked:
                return asked[distribution.name]
            if distribution.name not in seen:
                seen.append(distribution.name)
    return None


def _on_name(view: View, environment: Environment, entry: Entry, others: tuple[Entry, ...], verb: str) -> Iterator[Hit]:
    distribution = environment.installed(entry.requirement.project or "")
    if distribution is None or not accepts(entry.requirement.specifier, distribution.version):
        return
    for other in others:
        if not accepts(other.requirement.specifier, distribution.version):
            message = _message(view, entry, other, distribution, verb)
            yield Hit(entry.start, entry.requirement.name_span, message, (installing(view, entry),), (_related(other, f"{verb} this"),))


def _drawn_in(
    view: View, environment: Environment, distribution: Distribution, others: tuple[Entry, ...], asked: Mapping[str, Entry], verb: str
) -> Iterator[Hit]:
    excluding = [other for other in others if not accepts(other.requirement.specifier, distribution.version)]
    project = distribution.name
    reason = (asked.get(project) or _needing(environment, project, asked)) if excluding else None
    if reason is not None:
        for other in excluding:
            yield from _on_include(view, reason, other, distribution, verb)


def _on_include(view: View, entry: Entry, other: Entry, distribution: Distribution, verb: str) -> Iterator[Hit]:
    """On what draws the other line in, unless one file brings in both: then it is told there."""
    for start, include in view.manifest.includes:
        reached = below(view.snapshot, target(view.manifest, include))
        if other.manifest.path in reached and entry.manifest.path not in reached:
            message = _message(view, entry, other, distribution, verb)
            related = (_related(entry, "asked for here"), _related(other, f"{verb} this"))
            yield Hit(start, include.target_span, message, (installing(view, entry),), related)
            return


def _message(view: View, entry: Entry, other: Entry, distribution: Distribution, verb: str) -> str:
    is_itself = entry.requirement.project == distribution.name
    installed = f"{(entry if is_itself else other).requirement.name} {distribution.version} is installed"
    reason = "" if is_itself else f" for {entry.requirement.name}"
    return f"{installed}{reason}, but {view.whereabouts(other)} {verb} {other.written}"


def _related(entry: Entry, words: str) -> Related:
    return Related(entry.manifest.path, entry.range(entry.requirement.span), words)
