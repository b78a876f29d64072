"""What of a file or folder differs when it was changed: asked of the disk, and compared with what it was before."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple


class Fingerprint(NamedTuple):
    """Times are in nanoseconds since 1970. `inode_changed` is on Windows when it was made."""

    device: int
    inode: int
    size: int
    changed: int
    inode_changed: int


def fingerprint(path: str) -> Fingerprint | None:
    """None where there is nothing, or nothing that may be asked about. Never raises."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return Fingerprint(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def fingerprints(paths: Iterable[str]) -> dict[str, Fingerprint | None]:
    return {path: fingerprint(path) for path in paths}
