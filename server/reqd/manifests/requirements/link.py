"""Requirements that are not taken from an index by name: URLs, repositories, archives and folders.

Source: pip's `constructors.py`, `models/link.py` and `utils/filetypes.py`.
"""

from __future__ import annotations

import posixpath
import re

from packaging.utils import InvalidWheelFilename, parse_wheel_filename

_REPOSITORIES = {
    "bzr": ("http", "https", "ssh", "sftp", "ftp", "lp", "file"),
    "git": ("http", "https", "ssh", "git", "file"),
    "hg": ("file", "http", "https", "ssh", "static-http"),
    "svn": ("ssh", "http", "https", "svn", "file"),
}
REPOSITORY_SCHEMES = frozenset(f"{system}+{scheme}" for system, schemes in _REPOSITORIES.items() for scheme in schemes)
SCHEMES = REPOSITORY_SCHEMES | {"http", "https", "file", "ftp"}
_ARCHIVES = (".zip", ".whl", ".tar.bz2", ".tbz", ".tar.gz", ".tgz", ".tar", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma")
_EGG = re.compile(r"[#&]egg=([^&]*)")
# What Windows's separator makes a path of: a drive, a share, or names with it between them. Elsewhere it is only a stray character.
_WINDOWS_PATH = re.compile(r"[A-Za-z]:\\|\\\\\w|[\w.~-]+(?:\\[\w. ~-]+)+\\?\Z")
_PROJECT = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?\Z", re.IGNORECASE)


class LinkError(ValueError):
    """A link that pip refuses; the words are ours."""


def scheme(text: str) -> str:
    """What stands before the first colon, in lower case; empty where there is none. As everywhere in a URL, tabs do not count."""
    before, colon, _ = text.partition(":")
    return before.lower().replace("\t", "") if colon else ""


def is_url(text: str) -> bool:
    return scheme(text) in SCHEMES


def is_editable(text: str) -> bool:
    """Whether a URL leads to a repository or a folder of this machine. pip knows `file:` in small letters alone here."""
    return text.startswith("file:") or scheme(text) in REPOSITORY_SCHEMES


def is_short(text: str) -> bool:
    """Whether a repository's URL leaves out what pip then adds: `git://` is short for `git+git://`."""
    return f"{scheme(text)}+{scheme(text)}" in REPOSITORY_SCHEMES


def is_archive(path: str) -> bool:
    return _suffix(posixpath.normpath(path)).lower() in _ARCHIVES


def _suffix(path: str) -> str:
    """What pip takes for a file's suffix: with a `.tar` before it, and none where a name has nothing but dots before it."""
    base, suffix = posixpath.splitext(path)
    return base[-4:] + suffix if base.lower().endswith(".tar") else suffix


def looks_like_path(text: str) -> bool:
    return "/" in text or text.startswith(".") or _WINDOWS_PATH.match(text) is not None


def without_extras(path: str) -> tuple[str, str]:
    """A local project's path and what stands in the brackets at its very end, if anything does."""
    last = len(path) - 1
    start = path.rfind("[", path.rfind("]", 0, last) + 1, last - 1) if path.endswith("]") else -1
    return (path[:start].rstrip(), path[start + 1 : last]) if start >= 0 else (path, "")


def project(text: str) -> tuple[str | None, str]:
    """The project's name that a URL or an archive's path gives away, and the specifier: a wheel's name holds both, `#egg=` a name.

    Raises LinkError where pip refuses what stands there.
    """
    filename, name = _file_and_egg(text)
    if _suffix(filename) != ".whl":
        return name, ""
    try:
        name, version, _, _ = parse_wheel_filename(filename)
    except InvalidWheelFilename as error:
        raise LinkError("this is not the name of a wheel: name-version-python-abi-platform.whl") from error
    return name, f"=={version}"


def _file_and_egg(text: str) -> tuple[str, str | None]:
    """The name of the file that a URL or a path ends in, and what `#egg=` says; in a path that has no meaning, as `%20` has none."""
    from urllib.parse import unquote, urlsplit  # see `egg`

    if not is_url(text):
        return posixpath.basename(posixpath.normpath(text)), None
    name = egg(text)
    return posixpath.basename(unquote(urlsplit(text).path).rstrip("/")), name


def egg(text: str) -> str | None:
    """The project's name behind `#egg=`. Raises LinkError where pip refuses what stands there, or the whole URL."""
    from urllib.parse import urlsplit  # most files need none, and a check that meets none should not wait for it

    try:
        urlsplit(text)
    except ValueError as error:
        raise LinkError("this is not a complete URL") from error
    found = _EGG.search(text)
    if found is None:
        return None
    if not _PROJECT.match(found[1]):
        raise LinkError("after #egg= stands a project's name alone; extras are written before an @, like name[extra] @ URL")
    return found[1]
