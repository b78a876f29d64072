"""What the tools that keep environments for a project have in common: folders of the user's, and small files that name one."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import Literal

from reqd import disk
from reqd.core import place
from reqd.environments import configuration
from reqd.environments.base import is_here

# The longest pyproject.toml files that were seen have a few hundred kilobytes; those that name one thing have one line.
LIMIT = 2 * 1024 * 1024
# Tools that keep an environment for each project have hundreds of them at most.
ENTRIES = 10_000

# What holds a user's own files on Linux, by the XDG Base Directory Specification.
_XDG = {"cache": ("XDG_CACHE_HOME", "~/.cache"), "config": ("XDG_CONFIG_HOME", "~/.config"), "data": ("XDG_DATA_HOME", "~/.local/share")}
_RELEASE = re.compile(r"(\d+)\.(\d+)$")


def existing(roots: Iterable[str]) -> tuple[str, ...]:
    """Those of the roots that are environments, each once, in the order given."""
    return tuple(dict.fromkeys(root for root in roots if os.path.isfile(place.joined(root, configuration.NAME))))


def user_folder(written: str) -> str:
    """The folder that a variable or a file of the user's names, `~` and all; empty where it is not absolute, or on another machine."""
    folder = os.path.expanduser(written)
    return os.path.normpath(folder) if is_here(folder) else ""


def tool_folder(
    purpose: Literal["cache", "config", "data"], tool: str, author: Literal[False] | None = False, is_roaming: bool = False
) -> str:
    """Where a tool keeps what is the user's. The tools ask platformdirs; `author` and `is_roaming` are as they ask it, for Windows.

    On Linux the answer is a variable or its default, and the import would cost more than all else that is done for a folder.
    """
    if sys.platform == "linux":
        variable, default = _XDG[purpose]
        return os.path.join(os.environ.get(variable, "").strip() or os.path.expanduser(default), tool)
    from platformdirs import PlatformDirs

    found = PlatformDirs(tool, author, roaming=is_roaming)
    return {"cache": found.user_cache_dir, "config": found.user_config_dir, "data": found.user_data_dir}[purpose]


def inside(folder: str, written: str) -> str:
    """The path that a file of the project names, where it lies in the project's folder; else empty. Links are not looked at."""
    if "\0" in written or not written:
        return ""
    path = place.joined(folder, written)
    return path if path != folder and place.is_within(path, folder) else ""


def spellings(folder: str) -> tuple[str, ...]:
    """A folder without links, as a tool that was started in it sees it, and as it was opened."""
    return tuple(dict.fromkeys((os.path.realpath(folder), folder)))


def hashed(path: str, algorithm: str = "sha256") -> str:
    """The eight characters by which several tools tell apart the projects of one name. No secret hangs on them."""
    digest = import_module("hashlib").new(algorithm, path.encode("utf-8", "surrogateescape"), usedforsecurity=False).digest()
    encoded: bytes = import_module("base64").urlsafe_b64encode(digest)
    return encoded[:8].decode("ascii")


def newest_first(roots: Iterable[str]) -> tuple[str, ...]:
    """Environments whose names differ in the release of their Python alone, as in `-py3.12`."""
    return tuple(sorted(roots, key=_release, reverse=True))


def notes(folder: str, root: str) -> bool:
    """Whether an environment's `.project` says that it is the folder's: virtualenvwrapper leaves such a note, and so does Pipenv."""
    noted = text(os.path.join(root, ".project"))
    return bool(noted) and os.path.normcase(os.path.normpath(noted)) in map(os.path.normcase, spellings(folder))


def names(folder: str) -> tuple[str, ...]:
    """What is in a folder, by name; nothing where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(entry.name for entry in islice(entries, ENTRIES)))
    except (OSError, ValueError):
        return ()


def text(path: str) -> str:
    """A small file's text without the blanks around it; empty where it cannot be read as text. One that is not there is not opened."""
    found = disk.content(path, LIMIT) if os.path.lexists(path) else disk.Absent()
    try:
        return found.decode("utf-8-sig").strip() if isinstance(found, bytes) else ""
    except UnicodeDecodeError:
        return ""


def value(path: str, *keys: str) -> str:
    """A text in a TOML file: `value(path, "project", "name")`. Empty where there is none, or no valid TOML."""
    written = text(path)
    found: object = _parsed(written) if all(key in written for key in keys) else {}
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""


def _release(root: str) -> tuple[list[int], str]:
    found = _RELEASE.search(root)
    return [int(number) for number in found.groups()] if found else [], root


@lru_cache(maxsize=8)  # the user's own files are asked of for each folder
def _parsed(written: str) -> object:
    """The parser is imported only here: most folders have no such file, and most such files nothing that is asked for."""
    try:
        return import_module("tomllib" if sys.version_info >= (3, 11) else "tomli").loads(written)
    except (ValueError, RecursionError):
        return {}
