"""The Pythons and the installers of this machine, found by their names and files; none of them is asked, since asking would run it."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping

from packaging.version import InvalidVersion, Version

from reqd import disk
from reqd.core import place
from reqd.core.environment import Interpreter, Tools
from reqd.environments.base import header_version, site_packages
from reqd.environments.configuration import NAME as CONFIGURATION
from reqd.environments.layout import release

# The oldest that pip and uv of today can install into.
OLDEST = Version("3.8")

# The first pip with `--python` (pip's changelog).
OLDEST_PIP = Version("22.3")

_PIP = re.compile(r"pip-\d+(?:\.\d+)*\.dist-info")
_EXECUTABLE = ".exe" if os.name == "nt" else ""
_PYTHON = re.compile(r"python(?:3(?:\.\d+)?)?" + re.escape(_EXECUTABLE))
# The folder of one release, as pyenv, uv, hosted runners and Windows's installer name it. None of them names a build without the global
# lock like this, nor another implementation: neither is what a person means by "a Python".
_FOLDER = re.compile(r"(?:cpython-|python-?)?(\d+\.\d+(?:\.\d+(?:(?:a|b|rc)\d+)?)?)(?:-[a-z].*)?", re.IGNORECASE)
_WINDOWS_FOLDER = re.compile(r"Python(3)(\d+)", re.IGNORECASE)


def find_tools(variables: Mapping[str, str] = os.environ) -> Tools:
    """What can change environments here. `variables` are those of the process that look like `PATH`. Never raises, starts nothing."""
    folders = tuple(_trusted(variables.get("PATH", "")))
    pythons = tuple(_pythons(folders, variables))
    own = sys.executable if _has_own_pip() else None
    return Tools(_uv(folders), own or next((python.path for python in pythons if _has_pip(python)), None), pythons)


def _trusted(path: str) -> Iterator[str]:
    """The folders of a PATH out of which a program may be taken: not what a project brings along, not where anybody can put one.

    A server that was started in a root or a home folder is in no project, and so everything lies below its working directory.
    """
    here = os.path.realpath(os.curdir)
    is_project = not place.is_within(os.path.realpath(os.path.expanduser("~")), here)
    for folder in dict.fromkeys(path.split(os.pathsep)):
        if not os.path.isabs(folder) or "\0" in folder:
            continue
        if is_project and (place.is_within(os.path.realpath(folder), here) or place.is_within(os.path.normpath(folder), here)):
            continue
        if _is_ours(folder):
            yield folder


def _is_ours(path: str) -> bool:
    """Whether only the user or the machine's owner can change a file or folder. Windows has no such bits, and keeps its folders closed."""
    try:
        status = os.stat(path)
    except OSError:
        return False
    return os.name == "nt" or (status.st_mode & stat.S_IWOTH == 0 and status.st_uid in (0, os.getuid()))


def _uv(folders: tuple[str, ...]) -> str | None:
    """The user's own uv, else the one that was installed together with reqd."""
    beside = os.path.dirname(sys.executable) if sys.executable else ""
    for folder in (*folders, beside):
        path = os.path.join(folder, f"uv{_EXECUTABLE}")
        if folder and os.path.isfile(path) and os.access(path, os.X_OK) and _is_ours(path):
            return path
    return None


def _pythons(folders: tuple[str, ...], variables: Mapping[str, str]) -> Iterator[Interpreter]:
    """Each once, finished releases before pre-releases, newest first; of two of one version the one that PATH has first."""
    found: dict[str, Interpreter] = {}
    for path in (*_of_path(folders), *_of_managers(variables), *_own_base()):
        real = os.path.realpath(path)
        is_new = real not in found and not _is_of_environment(path) and not _is_of_environment(real) and _is_interpreter(real)
        version = _version(real) if is_new else ""
        if version:
            found[real] = Interpreter(version, path)
    yield from sorted(found.values(), key=lambda python: (not Version(python.version).is_prerelease, Version(python.version)), reverse=True)


def _own_base() -> tuple[str, ...]:
    """The Python that reqd's own environment was made from: what its interpreter links to, or, where that is a copy, what it says."""
    named = getattr(sys, "_base_executable", "")  # before Python 3.11 the environment's own, except on Windows
    return tuple(path for path in (os.path.realpath(sys.executable), named) if path)


def _of_path(folders: tuple[str, ...]) -> Iterator[str]:
    for folder in folders:
        yield from (os.path.join(folder, name) for name in _names(folder) if _PYTHON.fullmatch(name))


def _of_managers(variables: Mapping[str, str]) -> Iterator[str]:
    """The Pythons that pyenv and uv keep, each in a folder named after its version."""
    home = os.path.expanduser("~")
    local = variables.get("APPDATA" if os.name == "nt" else "XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    pyenv = variables.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    for kept in (os.path.join(pyenv, "versions"), variables.get("UV_PYTHON_INSTALL_DIR") or os.path.join(local, "uv", "python")):
        for name in _names(kept) if os.path.isabs(kept) and _is_ours(kept) else ():
            if _FOLDER.fullmatch(name):
                yield os.path.join(kept, name, *(("python.exe",) if os.name == "nt" else ("bin", "python3")))


def _is_of_environment(path: str) -> bool:
    return os.path.exists(os.path.join(os.path.dirname(os.path.dirname(path)), CONFIGURATION))


def _is_interpreter(real: str) -> bool:
    """Whether a program may be started, and is none of pyenv's shims, which are scripts that ask the folder they are started in."""
    if not (os.path.isfile(real) and os.access(real, os.X_OK) and _is_ours(real)):
        return False
    beginning = disk.beginning(real, 2)
    return isinstance(beginning, bytes) and beginning not in (b"#!", b"")


def _version(real: str) -> str:
    """The version of an interpreter, as exact as its headers, its name or the folders above it tell; empty where unsuitable or unknown."""
    prefix = os.path.dirname(real) if os.name == "nt" else os.path.dirname(os.path.dirname(real))
    named = release(os.path.basename(real).removesuffix(".exe"))
    foldered = next(filter(None, map(_folder_version, (os.path.basename(prefix), os.path.basename(os.path.dirname(prefix))))), "")
    wanted = named or release(foldered)
    exact = header_version(prefix, wanted) if wanted else ""
    version = exact or (foldered if release(foldered) == wanted else wanted)
    try:
        return version if Version(version).release >= OLDEST.release else ""
    except InvalidVersion:
        return ""


def _folder_version(name: str) -> str:
    if found := _WINDOWS_FOLDER.fullmatch(name):
        return f"{found[1]}.{found[2]}"
    found = _FOLDER.fullmatch(name)
    return found[1] if found else ""


def _has_own_pip() -> bool:
    """Whether reqd's own Python can import pip even when it ignores the user's folders, as an installer is started."""
    own = (folder for folder in sys.path if os.path.basename(folder) in ("site-packages", "dist-packages"))
    return bool(sys.executable) and any(_holds_pip(folder) for folder in own if place.is_within(folder, sys.prefix))


def _has_pip(python: Interpreter) -> bool:
    real = os.path.realpath(python.path)
    folders = site_packages(os.path.dirname(real), release(python.version))
    return any(map(_holds_pip, folders))


def _holds_pip(folder: str) -> bool:
    """Whether a pip is there that can install into another Python's environment."""
    found = (name.removeprefix("pip-").removesuffix(".dist-info") for name in _names(folder) if _PIP.fullmatch(name))
    return os.path.isfile(os.path.join(folder, "pip", "__init__.py")) and any(Version(version) >= OLDEST_PIP for version in found)


def _names(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []
