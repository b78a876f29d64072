"""What the system knows of a running process: its memory, its threads, what it holds open, what it watches."""

from __future__ import annotations

import os
from glob import glob
from pathlib import Path


def memory(number: int) -> int:
    """The bytes of memory that the process occupies."""
    line = next(line for line in Path(f"/proc/{number}/status").read_text("utf-8").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def threads(number: int) -> int:
    return len(os.listdir(f"/proc/{number}/task"))


def descriptors(number: int) -> int:
    return len(os.listdir(f"/proc/{number}/fd"))


def watches(number: int) -> int:
    """How many folders and files it watches (proc_pid_fdinfo(5))."""
    infos = (Path(path).read_text("utf-8") for path in glob(f"/proc/{number}/fdinfo/*"))
    return sum(line.startswith("inotify ") for info in infos for line in info.splitlines())


def ticks(number: int) -> int:
    """Hundredths of a second that it has computed (proc_pid_stat(5))."""
    return sum(map(int, Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]))


def family(number: int) -> list[int]:
    """The processes that it started and that still run, and theirs."""
    parents: dict[int, list[int]] = {}
    for path in glob("/proc/[0-9]*/stat"):
        try:
            rest = Path(path).read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents.setdefault(int(rest[1]), []).append(int(path.split("/")[2]))
    found = list(parents.get(number, ()))
    for each in found:
        found.extend(parents.get(each, ()))
    return found
