"""A backslash that was meant to continue a line, and does so otherwise than it looks, or not at all."""

from __future__ import annotations

import re

from reqd.core.manifest import Malformed
from reqd.manifests.requirements.parse import parsed_line
from reqd.manifests.requirements.told import Explanation

BLANK_BEHIND = "a blank stands after the backslash, so the next line is not joined"

_BEHIND = re.compile(r"\\([ \t]+)\Z")
# A blank before the backslash, or at the beginning of the next line, keeps the words of both apart.
_GLUED = re.compile(r"(?<=[^\s\\])\\(?=(?:\r\n|\r|\n)--?[A-Za-z])")
_LINE_END = re.compile(r"\r\n|\r")


def broken(raw: str) -> Explanation | None:
    """What is wrong with a refused line that is read once its backslashes are right, with its place in the line as written."""
    if "\\" not in raw:
        return None
    behind = _BEHIND.search(raw)
    if behind is not None:
        return Explanation(BLANK_BEHIND, *behind.span(1), "") if _is_read(raw[: behind.start(1)]) else None
    glued = list(_GLUED.finditer(raw))
    if not glued or not _is_read(_GLUED.sub(r" \\", raw)):
        return None
    start, end = glued[0].start(), glued[-1].end()
    repair = _GLUED.sub(r" \\", raw)[start : end + len(glued)]
    return Explanation("a blank is missing before the backslash", start, end, _LINE_END.sub("\n", repair))


def _is_read(raw: str) -> bool:
    return not isinstance(parsed_line(raw), Malformed)
