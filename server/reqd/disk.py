"""Reads a file, whatever lies at its path: one guarded way to open, with a cap, which never waits and never fails."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from reqd import manifests
from reqd.core import place
from reqd.core.manifest import ManifestReading, MissingFile, Unreadable
from reqd.manifests.decoding import decoded

# The longest requirements files that were found have a few thousand hashes and half a megabyte.
MANIFEST_LIMIT = 8 * 1024 * 1024

# Not to wait for a FIFO's writer, not to leak into child processes, not to turn \r\n into \n. Each system has its own of these.
_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# For a path whose links were resolved already: a link put there since is not followed.
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
# What a name that cannot be looked up means: there is no such file.
_ABSENT = (errno.ENOENT, errno.ENOTDIR)
_REASONS = {
    errno.EACCES: "permission to read it is denied",
    errno.EPERM: "permission to read it is denied",
    errno.EISDIR: "it is a folder",
    errno.ELOOP: "it is a link that leads back to itself",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENXIO: "it is not a regular file",
}


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such file."""


@dataclass(frozen=True, slots=True)
class Refused:
    """There is something, and it was not read; `reason` completes "it is not read: "."""

    reason: str


Content: TypeAlias = bytes | Absent | Refused


def content(path: str, limit: int) -> Content:
    """All bytes of a regular file that has no more than `limit` of them. Links are followed. Never raises, never waits."""
    return _guarded(path, limit, _FLAGS, _whole)


def beginning(path: str, limit: int) -> Content:
    """The first `limit` bytes of a regular file, or all where it has fewer. Links are followed. Never raises, never waits."""
    return _guarded(path, limit, _FLAGS, _bytes)


def read_manifest(path: str, boundary: str) -> ManifestReading:
    """The manifest at an absolute path. Nothing outside of the folder `boundary` is opened, links taken into account."""
    try:
        real = _resolved(path, boundary)
    except (OSError, ValueError):
        return Unreadable(path, "its name cannot be looked up")
    if real is None:
        return Unreadable(path, "it lies outside of the opened folder", is_outside=True)
    found = _guarded(real, MANIFEST_LIMIT, _FLAGS | _NO_LINK, _whole)
    if isinstance(found, Absent):
        return MissingFile(path)
    if isinstance(found, Refused):
        return Unreadable(path, found.reason)
    text, problems = decoded(found)
    return manifests.parse(path, text, None, problems)


def is_there(path: str, boundary: str) -> bool:
    """Whether there is anything at an absolute path within the folder `boundary`. Never raises, opens nothing and follows no link.

    What lies behind a link, or cannot be looked at, counts as there: a link may lead to another machine, and a path is only told to be
    missing where that is certain.
    """
    if not _is_within(path, boundary):
        return True
    current = boundary
    for part in os.path.relpath(path, boundary).split(os.sep):
        current = os.path.join(current, part)
        try:
            if stat.S_ISLNK(os.lstat(current).st_mode):
                return True
        except (OSError, ValueError) as error:
            return getattr(error, "errno", 0) not in _ABSENT
    return True


def _resolved(path: str, boundary: str) -> str | None:
    """The path without links, or None where it leads out of `boundary`; one that is plainly outside is not even looked up.

    On Windows, looking up a path of another machine would send that machine a proof of the user's password.
    """
    folder = os.path.realpath(boundary)
    if not (_is_within(path, boundary) or _is_within(path, folder)):
        return None
    real = os.path.realpath(path)
    return real if _is_within(real, folder) else None


def _is_within(path: str, folder: str) -> bool:
    return place.is_within(os.path.normcase(path), os.path.normcase(folder))


def _guarded(path: str, limit: int, flags: int, reader: Callable[[int, int], Content]) -> Content:
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        return _failure(path, error)
    except ValueError:
        return Refused("its name holds a character that no file's name can hold")
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISREG(mode):
            return reader(descriptor, limit)
        return Refused("it is a folder" if stat.S_ISDIR(mode) else "it is not a regular file")
    except OSError as error:
        return _failure(path, error)
    finally:
        os.close(descriptor)


def _whole(descriptor: int, limit: int) -> Content:
    """All of a file at one moment: where it changed while it was read, it is read once more, and the next event will tell the rest."""
    found = b""
    for _ in range(2):
        before = os.fstat(descriptor)
        os.lseek(descriptor, 0, os.SEEK_SET)
        found = _bytes(descriptor, limit + 1)
        if len(found) > limit:
            return Refused(f"it is larger than {_size(limit)}")
        after = os.fstat(descriptor)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            break
    return found


def _bytes(descriptor: int, count: int) -> bytes:
    found = os.read(descriptor, count)
    while len(found) < count and (more := os.read(descriptor, count - len(found))):
        found += more
    return found


def _size(limit: int) -> str:
    return f"{limit >> 20} MiB" if limit >= 1 << 20 else f"{limit >> 10} KiB"


def _failure(path: str, error: OSError) -> Content:
    if error.errno in _ABSENT:
        return Absent()
    if error.errno == errno.EACCES and os.path.isdir(path):  # Windows says so of every folder
        return Refused("it is a folder")
    return Refused(_REASONS.get(error.errno or 0, f"it cannot be opened ({error.strerror})"))
