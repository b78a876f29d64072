"""Absolute paths as text: joined, compared and cut without asking the disk.

A path that begins with a drive or two backslashes is Windows's, every other one is POSIX's, whatever this machine is.
"""

from __future__ import annotations

import ntpath
import posixpath
import re
from functools import lru_cache

_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|[\\/]{2}[^\\/]")


def _is_windows(path: str) -> bool:
    return _WINDOWS.match(path) is not None


def joined(folder: str, target: str) -> str:
    """The absolute, normalised path that `target` names when it is read from `folder`."""
    if _is_windows(folder):
        return ntpath.normpath(ntpath.join(folder, target))
    return posixpath.normpath(posixpath.join(folder, target))


def parent(path: str) -> str:
    """The folder that holds `path`; a root is its own parent."""
    return ntpath.dirname(path) if _is_windows(path) else posixpath.dirname(path)


def name(path: str) -> str:
    """The last part of `path`."""
    return ntpath.basename(path) if _is_windows(path) else posixpath.basename(path)


def is_within(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or lies below it. Both are absolute and normalised."""
    if path == folder:
        return True
    separator = "\\" if _is_windows(folder) else "/"
    return path.startswith(folder if folder.endswith(separator) else folder + separator)


def seen_from(path: str, folder: str) -> str:
    """`path` as a person standing in `folder` would write it: relative where it lies below, else whole."""
    if path != folder and is_within(path, folder):
        return path[len(folder) :].lstrip("/\\")
    return path


@lru_cache(maxsize=1024)
def ancestors(folder: str, boundary: str) -> tuple[str, ...]:
    """`folder` and the folders above it, nearest first, up to and including `boundary`; `folder` alone where it lies outside."""
    if not is_within(folder, boundary):
        return (folder,)
    chain = [folder]
    while chain[-1] != boundary:
        chain.append(parent(chain[-1]))
    return tuple(chain)
