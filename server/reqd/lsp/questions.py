"""Requests of the server to the client, which may answer late, wrongly or never."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from reqd.core.hygiene import clean
from reqd.lsp import message
from reqd.lsp.message import Response

logger = logging.getLogger(__name__)

# Seconds for an answer that no person has to give: it is a matter of milliseconds, and some clients never answer at all.
ANSWER_TIME = 10.0


class NoAnswer(JsonRpcException):
    """The client did not answer in time, refused, or answered something else than was asked for. Logged where it is raised."""

    CODE = -32803  # RequestFailed: what a request is answered with whose handler needed the answer and did not catch this
    MESSAGE = "the editor did not answer"


class Questions:
    """What was asked and not answered yet; nothing is kept of a question once it is answered, given up or cancelled."""

    def __init__(self, send: Callable[[bytes], object], converter: Converter) -> None:
        self._send = send
        self._converter = converter
        self._open: dict[str, asyncio.Future[Response]] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._open)

    async def ask(self, method: str, params: Any, seconds: float | None) -> Any:
        """The client's result, in lsprotocol's type for it. Raises NoAnswer; `seconds` is None where a person may take their time."""
        self._count += 1
        question_id = f"reqd/{self._count}"
        future = self._open[question_id] = asyncio.get_running_loop().create_future()
        try:
            self._send(message.body({"id": question_id, **message.call(method, self._converter.unstructure(params))}))
            response = await asyncio.wait_for(future, seconds)
        except asyncio.TimeoutError:
            raise _no_answer(method, f"the editor did not answer {method} within {seconds} s") from None
        finally:
            del self._open[question_id]
        return self._result(method, response)

    def take(self, response: Response) -> None:
        """An answer has come; one to no open question is ignored."""
        future = self._open.get(response.id) if isinstance(response.id, str) else None
        if future is not None and not future.done():
            future.set_result(response)

    def _result(self, method: str, response: Response) -> Any:
        if response.error is not None:
            reason = response.error.get("message") if isinstance(response.error, dict) else None
            raise _no_answer(method, f"the editor refused {method}: {clean(str(reason))}")
        response_type = types.METHOD_TO_TYPES[method][1] if method in types.METHOD_TO_TYPES else None
        if response_type is None:
            return response.result
        try:
            envelope = {"jsonrpc": "2.0", "id": response.id, "result": response.result}
            return self._converter.structure(envelope, response_type).result
        except Exception:  # noqa: BLE001 - the converter's hooks raise whatever the value makes them raise
            raise _no_answer(method, f"the editor's answer to {method} is not what the protocol says") from None


def _no_answer(method: str, reason: str) -> NoAnswer:
    logger.warning("%s: %s", method, reason)
    return NoAnswer(reason)
