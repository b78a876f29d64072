"""Methods and parameters: what fits is handled, what does not is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversation import Conversation, Message
from tests.protocol.speech import (
    HOVER,
    execute,
)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/hover", None),
        ("textDocument/hover", {}),
        ("textDocument/hover", []),
        ("textDocument/hover", 5),
        ("textDocument/hover", "x"),
        ("textDocument/hover", {"textDocument": None, "position": {"line": 0, "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": None}, "position": {"line": 0, "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": 5}, "position": {"line": 0, "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a"}, "position": {"line": "0", "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a"}, "position": {"line": -1, "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a"}, "position": {"line": 0.5, "character": 0}}),
        ("textDocument/hover", {"textDocument": {"uri": "file:///a"}, "position": {"line": 10**400, "character": 0}}),
        ("textDocument/codeAction", {"textDocument": {"uri": "file:///a"}}),
        ("workspace/executeCommand", {}),
        ("workspace/executeCommand", {"command": 5}),
        ("workspace/executeCommand", {"command": "unknown"}),
        ("workspace/executeCommand", {"command": "echo", "arguments": 5}),
        ("workspace/executeCommand", {"command": "refuse"}),
    ],
)
def test_parameters_that_do_not_fit_are_refused(lasting: Conversation, method: str, params: object) -> None:
    assert lasting.refused(method, params) == -32602


RANGE = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}


def code_action(**context: Any) -> Message:
    return {"textDocument": {"uri": "file:///a"}, "range": RANGE, "context": {"diagnostics": [], **context}}


def test_an_unknown_number_for_an_enumeration_is_refused(lasting: Conversation) -> None:
    assert lasting.refused("textDocument/codeAction", code_action(triggerKind=99)) == -32602


def test_kinds_of_code_actions_may_be_invented(lasting: Conversation) -> None:
    assert lasting.request("textDocument/codeAction", code_action(only=["source.organize.everything"]))


@pytest.mark.parametrize("extra", [{"invented": 1}, {"a.b/c d": [None]}, {"jsonrpc": "3"}])
def test_extra_parameters_do_not_matter(lasting: Conversation, extra: Message) -> None:
    assert lasting.request("textDocument/hover", HOVER | extra) == {"contents": "1:2"}


def test_whole_numbers_may_be_written_as_fractions(lasting: Conversation) -> None:
    assert lasting.request("textDocument/hover", HOVER | {"position": {"line": 3.0, "character": 4.0}}) == {"contents": "3:4"}


def test_what_looks_like_a_message_in_arguments_stays_what_it_is(lasting: Conversation) -> None:
    nested = [{"jsonrpc": "2.0", "method": "exit"}, {"jsonrpc": "2.0", "id": 1, "result": None}, None, 1.5, {"a": [{}]}]
    assert execute(lasting, "echo", *nested) == nested


def test_arguments_may_be_absent(lasting: Conversation) -> None:
    assert lasting.request("workspace/executeCommand", {"command": "echo"}) == []


@pytest.mark.parametrize("method", ["unknown", "$/unknown", "", "initialized", "exit", "textDocument/didOpen", "textDocument/definition"])
@pytest.mark.parametrize("params", [None, {}, [], 5])
def test_requests_for_what_is_no_method_are_refused(lasting: Conversation, method: str, params: object) -> None:
    assert lasting.refused(method, params) == -32601


@pytest.mark.parametrize("method", ["unknown", "$/unknown", "", "initialize", "shutdown", "textDocument/hover", "textDocument/didOpen"])
@pytest.mark.parametrize("params", [None, {}, [], 5])
def test_notifications_of_what_is_none_are_ignored(lasting: Conversation, method: str, params: object) -> None:
    heard = lasting.heard()
    lasting.notify(method, params)
    assert lasting.is_alive()
    assert lasting.heard() == heard + 1


def test_a_notification_with_wrong_parameters_is_ignored(lasting: Conversation) -> None:
    before = execute(lasting, "facts")["changes"]
    lasting.notify("textDocument/didChange", {"textDocument": {"uri": "file:///a"}})
    assert execute(lasting, "facts")["changes"] == before
