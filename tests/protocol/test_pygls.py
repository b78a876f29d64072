"""What of pygls is used or replaced: it is pinned to a minor version, and these fail when a version changes it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from lsprotocol import types
from pygls.protocol import LanguageServerProtocol

from reqd.lsp.process import Server
from tests.conversation import Message
from tests.protocol.speech import (
    INITIALIZE,
    command,
)


class Sent:
    """In the place of a transport: what would have been sent."""

    def __init__(self, server: Server) -> None:
        self.messages: list[tuple[Message, str | None]] = []
        server.protocol.send = self.put

    def put(self, body: bytes, key: str | None = None, *, is_news: bool = False) -> bool:
        self.messages.append((json.loads(body), key))
        return True


@pytest.fixture
def server() -> Server:
    return Server("reqd", "1")


def receive(server: Server, method: str, params: object = None) -> Message:
    """The answer to a request whose handler is no coroutine."""
    sent = Sent(server)
    server.protocol.receive(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode())
    [(answer, _)] = sent.messages
    return answer


def test_pygls_registers_nothing_of_its_own(server: Server) -> None:
    assert hasattr(LanguageServerProtocol, "_register_builtin_features")
    assert server.protocol.fm.builtin_features == {}


def test_pygls_keeps_what_is_registered_where_we_look(server: Server) -> None:
    options = types.CompletionOptions(trigger_characters=["="])
    server.feature(types.TEXT_DOCUMENT_COMPLETION, options)(completion := lambda params: None)
    server.command("a")(a := lambda arguments: None)
    manager = server.protocol.fm
    assert (manager.features, manager.commands) == ({types.TEXT_DOCUMENT_COMPLETION: completion}, {"a": a})
    assert manager.feature_options == {types.TEXT_DOCUMENT_COMPLETION: options}
    assert receive(server, "initialize", INITIALIZE)["result"]["capabilities"]["completionProvider"] == {"triggerCharacters": ["="]}


def test_pygls_hands_handlers_what_we_hand_them(server: Server) -> None:
    """It would put the server before the arguments of a function whose first parameter is annotated with a class of the server."""
    server.command("echo")(_echo)
    receive(server, "initialize", INITIALIZE)
    assert receive(server, "workspace/executeCommand", command("echo", 1, [2]))["result"] == [1, [2]]


def _echo(arguments: list[Any]) -> list[Any]:
    return arguments


def test_pygls_tells_through_us(server: Server) -> None:
    sent = Sent(server)
    server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri="file:///a", diagnostics=[]))
    server.window_log_message(types.LogMessageParams(type=types.MessageType.Info, message="x"))
    assert sent.messages == [
        (
            {"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": {"uri": "file:///a", "diagnostics": []}},
            "textDocument/publishDiagnostics file:///a",
        ),
        ({"jsonrpc": "2.0", "method": "window/logMessage", "params": {"type": 3, "message": "x"}}, None),
    ]


def test_pygls_asks_through_us(server: Server) -> None:
    sent = Sent(server)

    async def asked() -> Any:
        question = asyncio.ensure_future(server.workspace_inlay_hint_refresh_async(None))
        await asyncio.sleep(0)
        [(message, _)] = sent.messages
        server.protocol.receive(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": None}).encode())
        await question
        return message

    message = asyncio.run(asked())
    assert message == {"jsonrpc": "2.0", "id": message["id"], "method": "workspace/inlayHint/refresh"}
    with pytest.raises(NotImplementedError):
        server.workspace_inlay_hint_refresh(None)


def test_lsprotocol_says_of_every_method_what_it_takes_and_whether_it_is_answered() -> None:
    assert {len(kinds) for kinds in types.METHOD_TO_TYPES.values()} == {4}
    assert types.METHOD_TO_TYPES[types.TEXT_DOCUMENT_HOVER][1:3] == (types.HoverResponse, types.HoverParams)
    assert types.METHOD_TO_TYPES[types.TEXT_DOCUMENT_DID_OPEN][1:3] == (None, types.DidOpenTextDocumentParams)
    assert types.METHOD_TO_TYPES[types.SHUTDOWN][1:3] == (types.ShutdownResponse, None)


def test_pygls_document_store_is_not_there(server: Server) -> None:
    receive(server, "initialize", INITIALIZE)
    with pytest.raises(RuntimeError):
        _ = server.workspace


@pytest.mark.parametrize("start", ["start_io", "start_tcp", "start_ws"])
def test_there_is_no_other_way_in(server: Server, start: str) -> None:
    """T10: no listener."""
    with pytest.raises(NotImplementedError):
        getattr(server, start)("127.0.0.1", 0)


@pytest.mark.parametrize("method", [types.SHUTDOWN, types.EXIT])
def test_the_end_has_hooks_and_no_handlers(server: Server, method: str) -> None:
    with pytest.raises(ValueError, match="on_exit"):
        server.feature(method)


def test_the_handler_of_initialize_is_no_coroutine(server: Server) -> None:
    async def initialize(params: types.InitializeParams) -> None: ...

    server.feature(types.INITIALIZE)(initialize)
    assert receive(server, "initialize", INITIALIZE)["error"]["code"] == -32603


def test_errors_do_not_pop_up(server: Server) -> None:
    sent = Sent(server)
    server.report_server_error(ValueError("x"), ValueError)
    assert sent.messages == []
