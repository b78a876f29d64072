"""Environments of Hatch, which keeps those of a project in a folder of the project's among all others. Its default one counts.

Evidence: `env/virtual/NAME/HASH/NAME` in Hatch's data folder, where NAME is the project's and HASH that of its folder; beside it stand the
other environments under their own names, which are for tests and tools, as tox's are (`hatch/env/virtual.py`; `hatch/utils/fs.py`, `id`).
`[dirs]` of the user's config.toml can name another folder, and one inside the project holds the environments alone: `.hatch/NAME`
(`hatch/cli/application.py`, `get_env_directory`). hatch.toml or pyproject.toml can name the environment's path itself, of which only one
inside of the project counts here.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator

from reqd.core import place
from reqd.environments import keeping

MARKS = frozenset({"hatch.toml", "pyproject.toml"})
REASON = "Hatch keeps it for this project"

_SEPARATORS = re.compile(r"[-_.]+")
# What a project may be called (PEP 508).
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_IGNORES_CASE = sys.platform in ("win32", "darwin")


def kept(folder: str) -> tuple[str, ...]:
    """The default environment that Hatch made for the project in the folder."""
    return keeping.existing((*_named(folder), *_made(folder, _folder(folder))))


def places(folder: str) -> tuple[str, ...]:
    """Where Hatch keeps all environments, and the folders on the way to the one of this project."""
    kept_in = _folder(folder)
    return (kept_in, *(above for root in _made(folder, kept_in) for above in place.ancestors(root, kept_in)))


def _named(folder: str) -> Iterator[str]:
    """What the variable says, which the person set, and else the project."""
    written = os.environ.get("HATCH_ENV_TYPE_VIRTUAL_PATH", "")
    yield keeping.user_folder(written) or keeping.inside(folder, written)
    yield keeping.inside(folder, keeping.value(os.path.join(folder, "hatch.toml"), "envs", "default", "path"))
    yield keeping.inside(folder, keeping.value(os.path.join(folder, "pyproject.toml"), "tool", "hatch", "envs", "default", "path"))


def _made(folder: str, kept_in: str) -> tuple[str, ...]:
    """Where the environment is if there is one. Files of the project are read only where Hatch keeps any."""
    if not kept_in or not os.path.isdir(kept_in):
        return ()
    name = _name(folder)
    if place.is_within(kept_in, folder) or kept_in == os.path.expanduser(os.path.join("~", ".virtualenvs")):
        return (os.path.join(kept_in, name),) if name else ()
    numbers = (keeping.hashed(path.casefold() if _IGNORES_CASE else path) for path in keeping.spellings(folder))
    named = ((name or f"{number}-unmanaged", number) for number in numbers)
    return tuple(os.path.join(kept_in, project, number, project) for project, number in named)


def _name(folder: str) -> str:
    """The project's name as Hatch writes it. What is none could be a path, and lead anywhere."""
    written = keeping.value(os.path.join(folder, "pyproject.toml"), "project", "name")
    return _SEPARATORS.sub("-", written).lower() if _NAME.fullmatch(written) else ""


def _folder(folder: str) -> str:
    settings = os.environ.get("HATCH_CONFIG") or os.path.join(keeping.tool_folder("config", "hatch"), "config.toml")
    if named := os.path.expandvars(keeping.value(settings, "dirs", "env", "virtual")):
        return keeping.user_folder(named) or keeping.inside(folder, named)
    data = os.environ.get("HATCH_DATA_DIR") or keeping.value(settings, "dirs", "data") or keeping.tool_folder("data", "hatch")
    return keeping.user_folder(os.path.join(os.path.expandvars(data), "env", "virtual"))
