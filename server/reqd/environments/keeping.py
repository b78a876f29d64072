"""What the tools that keep environments for a project have in common: folders of the user's, and small files that name one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from itertools import islice

from reqd import disk
from reqd.core import place
from reqd.environments import configuration
from reqd.environments.base import is_here

# The longest pyproject.toml files that were seen have a few hundred kilobytes; those that name one thing have one line.
LIMIT = 2 * 1024 * 1024
# Tools that keep an environment for each project have hundreds of them at most.
ENTRIES = 10_000


def existing(roots: Iterable[str]) -> tuple[str, ...]:
    """Those of the roots that are environments, each once, in the order given."""
    return tuple(dict.fromkeys(root for root in roots if os.path.isfile(place.joined(root, configuration.NAME))))


def user_folder(written: str) -> str:
    """The folder that a variable or a file of the user's names, `~` and all; empty where it is not absolute, or on another machine."""
    folder = os.path.expanduser(written)
    return os.path.normpath(folder) if is_here(folder) else ""


def inside(folder: str, written: str) -> str:
    """The path that a file of the project names, where it lies in the project's folder; else empty. Links are not looked at."""
    if "\0" in written or not written:
        return ""
    path = place.joined(folder, written)
    return path if path != folder and place.is_within(path, folder) else ""


def names(folder: str) -> tuple[str, ...]:
    """What is in a folder, by name; nothing where it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted(entry.name for entry in islice(entries, ENTRIES)))
    except (OSError, ValueError):
        return ()


def text(path: str) -> str:
    """A small file's text without the blanks around it; empty where it cannot be read as text."""
    found = disk.content(path, LIMIT)
    try:
        return found.decode("utf-8-sig").strip() if isinstance(found, bytes) else ""
    except UnicodeDecodeError:
        return ""


def table(path: str, *keys: str) -> Mapping[str, object]:
    """The table of that name in a TOML file: `table(path, "tool", "poetry")`. Empty where there is none, or no valid TOML."""
    found: object = _parsed(text(path))
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _parsed(written: str) -> object:
    """Imported only here: most folders have no such file."""
    if not written:
        return {}
    try:
        return import_module("tomllib" if sys.version_info >= (3, 11) else "tomli").loads(written)
    except (ValueError, RecursionError):
        return {}
