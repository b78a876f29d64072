"""What a process asked the system to do, as strace saw it: programs, connections, files read, files changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import reqd

_CHANGING = (
    *("creat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "symlink"),
    *("symlinkat", "mknod", "mknodat", "truncate", "chmod", "fchmodat", "chown", "lchown", "fchownat", "utimensat", "setxattr"),
)
_OPENING = ("open", "openat", "openat2")
_LOOKING = (
    *("stat", "lstat", "newfstatat", "statx", "access", "faccessat", "faccessat2", "readlink", "readlinkat", "chdir", "getxattr"),
    "inotify_add_watch",
)
_STARTING = ("execve", "execveat", "fork", "vfork", "clone", "clone3")
_TALKING = ("socket", "connect", "bind", "listen")
_WRITING = re.compile(r"O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)")
# `openat(AT_FDCWD</here>, "name", O_RDONLY) = 3</here/name>`, after the number of the thread; the place and the end may be absent.
_CALL = re.compile(
    r'^\d+ +(?P<name>\w+)\((?P<arguments>(?:(?:\d+|AT_FDCWD)<(?P<folder>(?:[^>\\]|\\.)*)>, )?(?:"(?P<path>(?:[^"\\]|\\.)*)")?.*)$', re.S
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9a-f]{2}|.)", re.S)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"v": b"\v", b"f": b"\f", b"a": b"\a", b"b": b"\b"}


class Call(NamedTuple):
    """One call of the system: its name, the absolute path it is about, or an empty text, and its arguments as strace writes them."""

    name: str
    path: str
    arguments: str

    @property
    def is_starting(self) -> bool:
        """Whether it makes a process or becomes a program; a thread is neither."""
        return self.name in _STARTING and "CLONE_THREAD" not in self.arguments

    @property
    def is_talking(self) -> bool:
        return self.name in _TALKING

    @property
    def is_changing(self) -> bool:
        """Whether it changes files, or opens one so that it could be changed."""
        return self.name in _CHANGING or (self.name in _OPENING and bool(_WRITING.search(self.arguments)))

    @property
    def is_reading(self) -> bool:
        """Whether it reads a file or a folder by its name, looks at it, or watches it."""
        return bool(self.path) and self.name in (*_OPENING, *_LOOKING) and not self.is_changing

    @property
    def is_glancing(self) -> bool:
        """Whether it only asks what lies at a path; nothing is opened or watched."""
        return self.name in _LOOKING and self.name != "inotify_add_watch"


def traced(command: Sequence[str], record: Path) -> tuple[str, ...]:
    """The command line that runs a command and writes what it does into a file."""
    calls = ",".join((*_CHANGING, *_OPENING, *_LOOKING, *_STARTING, *_TALKING))
    return ("strace", "--seccomp-bpf", "-f", "-y", "-s", "4096", "-e", "signal=none", "-e", f"trace={calls}", "-o", str(record), *command)


def calls(record: Path) -> list[Call]:
    """All that was recorded, in order."""
    return [call for line in record.read_text("utf-8", "surrogateescape").splitlines() if (call := _call(line))]


def starts(found: Sequence[Call]) -> list[Call]:
    """The calls that start something, without the first, which is the traced command's own."""
    return [call for call in found if call.is_starting][1:]


@cache
def absence() -> str:
    """Why nothing can be traced here; empty where it can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "strace is not installed"
    probe = subprocess.run(traced(("true",), Path(os.devnull)), capture_output=True, check=False)
    return "" if probe.returncode == 0 else "strace may not trace here"


@cache
def own() -> tuple[str, ...]:
    """The folders in which reqd, its Python and what they are built from lie."""
    installed = (sys.prefix, sys.base_prefix, os.path.dirname(os.path.dirname(reqd.__file__)), "/usr", "/lib", "/lib64", "/proc", "/sys")
    return tuple(dict.fromkeys((*installed, *map(os.path.realpath, installed))))


@cache
def usual() -> frozenset[str]:
    """What Python and the system look at and read before a line of ours runs, whoever starts them."""
    command = (sys.executable, "-I", "-c", "import ssl, locale, time")
    bare = subprocess.run(traced(command, Path("/dev/stderr")), capture_output=True, check=True)
    found = (call for line in bare.stderr.decode().splitlines() if (call := _call(line)) and call.is_reading)
    return frozenset((*(call.path for call in found if "O_DIRECTORY" not in call.arguments), os.devnull, "/etc/localtime"))


def is_below(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder + os.sep) for folder in folders)


def _call(line: str) -> Call | None:
    found = _CALL.match(line)
    if found is None:
        return None
    folder, path = (_decoded(found[part] or "") for part in ("folder", "path"))
    opened = re.search(r"= \d+<((?:[^>\\]|\\.)*)>$", line) if found["name"] in _OPENING else None
    whole = _decoded(opened[1]) if opened else os.path.normpath(os.path.join(folder, path)) if path else ""
    return Call(found["name"], whole, found["arguments"])


def _decoded(text: str) -> str:
    """A path as strace writes it, with its escapes undone."""
    return os.fsdecode(_ESCAPE.sub(_meant, text.encode("utf-8", "surrogateescape")))


def _meant(escape: re.Match[bytes]) -> bytes:
    sign = escape[1]
    if sign[:1] == b"x" and len(sign) == 3:
        return bytes([int(sign[1:], 16)])
    return bytes([int(sign, 8)]) if sign.isdigit() else _LETTERS.get(sign, sign)


def lines(found: Sequence[Call]) -> Iterator[str]:
    """The calls in words, for a failure."""
    return (f"{call.name} {call.path or call.arguments}" for call in found)
