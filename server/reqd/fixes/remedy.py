"""The fixes that several rules offer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from reqd.core.environment import Interpreter
from reqd.core.finding import CommandFix, Edit, EditFix
from reqd.core.manifest import Entry, Line, Manifest
from reqd.core.text import Span
from reqd.core.view import View
from reqd.fixes.creation import hindrance
from reqd.fixes.edit import rewriting, taking_out
from reqd.fixes.pin import is_version

_PIN = re.compile(r"==\s*([^=*\s]\S*)")


def installing(view: View, entry: Entry) -> CommandFix:
    """Install what one line asks for."""
    return _installing(view, entry, "Install", {})


def reinstalling(view: View, entry: Entry) -> CommandFix:
    """Install what one line asks for, even where the environment seems to have it."""
    return _installing(view, entry, "Reinstall", {"reinstall": True})


def _installing(view: View, entry: Entry, verb: str, more: Mapping[str, object]) -> CommandFix:
    title = f"{verb} {entry.requirement.asked} into {view.environment_name}"
    arguments = {"path": view.manifest.path, "projects": [entry.requirement.project], **more}
    return CommandFix(title, "reqd.install", arguments, is_preferred=True)


def creating(view: View) -> Iterator[CommandFix]:
    """Create the environment with each Python of this machine, the newest first, with the packages in it or empty.

    Nothing is offered where the plan would be refused.
    """
    return _making(view, "Create", replace=False)


def recreating(view: View) -> Iterator[CommandFix]:
    """Create the environment anew, in place of the one that is there; otherwise as `creating`."""
    return _making(view, "Recreate", replace=True)


def _making(view: View, verb: str, replace: bool) -> Iterator[CommandFix]:
    root = view.environment_place
    if hindrance(view, root, replace):
        return
    pythons = view.snapshot.tools.pythons if view.snapshot.tools else ()
    for index, (python, named) in enumerate(zip(pythons, _named(pythons), strict=True)):
        title = f"{verb} {view.shown(root)} with Python {named}"
        arguments = {"path": view.manifest.path, "environment": root, "python": python.path, "replace": replace}
        yield CommandFix(f"{title} and install", "reqd.createEnvironment", {**arguments, "install": True}, is_preferred=index == 0)
        yield CommandFix(title, "reqd.createEnvironment", {**arguments, "install": False})


def _named(pythons: tuple[Interpreter, ...]) -> list[str]:
    """A Python by its short version; by its full one, or also its path, where others share that."""
    forms = [(".".join(python.version.split(".")[:2]), python.version, f"{python.version}, {python.path}") for python in pythons]
    shared = Counter(form for each in forms for form in set(each))
    return [next((form for form in each if shared[form] == 1), each[-1]) for each in forms]


def removing(manifest: Manifest, start: int, line: Line) -> EditFix:
    return EditFix("Remove this line", (taking_out(manifest, start, line),))


def pinning(entry: Entry, version: str) -> tuple[Edit, ...]:
    """The edit that makes a line ask for one version, or none where that is no version that can be written.

    Of a pin only the version is rewritten, so that its blanks stay as they are.
    """
    if not is_version(version):
        return ()
    span = entry.requirement.specifier_span
    pin = _PIN.fullmatch(entry.requirement.raw[span.start : span.end])
    if pin is None:
        return (rewriting(entry.manifest, entry.start, span, f"=={version}"),)
    return (rewriting(entry.manifest, entry.start, Span(span.start + pin.start(1), span.end), version),)
