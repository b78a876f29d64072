"""Runs handlers: whatever one does, it comes to one outcome, and the others and the loop go on."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from pygls.exceptions import JsonRpcException

from reqd.core.hygiene import clean
from reqd.lsp.message import INTERNAL_ERROR, REQUEST_CANCELLED, Id

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a handler came to that gave no result: the code and the message of an error."""

    code: int
    reason: str


class Running:
    """The handlers that have not come to an end yet."""

    def __init__(self) -> None:
        self._by_id: dict[Id, asyncio.Task[Any]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()  # the loop itself would let a task be collected as garbage

    def __contains__(self, request_id: object) -> bool:
        return request_id in self._by_id

    @property
    def tasks(self) -> frozenset[asyncio.Task[Any]]:
        return frozenset(self._tasks)

    def run(self, name: str, call: Callable[[], Any], finish: Callable[[Any], None], request_id: Id | None = None) -> None:
        """Call it, and `finish` once with its result or a `Failure`: at once, or when the coroutine it returned has ended.

        Until then the coroutine can be cancelled under the request's id.
        """
        outcome = _called(name, call)
        if not inspect.iscoroutine(outcome):
            finish(outcome)
            return
        task = asyncio.get_running_loop().create_task(_guarded(name, outcome))
        self._tasks.add(task)
        if request_id is not None:
            self._by_id[request_id] = task
        task.add_done_callback(partial(self._end, name, outcome, finish, request_id))

    def cancel(self, request_id: Id) -> None:
        """Cancel what runs under that id, if anything does. It has ended only when its `finish` is called."""
        if request_id in self._by_id:
            self._by_id[request_id].cancel()

    def _end(
        self,
        name: str,
        coroutine: Coroutine[Any, Any, Any],
        finish: Callable[[Any], None],
        request_id: Id | None,
        task: asyncio.Task[Any],
    ) -> None:
        coroutine.close()  # one that was cancelled before its first step has not begun, and would be reported as forgotten
        self._tasks.discard(task)
        if request_id is not None:
            del self._by_id[request_id]
        finish(Failure(REQUEST_CANCELLED, f"{clean(name)} was cancelled") if task.cancelled() else task.result())


def failure(name: str, error: BaseException) -> Failure:
    """What a raised error means to whoever asked. Only an error meant for the client is told to it, any other goes to the log."""
    if isinstance(error, JsonRpcException):
        return Failure(error.code, clean(error.message))
    logger.error("%s failed", clean(name), exc_info=error)
    return Failure(INTERNAL_ERROR, f"{clean(name)} failed inside the server ({type(error).__name__}); its log says more")


def _called(name: str, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except BaseException as error:  # noqa: BLE001 - `failure` logs it; SystemExit in a handler must not end the server
        return failure(name, error)


async def _guarded(name: str, coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What the coroutine comes to. Only its cancellation is raised: asyncio would let SystemExit end the loop."""
    try:
        return await coroutine
    except asyncio.CancelledError:
        raise
    except BaseException as error:  # noqa: BLE001 - see above
        return failure(name, error)
