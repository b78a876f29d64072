"""The restore point: an environment's former state beside it, put back when what follows fails.

It is a folder `.NAME-restore-RANDOM` beside the environment, on the same file system, so that files can be shared and trees swapped:

    .gitignore      keeps it out of version control
    owner           JSON: the process it belongs to, the environment, when it was made; for whoever finds it left over
    environment/    the former state, byte for byte

Files are shared by hard links, not copied. Installers replace files rather than write into them; a file that was written into all
the same is found and named when the state is put back.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from logging import getLogger
from typing import NamedTuple

from reqd.core.hygiene import clean
from reqd.perform.outcome import RefusedError, StoppedError, UnrestoredError

log = getLogger(__name__)

# What a file system answers that cannot share this file: other permissions, too many links, no links at all. Then it is copied.
_UNSHARED = frozenset({errno.EPERM, errno.EACCES, errno.EMLINK, errno.EXDEV, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
# renameat2(2): "relative to the working directory", which absolute paths ignore, and "exchange".
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
# More names than this tell a person nothing more.
_NAMED = 3


class Mark(NamedTuple):
    """What tells cheaply that a file was written into: its size and the time of its last change in nanoseconds."""

    size: int
    modified: int


@dataclass(slots=True)
class RestorePoint:
    """A former state: where it lies, what it is of, and a mark for each file that both share, by path within the environment."""

    folder: str
    environment: str
    marks: dict[str, Mark] = field(default_factory=dict)

    @property
    def kept(self) -> str:
        return os.path.join(self.folder, "environment")


@contextmanager
def copied(environment: str, stop: threading.Event) -> Iterator[None]:
    """Keep a copy of an environment that is about to be changed in its place, and put it back when the body raises."""
    point = _begun(environment)
    try:
        _copy(point, stop)
    except BaseException:
        _remove(point.folder)
        raise
    try:
        yield
    except BaseException:
        _put_back_copy(point)
        raise
    _remove(point.folder)


@contextmanager
def moved(environment: str) -> Iterator[None]:
    """Set an environment aside whose place is needed, and move it back when the body raises, which must have cleared the place."""
    point = _begun(environment)
    try:
        os.rename(environment, point.kept)
    except BaseException:
        _remove(point.folder)
        raise
    try:
        yield
    except BaseException:
        _put_back_moved(point)
        raise
    _remove(point.folder)


@contextmanager
def created(environment: str) -> Iterator[None]:
    """Make the folder for a new environment, and remove it with all that came into it when the body raises.

    The folder is made here, not by the tool, so that it is certainly new, no link, and known again by its inode.
    """
    os.mkdir(environment)
    made = os.lstat(environment)
    try:
        yield
    except BaseException:
        if os.path.lexists(environment) and os.path.samestat(made, os.lstat(environment)):
            _remove(environment)
        raise


def _begun(environment: str) -> RestorePoint:
    parent, name = os.path.split(environment)
    folder = os.path.join(parent, f".{name.lstrip('.')}-restore-{secrets.token_hex(4)}")
    owner = {"process": os.getpid(), "environment": environment, "begun": time.time()}
    try:
        os.mkdir(folder, 0o700)
    except OSError as error:
        raise _unkept(environment, error.strerror) from error
    try:
        _write(os.path.join(folder, ".gitignore"), "*\n")
        _write(os.path.join(folder, "owner"), json.dumps(owner) + "\n")
    except OSError as error:
        _remove(folder)
        raise _unkept(environment, error.strerror) from error
    return RestorePoint(folder, environment)


def _unkept(environment: str, reason: str | None) -> RefusedError:
    return RefusedError(f"{os.path.basename(environment)} is not touched, because no restore point could be made beside it: {reason}")


def _write(path: str, text: str) -> None:
    with open(path, "x", encoding="utf-8") as file:
        file.write(text)


def _copy(point: RestorePoint, stop: threading.Event) -> None:
    start = len(point.environment) + 1

    def share(source: str, target: str) -> str:
        if stop.is_set():
            raise StoppedError
        found = os.lstat(source)
        if _is_shared(source, target):
            point.marks[source[start:]] = Mark(found.st_size, found.st_mtime_ns)
        return target

    try:
        shutil.copytree(point.environment, point.kept, symlinks=True, copy_function=share)
    except OSError as error:
        reason = error.args[0][0][2] if isinstance(error, shutil.Error) else error.strerror
        raise _unkept(point.environment, reason) from error


def _is_shared(source: str, target: str) -> bool:
    """Whether the file could be linked; otherwise it is copied."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _UNSHARED:
            raise
        shutil.copy2(source, target)
        return False
    return True


def _put_back_copy(point: RestorePoint) -> None:
    name = os.path.basename(point.environment)
    try:
        if not os.path.lexists(point.environment):
            os.rename(point.kept, point.environment)
        elif not _is_exchanged(point.kept, point.environment):
            _exchange(point)
    except OSError as error:
        raise UnrestoredError(f"{name} was damaged and could not be put back ({error.strerror}); its copy is {point.kept}") from error
    _remove(point.folder)
    changed = sorted(path for path, mark in point.marks.items() if _mark(os.path.join(point.environment, path)) != mark)
    if changed:
        named = ", ".join(changed[:_NAMED]) + (f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else "")
        raise UnrestoredError(f"{name} was put back, but meanwhile something had written into {named}: look whether that is meant")


def _put_back_moved(point: RestorePoint) -> None:
    name = os.path.basename(point.environment)
    try:
        if os.path.lexists(point.environment):
            raise FileExistsError(errno.EEXIST, "another program made one meanwhile")
        os.rename(point.kept, point.environment)
    except OSError as error:
        raise UnrestoredError(f"{name} could not be put back ({error.strerror}); it is {point.kept}") from error
    _remove(point.folder)


def _exchange(point: RestorePoint) -> None:
    damaged = os.path.join(point.folder, "damaged")
    os.rename(point.environment, damaged)
    try:
        os.rename(point.kept, point.environment)
    except OSError:
        os.rename(damaged, point.environment)
        raise


def _is_exchanged(first: str, second: str) -> bool:
    """Whether the system swapped two folders in one step, so that at no moment one of them is missing."""
    if sys.platform != "linux":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    rename = getattr(library, "renameat2", None)
    return rename is not None and rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0


def _mark(path: str) -> Mark | None:
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return Mark(found.st_size, found.st_mtime_ns)


def _remove(folder: str) -> None:
    """Delete a tree without following links; what cannot be deleted is left and logged, for it harms nobody."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.path.lexists(folder):
        log.warning("%s could not be deleted", clean(folder))
