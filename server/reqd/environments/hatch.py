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


def kept(folder: str) -> tuple[str, ...]:
    """The default environment that Hatch made for the project in the folder."""
    return keeping.existing((*_named(folder), *_made(folder)))


def _named(folder: str) -> Iterator[str]:
    """What the variable says, which the person set, and else the project."""
    written = os.environ.get("HATCH_ENV_TYPE_VIRTUAL_PATH", "")
    yield keeping.user_folder(written) or keeping.inside(folder, written)
    yield keeping.inside(folder, keeping.value(os.path.join(folder, "hatch.toml"), "envs", "default", "path"))
    yield keeping.inside(folder, keeping.value(os.path.join(folder, "pyproject.toml"), "tool", "hatch", "envs", "default", "path"))


def _made(folder: str) -> Iterator[str]:
    kept_in = _folder(folder)
    if kept_in and (place.is_within(kept_in, folder) or kept_in == os.path.expanduser(os.path.join("~", ".virtualenvs"))):
        yield from (os.path.join(kept_in, name) for name in (_name(folder),) if name)
        return
    names = keeping.names(kept_in)
    for path in keeping.spellings(folder) if names else ():
        number = keeping.hashed(path.casefold() if sys.platform in ("win32", "darwin") else path)
        yield from (os.path.join(kept_in, name, number, name) for name in names)


def _name(folder: str) -> str:
    """The project's name as Hatch writes it."""
    return _SEPARATORS.sub("-", keeping.value(os.path.join(folder, "pyproject.toml"), "project", "name")).lower()


def _folder(folder: str) -> str:
    settings = os.environ.get("HATCH_CONFIG") or os.path.join(keeping.tool_folder("config", "hatch"), "config.toml")
    if named := os.path.expandvars(keeping.value(settings, "dirs", "env", "virtual")):
        return keeping.user_folder(named) or keeping.inside(folder, named)
    data = os.environ.get("HATCH_DATA_DIR") or keeping.value(settings, "dirs", "data") or keeping.tool_folder("data", "hatch")
    return keeping.user_folder(os.path.join(os.path.expandvars(data), "env", "virtual"))
