"""One performance at a time for each environment, across threads, processes and tools."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePath

from filelock import FileLock, Timeout
from platformdirs import user_state_path

from reqd.actions.plan import Plan
from reqd.perform.outcome import RefusedError, StoppedError

# Seconds between two tries.
_RETRY = 0.1


@contextmanager
def held(plan: Plan, tell: Callable[[str], None], stop: threading.Event, patience: float) -> Iterator[None]:
    """Hold the plan's environment for ourselves. Raises RefusedError after `patience` seconds, StoppedError when asked to stop."""
    name = os.path.basename(plan.environment)
    with ExitStack() as stack:
        for path in _paths(plan):
            lock = FileLock(path)
            _acquire(lock, name, tell, stop, patience)
            stack.callback(lock.release)
        yield


def _paths(plan: Plan) -> Iterator[Path]:
    """The files to lock: ours, which no other tool knows, and uv's where that keeps uv away without keeping out our own."""
    environment = os.path.realpath(plan.environment)
    folder = user_state_path("reqd", appauthor=False) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield folder / f"{hashlib.sha256(os.path.normcase(environment).encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.lock"
    if _is_locked_by_us(plan, environment):
        yield Path(environment, ".lock")


def _is_locked_by_us(plan: Plan, environment: str) -> bool:
    """Whether to hold the `.lock` inside the environment.

    uv takes that file itself when it installs and would wait for us for ever; pip takes none, so for pip we take it, that a uv in a
    terminal waits for us. An environment that is replaced is moved away with its lock, and uv locks a new file; Windows moves
    nothing in which a file is open.
    """
    if not os.path.isdir(environment):
        return False
    if plan.creates:
        return plan.replaces and os.name != "nt"
    return not any(PurePath(program.arguments[0]).stem.lower() == "uv" for program in plan.programs)


def _acquire(lock: FileLock, name: str, tell: Callable[[str], None], stop: threading.Event, patience: float) -> None:
    until = time.monotonic() + patience
    is_told = False
    while not _is_acquired(lock):
        if time.monotonic() >= until:
            raise RefusedError(f"Another reqd or uv is at work on {name}: try again when it is done")
        if not is_told:
            tell(f"waiting for another reqd or uv that is at work on {name}")
            is_told = True
        if stop.wait(_RETRY):
            raise StoppedError


def _is_acquired(lock: FileLock) -> bool:
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True
