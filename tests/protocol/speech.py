"""What the tests of the protocol say to the misbehaving server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tests.conversation import Conversation, Message

COMMAND = [sys.executable, str(Path(__file__).with_name("misbehaving.py"))]
HOVER = {"textDocument": {"uri": "file:///a"}, "position": {"line": 1, "character": 2}}
INITIALIZE: Message = {"processId": None, "rootUri": None, "capabilities": {}}
# P11: seconds within which the server must be gone.
GONE_AFTER_EXIT, GONE_AFTER_LOSS = 2.0, 5.0
# What the scheduling of a busy machine adds to such a bound.
SLACK = 2.0


def command(name: str, *arguments: Any) -> Message:
    return {"command": name, "arguments": list(arguments)}


def execute(conversation: Conversation, name: str, *arguments: Any) -> Any:
    return conversation.request("workspace/executeCommand", command(name, *arguments))


def ask(conversation: Conversation, name: str, *arguments: Any) -> int:
    """Start a command that says `test/waiting` once it runs; its id."""
    heard = conversation.heard()
    request = conversation.ask("workspace/executeCommand", command(name, *arguments))
    conversation.notification("test/waiting", after=heard)
    return request


def refusal_of(conversation: Conversation, data: bytes) -> int:
    """Send bytes that are no request; the code of the error that answers them under the id null."""
    heard = conversation.heard()
    conversation.raw(data)
    code = conversation.wait("an error under the id null", lambda message: "id" in message and message["id"] is None, after=heard)
    return int(code["error"]["code"])


def code_of(conversation: Conversation, request: int) -> int:
    return int(conversation.response(request)["error"]["code"])
