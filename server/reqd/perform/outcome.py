"""What a performance tells while it runs and when it is over. All values are immutable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from reqd.actions.plan import Origin, Plan


class Progress(NamedTuple):
    """One clean line about what is going on, and how much of the plan is done where that is known."""

    message: str
    percentage: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Every program succeeded; `lines` are the last clean lines of their output."""

    plan: Plan
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """The plan was refused or a program failed, and the environment is as before unless `reason` says otherwise.

    `reason` is one sentence without a full stop, `origin` the manifest's line where the tool blamed one.
    """

    plan: Plan
    reason: str
    lines: tuple[str, ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A person changed their mind: every program is gone and the environment is as before."""

    plan: Plan
    lines: tuple[str, ...] = ()


Outcome: TypeAlias = Done | Failed | Cancelled


class RefusedError(Exception):
    """Raised inside a performance: it cannot begin or go on. The text is the sentence for the person."""


class UnrestoredError(RefusedError):
    """Raised inside a performance: the environment could not be put back. The text says where its copy is."""


class StoppedError(Exception):
    """Raised inside a performance: it was asked to stop."""
