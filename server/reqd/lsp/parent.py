"""Watches whether the editor still runs, since a pipe that somebody else holds open does not tell."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable
from typing import TypeAlias

# Seconds between two looks: quick enough that nobody finds us in a list of processes, rare enough to cost nothing.
INTERVAL = 1.0

Liveness: TypeAlias = Callable[[], bool]


class ParentWatch:
    """Calls `gone(reason)` once, from a thread of its own, when the parent process or the process that is followed has ended."""

    def __init__(self, gone: Callable[[str], None]) -> None:
        self._gone = gone
        self._parent = os.getppid()
        self._is_running: Liveness = lambda: True
        threading.Thread(target=self._watch, name="parent", daemon=True).start()

    def follow(self, process_id: int) -> None:
        """Watch this process too: the client's, as it names itself. A number that cannot be a process is not believed."""
        self._is_running = liveness(process_id)

    def _watch(self) -> None:
        pause = threading.Event()
        while os.getppid() == self._parent and self._is_running():
            pause.wait(INTERVAL)
        self._gone("the editor has ended")


def liveness(process_id: int) -> Liveness:
    """A question to ask again and again: whether the process that has this number now still runs."""
    if not 0 < process_id < 1 << 31:  # 0 and negative numbers mean groups of processes
        return lambda: True
    return _liveness(process_id)


if sys.platform == "win32":

    def _liveness(process_id: int) -> Liveness:
        """Through a handle, because here `os.kill` ends a process rather than asking for it."""
        import ctypes

        synchronize, access_denied, still_running = 0x00100000, 5, 0x102
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        kernel.WaitForSingleObject.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        handle = kernel.OpenProcess(synchronize, False, process_id)
        if not handle:
            is_running = ctypes.get_last_error() == access_denied
            return lambda: is_running
        return lambda: bool(kernel.WaitForSingleObject(handle, 0) == still_running)

else:

    def _liveness(process_id: int) -> Liveness:
        """Through a descriptor where there are such: it stands for the process, not for its number, which another may get."""
        try:
            descriptor = getattr(os, "pidfd_open", _unavailable)(process_id)
        except ProcessLookupError:
            return lambda: False
        except OSError:
            return lambda: _answers_signals(process_id)
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return lambda: not poll.poll(0)

    def _unavailable(process_id: int) -> int:
        """Not Linux, or a Python built for an older one."""
        raise OSError(f"no descriptor for {process_id}")

    def _answers_signals(process_id: int) -> bool:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return False
        except OSError:  # it is another user's, so it is
            return True
        return True
