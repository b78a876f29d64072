"""What a child process writes: its last lines kept, the newest one shown now and then, all the rest forgotten."""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable

from reqd.core.hygiene import clean

# A failed build of a large package ends in a few hundred lines, of which the first names the fault.
KEPT_LINES = 1000
# A compiler's command line fits, and most lists of versions; a gigabyte without a line end does not.
LINE_LIMIT = 4096
# Seconds between two lines shown: faster than a person reads.
INTERVAL = 0.1

_COLOUR = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


class Output:
    """Takes bytes as they come, in any pieces; `tell` gets the newest line at most every `INTERVAL` seconds.

    Nothing is decoded or cleaned before somebody wants to see it, so that a flood costs a split and no more.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told = 0.0
        self._lines: deque[bytes] = deque(maxlen=KEPT_LINES)
        self._open_line = b""
        self._lock = threading.Lock()

    def feed(self, chunk: bytes) -> None:
        """Take what was written next."""
        with self._lock:
            *finished, rest = (self._open_line + chunk).replace(b"\r", b"\n").split(b"\n")
            self._open_line = rest[:LINE_LIMIT]
            self._lines.extend(line[:LINE_LIMIT] for line in finished[-KEPT_LINES:] if line and not line.isspace())
        if finished and time.monotonic() - self._told >= INTERVAL:
            self._show()

    def close(self) -> None:
        """The writer is gone: what it wrote last is a line, ended or not."""
        self.feed(b"\n")

    def lines(self, count: int = KEPT_LINES) -> tuple[str, ...]:
        """The last lines that are not blank, clean, in the order in which they were written."""
        with self._lock:
            kept = tuple(self._lines)[-count:]
        return tuple(_shown(line) for line in kept)

    def _show(self) -> None:
        newest = self.lines(1)
        if newest:
            self._told = time.monotonic()
            self._tell(clean(newest[0].strip()))


def _shown(line: bytes) -> str:
    text = _COLOUR.sub("", line.decode("utf-8", errors="replace"))
    return clean(text.expandtabs().rstrip(), LINE_LIMIT)
