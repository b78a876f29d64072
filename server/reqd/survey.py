"""What folders hold that matters here: manifests and environments, found by walking.

No file is opened, but for those that say which environment a tool keeps for a folder, where the folder has a mark of that tool.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from reqd import environments
from reqd.core.environment import Listing
from reqd.manifests.names import IGNORED, is_manifest

# The folder in which a performance keeps an environment's former state, which is none of the project's: `.venv-restore-4f1c09aa`.
RESTORE = "-restore-"
# A home folder opened by mistake must not keep a core busy for minutes. The walk goes level by level, so what lies near is found; and
# what lies beyond is looked at as soon as one of its files is opened.
LIMIT = 400_000


class Children(NamedTuple):
    """What is directly in a folder: the paths of its manifests, the names of its subfolders, links to folders being apart, and its marks.

    Marks are the names that tell that a tool may keep an environment for this folder.
    """

    manifests: tuple[str, ...]
    folders: tuple[str, ...]
    links: tuple[str, ...]
    marks: tuple[str, ...]
    seen: int


def list_folder(folder: str) -> Listing:
    """The manifests and environments of a folder, `requirements.txt` first. Empty where there is no such folder. Never raises."""
    return _listing(folder, _children(folder, LIMIT))


def survey(folder: str, limit: int = LIMIT) -> Mapping[str, Listing]:
    """The listing of every folder in which anything was found, from `folder` downwards, but not in environments or behind links.

    Stops after about `limit` entries. Never raises.
    """
    listings: dict[str, Listing] = {}
    waiting = deque([folder])
    while waiting and limit > 0:
        current = waiting.popleft()
        children = _children(current, limit)
        limit -= children.seen
        listing = _listing(current, children)
        if any(listing):
            listings[current] = listing
        below = (os.path.join(current, name) for name in children.folders if not _is_ignored(name))
        waiting.extend(path for path in below if path not in listing.environments)
    return listings


def _children(folder: str, limit: int) -> Children:
    manifests: list[str] = []
    folders: list[str] = []
    links: list[str] = []
    marks: list[str] = []
    seen = 0
    # It may be gone, or closed to us: then what was seen of it counts.
    with suppress(OSError, ValueError), os.scandir(folder) as entries:
        for entry in islice(entries, limit):
            seen += 1
            if entry.name in environments.MARKS:
                marks.append(entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
                continue
            if entry.is_symlink():
                links.append(entry.name)
            if is_manifest(entry.path) and not os.path.isdir(entry.path):
                manifests.append(entry.path)
    return Children(tuple(manifests), tuple(folders), tuple(links), tuple(marks), seen)


def _listing(folder: str, children: Children) -> Listing:
    roots = environments.among(folder, (*(name for name in children.folders if not _is_ignored(name)), *children.links))
    manifests = tuple(sorted(children.manifests, key=_precedence))
    kept = {root: reason for root, reason in environments.kept(folder, children.marks) if not environments.is_among(root, roots)}
    places = () if roots or kept else environments.places(folder, children.marks)
    return Listing(manifests, (*roots, *kept), (*("" for _ in roots), *kept.values()) if kept else (), places)


def _is_ignored(name: str) -> bool:
    return name in IGNORED or (name.startswith(".") and RESTORE in name)


def _precedence(path: str) -> tuple[bool, str]:
    return os.path.basename(path) != "requirements.txt", path
