"""The paths of this machine that requirements name, and where each may lie.

Only what lies within the opened folder is ever asked for. A file from somebody else can name any path: one behind a mount point of a
network (`/net/host`, a share of Windows) would greet another machine or wait for it, and the answer to any other would tell of it what
lies where on this one. Of what lies outside therefore nothing is said, but where its very name tells that it is another machine's.
"""

from __future__ import annotations

import re

from reqd.core import place
from reqd.core.manifest import Manifest, Requirement
from reqd.core.snapshot import Snapshot, above, boundary, territory
from reqd.core.view import View

# More paths than these no project has; a file that names more is not written by hand.
_LIMIT = 500
# Of these pip wants one in a folder that it is to install (`is_installable_dir`).
_PROJECT_FILES = ("pyproject.toml", "setup.py")
# Archives are no folders; and which folder dots alone mean is not known, since pip may be run outside of the opened one.
_NO_PROJECT = re.compile(r"\.(?:whl|zip|t[abglx]\w+(?:\.\w+)?)[/\\]*\Z|\A[./\\]*\Z", re.IGNORECASE)
# What pip does not expand, what lies on another machine, and repositories.
_UNKNOWN = re.compile(r"~|[\\/]{2}|(?:git|hg|svn|bzr)\+", re.IGNORECASE)
# Where conda builds its packages, mostly with the second in the folder's name: what `pip freeze` then writes of them.
_CONDA = re.compile(
    r"_\d{10,}[\\/]work\b|[\\/](?:croot|conda-bld|feedstock_root)[\\/]|\A/tmp/build/80754af9/|\A/work[\\/]ci_py|\A/home/(?:ktietz/src|builder)/ci"
)
_HOMES = (("/Users/", "macOS", "darwin"), ("/home/", "Linux", "linux"))
_DRIVE = re.compile(r"/?[A-Za-z]:[\\/]")


def is_bare(requirement: Requirement) -> bool:
    """Whether the line is a path, and no URL and no name with an @."""
    return bool(requirement.url) and "://" not in (requirement.url or "") and has_no_name(requirement)


def has_no_name(requirement: Requirement) -> bool:
    """Whether the line is nothing but a path or a URL, without a name and an @ before it."""
    return requirement.name_span == requirement.url_span


def written(requirement: Requirement) -> str:
    """The path that a requirement names, be it as a `file:` URL; empty where it names none, or one that is not known here."""
    url = requirement.url or ""
    if is_bare(requirement) and not url.lower().startswith("file:"):
        return "" if _UNKNOWN.match(url) or "${" in url else url
    if not url.lower().startswith("file:///") or "${" in url:
        return ""
    from urllib.parse import unquote  # most files need none

    path = unquote(re.split(r"[#?]", url[len("file://") :], maxsplit=1)[0])
    return "" if _UNKNOWN.match(path) else path.lstrip("/") if _DRIVE.match(path) else path


def is_relative(path: str) -> bool:
    return not path.startswith(("/", "\\")) and _DRIVE.match(path) is None


def candidates(snapshot: Snapshot, manifest: Manifest, path: str) -> tuple[str, ...]:
    """The absolute paths that a written one may mean, all within the opened folder; none where that is not certain.

    pip reads a relative one from the folder in which it is run. That may be the folder of this file or of one that draws it in, or any
    above those within the opened one.
    """
    limit = boundary(snapshot, manifest.path)
    tops = sorted(above(snapshot, manifest.path)) if is_relative(path) else ()
    folders = [folder for each in tops for folder in territory(snapshot, each)] or [path]
    found = tuple(dict.fromkeys(place.joined(folder, path) for folder in folders))
    return found if all(place.is_within(each, limit) for each in found) else ()


def asked(snapshot: Snapshot, manifest: Manifest) -> tuple[str, ...]:
    """The paths whose presence the findings of a manifest depend on, in reading order, the first 500.

    What makes a project of a folder is asked for once the folder is known to be there.
    """
    known = snapshot.presences.get(manifest.path, {})
    paths = dict.fromkeys(path for entry in manifest.entries if entry.requirement.url and (path := written(entry.requirement)))
    found = dict.fromkeys(each for path in paths for each in candidates(snapshot, manifest, path))
    folders = [each for each in found if known.get(each) and _NO_PROJECT.search(each) is None]
    return tuple(dict.fromkeys((*found, *(place.joined(folder, name) for folder in folders for name in _PROJECT_FILES))))[:_LIMIT]


def is_missing(snapshot: Snapshot, manifest: Manifest, path: str) -> bool:
    """Whether it is known that a written path leads nowhere, wherever pip is run."""
    known = snapshot.presences.get(manifest.path, {})
    found = candidates(snapshot, manifest, path)
    return bool(found) and all(known.get(each) is False for each in found)


def is_no_project(snapshot: Snapshot, manifest: Manifest, path: str) -> bool:
    """Whether it is known that something is at a written path, and that pip can install it nowhere, wherever pip is run."""
    known = snapshot.presences.get(manifest.path, {})
    if _NO_PROJECT.search(path):
        return False
    there = [each for each in candidates(snapshot, manifest, path) if known.get(each) is not False]
    return bool(there) and all(known.get(place.joined(each, name)) is False for each in there for name in _PROJECT_FILES)


def absence(view: View, path: str) -> str:
    """What a written path is where nothing is found at it: "a path …"; empty where that is not certain."""
    if candidates(view.snapshot, view.manifest, path):
        return "a path that does not exist" if is_missing(view.snapshot, view.manifest, path) else ""
    if _CONDA.search(path):
        return "a path of the machine on which conda built it"
    if _DRIVE.match(path) and not _DRIVE.match(view.manifest.path):
        return "a path of Windows, and this is another system"
    platform = view.environment.markers.get("sys_platform", "") if view.environment else ""
    return next(
        (f"a path of {system}, and this is another system" for home, system, name in _HOMES if _is_other(path, home, platform, name)), ""
    )


def _is_other(path: str, home: str, platform: str, own: str) -> bool:
    return path.startswith(home) and platform in ("linux", "darwin") and platform != own
