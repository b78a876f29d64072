"""Which names can be written: what is installed, and what other files of the workspace ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from packaging.utils import canonicalize_name

from reqd.core.environment import Distribution, Environment
from reqd.core.metadata import metadata
from reqd.core.view import View
from reqd.features.completion.content import Completion, Kind, Proposal, completed
from reqd.features.completion.cursor import Cursor
from reqd.features.completion.elsewhere import entries
from reqd.features.completion.version import pins

# The rest of a name, in the middle of which the cursor may be.
_REST = r"[A-Za-z0-9._-]*"
_NAME = re.compile(r"(?i)[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9]")
_SEPARATOR = re.compile(r"[-_.]")
# So many names of other files are proposed, those of the nearest files: more nobody looks through.
_LIMIT = 1000
# In front of these, and at the end of the line, a specifier can be written.
_ENDS = ("", ";", "#")


class _Known(NamedTuple):
    """A name that can be written: its canonical form, its spelling, the letters to find it by, the installed version, or else which line
    asks for it."""

    project: str
    written: str
    letters: str
    version: str = ""
    summary: str = ""
    line: str = ""


def names(view: View, at: Cursor, written: str, others: Iterable[Proposal] = ()) -> tuple[Completion, ...]:
    """The names, where a piece of one is written, those that this file asks for already last; then what else can begin a line."""
    return completed(at.span(len(written), _REST), (*_proposals(view, at, written), *others))


def _proposals(view: View, at: Cursor, written: str) -> Iterator[Proposal]:
    known = {**(_installed(_Identity(view.environment)) if view.environment else {}), **_asked(view, at, written)}
    here = {entry.requirement.project for entry in view.entries if entry.start != at.start}
    meant = known.get(canonicalize_name(written))
    if meant is not None:
        yield _proposal(meant, written, is_here=meant.project in here)
        if at.rest(_REST)[:1] in _ENDS:
            yield from (pin._replace(text=f"{written}{pin.text}", label=f"{written}{pin.text}") for pin in pins(view, at, meant.project))
    for each in sorted(known.values(), key=lambda each: each.project in here):
        yield _proposal(each, written, is_here=each.project in here)


def _asked(view: View, at: Cursor, written: str) -> Mapping[str, _Known]:
    """By canonical name, what other lines ask for and is not installed, if it begins as it is written."""
    found: dict[str, _Known] = {}
    installed = view.environment.distributions if view.environment else {}
    beginning = _letters(written)
    for entry in entries(view, at.start):
        name, project = entry.requirement.name, entry.requirement.project
        if name and project and project not in installed and project not in found and _NAME.fullmatch(name):
            letters = _letters(name)
            if letters.startswith(beginning):
                found[project] = _Known(project, name, letters, line=f"on {view.whereabouts(entry)}")
        if len(found) == _LIMIT:
            break
    return found


def _proposal(known: _Known, written: str, *, is_here: bool) -> Proposal:
    detail = f"{known.version}, already in this file" if known.version and is_here else known.version or known.line
    return Proposal(known.written, Kind.NAME, detail, known.summary, matched=_respelled(known, written) if written else "")


def _respelled(known: _Known, written: str) -> str:
    """The name, beginning as it is written where that differs only in capitals, hyphens, underscores and dots.

    An editor compares letter by letter, and would not find `PyYAML` for `py_yaml`.
    """
    name, letters = known.written, _letters(written)
    if not letters or not known.letters.startswith(letters):
        return name
    end = next(end for end in range(len(name) + 1) if _letters(name[:end]) == letters)
    return written + (name[end:].lstrip("-_.") if written[-1] in "-_." else name[end:])


def _letters(name: str) -> str:
    """A name without what parts its words, in small letters."""
    return _SEPARATOR.sub("", name).lower()


class _Identity:
    """An environment as this one object and no equal one, since to compare all that it holds would cost more than what is remembered."""

    __slots__ = ("environment",)

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.environment is other.environment

    def __hash__(self) -> int:
        return id(self.environment)


@lru_cache(maxsize=8)  # the environments that a person works with, not those of all the past
def _installed(identity: _Identity) -> Mapping[str, _Known]:
    """By canonical name, in alphabetical order."""
    return {project: _distribution(project, found[0]) for project, found in sorted(identity.environment.distributions.items()) if found}


def _distribution(project: str, distribution: Distribution) -> _Known:
    """Spelt as its METADATA does, if that is the same name."""
    is_same = _NAME.fullmatch(distribution.written) and canonicalize_name(distribution.written) == project
    written = distribution.written if is_same else project
    return _Known(project, written, _letters(written), distribution.version, metadata(distribution).summary)
