"""The end of a conversation, in every way it can come: soon, in order, and with the right code."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation
from tests.protocol.speech import (
    COMMAND,
    GONE_AFTER_EXIT,
    GONE_AFTER_LOSS,
    HOVER,
    SLACK,
    ask,
    code_of,
    command,
)


def test_shutdown_answers_what_is_pending(rude: Conversation) -> None:
    rude.initialize()
    pending = [rude.ask("workspace/executeCommand", command("wait")) for _ in range(50)]
    assert rude.request("shutdown") is None
    assert [code_of(rude, request) for request in pending] == [-32800] * 50
    assert rude.refused("textDocument/hover", HOVER) == -32600
    assert rude.refused("shutdown") == -32600
    assert rude.refused("initialize", {}) == -32600
    rude.notify("textDocument/didSave", {"textDocument": {"uri": "raise:SystemExit"}})
    rude.notify("exit")
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 0
    rude.check()


def test_nothing_begins_after_exit(rude: Conversation) -> None:
    rude.initialize()
    ask(rude, "ignore cancellation")
    rude.notify("exit")
    assert rude.refused("workspace/executeCommand", command("wait")) == -32600
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 1


def test_shutdown_does_not_wait_for_ever(rude: Conversation) -> None:
    rude.initialize()
    ask(rude, "ignore cancellation")
    assert rude.request("shutdown", deadline=2 + SLACK) is None
    rude.notify("exit")
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 0


def test_exit_without_shutdown_ends_with_1(rude: Conversation) -> None:
    rude.initialize()
    rude.notify("exit")
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 1


@pytest.mark.parametrize("busy", ["wait", "clean up slowly", "ignore cancellation"])
@pytest.mark.parametrize("way", ["exit", "end of input"])
def test_handlers_that_run_do_not_hold_the_server(rude: Conversation, busy: str, way: str) -> None:
    rude.initialize()
    ask(rude, busy)
    if way == "exit":
        rude.notify("exit")
    else:
        rude.close_input()
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 1


@pytest.mark.parametrize("way", ["end of input", "SIGTERM"])
def test_a_blocked_loop_does_not_hold_the_server(rude: Conversation, way: str) -> None:
    rude.initialize()
    ask(rude, "block", 60)
    if way == "SIGTERM":
        rude.process.terminate()
    else:
        rude.close_input()
    assert rude.end(GONE_AFTER_LOSS) == 1


@pytest.mark.parametrize("hook", ["", "hangs", "raises"])
def test_the_hook_runs_however_the_conversation_ends(hook: str) -> None:
    with Conversation(COMMAND, environment={"HOOK": hook}, is_polite=False) as conversation:
        conversation.initialize()
        conversation.close_input()
        conversation.notification("test/goodbye")
        assert conversation.end(GONE_AFTER_EXIT + SLACK) == 1


def test_the_end_of_the_input_ends_the_server_after_what_came_before(rude: Conversation) -> None:
    rude.initialize()
    request = rude.ask("textDocument/hover", HOVER)
    rude.close_input()
    assert rude.response(request)["result"] == {"contents": "1:2"}
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 1
    rude.check()


def test_the_end_of_the_input_after_shutdown_ends_with_0(rude: Conversation) -> None:
    rude.initialize()
    rude.request("shutdown")
    rude.close_input()
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 0
