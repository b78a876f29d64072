"""Whether an environment was moved or copied after it was made: its own script for shells names the folder it was made in.

Evidence: `VIRTUAL_ENV=/the/folder` in `bin/activate`, which venv, virtualenv and uv all write, on Windows too. Pip and the other programs
lead to the same folder in their first line. One that is made to be moved works the folder out, and so names none.
"""

from __future__ import annotations

import os
import re

from reqd import disk
from reqd.environments.base import is_here
from reqd.environments.layout import Scripts

# The longest, virtualenv's, has seven kilobytes.
LIMIT = 16 * 1024

# A word as shells have it: pieces with quotation marks around them or without, and nothing between.
_MADE = re.compile(r"""(?m)^[ \t]*(?:export[ \t]+)?VIRTUAL_ENV=((?:'[^'\n]*'|"[^"\n]*"|[^\s'"])+)[ \t]*\r?$""")
_PIECE = re.compile(r"""'([^']*)'|"([^"]*)"|([^'"]+)""")


def former(root: str, scripts: Scripts) -> str:
    """The folder in which the environment at `root` was made; empty where that is `root`, whatever links lead to it, or is not known."""
    found = disk.beginning(os.path.join(scripts.folder, "activate"), LIMIT)
    made = made_in(found.decode("utf-8", "surrogateescape")) if isinstance(found, bytes) else ""
    return "" if not made or made == root or _is_same(made, root) else made


def made_in(script: str) -> str:
    """The first absolute path, of the kind that this machine has, to which the text of `activate` sets VIRTUAL_ENV; empty without one.

    What stands between quotation marks is taken as it is: venv puts them around any path, and backslashes are Windows's.
    """
    words = ("".join(map("".join, _PIECE.findall(found[1]))) for found in _MADE.finditer(script))
    return next((word for word in words if _is_whole(word)), "")


def _is_whole(path: str) -> bool:
    """On Windows a path without a drive is a shell's spelling of another one: `/c/project`."""
    return is_here(path) and bool(os.path.splitdrive(path)[0]) == (os.name == "nt")


def _is_same(made: str, root: str) -> bool:
    """Also where one is a link to the other, or both are one folder that is mounted twice. One that cannot be looked at may be the same."""
    try:
        return os.path.samefile(made, root)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
