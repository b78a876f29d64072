"""Writes a file as UTF-8, wholly or not at all."""

from __future__ import annotations

from reqd.actions.convert import Conversion, conversion
from reqd.actions.plan import Refusal
from reqd.perform.outcome import RefusedError
from reqd.perform.write import content, rewritten


def planned(path: str, boundary: str, shown: str | None = None) -> Conversion:
    """What would be written, for the file as it is on the disk now; `shown` is the text in an editor, where it is open.

    Raises RefusedError, with a sentence that says why, where it could not be.
    """
    found = conversion(path, content(path, boundary), shown)
    if isinstance(found, Refusal):
        raise RefusedError(found.reason)
    return found


def converted(path: str, boundary: str, shown: str | None = None) -> Conversion:
    """Write it, and return what was. Raises RefusedError as `planned` does, and where the writing fails; then nothing is changed."""
    found = planned(path, boundary, shown)
    if found.is_needed:
        rewritten(path, boundary, found.before, found.after)
    return found
