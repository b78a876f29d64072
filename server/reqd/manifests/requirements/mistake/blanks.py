"""Rows of blanks, as tables have them, looked at as one blank each."""

from __future__ import annotations

import re
from collections.abc import Callable

from reqd.manifests.requirements.told import Explanation

_ROW = re.compile(r"\s{2,}")


def squeezed(text: str, look: Callable[[str], Explanation | None]) -> Explanation | None:
    """What a look tells of a text in which each row of blanks is one, with its place in the text as it is.

    Expressions that allow for blanks here and there would look at a long row of them again and again.
    """
    rows = list(_ROW.finditer(text))
    if not rows:
        return look(text)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for row in rows:
        pieces += (text[at : row.start()], _blank(row.group()))
        places += range(at, row.start() + 1)
        at = row.end()
    short = "".join((*pieces, text[at:]))
    places += range(at, len(text) + 1)
    told = look(short)
    return _placed(told, short, text, places) if told is not None else None


def _blank(row: str) -> str:
    """The one that matters: an unusual one, or the one before what may be an option."""
    return next((blank for blank in row if blank not in " \t"), row[-1])


def _placed(told: Explanation, short: str, text: str, places: list[int]) -> Explanation:
    start, end = places[told.start], places[told.end]
    if told.end and short[told.end - 1 : told.end].strip():
        # Behind a letter the piece ends, whatever number of blanks comes then.
        end = places[told.end - 1] + 1
    is_comment = told.repair == f"# {short[told.start : told.end]}"
    return told._replace(start=start, end=end, repair=f"# {text[start:end]}" if is_comment else told.repair)
