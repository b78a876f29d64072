"""The fixes that several rules offer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core.finding import CommandFix, Edit, EditFix
from reqd.core.manifest import Entry
from reqd.core.text import Span
from reqd.core.view import View

_PIN = re.compile(r"==\s*([^=*\s]\S*)")


def installing(view: View, entry: Entry, verb: str = "Install") -> CommandFix:
    """Install what one line asks for; with the verb "Reinstall", even where the environment seems to have it."""
    title = f"{verb} {entry.requirement.asked} into {view.environment_name}"
    arguments = {"path": view.manifest.path, "projects": [entry.requirement.project]}
    if verb == "Reinstall":
        return CommandFix(title, "reqd.install", {**arguments, "reinstall": True}, is_preferred=True)
    return CommandFix(title, "reqd.install", arguments, is_preferred=True)


def creating(view: View, verb: str) -> Iterator[CommandFix]:
    """Create (or recreate) the environment with each Python of this machine, the newest first, with the packages in it or empty."""
    root = view.environment_place
    pythons = view.snapshot.tools.pythons if view.snapshot.tools else ()
    for index, python in enumerate(pythons):
        title = f"{verb} {view.shown(root)} with Python {'.'.join(python.version.split('.')[:2])}"
        arguments = {"path": view.manifest.path, "environment": root, "python": python.path, "replace": verb == "Recreate"}
        yield CommandFix(f"{title} and install", "reqd.createEnvironment", {**arguments, "install": True}, is_preferred=index == 0)
        yield CommandFix(title, "reqd.createEnvironment", {**arguments, "install": False})


def removing(view: View, entry: Entry) -> EditFix:
    return EditFix("Remove this line", (view.removal(entry),))


def pinning(view: View, entry: Entry, version: str) -> Edit:
    """The edit that makes a line ask for one version; of a pin only the version is rewritten, so that its blanks stay as they are."""
    span = entry.requirement.specifier_span
    pin = _PIN.fullmatch(entry.requirement.raw[span.start : span.end])
    if pin is None:
        return view.edit(entry, span, f"=={version}")
    return view.edit(entry, Span(span.start + pin.start(1), span.end), version)
