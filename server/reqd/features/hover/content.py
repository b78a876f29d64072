"""What a hover says, as values that are neither Markdown nor plain text: paragraphs and items, made of words, code and links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from reqd.core.text import Span

# Names that are listed before "and N more": what a glance takes in.
_LISTED = 8


class Code(NamedTuple):
    """Something that stands in a file or could be written there: a name, a version, a path."""

    text: str


class Strong(NamedTuple):
    """What the hover is about."""

    text: str


class Link(NamedTuple):
    """Words that lead to a page of the web."""

    text: str
    url: str


class Place(NamedTuple):
    """Words that lead to a line of a file: its absolute path, and the line as people count."""

    text: str
    path: str
    line: int


Piece: TypeAlias = str | Code | Strong | Link | Place


class Block(NamedTuple):
    """A paragraph, or an item of a list. Its strings may hold anything: whoever renders them makes them harmless."""

    pieces: tuple[Piece, ...]
    is_item: bool = False


class Hover(NamedTuple):
    """What is said of a piece of the manifest's text: offsets in the text, and the blocks in reading order."""

    span: Span
    blocks: tuple[Block, ...]


def paragraph(*pieces: Piece) -> Block:
    return Block(pieces)


def item(*pieces: Piece) -> Block:
    return Block(pieces, is_item=True)


def listed(found: Sequence[Sequence[Piece]]) -> tuple[Piece, ...]:
    """A few things with commas between them, and how many more there are."""
    pieces: list[Piece] = []
    for index, each in enumerate(found[:_LISTED]):
        pieces += (*((", ",) if index else ()), *each)
    left = len(found) - _LISTED
    return (*pieces, *((f" and {left} more",) if left > 0 else ()))


def named(names: Iterable[str]) -> tuple[Piece, ...]:
    """A few names, as code."""
    return listed([(Code(name),) for name in names])
