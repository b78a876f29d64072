"""Write into a requirements file what is installed: an edit of version specifiers and nothing else.

Comments, order, spacing, extras, markers, line ends stay byte for byte. What an included file declares is pinned there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reqd.actions.plan import Refusal
from reqd.core import place
from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import accepts
from reqd.core.finding import Edit, EditFix
from reqd.core.manifest import Entry, Malformed, Manifest
from reqd.core.settings import FreezeStyle
from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.fixes.addition import adding, asking, written
from reqd.fixes.pin import is_version
from reqd.fixes.remedy import pinning

# What `pip freeze` leaves out because every environment has it; before Python 3.12 venv put setuptools in too.
_BOOTSTRAP = frozenset({"pip"})
_BOOTSTRAP_BEFORE_3_12 = frozenset({"pip", "setuptools", "wheel", "distribute"})


@dataclass(frozen=True, slots=True)
class Frozen:
    """The edit, and one sentence for each line that could not be pinned and was left as it is."""

    fix: EditFix
    notes: tuple[str, ...] = ()


def refreeze(snapshot: Snapshot, path: str, style: FreezeStyle = "in place") -> Frozen | Refusal:
    """Pin what the file declares, in it and in the files it draws in; in full style also add what else is installed."""
    manifest = snapshot.manifests.get(path)
    if not isinstance(manifest, Manifest):
        return Refusal(f"{place.name(path)} is not a file that reqd has read")
    view = View(snapshot, manifest)
    if view.is_constraints:
        return Refusal(f"{place.name(path)} only bounds what other files ask for; refreeze a file that draws it in")
    environment = view.environment
    if environment is None:
        return Refusal(f"{place.name(path)} has no environment to take the versions from; create one first")
    asking = {entry.manifest.path for entry, is_constraint in view.closure if not is_constraint} | {path}
    for each in view.manifests:
        reason = _not_by_hand(each) if each.path in asking else ""
        if reason:
            return Refusal(f"{view.shown(each.path)} {reason}")
    if style == "full" and (reason := _incomplete(view, environment)):
        return Refusal(reason)
    asked = [entry for entry, is_constraint in view.closure if not is_constraint]
    pins = [pin for entry in asked for pin in _pin(view, environment, entry)]
    added = _added(view, environment) if style == "full" else ()
    notes = tuple(f"{note}, so its line is unchanged" for entry in asked if (note := _note(view, environment, entry)))
    return Frozen(EditFix(f"Refreeze {place.name(path)}", (*pins, *added)), notes)


def _not_by_hand(manifest: Manifest) -> str:
    """Why a file's versions are not to be changed here; empty where they may."""
    if manifest.is_compiled:
        return "is compiled from another file; change that one, usually the .in file beside it, and compile again"
    if manifest.is_hashed:
        return "holds hashes, which a new version would make wrong; compile it again instead"
    return ""


def _incomplete(view: View, environment: Environment) -> str:
    """Why a file would not hold what is installed, no more and no less, or nothing."""
    for manifest in view.manifests:
        for start, line in manifest.placed:
            if isinstance(line, Malformed):
                number = manifest.text.point(start + line.span.start).line + 1
                return f"Line {number} of {view.shown(manifest.path)} must be repaired first: {line.message}"
    unsafe = _unrepresentable(view, environment)
    return f"These cannot be written as a requirement, so nothing was changed: {', '.join(unsafe)}" if unsafe else ""


def _pin(view: View, environment: Environment, entry: Entry) -> Iterator[Edit]:
    distribution = environment.installed(entry.requirement.project or "")
    if distribution is None or not _is_pinnable(view, entry) or _note(view, environment, entry):
        return
    if "".join(entry.written.split()) != f"=={distribution.version}":
        yield from pinning(entry, distribution.version)


def _is_pinnable(view: View, entry: Entry) -> bool:
    """Whether the line is one to name a version: it asks by name, and here."""
    requirement = entry.requirement
    return requirement.project is not None and requirement.url is None and view.is_active(requirement) is True


def _note(view: View, environment: Environment, entry: Entry) -> str:
    """Why a line that should name a version cannot; empty where it can."""
    requirement = entry.requirement
    if not _is_pinnable(view, entry):
        return ""
    distribution = environment.installed(requirement.project or "")
    if distribution is None:
        return f"{requirement.name} is not installed"
    if distribution.direct_url:
        return f"{requirement.name} was installed from a URL or a folder"
    if not is_version(distribution.version):
        return f"{requirement.name} is installed as {distribution.version}, which is not a version (PEP 440)"
    other = _contradicting(view, entry, distribution.version)
    return (
        f"{requirement.name} {distribution.version} is installed, but {view.whereabouts(other)} requires {other.written}" if other else ""
    )


def _contradicting(view: View, entry: Entry, version: str) -> Entry | None:
    """The first line that holds too, excludes the version, and is not rewritten itself: a constraint's, or one with a URL."""
    excluding = [each for each in view.projects[entry.requirement.project or ""] if not accepts(each.requirement.specifier, version)]
    rewritten = {each.manifest.path for each, is_constraint in view.closure if not is_constraint} if excluding else set()
    return next((each for each in excluding if each.manifest.path not in rewritten or not _is_pinnable(view, each)), None)


def _undeclared(view: View, environment: Environment) -> Iterator[Distribution]:
    """What is installed and nothing in the closure names, be it by its folder, in `pip freeze`'s order: that of the names as written."""
    bootstrap = _BOOTSTRAP_BEFORE_3_12 if _minor(environment.python) < (3, 12) else _BOOTSTRAP
    asking = [entry.requirement for entry, is_constraint in view.closure if not is_constraint]
    declared = {requirement.project for requirement in asking}
    # A path on a requirement's line counts from the folder the install runs in (pip issue 8765).
    folders = {place.joined(view.folder, requirement.url) for requirement in asking if requirement.url and "://" not in requirement.url}
    found = [distributions[0] for distributions in environment.distributions.values() if distributions]
    for distribution in sorted(found, key=lambda each: written(each).lower()):
        name = distribution.name
        if name not in declared and name not in bootstrap and distribution.direct_url.removeprefix("file://") not in folders:
            yield distribution


def _minor(python: str) -> tuple[int, int]:
    major, minor = [*python.split("."), "0", "0"][:2]
    return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else (0, 0)


def _unrepresentable(view: View, environment: Environment) -> list[str]:
    """What would be added and no safe line stands for: a version outside PEP 440, two at once, a folder, a URL that may hold a secret."""
    return [found.name for found in _undeclared(view, environment) if len(environment.distributions[found.name]) > 1 or not asking(found)]


def _added(view: View, environment: Environment) -> tuple[Edit, ...]:
    return adding(view.manifest, tuple(map(asking, _undeclared(view, environment))))
