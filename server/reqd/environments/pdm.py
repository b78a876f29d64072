"""Environments of PDM, which makes them in the project unless it is told to keep them all in one folder.

Evidence: `.pdm-python` in the project holds the path of an interpreter (`pdm/project/core.py`, `_saved_python`), and
`NAME-HASH-SUFFIX` in the folder `venv.location` of the user's config.toml, where NAME is that of the project's folder, HASH that of its
path, and SUFFIX the Python's release or what the person wrote (`pdm/cli/commands/venv/utils.py`; `pdm/project/config.py`).

`.pdm-python` is a file like every other that comes with a project, though PDM keeps it out of git. It could name any environment of the
user's, for packages to be installed into, or a path on another machine. So it counts where it leads to an environment inside the
project, or to one below `venv.location` that PDM made for this folder. Another one can be named in the settings.
`__pypackages__` (PEP 582) is no environment: it has no Python of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from reqd.core import place
from reqd.environments import keeping

MARKS = frozenset({".pdm-python", "pdm.lock", "pyproject.toml"})
REASON = "PDM keeps it for this project"

_SCRIPTS = frozenset({"bin", "Scripts"})


def kept(folder: str) -> tuple[str, ...]:
    """The environments that PDM made for the project in the folder: the one that it uses, then those of newer Pythons first."""
    made = tuple(_made(folder))
    return keeping.existing((*_saved(folder, made), *keeping.newest_first(made)))


def places(folder: str) -> tuple[str, ...]:
    """Where PDM keeps environments, and those of this project that it has begun."""
    return (_location(), *_made(folder))


def _saved(folder: str, made: tuple[str, ...]) -> Iterator[str]:
    interpreter = keeping.text(os.path.join(folder, ".pdm-python"))
    if not interpreter or "\0" in interpreter:
        return
    scripts = os.path.dirname(os.path.normpath(interpreter))
    root = os.path.dirname(scripts)
    if os.path.basename(scripts) not in _SCRIPTS:
        return
    if root in made:
        yield root
    for spelling in keeping.spellings(folder):
        if inside := keeping.inside(spelling, root):
            yield place.joined(folder, place.seen_from(inside, spelling))


def _made(folder: str) -> Iterator[str]:
    """PDM is started in a folder and takes its path as the shell has it, which may be through a link."""
    location = _location()
    names = keeping.names(location)
    for path in keeping.spellings(folder) if names else ():
        prefix = f"{os.path.basename(path)}-{keeping.hashed(path.replace(os.sep, '/'), 'md5')}-"
        yield from (os.path.join(location, name) for name in names if name.startswith(prefix))


def _location() -> str:
    settings = os.environ.get("PDM_CONFIG_FILE") or os.path.join(keeping.tool_folder("config", "pdm", None), "config.toml")
    return keeping.user_folder(
        keeping.value(settings, "venv", "location") or os.path.join(keeping.tool_folder("data", "pdm", None), "venvs")
    )
