"""Carries out plans for a person in a terminal: shows, asks, tells of the progress, and how it ended."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reqd.actions.plan import Plan, Refusal
from reqd.cli.complaint import INTERRUPTED, CannotRunError
from reqd.cli.terminal import shown, tell, visible

if TYPE_CHECKING:
    from reqd.perform.outcome import Failed, Outcome, Progress

# The end of a tool's output, where it says what went wrong; less than a screen, so that our sentence above stays visible.
SHOWN_LINES = 15
# What a person does to end a command: Ctrl-C, `kill`, closing the window. Windows knows no SIGHUP.
_ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")


def planned(plan: Plan | Refusal) -> Plan:
    """The plan. Raises CannotRunError with the reason where there is none."""
    if isinstance(plan, Refusal):
        raise CannotRunError(plan.reason)
    return plan


def performed(plans: Sequence[Plan], is_agreed: bool, is_only_shown: bool) -> int:
    """Perform plans one after the other until one does not succeed, and return the exit status."""
    if is_only_shown:
        for plan in plans:
            print(description(plan))
        return 0
    surprises = tuple(dict.fromkeys(surprise for plan in plans for surprise in plan.surprises))
    if surprises and not is_agreed:
        _ask(surprises)
    for plan in plans:
        status = _performed(plan)
        if status:
            return status
    return 0


def description(plan: Plan) -> str:
    """What a plan would do: its programs, the files that they are given, and what a person would be asked."""
    from shlex import join

    lines = [f"{plan.title}:", f"  in {plan.folder}", *(f"  run {join(program.arguments)}" for program in plan.programs)]
    for given in plan.inputs:
        lines += [f"  where {given.name} holds", *(f"    {line}" for line in given.text.splitlines())]
    lines += [f"  ask whether this is meant: {surprise}" for surprise in plan.surprises]
    return "\n".join(map(visible, lines))


def _ask(surprises: tuple[str, ...]) -> None:
    for surprise in surprises:
        tell(f"! {surprise}")
    if not (sys.stdin and sys.stdin.isatty()):
        raise CannotRunError("nothing was done, because nobody is here to agree to the above: agree to it with --yes")
    print("Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise CannotRunError("nothing was done")


def _performed(plan: Plan) -> int:
    import asyncio

    from reqd.perform.outcome import Cancelled, Done, Failed

    outcome = asyncio.run(_outcome(plan))
    match outcome:
        case Done():
            tell(f"Done: {plan.title}")
            return 0
        case Cancelled():
            tell(f"Cancelled: {plan.title}; everything is as it was before")
            return INTERRUPTED
        case Failed():
            _lament(outcome)
            return 1


async def _outcome(plan: Plan) -> Outcome:
    """What came of a plan. Whoever ends the command cancels it, and it is undone before the process ends."""
    import asyncio
    import signal

    from reqd.perform.run import run

    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None

    def cancel(*_: object) -> None:
        loop.call_soon_threadsafe(task.cancel)

    endings = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    before = [(ending, signal.signal(ending, cancel)) for ending in endings]
    try:
        return await run(plan, _report)
    finally:
        for ending, handler in before:
            signal.signal(ending, handler)


def _report(progress: Progress) -> None:
    percentage = "" if progress.percentage is None else f"{progress.percentage:3} % "
    tell(f"  {percentage}{progress.message}")


def _lament(failed: Failed) -> None:
    tell(f"Failed: {failed.reason}")
    for line in failed.lines[-SHOWN_LINES:]:
        tell(f"  | {line}")
    if failed.origin is not None:
        tell(f"{shown(failed.origin.path)}:{failed.origin.line}: this line asks for it")
