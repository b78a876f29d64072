"""The script with which an environment is activated: whether it is there, and whether it would activate this very environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from shlex import quote

from reqd import disk
from reqd.cli.activate.shell import Shell
from reqd.cli.chosen import REMEDY
from reqd.cli.complaint import CannotRunError
from reqd.cli.terminal import shown, visible
from reqd.core import place
from reqd.core.environment import Environment
from reqd.environments.base import is_here

# The longest ones have ten kilobytes.
_LIMIT = 256 * 1024
_RENAMING = "rename the folder and create the environment there anew"
# The folder that a script was written for, in each shell's way of setting a variable, as far as a quote tells where it ends.
_WRITTEN_FOR = re.compile(r"""(?i)virtual_env["']?(?:\s*=\s*|[ \t]+)(?:r#+)?["']?((?:/|[a-z]:[\\/])[^"'\r\n]*)""")
# What some shell acts on where it stands bare, or between double quotes.
_ACTING = re.compile(r'[$`"\\\n]')
_ACTING_IN_CSH = re.compile(r'[$`"\\\n!]')
# What every shell takes for itself, quoted or not.
_HARMLESS = re.compile(r"[\w@%+=:,./~-]+")


def script(environment: Environment, shell: Shell) -> str:
    """The absolute path of the script for a shell. Raises CannotRunError where it is missing, or was written for another folder."""
    folder = place.parent(environment.interpreter)
    for name in shell.scripts:
        path = place.joined(folder, name)
        found = disk.content(path, _LIMIT)
        if isinstance(found, disk.Refused):
            raise CannotRunError(f"{shown(path)} is not used: {found.reason}")
        if isinstance(found, bytes):
            _inspect(path, found.decode("utf-8", "surrogateescape"), environment.root, shell)
            return path
    raise CannotRunError(_absence(environment, place.joined(folder, shell.scripts[0]), shell))


def _absence(environment: Environment, path: str, shell: Shell) -> str:
    missing = f"{shown(path)} is missing, so {shell.name} cannot activate {shown(environment.root)}"
    if environment.kind == "conda":
        return f"{missing}: conda's own command does, which is conda activate {visible(quote(environment.root))}"
    return f"{missing}: {shell.makers}; without it, the environment's Python is {shown(environment.interpreter)}"


def _inspect(path: str, text: str, root: str, shell: Shell) -> None:
    """Raise CannotRunError for a script that would do something else than activate this environment.

    One that was moved or copied activates the folder it came from. And some makers write the name of the folder, or of the one above it
    for the prompt, so that the shell runs what stands in it: venv before CVE-2024-9287, virtualenv before CVE-2024-53899, uv's prompt.
    """
    folders = tuple(dict.fromkeys((root, os.path.realpath(root))))
    spellings = [spelling for folder in folders for spelling in _spellings(folder, shell)]
    acting = _acting(folders, shell)
    written = _WRITTEN_FOR.search(text)
    is_this = written is None or any(_names(text, spelling) for spelling in spellings) or _is_same(written[1].strip(), root)
    if _is_acted_on(text, acting, spellings, shell) or (not is_this and (acting or any(folder in text for folder in folders))):
        raise CannotRunError(f"{shown(path)} is not used: {shell.name} would act on what stands in the name of its folder; {_RENAMING}")
    if written and not is_this:
        was = visible(written[1].strip())
        raise CannotRunError(f"{shown(path)} was written for {was}: the environment was moved or copied; {REMEDY}")


def _acting(folders: Iterable[str], shell: Shell) -> frozenset[str]:
    """The names of folders on these paths in which a shell may find something to run or to replace."""
    found = _ACTING_IN_CSH if shell.name == "csh" else _ACTING
    return frozenset(part for folder in folders for part in _parts(folder) if found.search(part))


def _parts(folder: str) -> Iterator[str]:
    while place.parent(folder) != folder:
        yield place.name(folder)
        folder = place.parent(folder)


def _is_acted_on(text: str, acting: Iterable[str], spellings: Iterable[str], shell: Shell) -> bool:
    """Whether such a name stands anywhere but in quotes that keep a shell from acting on it."""
    for spelling in (*spellings, *(each for name in acting for each in _spellings(name, shell))):
        text = text.replace(spelling, "")
    return any(name in text for name in acting)


def _names(text: str, spelling: str) -> bool:
    return re.search(rf"(?<![\w/.\\-]){re.escape(spelling)}(?![\w/.\\-])", text) is not None


def _spellings(name: str, shell: Shell) -> Iterator[str]:
    """The ways in which a script can write a path, or a part of one, so that its shell takes it for just that."""
    own = shell.quoted(name)
    if own is not None:
        yield own
        if shell.name == "cmd" or _HARMLESS.fullmatch(name):
            yield name
    if not re.search(r'[$`"\n!]|\\\\|\\$', name):
        yield f'"{name}"'
    # Makers quote for every shell as they do for sh, which of these three understand it all but where a backslash or ! is in it.
    if shell.name not in ("fish", "csh", "nushell") or not re.search(r"[\\\n!]", name):
        yield quote(name)
        yield "'" + name.replace("'", "'\\''") + "'"


def _is_same(folder: str, root: str) -> bool:
    """Whether two paths lead to one folder; one on another machine is not looked at, and is not the same."""
    try:
        return is_here(folder) and os.path.samefile(folder, root)
    except (OSError, ValueError):
        return False
