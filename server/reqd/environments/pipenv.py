"""Environments of Pipenv, which it keeps all in one folder unless it is told to make them in the project.

Evidence: `NAME-HASH` in `WORKON_HOME`, or in `virtualenvs` in the user's data folder, where NAME is that of the project's folder and HASH
that of the Pipfile's path (`pipenv/utils/venv_locator.py`, `VenvLocator`; `pipenv/utils/shell.py`, `get_workon_home`). In it `.project`
holds the path of the project (`pipenv/utils/virtualenv.py`). Where the project has a file `.venv`, that says which it is: by a path, of
which only one inside of the project counts here, or by a name, which counts where `.project` agrees. A folder `.venv` is found like every
other.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from reqd.environments import keeping

MARKS = frozenset({"Pipfile"})
REASON = "Pipenv keeps it for this project"

_UNSAFE = re.compile(r'[ &$`!*@"()\[\]\\\r\n\t]')
_LONGEST = 42


def kept(folder: str) -> tuple[str, ...]:
    """The environments that Pipenv made for the project in the folder: what its `.venv` says, then those named after it."""
    home = _home()
    return keeping.existing((*_named(folder, home), *_hashed(folder, home), *_noted(folder, home)))


def places(folder: str) -> tuple[str, ...]:
    """Where Pipenv keeps all environments, and the one of this project that it may have begun."""
    home = _home()
    return (home, *_hashed(folder, home))


def _home() -> str:
    default = "~/.virtualenvs" if os.name == "nt" else os.path.join(os.environ.get("XDG_DATA_HOME") or "~/.local/share", "virtualenvs")
    return keeping.user_folder(os.path.expandvars(os.environ.get("WORKON_HOME") or default))


def _named(folder: str, home: str) -> Iterator[str]:
    """What a file `.venv` says, and before it what the variable does, which the person set."""
    custom = os.environ.get("PIPENV_CUSTOM_VENV_NAME", "")
    if home and custom and not {"/", os.sep} & set(custom):
        yield from (root for root in (os.path.join(home, custom),) if keeping.notes(folder, root))
    written = keeping.text(os.path.join(folder, ".venv"))
    if "/" in written or os.sep in written:
        yield keeping.inside(folder, written)
    elif home and written and "\0" not in written and keeping.notes(folder, root := os.path.join(home, written)):
        yield root


def _hashed(folder: str, home: str) -> Iterator[str]:
    for path in keeping.spellings(folder) if home else ():
        yield os.path.join(home, f"{_sanitized(path)}-{keeping.hashed(os.path.join(path, 'Pipfile'))}")


def _noted(folder: str, home: str) -> Iterator[str]:
    """Those with more to their names, such as the Python's, or with another hash, as on disks where case does not count."""
    beginning = f"{_sanitized(folder)}-".lower()
    roots = (os.path.join(home, name) for name in keeping.names(home) if name.lower().startswith(beginning))
    return (root for root in roots if keeping.notes(folder, root))


def _sanitized(folder: str) -> str:
    return _UNSAFE.sub("_", os.path.basename(folder))[:_LONGEST]
