"""What an edit left as it was: how much of two texts is the same at both ends, and which of their lines need not be read again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple


class Middle(NamedTuple):
    """The lines that must be read again, and where they stand now: from `start` up to `end`.

    The first `kept` lines are as they were, and those from `resumed` on are too, but have moved.
    """

    kept: int
    resumed: int
    start: int
    end: int


class Change(NamedTuple):
    """Two texts differ only from `start` to `end` of the former, which is longer by `growth` now; `length` is the whole latter's."""

    start: int
    end: int
    growth: int
    length: int

    def middle(self, starts: tuple[int, ...]) -> Middle:
        """Which lines must be read again, where each of `starts` is the offset at which a line of the former text began.

        A line ends where the next one begins. What decides that may be the first character of the next one, for \\r and \\n are one
        line end; and a line that was a comment may be continued by the next one now. So a line beyond the changed ones is read too,
        at both sides: the one before ends for sure where it did, and the one after ends where it did whatever stands before it.
        """
        kept = max(bisect_left(starts, self.start) - 1, 0)
        resumed = min(bisect_right(starts, self.end) + 1, len(starts))
        start = starts[kept] if starts else 0
        end = starts[resumed] + self.growth if resumed < len(starts) else self.length
        return Middle(kept, resumed, start, end)

    def moved(self, starts: tuple[int, ...]) -> tuple[int, ...]:
        """The offsets that these, all of them behind the change, have now."""
        growth = self.growth
        return tuple([start + growth for start in starts]) if growth else starts


def change(before: str, after: str) -> Change:
    """What became of a text, seen as one edit of the smallest piece that holds all differences."""
    shorter = min(len(before), len(after))
    start = _common_beginning(before, after, shorter)
    common = _common_end(before, after, shorter - start)
    return Change(start, len(before) - common, len(after) - len(before), len(after))


def _common_beginning(before: str, after: str, limit: int) -> int:
    """How many characters are the same from the start. Halves are compared as a whole: a loop over characters would take a hundred
    times as long."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if before.startswith(after[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def _common_end(before: str, after: str, limit: int) -> int:
    """How many characters are the same before the end, of at most `limit`."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if before.endswith(after[len(after) - middle : len(after) - low], 0, len(before) - low):
            low = middle
        else:
            high = middle - 1
    return low
