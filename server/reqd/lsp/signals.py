"""Hears the signals that ask a process to end, even while the main thread is blocked and Python's own handlers wait for it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable

ENDINGS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")  # not every system has each


def on_end(call: Callable[[str], None]) -> None:
    """Have it called with a reason, once and in any thread, when the process is asked to end. To be set up in the main thread."""
    endings = [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]
    if sys.platform == "win32":  # asyncio has the wakeup descriptor there
        for ending in endings:
            signal.signal(ending, lambda *_: call("a signal"))
        return
    source, sink = os.pipe()
    os.set_blocking(sink, False)
    signal.set_wakeup_fd(sink, warn_on_full_buffer=False)
    for ending in endings:
        signal.signal(ending, lambda *_: None)  # without a handler the number would not be written
    threading.Thread(target=_wait, args=(source, frozenset(endings), call), name="signals", daemon=True).start()


def _wait(source: int, endings: frozenset[int], call: Callable[[str], None]) -> None:
    while os.read(source, 1)[0] not in endings:
        pass
    call("a signal")
