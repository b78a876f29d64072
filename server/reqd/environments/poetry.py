"""Environments of Poetry, which it keeps all in one folder unless it is told to make them in the project.

Evidence: `NAME-HASH-py3.12` in `{cache-dir}/virtualenvs`, where NAME is the project's and HASH that of its folder
(`poetry/utils/env/env_manager.py`, `generate_env_name`). `envs.toml` there says which of several is in use (`EnvManager.get`). The folder
is that of the variable, else of the project's poetry.toml, else of the user's config.toml (`poetry/config/config.py`, `virtualenvs_path`;
`poetry/locations.py`). One in the project is called `.venv`, and found like every other.
"""

from __future__ import annotations

import os
import re

from packaging.utils import canonicalize_name

from reqd.environments import keeping

MARKS = frozenset({"pyproject.toml", "poetry.lock"})
REASON = "Poetry keeps it for this project"

_UNSAFE = re.compile(r'[ $`!*@"\\\r\n\t]')
_LONGEST = 42
# What Poetry calls a project that has no name, since nothing is to be built from it.
_NAMELESS = "non-package-mode"


def kept(folder: str) -> tuple[str, ...]:
    """The environments that Poetry made for the project in the folder: the one in use, then those of newer Pythons first."""
    kept_in = _folder(folder)
    if not (roots := _made(folder, kept_in)):
        return ()
    used = keeping.value(os.path.join(kept_in, "envs.toml"), os.path.basename(roots[0]).rpartition("-py")[0], "minor")
    return keeping.existing(sorted(keeping.newest_first(roots), key=lambda root: not root.endswith(f"-py{used}")))


def places(folder: str) -> tuple[str, ...]:
    """Where Poetry keeps all environments, and those of this project that it has begun."""
    kept_in = _folder(folder)
    return (kept_in, *_made(folder, kept_in))


def _made(folder: str, kept_in: str) -> tuple[str, ...]:
    """Those of this project, whole or not. Its name is read only where there is one with its hash."""
    if not (names := keeping.names(kept_in)):
        return ()
    infix = f"-{keeping.hashed(os.path.normcase(os.path.realpath(folder)))}"
    named = [name for name in names if f"{infix}-py" in name]
    base = _name(folder) + infix if named else ""
    return tuple(os.path.join(kept_in, name) for name in named if name.startswith(f"{base}-py"))


def _name(folder: str) -> str:
    """What the names of a project's environments begin with. It may have had another name once, and left environments under that."""
    path = os.path.join(folder, "pyproject.toml")
    name = keeping.value(path, "project", "name") or keeping.value(path, "tool", "poetry", "name") or _NAMELESS
    return _UNSAFE.sub("_", canonicalize_name(name))[:_LONGEST]


def _folder(folder: str) -> str:
    """Where the environments of a project are: a folder of the user's, or one inside the project."""
    return _of_variables() or _of_project(folder) or _of_user()


def _of_variables() -> str:
    return keeping.user_folder(os.environ.get("POETRY_VIRTUALENVS_PATH", ""))


def _of_project(folder: str) -> str:
    return keeping.inside(folder, keeping.value(os.path.join(folder, "poetry.toml"), "virtualenvs", "path"))


def _of_user() -> str:
    settings = os.path.join(
        os.environ.get("POETRY_CONFIG_DIR") or keeping.tool_folder("config", "pypoetry", is_roaming=True), "config.toml"
    )
    cache = os.environ.get("POETRY_CACHE_DIR") or keeping.value(settings, "cache-dir") or keeping.tool_folder("cache", "pypoetry")
    written = keeping.value(settings, "virtualenvs", "path") or "{cache-dir}/virtualenvs"
    return keeping.user_folder(written.replace("{cache-dir}", cache))
