"""The words of an option line, split as pip's `shlex.split` does, each with its place."""

from __future__ import annotations

from typing import NamedTuple

_BLANKS = " \t\r\n"


class Word(NamedTuple):
    """A word without its quotes and escapes, and where it stands, quotes included."""

    text: str
    start: int
    end: int


class UnclosedQuoteError(ValueError):
    """A quotation that is never closed, or a backslash with nothing after it; `start` is where it stands."""

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.start = start


def words(text: str, start: int) -> list[Word]:
    """The words of `text` from `start` on, in order. POSIX rules: single quotes keep all, double quotes obey a backslash.

    Raises UnclosedQuoteError where the text ends inside a quotation.
    """
    found: list[Word] = []
    at = start
    while at < len(text):
        if text[at] in _BLANKS:
            at += 1
            continue
        word, end = _word(text, at)
        found.append(Word(word, at, end))
        at = end
    return found


def _word(text: str, start: int) -> tuple[str, int]:
    letters: list[str] = []
    at = start
    while at < len(text) and text[at] not in _BLANKS:
        if text[at] == "\\":
            letters.append(_escaped(text, at))
            at += 2
        elif text[at] in "'\"":
            inside, at = _quoted(text, at)
            letters.append(inside)
        else:
            letters.append(text[at])
            at += 1
    return "".join(letters), at


def _escaped(text: str, at: int) -> str:
    if at + 1 >= len(text):
        raise UnclosedQuoteError("No escaped character", at)
    return text[at + 1]


def _quoted(text: str, start: int) -> tuple[str, int]:
    """What stands between the quotation mark at `start` and its partner, and the offset after that."""
    mark = text[start]
    letters: list[str] = []
    at = start + 1
    while at < len(text) and text[at] != mark:
        if mark == '"' and text[at] == "\\":
            following = _escaped(text, at)
            letters.append(following if following in '"\\' else "\\" + following)
            at += 2
        else:
            letters.append(text[at])
            at += 1
    if at >= len(text):
        raise UnclosedQuoteError("No closing quotation", start)
    return "".join(letters), at + 1
