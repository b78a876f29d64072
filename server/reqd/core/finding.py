"""What is worth telling, and what can be done about it. All values are immutable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

from reqd.core.text import Range, Text


class Severity(Enum):
    """How grave a finding is; the values order from gravest to mildest."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4

    @property
    def word(self) -> str:
        return self.name.lower()


class Edit(NamedTuple):
    """A replacement in one document."""

    path: str
    range: Range
    text: str


def applied(text: Text, edits: Iterable[Edit]) -> str:
    """The text after edits of it that do not overlap; of two insertions at one place the earlier one comes first, as in an editor."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda each: each.range):
        pieces += (text.string[at : text.offset(edit.range.start)], edit.text)
        at = text.offset(edit.range.end)
    return "".join((*pieces, text.string[at:]))


@dataclass(frozen=True, slots=True)
class EditFix:
    """A change of text that an editor carries out and can undo; `creates` are files to be made, empty."""

    title: str
    edits: tuple[Edit, ...] = ()
    creates: tuple[str, ...] = ()
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class CommandFix:
    """A request to change the world, carried out by an action of that name; the arguments are plain JSON."""

    title: str
    command: str
    arguments: Mapping[str, object]
    is_preferred: bool = False


Fix: TypeAlias = EditFix | CommandFix


class Related(NamedTuple):
    """Another place that takes part in a finding."""

    path: str
    range: Range
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth telling. `message` is one sentence without a full stop, ready to be shown."""

    code: str
    severity: Severity
    path: str
    range: Range
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
