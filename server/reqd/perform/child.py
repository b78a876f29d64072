"""One child process from its start to the end of the last process it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from glob import glob
from logging import getLogger

from reqd.perform.outcome import RefusedError, StoppedError
from reqd.perform.output import Output

log = getLogger(__name__)

# Seconds a process gets to end itself when asked; pip and uv need a fraction of one.
GRACE = 3.0
# Seconds the system may take to remove killed processes; more means one hangs in the kernel, and no waiting helps.
REMOVAL = 5.0
# Seconds between two looks: a person does not notice the delay, and a machine not the looks.
_LOOK = 0.03
# What a pipe holds on Linux: more is never there at once.
_CHUNK = 65536


def execute(
    arguments: Sequence[str],
    folder: str,
    variables: Mapping[str, str],
    output: Output,
    stop: threading.Event,
    deadline: float,
) -> int:
    """Start a program and return its exit status, once it and all it started are gone.

    `deadline` is a time of `time.monotonic`. Raises StoppedError or RefusedError, also only when all are gone.
    """
    process = _started(arguments, folder, variables)
    reader = threading.Thread(target=_read, args=(process, output), name="reqd-output", daemon=True)
    reader.start()
    try:
        return _status(process, stop, deadline)
    finally:
        _end(process)
        # Whoever still held the pipe is dead, unless it left the group; then its words are not worth waiting for.
        reader.join(1.0)


def _started(arguments: Sequence[str], folder: str, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            list(arguments),
            cwd=folder,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            close_fds=True,
            start_new_session=True,
            creationflags=_CREATION,
        )
    except (OSError, ValueError) as error:
        raise RefusedError(f"{arguments[0]} could not be started: {getattr(error, 'strerror', None) or error}") from error


def _read(process: subprocess.Popen[bytes], output: Output) -> None:
    stream = process.stdout
    assert stream is not None
    with stream:
        while chunk := os.read(stream.fileno(), _CHUNK):
            output.feed(chunk)
    output.close()


def _status(process: subprocess.Popen[bytes], stop: threading.Event, deadline: float) -> int:
    while (status := process.poll()) is None:
        if stop.wait(_LOOK):
            raise StoppedError
        if time.monotonic() > deadline:
            raise RefusedError("It took longer than is sensible and was stopped; look at the output for what it was waiting for")
    return status


if sys.platform == "win32":
    _CREATION = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW

    def _end(process: subprocess.Popen[bytes]) -> None:
        """Ask the process to end, then end it with all its children; those of a process that ended by itself are out of reach."""
        if process.poll() is not None:
            return
        process.send_signal(signal.CTRL_BREAK_EVENT)
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            tool = os.path.join(os.environ["SYSTEMROOT"], "System32", "taskkill.exe")
            subprocess.run([tool, "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
            process.wait(REMOVAL)

else:
    _CREATION = 0

    def _end(process: subprocess.Popen[bytes]) -> None:
        """Ask the group to end, then kill it, and return when none of it is left; nothing to do for one that ended by itself."""
        if _is_gone(process, 0.0):
            return
        _signal(process.pid, signal.SIGTERM)
        if _is_gone(process, GRACE):
            return
        _signal(process.pid, signal.SIGKILL)
        if not _is_gone(process, REMOVAL):
            log.warning("processes of group %d are left after they were killed", process.pid)

    def _is_gone(process: subprocess.Popen[bytes], patience: float) -> bool:
        """Whether the process and its group vanish within so many seconds."""
        until = time.monotonic() + patience
        while process.poll() is None or (_signal(process.pid, 0) and _has_living(process.pid)):
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK)
        return True

    def _signal(group: int, number: int) -> bool:
        """Send a signal to a group; whether there is one. Its number is not given to others while a member lives."""
        try:
            os.killpg(group, number)
        except ProcessLookupError:
            return False
        except PermissionError:
            # macOS answers so for a group of which only the dead are left.
            return sys.platform != "darwin"
        return True

    def _has_living(group: int) -> bool:
        """Whether a member lives; the dead whom nobody buries, as in a container without an init, do not count."""
        if not os.path.exists("/proc/self/stat"):
            return True
        return any(_is_living_member(path, group) for path in glob("/proc/[0-9]*/stat"))

    def _is_living_member(path: str, group: int) -> bool:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                # proc_pid_stat(5): the name stands in parentheses and may hold any character; state, parent, group follow.
                state, _, its_group = file.read().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            return False
        return int(its_group) == group and state not in "ZX"
