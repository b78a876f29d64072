"""Where an environment keeps its interpreter and its packages. The folders tell, not the machine that looks at them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from reqd.core import place

# In order: POSIX, Windows, MSYS2 on Windows, and POSIX where somebody removed the plain name.
_INTERPRETERS = (("bin", "python"), ("Scripts", "python.exe"), ("bin", "python.exe"), ("bin", "python3"))
# `python3.12`, `python3.13t` without the global lock, `pypy3.10`.
_LIBRARY = re.compile(r"(?:python|pypy)(\d+\.\d+)t?")
_RELEASE = re.compile(r"\d+\.\d+")


class Scripts(NamedTuple):
    """The folder of the programs, and the interpreter in it, which may be a link to nowhere."""

    folder: str
    interpreter: str

    @property
    def is_windows(self) -> bool:
        return self.interpreter.endswith(".exe")


class Packages(NamedTuple):
    """The folder that holds `site-packages`, and every `site-packages` in the order of `sys.path`, which need not be there."""

    library: str
    site_packages: tuple[str, ...]


def scripts(root: str) -> Scripts | None:
    """Where the interpreter is; None where there is none, not even a broken link."""
    for folder, name in _INTERPRETERS:
        interpreter = place.joined(root, f"{folder}/{name}")
        if os.path.lexists(interpreter):
            return Scripts(place.joined(root, folder), interpreter)
    return None


def packages(root: str, release: str) -> Packages | None:
    """Where the packages of `release`, such as `3.12`, are; of the only one there where `release` is empty. None where there are none."""
    if os.path.isdir(flat := place.joined(root, "Lib/site-packages")):
        return Packages(place.joined(root, "Lib"), (flat,))
    libraries = [library for folder in _libraries(root) if (library := _chosen(folder, release))]
    site_packages = tuple(place.joined(library, "site-packages") for library in libraries)
    present = tuple(folder for folder in site_packages if os.path.isdir(folder))
    if not libraries or (not present and os.path.lexists(site_packages[-1])):
        return None
    return Packages(libraries[-1], present or site_packages[-1:])


def release(text: str) -> str:
    """The first two numbers of a version, or of a name that ends in one; empty where there are none."""
    found = _RELEASE.search(text)
    return found.group() if found else ""


def distinct(folders: Iterable[str]) -> tuple[str, ...]:
    """The folders that exist, each once, whatever links lead to it."""
    real: dict[str, str] = {}
    for folder in folders:
        if os.path.isdir(folder):
            real.setdefault(os.path.realpath(folder), folder)
    return tuple(real.values())


def _libraries(root: str) -> tuple[str, ...]:
    """Python has `lib64` before `lib` where it is a folder of its own; mostly it is a link to `lib`."""
    lib64, lib = place.joined(root, "lib64"), place.joined(root, "lib")
    return distinct((lib,) if os.path.islink(lib64) else (lib64, lib))


def _chosen(folder: str, wanted: str) -> str | None:
    """Two Pythons leave two folders in one environment: the configuration says which one counts."""
    names = [name for name in os.listdir(folder) if (found := _LIBRARY.fullmatch(name)) and wanted in ("", found[1])]
    names.sort(key=lambda name: [int(number) for number in release(name).split(".")])
    return place.joined(folder, names[-1]) if names else None
