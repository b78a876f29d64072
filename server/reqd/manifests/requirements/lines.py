"""From a file's text to pip's logical lines, with a way back from every character to where it was written.

What is so was read in pip's `req_file.py` (`preprocess`, `join_lines`, `ignore_comments`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from reqd.core.text import Span


def logical_lines(string: str) -> Iterator[tuple[int, str]]:
    """Each logical line as (offset of its first character, text as written without its last line end), in order.

    pip splits where `str.splitlines` does, which is at more characters than an editor's line ends. A line is continued when it ends
    with a backslash and is not a comment.
    """
    start = offset = 0
    is_continued = False
    for piece, body in zip(string.splitlines(keepends=True), string.splitlines(), strict=True):
        if not is_continued:
            start = offset
        end = offset + len(body)
        offset += len(piece)
        is_continued = body.endswith("\\") and not _is_comment(body)
        if not is_continued:
            yield start, string[start:end]
    if is_continued:
        yield start, string[start:end]


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


class Logical(NamedTuple):
    """What pip reads of a logical line: continuations joined, the comment cut off, blanks trimmed.

    `text` is that, `bends` are (offset in `text`, offset in the line as written) pairs, ascending, between which both run in step.
    """

    text: str
    bends: tuple[tuple[int, int], ...]

    def written(self, start: int, end: int) -> Span:
        """The span in the line as written of a piece of `text`."""
        if end <= start:
            at = self._written(start)
            return Span(at, at)
        return Span(self._written(start), self._written(end - 1) + 1)

    def read(self, offset: int) -> int:
        """Where in `text` a character of the line as written is read; one that is not read counts with the next that is."""
        following = bisect_right(self.bends, offset, key=lambda bend: bend[1])
        joined, original = self.bends[max(following - 1, 0)]
        end = self.bends[following][0] if following < len(self.bends) else len(self.text)
        return min(joined + max(offset - original, 0), end)

    def _written(self, offset: int) -> int:
        joined, original = self.bends[bisect_right(self.bends, (offset, 1 << 62)) - 1]
        return original + offset - joined


def logical(raw: str) -> Logical:
    """Read a logical line as pip does. `raw` is one of those that `logical_lines` gives."""
    joined, bends = joined_line(raw)
    cut = comment_start(joined)
    text = joined[:cut].strip()
    lead = len(joined[:cut]) - len(joined[:cut].lstrip()) if text else 0
    if lead:
        bends = _dropped(bends, lead)
    return Logical(text, bends)


def joined_line(raw: str) -> Logical:
    """A logical line with its comment and blanks. Continued lines are joined without a space between, and lose the backslashes
    at both of their ends."""
    if "\\" not in raw:
        return Logical(raw, ((0, 0),))
    parts: list[str] = []
    bends: list[tuple[int, int]] = []
    length = offset = 0
    for piece, body in zip(raw.splitlines(keepends=True), raw.splitlines(), strict=True):
        part, at = body, offset
        if _is_comment(body) and parts:
            part, at = " " + body, offset - 1
        elif body.endswith("\\") and not _is_comment(body):
            part = body.strip("\\")
            at += len(body) - len(body.lstrip("\\"))
        bends.append((length, at))
        parts.append(part)
        length += len(part)
        offset += len(piece)
    return Logical("".join(parts), tuple(bends) or ((0, 0),))


def comment_start(text: str) -> int:
    """Where the comment begins, the blanks before it included: at a number sign that stands first or after a blank."""
    at = text.find("#")
    while at > 0 and not text[at - 1].isspace():
        at = text.find("#", at + 1)
    return len(text[:at].rstrip()) if at >= 0 else len(text)


def _dropped(bends: tuple[tuple[int, int], ...], lead: int) -> tuple[tuple[int, int], ...]:
    """The bends of a text whose first `lead` characters were taken away."""
    kept = [(joined - lead, original) for joined, original in bends]
    passed = [bend for bend in kept if bend[0] <= 0]
    joined, original = passed[-1]
    return ((0, original - joined), *(bend for bend in kept if bend[0] > 0))
