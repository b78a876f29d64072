"""What the packages that a file asks for need in turn and do not have: which line brings it in, what to say, and what to offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from reqd.core.dependency import dependents
from reqd.core.environment import Environment
from reqd.core.evaluation import accepts
from reqd.core.finding import Related
from reqd.core.manifest import Entry
from reqd.core.text import Span
from reqd.core.unmet import Unmet
from reqd.core.view import Hit, View
from reqd.fixes.remedy import installing

# Names that are listed before "and N more": what fits into one line of an editor.
_LISTED = 4


def bringing(view: View, environment: Environment) -> Mapping[str, Entry]:
    """The requirement of this very file that brings a project in, by canonical name: its own line, else the one that is fewest steps away.

    Of several as near it is the one that comes first. Extras that lines and packages ask for count.
    """
    requires: dict[str, list[str]] = {}
    for name, requiring in dependents(environment, _extras(view)).items():
        for distribution in requiring:
            requires.setdefault(distribution.name, []).append(name)
    found = {entry.requirement.project or "": entry for entry in reversed(view.required)}
    waiting = list(dict.fromkeys(entry.requirement.project or "" for entry in view.required))
    for project in waiting:
        for name in sorted(requires.get(project, ())):
            if name not in found:
                found[name] = found[project]
                waiting.append(name)
    return found


def untold(view: View, unmet: Sequence[Unmet]) -> list[Unmet]:
    """Those of which nothing else is told: no line that holds here asks for what is missing, or excludes what is installed too."""
    if not unmet:
        return []
    asking = (entry.requirement for entry, is_constraint in view.closure if not is_constraint)
    asked = {requirement.project for requirement in asking if view.is_active(requirement)}
    return [each for each in unmet if not (_is_excluded(view, each) if each.installed else each.project in asked)]


def hits(view: View, entry: Entry, span: Span, unmet: Iterable[Unmet]) -> Iterator[Hit]:
    """What to say of an entry that brings these in: a sentence for all that a package misses, and one for each at a wrong version."""
    for _, group in groupby(unmet, key=lambda each: (each.distribution.location, each.extra)):
        lacking = list(group)
        absent = [each for each in lacking if each.installed is None]
        yield from (_hit(view, entry, span, each) for each in (absent, *([each] for each in lacking if each.installed)) if each)


def listed(names: Sequence[str]) -> str:
    """Two names or more as a sentence lists them; of many the first ones, and how many more there are."""
    *shown, last = names if len(names) <= _LISTED else (*names[: _LISTED - 1], f"{len(names) - _LISTED + 1} more")
    return f"{', '.join(shown)} and {last}"


def _extras(view: View) -> Mapping[str, frozenset[str]]:
    """The extras that the lines which hold here ask for."""
    found = {name: frozenset(extra for entry in entries for extra in entry.requirement.extras) for name, entries in view.projects.items()}
    return {name: extras for name, extras in found.items() if extras}


def _is_excluded(view: View, unmet: Unmet) -> bool:
    entries = view.projects.get(unmet.project, ())
    return unmet.installed is not None and any(not accepts(each.requirement.specifier, unmet.installed.version) for each in entries)


def _hit(view: View, entry: Entry, span: Span, unmet: Sequence[Unmet]) -> Hit:
    opposing = [other for each in unmet for other in _opposing(view, each)]
    message = f"{_who(entry, unmet[0])} {_what(unmet)}"
    if opposing:
        message += f", and {view.whereabouts(opposing[0])} says {opposing[0].written}"
    related = tuple(Related(other.manifest.path, other.range(other.requirement.span), "bounded here") for other in opposing)
    # Lines with hashes are installed without what they depend on, and no install can do what two lines exclude.
    fixes = () if opposing or entry.requirement.is_hashed else (installing(view, entry),)
    return Hit(entry.start, span, message, fixes, related)


def _opposing(view: View, unmet: Unmet) -> list[Entry]:
    """The lines that what is needed cannot be met together with."""
    needed = unmet.requirement.specifier
    entries = (entry for entry in view.projects.get(unmet.project, ()) if len(entry.requirement.specifier))
    return [entry for entry in entries if (needed & entry.requirement.specifier).is_unsatisfiable()]


def _who(entry: Entry, unmet: Unmet) -> str:
    named = entry.requirement.name or entry.requirement.project or ""
    extra = f"[{unmet.extra}]" if unmet.extra else ""
    if entry.requirement.project == unmet.distribution.name:
        return f"{named}{extra} needs"
    return f"{named} brings in {unmet.distribution.written or unmet.distribution.name}{extra}, and that needs"


def _what(unmet: Sequence[Unmet]) -> str:
    first = unmet[0]
    needed = f"{first.requirement.name}{'' if first.requirement.url else first.requirement.specifier}"
    if first.installed is not None:
        return f"{needed}, but {first.requirement.name} {first.installed.version} is installed"
    if len(unmet) == 1:
        return f"{needed}, which is not installed"
    return f"{listed([each.requirement.name for each in unmet])}, which are not installed"
