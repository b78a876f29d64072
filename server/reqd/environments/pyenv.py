"""Environments of pyenv-virtualenv, which a project calls for by name.

Evidence: in `.python-version` in the folder the first word of each line is a name, except in lines that begin with `#`; each is a folder
below `versions` in pyenv's own folder (`pyenv/libexec/pyenv-version-file-read`). There an environment is a link to
`versions/3.12.1/envs/NAME`, or can be named `3.12.1/envs/NAME` (`pyenv-virtualenv/bin/pyenv-virtualenv`, `pyenv-sh-activate`). What is
no environment there is a plain Python, which is nobody's place to install into.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from reqd.environments import keeping

MARKS = frozenset({".python-version"})
REASON = "the project's .python-version names it"

# A name, or a release and one of its environments; nothing that leads out of the folder.
_NAME = re.compile(r"(?!\.\.?(?:/|$))[^/\\:\s]+(?:/envs/(?!\.\.?$)[^/\\:\s]+)?")
# People name two or three; a file of a thousand must not cost a thousand looks.
_LIMIT = 20


def kept(folder: str) -> tuple[str, ...]:
    """The environments that the folder's `.python-version` names, in its order."""
    return keeping.existing(os.path.join(_versions(), name) for name in _names(folder))


def places(folder: str) -> tuple[str, ...]:
    """Where pyenv keeps all Pythons and environments, if it has none of a name that is called for; there it links one when it is made."""
    versions = _versions()
    return () if all(os.path.lexists(os.path.join(versions, name)) for name in _names(folder)) else (versions,)


def _versions() -> str:
    return os.path.join(keeping.user_folder(os.environ.get("PYENV_ROOT") or "~/.pyenv"), "versions")


def _names(folder: str) -> Iterator[str]:
    """None where it is not known in which folder they would be."""
    written = keeping.text(os.path.join(folder, ".python-version")) if os.path.isabs(_versions()) else ""
    found = [words[0] for line in written.splitlines() if (words := line.split()) and not words[0].startswith("#")]
    return (name for name in found[:_LIMIT] if _NAME.fullmatch(name))
