"""Where a person writes: the text before the cursor as pip reads it, and what stands behind.

A line that is being written is usually no line that pip reads, so nothing here depends on how it was parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from reqd.core.manifest import Manifest
from reqd.core.text import Span
from reqd.manifests.requirements.lines import joined_line

# No line that a person writes is longer, and to look through a longer one would be felt.
_LIMIT = 5000


class Cursor(NamedTuple):
    """A place in a manifest's text. `start` is its logical line's.

    `head` is the line up to the cursor, continued lines joined, of which `reach` characters stand on the cursor's own line; `behind` is
    the rest of that line. `typed` is the character that made the editor ask, and empty where a person did.
    """

    start: int
    offset: int
    head: str
    reach: int
    behind: str
    typed: str = ""

    def span(self, written: int, following: str = "") -> Span | None:
        """The piece that begins so many characters before the cursor and goes on behind it as far as a pattern matches.

        None where it begins on a line above: an editor replaces only what is on the cursor's line.
        """
        found = re.match(following, self.behind)
        return None if written > self.reach else Span(self.offset - written, self.offset + (found.end() if found else 0))

    def rest(self, following: str = "") -> str:
        """What stands behind the piece that goes on as far as a pattern matches, without blanks."""
        found = re.match(following, self.behind)
        return self.behind[found.end() if found else 0 :].strip()


def cursor(manifest: Manifest, offset: int, typed: str = "") -> Cursor | None:
    """What is around an offset; None where nothing can be written: behind a backslash, and in the middle of a line end."""
    string = manifest.text.string
    if not 0 <= offset <= len(string) or string[offset - 1 : offset + 1] == "\r\n":
        return None
    start, end = _line(manifest, offset)
    before = string[start:offset]
    if len(before) > _LIMIT or before.endswith("\\"):
        return None
    reach = len(f"{before}.".splitlines()[-1]) - 1
    behind = string[offset : min(max(end, offset), offset + _LIMIT)]
    return Cursor(start, offset, joined_line(before).text, reach, f"{behind}\n".splitlines()[0], typed)


def _line(manifest: Manifest, offset: int) -> tuple[int, int]:
    """Where the logical line at an offset begins and ends; an empty one stands behind the last line end."""
    number = bisect_right(manifest.starts, offset) - 1
    if number < 0:
        return offset, offset
    start, raw = manifest.starts[number], manifest.lines[number].raw
    end = start + len(raw)
    is_continued = raw.endswith("\\") and not raw.splitlines()[-1].lstrip().startswith("#")
    return (start, end) if offset <= end or is_continued else (offset, offset)
