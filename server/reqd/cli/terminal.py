"""What is written to the terminal, and how: never a control character of somebody else's, colour only where a person looks."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from typing import NamedTuple, TypeAlias

from reqd.core import place
from reqd.core.hygiene import clean

# Longer than any sentence or path; what is longer than this was made to flood a terminal.
LIMIT = 2000


class Piece(NamedTuple):
    """Some words and the style that rich shows them in."""

    text: str
    style: str = ""


Line: TypeAlias = tuple[Piece, ...]


def prepare() -> None:
    """Make both streams able to take every character: UTF-8 into files and pipes, and what a terminal cannot show as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            is_chosen = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if is_chosen else "utf-8", errors="backslashreplace")


def silence() -> None:
    """Nobody reads any more: let Python's own last flush at exit go nowhere instead of failing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout.isatty()


def write(lines: Iterable[Line]) -> None:
    """Write lines to standard output, in colour where a person looks and does not mind."""
    if not is_terminal() or os.environ.get("NO_COLOR"):
        for line in lines:
            print("".join(piece.text for piece in line))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*line))


def write_exactly(line: str) -> None:
    """One line for a program, to the byte, whatever the names in it hold; on a terminal without what could act there."""
    if is_terminal():
        print(visible(line))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(os.fsencode(line) + b"\n")
    sys.stdout.buffer.flush()


def tell(sentence: str) -> None:
    """One line beside the output proper: progress, notes, questions."""
    print(visible(sentence), file=sys.stderr, flush=True)


def visible(text: str) -> str:
    """A text of any origin as one harmless line."""
    return clean(text, LIMIT)


def shown(path: str) -> str:
    """A path as the person would write it from the current folder, harmless."""
    return visible(place.seen_from(path, current_folder()))


def current_folder() -> str:
    """The current folder, or a root where it was removed under us."""
    try:
        return os.getcwd()
    except OSError:
        return os.path.abspath(os.sep)
