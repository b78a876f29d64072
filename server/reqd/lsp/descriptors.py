"""Takes the standard streams for the protocol alone, so that no stray print and no child process can disturb it or make it wait."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading

# POSIX promises that a pipe which is ready takes this much without waiting (PIPE_BUF is 4096 on Linux, 512 at the least).
PIECE = getattr(select, "PIPE_BUF", 512)
# Whoever reads the log is given this many seconds once; after that, what comes while it does not read is lost.
PATIENCE = 0.5


def taken() -> tuple[int, int]:
    """Private descriptors of what was standard input and output; afterwards 0 gives nothing and 1 is the log.

    Raises OSError where there is no standard input or output.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    try:
        os.fstat(2)
    except OSError:  # closed: whatever is opened next would become 2, and be written to by whoever logs
        os.dup2(nothing, 2)
    source, sink = os.dup(0), os.dup(1)  # not inherited by children (PEP 446)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (source, sink):
            msvcrt.setmode(descriptor, os.O_BINARY)
    else:
        for descriptor in (source, sink):
            os.set_blocking(descriptor, True)  # an editor may share its own, which do not block
    return source, sink


class Log:
    """Makes 1 and 2 a pipe that a thread empties, so that writing to them never waits for whoever should read the log."""

    def __init__(self) -> None:
        self._target = os.dup(2)
        self._source, sink = os.pipe()
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        os.close(sink)
        self._thread = threading.Thread(target=self._pass_on, name="log", daemon=True)
        self._thread.start()

    def close(self, seconds: float) -> None:
        """Pass on what was written, for at most so long; whatever is written later is lost."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(AttributeError, OSError, ValueError):  # it may be None, or closed
                stream.flush()
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        self._thread.join(seconds)

    def _pass_on(self) -> None:
        is_read = True
        while piece := os.read(self._source, PIECE):
            is_read = self._is_ready(PATIENCE if is_read else 0)
            if is_read:
                with contextlib.suppress(OSError):  # nobody is left to read it
                    os.write(self._target, piece)

    def _is_ready(self, seconds: float) -> bool:
        if sys.platform == "win32":
            return True  # select knows only sockets there: a log that is not read may make the log wait, nothing else
        try:
            return bool(select.select([], [self._target], [], seconds)[1])
        except (OSError, ValueError):
            return False
