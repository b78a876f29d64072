"""Whole processes: reqd and its neighbours, one after the other in turns, so that a busy machine is unfair to none of them."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tests.bench.project import Project
from tests.bench.table import Row, milliseconds, ratio, target

# The fewest whose median and quartiles mean something.
ROUNDS = 15
CHECK = "`reqd check`"
# As it is once something was used: with its modules compiled, whatever holds where this is run.
COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}


class Command(NamedTuple):
    """A command line and the milliseconds that it may take."""

    name: str
    target: float | None
    arguments: Sequence[str]


class Cost(NamedTuple):
    """Seconds from start to end, and seconds of processor time; they differ by what the machine did for others."""

    wall: float
    processor: float


def commands(project: Project) -> tuple[Command, ...]:
    """What answers, each in its way, whether the environment has what the file asks for; and an empty Python, as the floor."""
    file, python = str(project.requirements), str(project.python)
    made = [
        Command(CHECK, 120.0, [_script("reqd"), "check", file]),
        Command("`python -c pass`, the floor", None, [sys.executable, "-c", "pass"]),
        Command("`uv pip install --dry-run --offline -r`", None, _uv("install", "--dry-run", "--offline", "--python", python, "-r", file)),
        Command("`uv pip check`", None, _uv("check", "--python", python)),
        Command("`pip check`", None, [python, "-m", "pip", "--disable-pip-version-check", "check"]),
    ]
    return tuple(command for command in made if shutil.which(command.arguments[0]))


def rows(project: Project) -> Iterator[Row]:
    """A row for each command, with its ratio to `reqd check`."""
    asked = commands(project)
    costs: dict[str, list[Cost]] = {command.name: [] for command in asked}
    for command in asked:
        cost(command.arguments, project)
    for _ in range(ROUNDS):
        for command in asked:
            costs[command.name].append(cost(command.arguments, project))
    walls = {name: [each.wall for each in found] for name, found in costs.items()}
    for command in asked:
        compared = ratio(walls[command.name], walls[CHECK])
        yield Row(command.name, target(command.target), milliseconds(walls[command.name]), compared)
    yield Row(f"{CHECK}, processor time", "", milliseconds([each.processor for each in costs[CHECK]]))


def cost(arguments: Sequence[str], project: Project) -> Cost:
    """Run a command to its end. What it prints is thrown away, and so is how it ends."""
    begin, before = time.perf_counter(), _processor()
    subprocess.run(
        arguments,
        cwd=project.folder,
        env=os.environ | COMPILED,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return Cost(time.perf_counter() - begin, _processor() - before)


def _processor() -> float:
    """Seconds that all child processes which have ended took from a processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _uv(*arguments: str) -> list[str]:
    return [_script("uv"), "--no-config", "pip", *arguments]


def _script(name: str) -> str:
    """The program as it was installed beside this Python, else the one on the path."""
    return shutil.which(name, path=sysconfig.get_path("scripts")) or name
