"""The Python that an environment was made from: its exact version, and what is installed in it."""

from __future__ import annotations

import os
import re

from packaging.version import InvalidVersion, Version

from reqd import disk
from reqd.environments.layout import distinct, release

# The file has two kilobytes.
_HEADER_LIMIT = 16 * 1024
_HEADER_VERSION = re.compile(rb'(?m)^#define\s+PY_VERSION\s+"([^"+]+)')


def version(interpreter: str, home: str, written: str) -> str:
    """The full version: the base's own, where it has its C headers, since it may have been upgraded; else what pyvenv.cfg says.

    `written` is that, or any text that holds the release.
    """
    wanted = release(written)
    for prefix in (os.path.dirname(os.path.dirname(os.path.realpath(interpreter))), home if is_here(home) else ""):
        found = header_version(prefix, wanted) if prefix else ""
        if found:
            return found
    try:
        return str(Version(written)) if wanted != written else wanted
    except InvalidVersion:
        return wanted


def header_version(prefix: str, wanted: str) -> str:
    """The version in the C headers of the Python of that release at `prefix`; empty where they are not installed."""
    for folder in (f"python{wanted}", f"python{wanted}t", f"pypy{wanted}", ""):
        content = disk.content(os.path.join(prefix, "include", folder, "patchlevel.h"), _HEADER_LIMIT)
        found = _HEADER_VERSION.search(content) if isinstance(content, bytes) else None
        if found and release(text := found[1].decode("ascii", "replace")) == wanted:
            return text
    return ""


def path(home: str, wanted: str) -> tuple[str, ...]:
    """The folders of packages that an environment of that release sees besides its own: the user's, then those of its base."""
    return distinct((_user_site(wanted), *site_packages(home, wanted)))


def site_packages(home: str, wanted: str) -> tuple[str, ...]:
    """The folders in which the Python of that release, whose interpreter is in `home`, has packages, in the order of its `sys.path`."""
    if not is_here(home):
        return ()
    return distinct(_site_packages(home if os.name == "nt" else os.path.dirname(home), wanted))


def is_here(folder: str) -> bool:
    """Whether a folder that a file names is absolute and on this machine: to look at another one's would greet it with a password."""
    return os.path.isabs(folder) and not folder.startswith(("\\\\", "//")) and "\0" not in folder


def _user_site(wanted: str) -> str:
    if os.name == "nt":
        return os.path.join(os.environ.get("APPDATA", ""), "Python", f"Python{wanted.replace('.', '')}", "site-packages")
    folder = os.environ.get("PYTHONUSERBASE") or os.path.expanduser("~/.local")
    return os.path.join(folder, "lib", f"python{wanted}", "site-packages")


def _site_packages(prefix: str, wanted: str) -> tuple[str, ...]:
    """Debian's three folders, then those of everybody else; `lib64` is Fedora's."""
    if os.name == "nt":
        return (os.path.join(prefix, "Lib", "site-packages"),)
    debian = (f"local/lib/python{wanted}/dist-packages", "lib/python3/dist-packages", f"lib/python{wanted}/dist-packages")
    fedora = tuple(f"{local}{lib}/python{wanted}/site-packages" for local in ("local/", "") for lib in ("lib64", "lib"))
    return tuple(os.path.join(prefix, folder) for folder in (*debian, *fedora))
