"""Which versions can be written behind a name: the installed one, those of other lines, and the bounds that people make of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from reqd.core.evaluation import accepts
from reqd.core.view import View
from reqd.features.completion.content import Completion, Kind, Proposal, completed
from reqd.features.completion.cursor import Cursor
from reqd.features.completion.elsewhere import entries
from reqd.fixes.pin import is_version

# What of a clause stands behind the cursor: the rest of a version or a whole one, and an operator in front of it.
_REST = r"[A-Za-z0-9.*+!_-]*"
_VERSION = rf"(?:[A-Za-z0-9]{_REST})?"
_REST_OF_A_CLAUSE = rf"[=<>!~]*(?:[ \t]*[0-9]{_REST})?"
_CLAUSE = rf"(?:[=<>!~]+(?:[ \t]*[0-9]{_REST})?)?"
# What each operator says of the version behind it, in the order in which they are of use: first bound, and a further one.
_MEANINGS: Mapping[str, str] = {
    "==": "exactly this version",
    ">=": "this version or a newer one",
    "~=": "this version or a newer one, up to the next great change",
    "<": "only versions before this one",
    "!=": "any version but this one",
    "<=": "this version or an older one",
    ">": "only versions after this one",
}
_FURTHER = ("<", "!=", "<=", "==", "~=", ">=", ">")
# Whose version is one that somebody has, or had.
_NAMING = frozenset({"==", "===", ">=", "~=", "<="})
_PINS = ("==", ">=", "~=")


class _Known(NamedTuple):
    """A version of the project, and where it is from, in words."""

    version: str
    origin: str


def operators(view: View, at: Cursor, project: str, written: str, before: str = "") -> tuple[Completion, ...]:
    """Operators with the version that suits each, where a piece of an operator is written; `before` are the clauses in front of it."""
    order = _FURTHER if before else tuple(_MEANINGS)
    known = _from(before, _known(view, at, project))
    proposals = (_clause(operator, known) for operator in order if operator.startswith(written))
    return completed(at.span(len(written), _REST_OF_A_CLAUSE if written else _CLAUSE), proposals, is_first_best=True)


def pins(view: View, at: Cursor, project: str) -> Iterator[Proposal]:
    """The clauses that most people write behind a name, with the installed version or one that another line names."""
    known = _known(view, at, project)
    return (_clause(operator, known) for operator in _PINS if known)


def versions(view: View, at: Cursor, project: str, operator: str, written: str) -> tuple[Completion, ...]:
    """The versions that can stand behind an operator, where a piece of one is written: the installed one first."""
    found = (Proposal(bound, Kind.VERSION, origin) for each in _known(view, at, project) for bound, origin in _bounds(operator, each))
    return completed(at.span(len(written), _REST if written else _VERSION), found, is_first_best=True)


def _clause(operator: str, known: tuple[_Known, ...]) -> Proposal:
    meaning = _MEANINGS[operator]
    if not known:
        return Proposal(operator, Kind.OPERATOR, meaning)
    bound, _ = _bounds(operator, known[0])[0]
    if operator == "==" and known[0].origin == "installed":
        meaning = f"{meaning}, which is installed"
    if operator == "~=":
        meaning = f"this version or a newer one before {_ceiling(bound)}"
    return Proposal(f"{operator}{bound}", Kind.OPERATOR, meaning)


def _from(before: str, known: tuple[_Known, ...]) -> tuple[_Known, ...]:
    """The versions with that first which the clauses in front name, where it is newer: behind `>=3,` nobody asks for less."""
    named = [Version(each) for each in re.findall(_REST, before) if is_version(each)]
    if not named or (known and Version(known[0].version) >= max(named)):
        return known
    return (_Known(str(max(named)), ""), *known)


def _known(view: View, at: Cursor, project: str) -> tuple[_Known, ...]:
    """The installed version, then those that other lines name, the newest first."""
    installed = view.environment.installed(project) if view.environment else None
    first = (_Known(installed.version, "installed"),) if installed and is_version(installed.version) else ()
    named: dict[str, str] = {}
    for entry in entries(view, at.start):
        if entry.requirement.project == project:
            for clause in entry.requirement.specifier:
                if clause.operator in _NAMING and is_version(clause.version):
                    named.setdefault(clause.version, f"on {view.whereabouts(entry)}")
    newest = sorted(named, key=Version, reverse=True)
    return (*first, *(_Known(version, named[version]) for version in newest if not first or version != first[0].version))


def _bounds(operator: str, known: _Known) -> tuple[tuple[str, str], ...]:
    """What to write behind an operator for a version: each text, and where it is from. The first is of most use."""
    version = Version(known.version)
    public = version.public if version.local else known.version
    match operator:
        case "==" | "!=" | "===":
            return ((known.version, known.origin),)
        case "<":
            return ((_next(version), f"any version before {_next(version)}"), (public, known.origin))
        case "~=":
            bounds = dict.fromkeys((_compatible(version, public), _long(public, version)))
            return tuple((each, f"this version or a newer one before {_ceiling(each)}") for each in bounds)
        case _:
            return ((public, known.origin),)


def _next(version: Version) -> str:
    """The next major version; a calendar's is the next year."""
    return f"{_epoch(version)}{version.release[0] + 1}"


def _compatible(version: Version, public: str) -> str:
    """The first two numbers, which allow all that is compatible; the whole version where it is a pre-release of those."""
    short = ".".join(map(str, (*version.release, 0)[:2]))
    bound = f"{_epoch(version)}{short}"
    return bound if accepts(SpecifierSet(f"~={bound}"), public) else _long(public, version)


def _long(public: str, version: Version) -> str:
    """The version, with a second number where it has none: ~= needs two."""
    return public if len(version.release) > 1 else f"{public}.0" if public.isdigit() else f"{_epoch(version)}{version.release[0]}.0"


def _ceiling(bound: str) -> str:
    """The first version that ~= does not allow any more: all numbers but the last, raised by one (PEP 440)."""
    version = Version(bound)
    *before, last = version.release[:-1]
    return _epoch(version) + ".".join(map(str, (*before, last + 1)))


def _epoch(version: Version) -> str:
    return f"{version.epoch}!" if version.epoch else ""
