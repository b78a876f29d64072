"""Whether a project is installed in the environment of a manifest, in words."""

from __future__ import annotations

from reqd.core.environment import BrokenEnvironment, Distribution, Environment, NoEnvironment
from reqd.core.snapshot import is_settled
from reqd.core.view import View
from reqd.features.hover.content import Block, Code, Piece, Strong, paragraph


def heading(view: View, name: str, project: str) -> tuple[Block, ...]:
    """The name with the installed version, or why there is none; the name alone while that is not known."""
    match view.reading:
        case Environment() as environment:
            found = environment.installed(project)
            if found is None:
                return (paragraph(Strong(name), " is not installed in ", Code(view.environment_name)),)
            return (paragraph(Strong(f"{found.written or name} {found.version}")), *_problem(found))
        case BrokenEnvironment(reason=reason):
            unknown = (" cannot be used, so what is installed is not known: ", reason)
            return paragraph(Strong(name)), paragraph("The environment ", Code(view.environment_name), *unknown)
        case NoEnvironment() if is_settled(view.snapshot, view.manifest.path):
            return paragraph(Strong(name)), paragraph("Nothing is installed, since there is no environment yet")
        case _:  # not looked at yet
            return (paragraph(Strong(name)),)


def _problem(distribution: Distribution) -> tuple[Block, ...]:
    return (paragraph("It is damaged: ", distribution.problem),) if distribution.problem else ()


def installed(environment: Environment, name: str, project: str) -> tuple[Piece, ...]:
    """A project with its installed version, or that it is missing."""
    found = environment.installed(project)
    return (Code(name), f" {found.version}") if found else (Code(name), " (missing)")
