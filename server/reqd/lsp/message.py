"""Turns the body of a message into one of the few things a message can be, before anything believes it.

JSON-RPC 2.0 as the Language Server Protocol 3.17 uses it: no batches, and an id is an integer or a string, never null.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
SERVER_NOT_INITIALIZED = -32002
REQUEST_CANCELLED = -32800

Id: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Request:
    """Something to be answered exactly once. `params` is None where there are none."""

    id: Id
    method: str
    params: Any


@dataclass(frozen=True, slots=True)
class Notification:
    method: str
    params: Any


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to a request of ours; `error` is None unless it was refused, and then any JSON value."""

    id: object
    result: Any
    error: Any


@dataclass(frozen=True, slots=True)
class Malformed:
    """No message. To be answered with this code and reason, under this id where one could be made out."""

    code: int
    reason: str
    id: Id | None = None


Message: TypeAlias = Request | Notification | Response | Malformed


def message(body: bytes) -> Message:
    """What the body says. Never raises: what is no message is `Malformed`."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refused)
    except (ValueError, RecursionError, MemoryError) as error:  # ValueError: not UTF-8, not JSON, an integer of thousands of digits
        return Malformed(PARSE_ERROR, f"the message is not JSON: {type(error).__name__}")
    return _shaped(value) if isinstance(value, dict) else Malformed(INVALID_REQUEST, "a message must be one JSON object")


def is_id(value: object) -> bool:
    """Whether the value can be the id of a message. JSON's true would pass as the integer 1."""
    return isinstance(value, int | str) and not isinstance(value, bool)


def body(envelope: Mapping[str, Any]) -> bytes:
    """The message as bytes. ASCII, so that a lone surrogate in a file name or an id cannot make it impossible to encode.

    Raises TypeError or ValueError for what JSON has no word for, such as not-a-number.
    """
    return json.dumps({"jsonrpc": "2.0", **envelope}, separators=(",", ":"), allow_nan=False).encode("ascii")


def call(method: str, params: Any) -> dict[str, Any]:
    """What a request and a notification have in common; no parameters are left out rather than null."""
    return {"method": method} if params is None else {"method": method, "params": params}


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")  # Python's parser would take NaN and Infinity


def _shaped(value: Mapping[str, Any]) -> Message:
    sender_id = value.get("id")
    known_id = sender_id if is_id(sender_id) else None
    if value.get("jsonrpc") != "2.0":
        return Malformed(INVALID_REQUEST, 'the message does not say "jsonrpc": "2.0"', known_id)
    if "method" not in value:
        if "result" in value or "error" in value:
            return Response(sender_id, value.get("result"), value.get("error"))
        return Malformed(INVALID_REQUEST, "the message has neither a method nor a result nor an error", known_id)
    method, params = value["method"], value.get("params")
    if not isinstance(method, str):
        return Malformed(INVALID_REQUEST, "the method is not a string", known_id)
    if "id" not in value:
        return Notification(method, params)
    if known_id is None:
        return Malformed(INVALID_REQUEST, "the id is neither an integer nor a string")
    return Request(known_id, method, params)
