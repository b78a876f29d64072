"""Handlers that fail, and many at once: each request is answered exactly once, and nothing is left behind."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conversation import DEADLINE, Conversation, Message
from tests.protocol.speech import (
    HOVER,
    ask,
    code_of,
    command,
    execute,
)
from tests.wire import framed

ERRORS = [
    "ValueError",
    "SystemExit",
    "KeyboardInterrupt",
    "RecursionError",
    "MemoryError",
    "GeneratorExit",
    "StopIteration",
    "BaseException",
]


@pytest.mark.parametrize("error", ERRORS)
def test_a_request_whose_handler_fails_fails_alone(lasting: Conversation, error: str) -> None:
    uri = f"raise:{error}"
    other = ask(lasting, "wait")
    for method, params in (
        ("textDocument/hover", HOVER | {"textDocument": {"uri": uri}}),
        ("textDocument/completion", HOVER | {"textDocument": {"uri": uri}}),
        ("workspace/executeCommand", command("fail", uri)),
        ("workspace/executeCommand", command("fail at once", uri)),
    ):
        response = lasting.response(lasting.ask(method, params))
        assert response["error"]["code"] == -32603
        assert "secret" not in response["error"]["message"]
    assert lasting.is_alive()
    lasting.notify("$/cancelRequest", {"id": other})
    assert code_of(lasting, other) == -32800


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("method", ["textDocument/didSave", "textDocument/didClose"])
def test_a_notification_whose_handler_fails_is_logged_and_no_more(lasting: Conversation, method: str, error: str) -> None:
    heard = lasting.heard()
    lasting.notify(method, {"textDocument": {"uri": f"raise:{error}"}})
    assert lasting.is_alive()
    assert lasting.heard() == heard + 1, "nothing pops up in the editor"


@pytest.mark.parametrize("value", ["object", "nan", "set"])
def test_a_result_that_cannot_be_said_is_a_failure(lasting: Conversation, value: str) -> None:
    response = lasting.response(lasting.ask("workspace/executeCommand", command("unspeakable", value)))
    assert response.get("error", {}).get("code") == -32603 or value == "set"


def test_a_task_that_a_handler_left_behind_cannot_end_the_server(lasting: Conversation) -> None:
    assert execute(lasting, "stray task") is None
    assert lasting.is_alive()


REQUESTS: dict[str, tuple[str, Message | None]] = {
    "hover": ("textDocument/hover", HOVER),
    "wait": ("workspace/executeCommand", command("wait")),
    "finish anyway": ("workspace/executeCommand", command("finish anyway")),
    "fail": ("workspace/executeCommand", command("fail", "raise:SystemExit")),
    "unknown": ("unknown", None),
    "wrong": ("textDocument/hover", {}),
}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*REQUESTS, "cancel", "notify", "junk", "response"]), max_size=40), st.integers(0, 3))
def test_every_request_is_answered_exactly_once(lasting: Conversation, operations: list[str], chosen: int) -> None:
    """P4: in whatever order requests, cancellations and junk come."""
    asked: list[int] = []
    for operation in operations:
        if operation in REQUESTS:
            asked.append(lasting.ask(*REQUESTS[operation]))
        elif operation == "cancel" and asked:
            lasting.notify("$/cancelRequest", {"id": asked[-1 - chosen % len(asked)]})
        elif operation == "notify":
            lasting.notify("textDocument/didSave", {"textDocument": {"uri": "raise:KeyboardInterrupt"}})
        elif operation == "junk":
            lasting.raw(b"\r\n{}\r\nContent-Length: five\r\n\r\n")
        elif operation == "response":
            lasting.send({"jsonrpc": "2.0", "id": asked[-1] if asked else 1, "result": None})
    for request in asked:
        lasting.notify("$/cancelRequest", {"id": request})
    assert all(lasting.response(request) for request in asked)
    assert execute(lasting, "facts")["tasks"] == 1


def test_fifty_thousand_changes_leave_nothing_behind(conversation: Conversation) -> None:
    before = execute(conversation, "facts")
    changes = [{"text": "x"}]
    piece = b"".join(
        framed(
            json.dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "textDocument/didChange",
                    "params": {"textDocument": {"uri": "file:///a", "version": version}, "contentChanges": changes},
                }
            ).encode()
        )
        for version in range(50_000)
    )
    begin = time.monotonic()
    conversation.raw(piece)
    after = execute(conversation, "facts")
    assert after["changes"] == 50_000
    assert after["resident"] - before["resident"] < 10 << 20
    assert (after["futures"], after["tasks"]) == (0, 1)
    assert time.monotonic() - begin < 2 * DEADLINE
