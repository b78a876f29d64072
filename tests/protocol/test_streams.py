"""Streams that are full, closed or written to by others, and signals."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from tests.conversation import Conversation
from tests.protocol.speech import (
    COMMAND,
    GONE_AFTER_EXIT,
    GONE_AFTER_LOSS,
    SLACK,
    ask,
    code_of,
    command,
    execute,
)


def test_a_client_that_stops_reading_costs_no_memory(conversation: Conversation) -> None:
    """Of the diagnostics of each document only the newest are kept; the loop goes on, and all is well once the client reads again."""
    before = execute(conversation, "facts")["resident"]
    conversation.stop_reading()
    conversation.notify("unknown")
    for _ in range(20):
        conversation.ask("workspace/executeCommand", command("publish", 10, 500, 10_000))
    last = conversation.ask("workspace/executeCommand", command("facts"))
    conversation.resume_reading()
    facts = conversation.response(last)["result"]
    assert facts["resident"] - before < 30 << 20
    newest = {message["params"]["uri"]: message["params"]["version"] for message in conversation.messages if "params" in message}
    assert newest == {f"file:///{document}": 499 for document in range(10)}


def test_a_client_that_closes_our_output_ends_the_server(rude: Conversation) -> None:
    rude.initialize()
    rude.stop_reading()
    rude.response(rude.ask("unknown"))
    rude.close_output()
    rude.ask("unknown")
    assert rude.end(GONE_AFTER_LOSS) == 1


def test_a_log_that_nobody_reads_does_not_matter() -> None:
    unread, log = os.pipe()
    with Conversation(COMMAND, log=log) as conversation:
        conversation.initialize()
        execute(conversation, "write to the log", 5_000)
        assert conversation.is_alive()
    os.close(unread)
    os.close(log)


def test_a_log_that_is_closed_does_not_matter() -> None:
    closing = "import os, sys; os.close(2); os.execv(sys.argv[1], sys.argv[1:])"
    with Conversation([sys.executable, "-c", closing, *COMMAND]) as conversation:
        conversation.initialize()
        execute(conversation, "write to the log", 100)
        assert execute(conversation, "print") == "0"


def test_stray_prints_and_children_cannot_touch_the_conversation(conversation: Conversation) -> None:
    assert execute(conversation, "print") == "0"
    conversation.say_goodbye()
    conversation.check()
    assert "a stray print\nchild read 0\n" in conversation.log()
    conversation.is_polite = False


def test_a_child_that_lives_on_does_not_hold_the_conversation() -> None:
    with Conversation(COMMAND, environment={"CHILD": "1"}, is_polite=False) as conversation:
        conversation.initialize()
        conversation.notify("exit")
        assert conversation.process.wait(GONE_AFTER_EXIT + SLACK) == 1


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_signals_end_the_server_in_order(rude: Conversation, name: str) -> None:
    rude.initialize()
    request = ask(rude, "wait")
    rude.process.send_signal(getattr(signal, name))
    rude.notification("test/goodbye")
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 1
    assert code_of(rude, request) == -32800
