"""Requirements that are not taken from an index by name: URLs, repositories, archives and folders.

Source: pip's `constructors.py`, `models/link.py` and `utils/filetypes.py`.
"""

from __future__ import annotations

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
_EXTRAS = re.compile(r"(.*)\[([^\]]+)\]/*\Z", re.DOTALL)
# What Windows's separator makes a path of: a drive, a share, or names with it between them. Elsewhere it is only a stray character.
_WINDOWS_PATH = re.compile(r"[A-Za-z]:\\|\\\\\w|[\w.~-]+(?:\\[\w. ~-]+)+\\?\Z")
_PROJECT = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?\Z", re.IGNORECASE)


class LinkError(ValueError):
    """A link that pip refuses; the words are ours."""


def scheme(text: str) -> str:
    """What stands before the first colon, in lower case; empty where there is none."""
    before, colon, _ = text.partition(":")
    return before.lower() if colon else ""


def is_url(text: str) -> bool:
    return scheme(text) in SCHEMES


def is_editable(text: str) -> bool:
    """Whether a link leads to a repository or a folder of this machine; `git://` and `svn://` are short for `git+git://`, `svn+svn://`."""
    found = scheme(text)
    return found == "file" or found in REPOSITORY_SCHEMES or f"{found}+{found}" in REPOSITORY_SCHEMES


def is_archive(text: str) -> bool:
    return text.lower().endswith(_ARCHIVES)


def looks_like_path(text: str) -> bool:
    return "/" in text or text.startswith(".") or _WINDOWS_PATH.match(text) is not None


def without_extras(path: str) -> tuple[str, str]:
    """A local project's path and what stands in the brackets behind it, if anything does."""
    found = _EXTRAS.match(path)
    return (found[1].rstrip(), found[2]) if found else (path, "")


def project(text: str) -> tuple[str | None, str]:
    """The project's name that a link gives away, and the specifier: a wheel's file name holds both, `#egg=` a name.

    Raises LinkError where pip refuses what stands there.
    """
    from urllib.parse import unquote  # see `egg`

    filename = unquote(text.split("#", 1)[0].split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1])
    if filename.endswith(".whl"):
        try:
            name, version, _, _ = parse_wheel_filename(filename)
        except InvalidWheelFilename as error:
            raise LinkError("this is not the name of a wheel: name-version-python-abi-platform.whl") from error
        return name, f"=={version}"
    return egg(text), ""


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
