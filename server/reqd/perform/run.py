"""Performs a plan from beginning to end: guarded, locked, undone when it fails, and never left half way."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from logging import getLogger

from packaging.utils import canonicalize_name

from reqd.actions.plan import Origin, Plan
from reqd.core.hygiene import clean
from reqd.perform import guard, inputs, restore, trouble
from reqd.perform.child import execute
from reqd.perform.outcome import Cancelled, Done, Failed, Outcome, Progress, RefusedError, StoppedError
from reqd.perform.output import Output
from reqd.perform.suspect import InputLine, InputPosition, Suspect, leading_name, suspects
from reqd.perform.variables import variables

log = getLogger(__name__)

# Seconds to wait for another performance: an install from a cache ends in that time, and a person still waits.
PATIENCE = 10.0
# Seconds for all programs of a plan: the longest honest builds from source end before.
LIMIT = 30 * 60.0
# Lines of output that an outcome carries: a screenful or three, with the end of it.
SHOWN_LINES = 200


class ProgramError(Exception):
    """Raised inside a performance: a program ended with another exit status than zero."""


async def run(plan: Plan, report: Callable[[Progress], None], *, patience: float = PATIENCE, limit: float = LIMIT) -> Outcome:
    """Perform a plan and return what came of it, once every process of it is gone and a failure is undone.

    `report` is called on the event loop. Cancelling the task that awaits this asks the performance to stop: the request is answered
    by returning Cancelled, after everything is undone, and not passed on; one that comes too late is answered by Done.
    """
    loop = asyncio.get_running_loop()
    stop = threading.Event()

    def tell(progress: Progress) -> None:
        # A loop that was closed under us has nobody left who would listen.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(report, progress)

    # Its own thread: waiting for locks and copying trees must hold up neither the loop nor the reading of environments.
    with ThreadPoolExecutor(1, "reqd-perform") as executor:
        work = loop.run_in_executor(executor, _outcome, plan, tell, stop, patience, limit)
        await _ended(work, stop)
    return work.result()


async def _ended(work: asyncio.Future[Outcome], stop: threading.Event) -> None:
    while not work.done():
        try:
            await asyncio.wait({work})
        except asyncio.CancelledError:
            stop.set()
            _answered()


def _answered() -> None:
    """The cancellation is dealt with here, which asyncio wants to hear since Python 3.11."""
    uncancel = getattr(asyncio.current_task(), "uncancel", None)
    if uncancel is not None:
        uncancel()


def _outcome(plan: Plan, tell: Callable[[Progress], None], stop: threading.Event, patience: float, limit: float) -> Outcome:
    output = Output(lambda line: tell(Progress(inputs.public(line, plan))))
    log.info("performing: %s", clean(plan.title))
    try:
        _perform(plan, output, tell, stop, patience, limit)
    except StoppedError:
        return Cancelled(plan, _shown(plan, output))
    except ProgramError as failure:
        lines = output.lines()
        reason = inputs.public(trouble.sentence(lines) or str(failure), plan)
        return Failed(plan, clean(reason), _shown(plan, output), _origin(plan, lines))
    except RefusedError as refusal:
        return Failed(plan, clean(str(refusal)), _shown(plan, output))
    except OSError as error:
        log.info("performing failed", exc_info=True)
        return Failed(plan, clean(f"{error.filename or plan.environment}: {error.strerror or error}"), _shown(plan, output))
    return Done(plan, _shown(plan, output))


def _shown(plan: Plan, output: Output) -> tuple[str, ...]:
    return tuple(inputs.public(line, plan) for line in output.lines(SHOWN_LINES))


def _perform(plan: Plan, output: Output, tell: Callable[[Progress], None], stop: threading.Event, patience: float, limit: float) -> None:
    from reqd.perform import lock  # what locks files takes a megabyte, and most who check a file never install

    # Before the lock, which may write into the environment, and after it, since the world goes on while we wait.
    guard.check(plan)
    with lock.held(plan, lambda message: tell(Progress(clean(message))), stop, patience):
        guard.check(plan)
        tell(Progress(clean(plan.title)))
        with inputs.written(plan.inputs) as folder, _undone(plan, stop):
            _execute(plan, folder, output, tell, stop, time.monotonic() + limit)


@contextmanager
def _undone(plan: Plan, stop: threading.Event) -> Iterator[None]:
    """Make the environment again what it was when the body raises."""
    with ExitStack() as stack:
        if not plan.creates:
            stack.enter_context(restore.copied(os.path.realpath(plan.environment), stop))
            yield
            return
        path = os.path.normpath(plan.environment)
        if os.path.lexists(path):
            stack.enter_context(restore.moved(path))
        stack.enter_context(restore.created(path))
        yield
        if not os.path.isfile(os.path.join(path, "pyvenv.cfg")):
            raise RefusedError(f"The tool said that it succeeded, but {os.path.basename(path)} is no environment")


def _execute(plan: Plan, folder: str, output: Output, tell: Callable[[Progress], None], stop: threading.Event, deadline: float) -> None:
    environ = variables(os.environ, plan.folder)
    for number, program in enumerate(plan.programs):
        if stop.is_set():
            raise StoppedError
        # Tools do not say how far they are; the number of programs done is all that is known.
        percentage = 100 * number // len(plan.programs) if len(plan.programs) > 1 else None
        tell(Progress(clean(program.purpose), percentage))
        arguments = inputs.placed(program.arguments, folder)
        status = execute(arguments, program.folder or plan.folder, environ, output, stop, deadline)
        if status:
            raise ProgramError(_silence(arguments[0], status))


def _silence(executable: str, status: int) -> str:
    """What to say of a program that failed and said nothing."""
    name = os.path.basename(executable)
    return f"{name} was ended by signal {-status}" if status < 0 else f"{name} failed with exit status {status} and said nothing"


def _origin(plan: Plan, lines: tuple[str, ...]) -> Origin | None:
    """The manifest's line that the tool blames: the first of its suspects that is found in an input."""
    found = (_found(plan, suspect) for suspect in suspects(lines))
    return next((origin for origin in found if origin), None)


def _found(plan: Plan, suspect: Suspect) -> Origin | None:
    if isinstance(suspect, InputLine):
        return plan.origins.get((os.path.basename(suspect.file), suspect.line))
    if isinstance(suspect, InputPosition):
        name = os.path.basename(suspect.file)
        return plan.origins.get((name, inputs.line_at(plan, name, suspect.position)))
    places = ((name, number) for name, text in plan.inputs for number, line in enumerate(text.splitlines(), 1) if _asks_for(line, suspect))
    return next((plan.origins[each] for each in places if each in plan.origins), None)


def _asks_for(line: str, project: str) -> bool:
    return canonicalize_name(leading_name(line)) == canonicalize_name(project)
