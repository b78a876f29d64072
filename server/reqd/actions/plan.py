"""What a command would do, as a value: compared in tests, shown to a person, and only then performed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

# Stands in an argument for the private folder into which a plan's inputs are written when it is performed.
INPUTS = "{inputs}"


class Input(NamedTuple):
    """A file that the programs read: its name in the private folder, and its text."""

    name: str
    text: str


class Origin(NamedTuple):
    """Where a line of an input comes from: the manifest's path and the one-based line in it."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Program:
    """One child process: absolute executable first, no shell; `purpose` is what a progress bar says while it runs.

    It runs in `folder`, or in the plan's where that is empty.
    """

    purpose: str
    arguments: tuple[str, ...]
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Programs that run in order, in `folder`, for the environment at `environment`, until one of them fails.

    `creates` tells that the environment is made by the programs, `replaces` that one already there is set aside first and comes back
    when they fail. `surprises` are the sentences a person must agree to. `origins` finds the manifest's line for a line of an input.
    """

    title: str
    environment: str
    folder: str
    programs: tuple[Program, ...]
    inputs: tuple[Input, ...] = ()
    origins: Mapping[tuple[str, int], Origin] = field(default_factory=dict)
    surprises: tuple[str, ...] = ()
    creates: bool = False
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no plan, in one sentence that says what to do instead."""

    reason: str
