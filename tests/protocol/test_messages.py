"""Whatever a message is, or is not: it is answered as JSON-RPC and the protocol say, and the next one is too."""

from __future__ import annotations

import json
import os

import pytest

from tests.conversation import Conversation, Message
from tests.protocol.speech import (
    HOVER,
    ask,
    code_of,
    command,
    execute,
    refusal_of,
)
from tests.wire import framed


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"jsonrpc": "2.0", "id": 1, "method": "x"',
        b"\xff\xfe",
        '{"jsonrpc": "2.0"}'.encode("utf-16"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"jsonrpc": "2.0", "method": "x", "id": %s}' % (b"1" * 5000),
        b'{"jsonrpc": "2.0", "method": "x", "params": {"x": NaN}}',
        b'{"jsonrpc": "2.0", "method": "x", "params": {"x": -Infinity}}',
        b'{"jsonrpc": "2.0", "method": "a\x01b"}',
    ],
    ids=lambda body: repr(body[:30]),
)
def test_what_is_not_json_is_a_parse_error(lasting: Conversation, body: bytes) -> None:
    assert refusal_of(lasting, framed(body)) == -32700
    assert lasting.is_alive()


@pytest.mark.parametrize(
    "value",
    [
        [],
        None,
        5,
        "x",
        True,
        {},
        [{"jsonrpc": "2.0", "method": "initialized"}],
        {"jsonrpc": "1.0", "method": "x"},
        {"method": "x"},
        {"jsonrpc": 2.0, "method": "x"},
        {"jsonrpc": "2.0", "method": 5},
        {"jsonrpc": "2.0", "method": None, "params": {}},
        {"jsonrpc": "2.0"},
        *({"jsonrpc": "2.0", "id": odd, "method": "textDocument/hover", "params": HOVER} for odd in (None, [1], {"a": 1}, 1.5, True)),
    ],
    ids=repr,
)
def test_what_is_json_but_no_message_is_an_invalid_request(lasting: Conversation, value: object) -> None:
    assert refusal_of(lasting, framed(json.dumps(value).encode())) == -32600
    assert lasting.is_alive()


@pytest.mark.parametrize("broken", [{"jsonrpc": "1.0", "method": "x"}, {"jsonrpc": "2.0", "method": 5}, {"jsonrpc": "2.0"}], ids=repr)
def test_an_invalid_request_is_refused_under_its_id_where_it_has_one(lasting: Conversation, broken: Message) -> None:
    number = 10_000 + len(lasting.asked)
    lasting.asked[number] += 1
    lasting.raw(framed(json.dumps(broken | {"id": number}).encode()))
    assert lasting.response(number)["error"]["code"] == -32600


@pytest.mark.parametrize("odd", ["", "1", "id \ud800 \x00", -1, 0, 2**31, 2**80])
def test_odd_ids_come_back_as_they_are(lasting: Conversation, odd: int | str) -> None:
    lasting.send({"jsonrpc": "2.0", "id": odd, "method": "textDocument/hover", "params": HOVER})
    assert lasting.response(odd)["result"] == {"contents": "1:2"}


def test_deep_nesting_costs_no_memory(lasting: Conversation) -> None:
    before = execute(lasting, "facts")["resident"]
    for _ in range(5):
        refusal_of(lasting, framed(b"[" * 1_000_000))
    assert execute(lasting, "facts")["resident"] - before < 20 << 20


def test_nesting_just_below_what_json_refuses(lasting: Conversation) -> None:
    """Parsing bears more of it than converting and writing do: whatever happens, the request is answered."""
    for depth in range(100, 1000, 50):
        request = lasting.ask("workspace/executeCommand", command("echo", json.loads("[" * depth + "]" * depth)))
        assert lasting.response(request)


@pytest.mark.parametrize(
    "junk",
    [
        b"content-length: 2\n\n{}",
        b"Content-Length:" + b"9" * 5000 + b"\r\n\r\n",
        b"Content-Length: 1000000000000\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 0\r\n\r\n",
        b"\x00" * 65536,
        os.urandom(65536),
        b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"Content-Length: 30000000\r\n\r\n{",
    ],
    ids=lambda junk: repr(junk[:30]),
)
def test_junk_between_messages_does_not_deafen(lasting: Conversation, junk: bytes) -> None:
    lasting.raw(junk)
    lasting.raw(framed(b"{}"))  # the one message that junk may cost
    assert lasting.is_alive()


def test_a_message_of_the_greatest_length(lasting: Conversation) -> None:
    before = execute(lasting, "facts")["resident"]
    head, tail = b'{"jsonrpc":"2.0","method":"x","params":["', b'"]}'
    lasting.raw(framed(head + b"x" * ((32 << 20) - len(head) - len(tail)) + tail))
    assert lasting.is_alive()
    assert execute(lasting, "facts")["resident"] - before < 256 << 20


def test_ten_thousand_messages_at_once(lasting: Conversation) -> None:
    first = 1_000_000
    requests = [{"jsonrpc": "2.0", "id": first + number, "method": "textDocument/hover", "params": HOVER} for number in range(10_000)]
    lasting.asked.update(range(first, first + 10_000))
    lasting.raw(b"".join(framed(json.dumps(request).encode()) for request in requests))
    assert lasting.response(first + 9_999)["result"] == {"contents": "1:2"}


def test_one_byte_at_a_time(lasting: Conversation) -> None:
    lasting.asked["slow"] += 1
    for byte in framed(json.dumps({"jsonrpc": "2.0", "id": "slow", "method": "textDocument/hover", "params": HOVER}).encode()):
        lasting.raw(bytes([byte]))
    assert lasting.response("slow")["result"] == {"contents": "1:2"}


def test_the_id_of_a_request_in_flight_is_not_free(conversation: Conversation) -> None:
    request = ask(conversation, "wait")
    again = {"jsonrpc": "2.0", "id": request, "method": "textDocument/hover", "params": HOVER}
    assert refusal_of(conversation, framed(json.dumps(again).encode())) == -32600
    assert refusal_of(conversation, framed(json.dumps(again | {"jsonrpc": "1.0"}).encode())) == -32600
    conversation.notify("$/cancelRequest", {"id": request})
    assert code_of(conversation, request) == -32800
    conversation.send(again)
    assert conversation.wait("the second answer", lambda message: message.get("id") == request and "result" in message)


@pytest.mark.parametrize(
    "response",
    [
        {"id": 5, "result": None},
        {"id": "reqd/1", "result": None},
        {"id": None, "error": {"code": 1, "message": "x"}},
        {"id": [1], "result": 1},
        {"id": {"a": 1}, "error": 5},
        {"id": 7, "result": 1, "error": {"code": 1, "message": "x"}},
        {"result": 1},
    ],
    ids=repr,
)
def test_responses_to_nothing_are_ignored(lasting: Conversation, response: Message) -> None:
    heard = lasting.heard()
    lasting.send({"jsonrpc": "2.0"} | response)
    assert lasting.is_alive()
    assert lasting.heard() == heard + 1
