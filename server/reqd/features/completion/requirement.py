"""What can be written behind a name: extras, operators, versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name

from reqd.core.dependency import requirements
from reqd.core.metadata import metadata
from reqd.core.view import View
from reqd.features.completion import option
from reqd.features.completion.content import Completion, Kind, Proposal, completed
from reqd.features.completion.cursor import Cursor
from reqd.features.completion.name import names
from reqd.features.completion.version import operators, versions

_NAME = r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)[ \t]*"
_OPERATOR = r"(?:===|==|~=|!=|<=|>=|<|>)"
_VERSION = r"[A-Za-z0-9.*+!_-]"
_PIECE_OF_A_NAME = re.compile(r"[A-Za-z0-9._-]*")
_EXTRAS = re.compile(rf"{_NAME}\[(?P<extras>[^\[\]]*)")
_CLAUSES = re.compile(
    rf"{_NAME}(?:\[[^\[\]]*\][ \t]*)?\(?[ \t]*(?P<before>(?:{_OPERATOR}[ \t]*{_VERSION}+[ \t]*,[ \t]*)*)"
    rf"(?:(?P<piece>[=<>!~]?)|(?P<operator>{_OPERATOR})[ \t]*(?P<version>{_VERSION}*)|(?P<whole>{_OPERATOR}[ \t]*{_VERSION}+[ \t]+))"
)
_REST_OF_AN_EXTRA = r"[A-Za-z0-9._-]*"
# More than these are not taken in at a glance.
_SHOWN = 3


def requirement(view: View, at: Cursor, text: str) -> tuple[Completion, ...]:
    """What can follow the beginning of a requirement; nothing where that is a URL, a path or no requirement."""
    if at.typed == " ":
        return ()  # a blank behind a name means nothing yet
    if _PIECE_OF_A_NAME.fullmatch(text):
        return names(view, at, text, () if text else option.of_file(at))
    if found := _EXTRAS.fullmatch(text):
        return _extras(view, at, canonicalize_name(found["name"]), found["extras"])
    found = _CLAUSES.fullmatch(text)
    if found is None:
        return ()
    project = canonicalize_name(found["name"])
    if found["operator"]:
        return versions(view, at, project, found["operator"], found["version"])
    if found["whole"]:
        return completed(at.span(0), option.of_requirement(at))
    return operators(view, at, project, found["piece"] or "", found["before"])


def _extras(view: View, at: Cursor, project: str, inside: str) -> tuple[Completion, ...]:
    """The extras of the installed distribution that are not written yet. A constraint may have none."""
    *written, piece = (each.lstrip() for each in inside.split(","))
    if view.is_constraints or not _PIECE_OF_A_NAME.fullmatch(piece):
        return ()
    taken = {canonicalize_name(each.strip()) for each in written}
    is_open = at.rest(_REST_OF_AN_EXTRA)[:1] not in ("]", ",")
    found = (each for each in _provided(view, project) if each.label not in taken)
    closed = (each._replace(text=f"{each.text}]") if is_open else each for each in found)
    return completed(at.span(len(piece), _REST_OF_AN_EXTRA), closed)


def _provided(view: View, project: str) -> Iterator[Proposal]:
    environment = view.environment
    distribution = environment.installed(project) if environment else None
    if environment is None or distribution is None:
        return
    always = {str(each) for each in requirements(environment, distribution)}
    for extra in metadata(distribution).provides_extra:
        added = requirements(environment, distribution, frozenset((extra,)))
        names = tuple(dict.fromkeys(each.name for each in added if str(each) not in always))
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        yield Proposal(extra, Kind.EXTRA, f"adds {', '.join(names[:_SHOWN])}{more}" if names else "", label=extra)
