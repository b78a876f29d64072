"""What stands above a file's first line: which environment it has, how it stands towards it, and what can be done at one stroke."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reqd.core.environment import BrokenEnvironment, Environment, NoEnvironment
from reqd.core.finding import CommandFix
from reqd.core.hygiene import clean
from reqd.core.manifest import Requirement
from reqd.core.snapshot import is_settled
from reqd.core.view import View
from reqd.features.standing import Standing, standing
from reqd.fixes.remedy import creating, recreating


class Lens(NamedTuple):
    """A line of words, and the command that it carries out; None where it only tells."""

    title: str
    command: CommandFix | None = None


def lens(view: View) -> tuple[Lens, ...]:
    """The words above the first line, in order. None above a file that asks for nothing, or while the environment is still looked at."""
    if view.is_constraints or not (view.entries or view.manifest.includes) or not is_settled(view.snapshot, view.manifest.path):
        return ()
    return tuple(_lens(view))


def _lens(view: View) -> Iterator[Lens]:
    match view.reading:
        case Environment() as environment:
            counted = standing(view, environment)
            yield Lens(_summary(view, environment, counted))
            yield from _installing(view, counted)
            yield from _refreezing(view, environment)
        case BrokenEnvironment():
            yield Lens(f"{view.environment_name} · broken")
            yield from _first(recreating(view))
        case NoEnvironment():
            yield Lens("no environment")
            yield from _first(creating(view))
        case None:
            return


def _summary(view: View, environment: Environment, counted: Standing) -> str:
    python = ".".join(environment.python.split(".")[:2])
    return clean(f"{view.environment_name} · Python {python} · {counted.met} of {counted.asked} satisfied")


def _installing(view: View, counted: Standing) -> Iterator[Lens]:
    if counted.met < counted.asked:
        title = "Install what is missing"
        yield Lens(title, CommandFix(title, "reqd.install", {"path": view.manifest.path}))


def _refreezing(view: View, environment: Environment) -> Iterator[Lens]:
    """Where a line of this file is not pinned to what is installed, and may be. In which style is the setting's matter."""
    if view.manifest.is_compiled or view.manifest.is_hashed:
        return
    if any(_is_loose(entry.requirement, environment) for entry in view.required):
        title = "Pin to what is installed"
        yield Lens(title, CommandFix(title, "reqd.refreeze", {"path": view.manifest.path}))


def _is_loose(requirement: Requirement, environment: Environment) -> bool:
    installed = environment.installed(requirement.project or "")
    if installed is None or requirement.url is not None:
        return False
    return requirement.written_specifier.replace(" ", "") != f"=={installed.version}"


def _first(fixes: Iterator[CommandFix]) -> Iterator[Lens]:
    for fix in fixes:
        yield Lens(clean(fix.title), fix)
        return
