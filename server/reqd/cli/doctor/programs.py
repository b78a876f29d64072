"""What the shell starts by the names `python`, `python3` and `pip`, and what each belongs to: read from PATH and files."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping

from reqd import disk
from reqd.environments import configuration, layout
from reqd.knowledge.shell import Owner, Program

# Windows's environments have no python3, and the one that Windows itself brings only opens a shop.
NAMES = ("python", "pip") if os.name == "nt" else ("python", "python3", "pip")
# Of a script only the first two lines matter.
_LIMIT = 4096
# The first line names the interpreter; where its path is long or has blanks, the first is the shell's and the second names it.
_INTERPRETER = re.compile(rb"""\A#![ \t]*(?:/bin/sh\n'''exec'[ \t]+)?("[^"\n]+"|/[^\s"]+)""")
# What pyenv can pick: a name, or a release and one of its environments; nothing that leads out of its folder.
_PICK = re.compile(r"(?!\.\.?(?:/|$))[^/\\\s]+(?:/envs/(?!\.\.?$)[^/\\\s]+)?")
_SYSTEM = ("/usr/bin", "/bin", "/usr/sbin", "/sbin")


def programs(path: str, folder: str, variables: Mapping[str, str]) -> tuple[Program, ...]:
    """The first of each name on a PATH, as it works in a folder. Nothing is started; aliases of the shell are not known. Never raises."""
    found = ((name, shutil.which(name, path=path)) for name in NAMES)
    return tuple(_program(name, os.path.abspath(place), folder, variables) for name, place in found if place)


def search_path(path: str, kept: tuple[str, ...]) -> str:
    """PATH as the shell has it: uvx and its like put the folder of reqd's own environment before it, which is taken away again.

    It stays where it is that of one of the environments to keep.
    """
    if sys.prefix == sys.base_prefix or os.path.realpath(sys.prefix) in kept:
        return path
    first, _, rest = path.partition(os.pathsep)
    is_own = os.path.isabs(first) and os.path.realpath(first) == os.path.realpath(os.path.dirname(sys.executable))
    return rest if is_own else path


def _program(name: str, path: str, folder: str, variables: Mapping[str, str]) -> Program:
    if os.path.basename(os.path.dirname(path)) == "shims":
        root = _picked(path, folder, variables)
        return Program(name, path, Owner.ENVIRONMENT if root else Owner.SHIM, root)
    interpreter = (_interpreter(path) or path) if name == "pip" else path
    if not os.path.exists(interpreter):
        return Program(name, path, lost=interpreter)
    root = os.path.dirname(os.path.dirname(interpreter))
    if os.path.lexists(os.path.join(root, configuration.NAME)):
        return Program(name, path, Owner.ENVIRONMENT, os.path.realpath(root))
    conda = next((each for each in (root, os.path.dirname(interpreter)) if os.path.isdir(os.path.join(each, "conda-meta"))), "")
    if conda:
        return Program(name, path, Owner.CONDA, os.path.realpath(conda))
    library = _library(interpreter)
    is_managed = bool(library) and os.path.isfile(os.path.join(library, "EXTERNALLY-MANAGED"))
    is_system = is_managed or os.path.dirname(interpreter) in _SYSTEM
    is_bare = bool(library) and not os.path.isdir(os.path.join(library, "ensurepip"))
    bare = layout.release(os.path.basename(library)) if is_bare else ""
    return Program(name, path, Owner.SYSTEM if is_system else Owner.OTHER, "", is_managed, bare)


def _interpreter(script: str) -> str:
    """The interpreter that a script names; empty where it is no script, or leaves the choice to PATH."""
    content = disk.beginning(script, _LIMIT)
    found = _INTERPRETER.match(content) if isinstance(content, bytes) else None
    named = os.fsdecode(found[1].strip(b'"')) if found else ""
    return "" if named == "/usr/bin/env" else named


def _library(interpreter: str) -> str:
    """The folder of the standard library of an interpreter that is in no environment; empty where that is not certain."""
    real = os.path.realpath(interpreter)
    if os.name == "nt":
        folders = [os.path.join(os.path.dirname(real), "Lib")]
    else:
        library = os.path.join(os.path.dirname(os.path.dirname(real)), "lib")
        release = layout.release(os.path.basename(real))
        folders = [os.path.join(library, name) for name in _libraries(library) if release in ("", name.removeprefix("python"))]
    found = [folder for folder in folders if os.path.isfile(os.path.join(folder, "os.py"))]
    return found[0] if len(found) == 1 else ""


def _libraries(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if re.fullmatch(r"python3\.\d+", name)]
    except OSError:
        return []


def _picked(shim: str, folder: str, variables: Mapping[str, str]) -> str:
    """The environment that pyenv picks for a folder, without links; empty where it picks a plain Python, or the shim is another's."""
    kept = os.path.join(os.path.dirname(os.path.dirname(shim)), "versions")
    chosen = variables.get("PYENV_VERSION", "").partition(":")[0] or next(_written(folder), "")
    root = os.path.join(kept, chosen)
    is_environment = bool(_PICK.fullmatch(chosen)) and os.path.isfile(os.path.join(root, configuration.NAME))
    return os.path.realpath(root) if is_environment else ""


def _written(folder: str) -> Iterator[str]:
    """The first word of each `.python-version`, nearest first."""
    while True:
        content = disk.beginning(os.path.join(folder, ".python-version"), _LIMIT)
        words = content.decode("utf-8", "replace").split() if isinstance(content, bytes) else []
        yield from words[:1]
        if os.path.dirname(folder) == folder:
            return
        folder = os.path.dirname(folder)
