"""What can be written at a place, as values that no protocol knows."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from reqd.core.hygiene import LIMIT, clean
from reqd.core.text import Span


class Kind(Enum):
    """What is proposed. An editor draws a small picture for each."""

    NAME = "name"
    EXTRA = "extra"
    OPERATOR = "operator"
    VERSION = "version"
    VARIABLE = "marker variable"
    VALUE = "marker value"
    LOGIC = "marker keyword"
    OPTION = "option"
    ARGUMENT = "option value"
    FILE = "file"
    FOLDER = "folder"
    RULE = "rule"


class Proposal(NamedTuple):
    """Something that could be written: `text`, shown as `label` where that differs.

    `detail` is a few words about it, `documentation` a sentence. What a person types is compared with `matched`, or with the label.
    `snippet` is a text with places to fill in, in the protocol's notation, for clients that know it.
    """

    text: str
    kind: Kind
    detail: str = ""
    documentation: str = ""
    label: str = ""
    matched: str = ""
    snippet: str = ""


class Completion(NamedTuple):
    """A proposal for a piece of the manifest's text: `span` is what it replaces, in offsets, always on one line.

    `order` sorts the completions of one answer as they are meant to be seen.
    """

    label: str
    kind: Kind
    span: Span
    text: str
    detail: str
    documentation: str
    order: str
    matched: str
    snippet: str
    is_preselected: bool


def completed(span: Span | None, proposals: Iterable[Proposal], *, is_first_best: bool = False) -> tuple[Completion, ...]:
    """The proposals for a piece of the text, each label once, in order; none where that piece is not all on one line."""
    if span is None:
        return ()
    found: dict[str, Proposal] = {}
    for proposal in proposals:
        found.setdefault(proposal.label or proposal.text, proposal)
    return tuple(
        Completion(
            label=_shown(label),
            kind=each.kind,
            span=span,
            text=each.text,
            detail=_shown(each.detail),
            documentation=_shown(each.documentation),
            order=f"{number:05}",
            matched=each.matched or label,
            snippet=each.snippet,
            is_preselected=is_first_best and number == 0,
        )
        for number, (label, each) in enumerate(found.items())
    )


def _shown(text: str) -> str:
    """The text made harmless. Nearly every one is, which is seen at a glance, and there may be thousands."""
    is_harmless = text.isascii() and text.isprintable() and "/" not in text and len(text) <= LIMIT
    return text if is_harmless else clean(text)
