"""Write into a requirements file what is installed: an edit of version specifiers and nothing else.

Comments, order, spacing, extras, markers, line ends stay byte for byte. What an included file declares is pinned there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from packaging.utils import canonicalize_name

from reqd.actions.listing import manifests
from reqd.actions.plan import Refusal
from reqd.core import place
from reqd.core.environment import Distribution, Environment
from reqd.core.finding import Edit, EditFix
from reqd.core.manifest import Entry, Manifest, Requirement
from reqd.core.pin import is_version
from reqd.core.remedy import pinning
from reqd.core.settings import FreezeStyle
from reqd.core.snapshot import Snapshot
from reqd.core.text import Range
from reqd.core.view import View

# What `pip freeze` leaves out because every environment has it; before Python 3.12 venv put setuptools in too.
_BOOTSTRAP = frozenset({"pip"})
_BOOTSTRAP_BEFORE_3_12 = frozenset({"pip", "setuptools", "wheel", "distribute"})
_HEADING = "# installed, and not asked for above"


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
    environment = view.environment
    if environment is None:
        return Refusal(f"{place.name(path)} has no environment to take the versions from; create one first")
    asking = {entry.manifest.path for entry, is_constraint in view.closure if not is_constraint} | {path}
    for each in manifests(view):
        reason = _not_by_hand(each) if each.path in asking else ""
        if reason:
            return Refusal(f"{view.shown(each.path)} {reason}")
    if style == "full" and (unsafe := _unrepresentable(view, environment)):
        return Refusal(f"These cannot be written as a requirement, so nothing was changed: {', '.join(unsafe)}")
    pins = [pin for entry, is_constraint in view.closure if not is_constraint for pin in _pin(view, environment, entry)]
    added = _added(view, environment) if style == "full" else ()
    notes = tuple(note for entry, is_constraint in view.closure if not is_constraint for note in _note(view, environment, entry))
    return Frozen(EditFix(f"Refreeze {place.name(path)}", (*pins, *added)), notes)


def _not_by_hand(manifest: Manifest) -> str:
    """Why a file's versions are not to be changed here; empty where they may."""
    if manifest.is_compiled:
        return "is compiled from another file; change that one, usually the .in file beside it, and compile again"
    if manifest.is_hashed:
        return "holds hashes, which a new version would make wrong; compile it again instead"
    return ""


def _pin(view: View, environment: Environment, entry: Entry) -> Iterator[Edit]:
    distribution = _pinnable(view, environment, entry.requirement)
    if distribution is None:
        return
    if "".join(entry.written.split()) != f"=={distribution.version}":
        yield from pinning(view, entry, distribution.version)


def _pinnable(view: View, environment: Environment, requirement: Requirement) -> Distribution | None:
    """The distribution whose version the line should name: installed, active here, by name, from an index."""
    if requirement.project is None or requirement.url is not None or not view.is_active(requirement):
        return None
    distribution = environment.installed(requirement.project)
    if distribution is None or distribution.direct_url or not is_version(distribution.version):
        return None
    return distribution


def _note(view: View, environment: Environment, entry: Entry) -> Iterator[str]:
    requirement = entry.requirement
    if requirement.project is None or requirement.url is not None or not view.is_active(requirement):
        return
    distribution = environment.installed(requirement.project)
    if distribution is None:
        yield f"{requirement.name} is not installed, so its line is unchanged"
    elif distribution.direct_url:
        yield f"{requirement.name} was installed from a URL or a folder, so its line is unchanged"
    elif not is_version(distribution.version):
        yield f"{requirement.name} is installed as {distribution.version}, which is not a version (PEP 440), so its line is unchanged"


def _undeclared(view: View, environment: Environment) -> Iterator[Distribution]:
    """What is installed and nothing in the closure names, be it by its folder, in `pip freeze`'s order."""
    bootstrap = _BOOTSTRAP_BEFORE_3_12 if _minor(environment.python) < (3, 12) else _BOOTSTRAP
    asking = [entry.requirement for entry, is_constraint in view.closure if not is_constraint]
    declared = {requirement.project for requirement in asking}
    # A path on a requirement's line counts from the folder the install runs in (pip issue 8765).
    folders = {place.joined(view.folder, requirement.url) for requirement in asking if requirement.url and "://" not in requirement.url}
    for name in sorted(environment.distributions):
        distribution = environment.distributions[name][0]
        if name not in declared and name not in bootstrap and distribution.direct_url.removeprefix("file://") not in folders:
            yield distribution


def _minor(python: str) -> tuple[int, int]:
    major, minor = [*python.split("."), "0", "0"][:2]
    return (int(major), int(minor)) if major.isdigit() and minor.isdigit() else (0, 0)


def _unrepresentable(view: View, environment: Environment) -> list[str]:
    """What would be added and no safe line stands for: a version outside PEP 440, two versions at once, a URL or a folder."""
    return [
        found.name
        for found in _undeclared(view, environment)
        if len(environment.distributions[found.name]) > 1 or found.direct_url or found.is_editable or not is_version(found.version)
    ]


def _added(view: View, environment: Environment) -> tuple[Edit, ...]:
    lines = [f"{_written(distribution)}=={distribution.version}" for distribution in _undeclared(view, environment)]
    if not lines:
        return ()
    text = view.manifest.text
    end = text.point(len(text.string))
    heading = [_HEADING] if text.string.strip() else []
    lead = "" if not text.string or text.string.endswith(("\n", "\r")) else text.line_end
    written = lead + "".join(f"{line}{text.line_end}" for line in (*heading, *lines))
    return (Edit(view.manifest.path, Range(end, end), written),)


def _written(distribution: Distribution) -> str:
    """The name as the project writes it, where that is the same name."""
    return distribution.written if canonicalize_name(distribution.written) == distribution.name else distribution.name
