"""Environments of virtualenvwrapper, which keeps all in one folder and notes in each for which project it is.

Evidence: a file `.project` in a folder of `WORKON_HOME`, or of `~/.virtualenvs`, which holds the path of the project
(`virtualenvwrapper.sh`, `setvirtualenvproject`, `virtualenvwrapper_derive_workon_home`). In the project there is no trace of it, so it is
asked about for every folder that looks like a project's.
"""

from __future__ import annotations

import os

from reqd.environments import keeping

MARKS = frozenset({"requirements.txt", "pyproject.toml", "setup.py", ".git"})
REASON = "virtualenvwrapper keeps it for this project"


def kept(folder: str) -> tuple[str, ...]:
    """The environments that are noted to be the folder's, by name. Hidden folders are none, for virtualenvwrapper either."""
    home = _home()
    roots = (os.path.join(home, name) for name in keeping.names(home) if not name.startswith("."))
    return keeping.existing(root for root in roots if keeping.notes(folder, root))


def places(_: str) -> tuple[str, ...]:
    """None: a folder is noted in an environment when that is long made, and every project would have to watch for it."""
    return ()


def _home() -> str:
    """A path that is not absolute counts from the home folder."""
    written = os.path.expandvars(os.environ.get("WORKON_HOME") or "~/.virtualenvs")
    return keeping.user_folder(written if written.startswith("~") else os.path.join(os.path.expanduser("~"), written))
