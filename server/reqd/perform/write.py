"""Writes a requirements file: wholly or not at all, and only where it still says what was read."""

from __future__ import annotations

import codecs
import os
import stat
import tempfile
from contextlib import suppress

from reqd.core import place
from reqd.perform.outcome import RefusedError


def replaced(path: str, boundary: str, before: str, after: str) -> None:
    """Make the file at `path` say `after` where it says `before`; its mark, line ends and mode stay.

    Raises RefusedError as `writable` does, and then nothing was written.
    """
    real, mark, mode = writable(path, boundary, before)
    _exchange(path, real, mark + after.encode("utf-8"), mode)


def rewritten(path: str, boundary: str, before: bytes, after: bytes) -> None:
    """Make the file at `path` hold `after` where it holds `before`; its mode stays.

    Raises RefusedError as `content` does, and where it holds something else by now; then nothing was written.
    """
    real, held, mode = _opened(path, boundary)
    if held != before:
        raise RefusedError(f"{place.name(path)} was not written, because it changed while it was looked at: try again")
    _exchange(path, real, after, mode)


def content(path: str, boundary: str) -> bytes:
    """What a file holds that is to be written.

    Raises RefusedError, with a sentence that says why, where it could not be: it may only be read, or is a link that leads out of the
    folder `boundary`.
    """
    return _opened(path, boundary)[1]


def writable(path: str, boundary: str, before: str) -> tuple[str, bytes, int]:
    """The file's path without links, its byte order mark, and its mode.

    Raises RefusedError, with a sentence that says why, where it could not be written: it does not say `before` any more, is not UTF-8,
    may only be read, or is a link that leads out of the folder `boundary`.
    """
    real, held, mode = _opened(path, boundary)
    name = place.name(path)
    mark = codecs.BOM_UTF8 if held.startswith(codecs.BOM_UTF8) else b""
    try:
        text = held[len(mark) :].decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"{name} was not written, because it is not UTF-8: save it as UTF-8 first") from None
    if text != before:
        raise RefusedError(f"{name} was not written, because it changed while it was looked at, or is not UTF-8: try again")
    return real, mark, mode


def _opened(path: str, boundary: str) -> tuple[str, bytes, int]:
    """The file's path without links, its bytes, and its mode."""
    real = os.path.realpath(path)
    name = place.name(path)
    if not place.is_within(os.path.normcase(real), os.path.normcase(os.path.realpath(boundary))):
        raise RefusedError(f"{name} is a link to a file outside of {boundary}, so it was not written: write {real} itself")
    try:
        held, mode = _read(real)
    except OSError as error:
        raise _unwritten(path, error) from error
    if not stat.S_ISREG(mode) or not os.access(real, os.W_OK):
        raise RefusedError(f"{name} was not written, because you may only read it: change its permissions")
    return real, held, stat.S_IMODE(mode)


def _unwritten(path: str, error: OSError) -> RefusedError:
    return RefusedError(f"{place.name(path)} could not be written: {error.strerror or error}")


def _read(real: str) -> tuple[bytes, int]:
    with open(real, "rb") as file:
        return file.read(), os.fstat(file.fileno()).st_mode


def _exchange(path: str, real: str, after: bytes, mode: int) -> None:
    try:
        _write(real, after, mode)
    except OSError as error:
        raise _unwritten(path, error) from error


def _write(real: str, after: bytes, mode: int) -> None:
    """Write beside the file and put the new one in its place in one step, so that no crash leaves half of it."""
    descriptor, temporary = tempfile.mkstemp(prefix=".reqd-", dir=place.parent(real))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, real)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
