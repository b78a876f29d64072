"""Look at everything that is lacking, one thing after the other, until nothing is: how the terminal comes to know a project."""

from __future__ import annotations

from reqd import look
from reqd.core.events import Event, FolderSurveyed, SurveyFolder, Want
from reqd.core.snapshot import Snapshot
from reqd.core.step import step


def settled(snapshot: Snapshot, *events: Event, surveys: bool = True) -> Snapshot:
    """The snapshot after these events and the answers to all that they make lacking.

    Without surveys the folders are only the bounds in which environments are looked for, and are not walked through.
    """
    memory = look.Memory()
    waiting = list(events)
    while waiting:
        taken = step(snapshot, waiting.pop(0))
        snapshot = taken.snapshot
        waiting.extend(_answer(want, memory, surveys) for want in taken.wants)
    return snapshot


def _answer(want: Want, memory: look.Memory, surveys: bool) -> Event:
    if isinstance(want, SurveyFolder) and not surveys:
        return FolderSurveyed(want, {})
    return look.answer(want, memory)
