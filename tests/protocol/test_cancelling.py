"""Cancelling: it reaches the handler, and is said to have happened only when it has."""

from __future__ import annotations

import json

import pytest

from tests.conversation import Conversation
from tests.protocol.speech import (
    ask,
    code_of,
    command,
    execute,
)
from tests.wire import framed


def test_a_cancelled_command_is_cancelled(conversation: Conversation) -> None:
    request = ask(conversation, "wait")
    conversation.notify("$/cancelRequest", {"id": request})
    assert code_of(conversation, request) == -32800
    assert execute(conversation, "facts")["tasks"] == 1


def test_cancelled_is_said_only_when_the_handler_has_ended(conversation: Conversation) -> None:
    request = ask(conversation, "clean up slowly")
    conversation.notify("$/cancelRequest", {"id": request})
    conversation.notification("test/cleaning")
    assert conversation.is_alive()
    assert not any(message.get("id") == request for message in conversation.messages)
    execute(conversation, "release")
    assert code_of(conversation, request) == -32800


def test_a_handler_that_finishes_all_the_same_is_answered_for(conversation: Conversation) -> None:
    request = ask(conversation, "finish anyway")
    conversation.notify("$/cancelRequest", {"id": request})
    assert conversation.response(request)["result"] == "done"


def test_a_request_cancelled_before_it_runs_is_answered(conversation: Conversation) -> None:
    """Both messages come in one piece, so that the handler's task has had no step."""
    request = {"jsonrpc": "2.0", "id": "early", "method": "workspace/executeCommand", "params": command("echo")}
    cancel = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": "early"}}
    conversation.asked["early"] += 1
    conversation.raw(framed(json.dumps(request).encode()) + framed(json.dumps(cancel).encode()))
    assert conversation.response("early")
    assert "never awaited" not in conversation.log()


@pytest.mark.parametrize("params", [None, {}, [], 5, {"id": None}, {"id": [1]}, {"id": True}, {"id": 1.0}, {"id": "unknown"}, {"id": 1}])
def test_cancelling_nothing_is_ignored(lasting: Conversation, params: object) -> None:
    """The request of id 1 has long been answered."""
    heard = lasting.heard()
    lasting.notify("$/cancelRequest", params)
    assert lasting.is_alive()
    assert lasting.heard() == heard + 1


def test_the_cancel_button_of_a_progress_cancels_what_it_belongs_to(conversation: Conversation) -> None:
    request = ask(conversation, "wait", "install/1")
    conversation.notify("window/workDoneProgress/cancel", {"token": "install/1"})
    assert code_of(conversation, request) == -32800
    assert execute(conversation, "facts")["tokens"] == 0


@pytest.mark.parametrize("params", [None, {}, {"token": None}, {"token": [1]}, {"token": "unknown"}])
def test_the_cancel_button_of_nothing_is_ignored(lasting: Conversation, params: object) -> None:
    heard = lasting.heard()
    lasting.notify("window/workDoneProgress/cancel", params)
    assert lasting.is_alive()
    assert lasting.heard() == heard + 1
