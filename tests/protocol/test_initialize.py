"""The beginning of a conversation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reqd.lsp.parent import INTERVAL, liveness
from tests.conversation import Conversation, Message
from tests.protocol.speech import (
    COMMAND,
    GONE_AFTER_EXIT,
    GONE_AFTER_LOSS,
    HOVER,
    SLACK,
    execute,
)
from tests.wire import framed


def test_nothing_happens_before_initialize(rude: Conversation) -> None:
    assert rude.refused("textDocument/hover", HOVER) == -32002
    assert rude.refused("shutdown") == -32002
    assert rude.refused("unknown") == -32002
    for method in ("textDocument/didSave", "initialized", "$/cancelRequest"):
        rude.notify(method, {"textDocument": {"uri": "raise:SystemExit"}})
    rude.initialize()
    assert rude.request("textDocument/hover", HOVER)
    rude.say_goodbye()
    rude.check()


def test_exit_before_initialize_ends_with_1(rude: Conversation) -> None:
    rude.notify("exit")
    assert rude.end(GONE_AFTER_EXIT + SLACK) == 1


def test_initialize_is_answered_once(conversation: Conversation) -> None:
    encodings = {"general": {"positionEncodings": ["utf-8"]}}
    assert conversation.refused("initialize", {"processId": None, "rootUri": None, "capabilities": encodings}) == -32600
    assert execute(conversation, "facts")["encoding"] == "utf-16"


@pytest.mark.parametrize("params", [None, {}, [], {"capabilities": None}, {"capabilities": 5}, {"capabilities": {}, "processId": "x"}])
def test_initialize_with_wrong_parameters_can_be_tried_again(rude: Conversation, params: object) -> None:
    assert rude.refused("initialize", params) == -32602
    rude.initialize()
    assert rude.is_alive()


@pytest.mark.parametrize("error", ["SystemExit", "ValueError"])
def test_initialize_that_fails_can_be_tried_again(rude: Conversation, error: str) -> None:
    params: Message = {"processId": None, "rootUri": None, "capabilities": {}}
    assert rude.refused("initialize", params | {"initializationOptions": f"raise:{error}"}) == -32603
    assert rude.refused("textDocument/hover", HOVER) == -32002
    rude.initialize()
    assert rude.is_alive()


def test_notifications_may_follow_initialize_at_once(rude: Conversation) -> None:
    """A client that does not wait for the answer is impatient, and served."""
    params: Message = {"processId": None, "rootUri": None, "capabilities": {}}
    initialize = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
    hover = {"jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": HOVER}
    rude.asked.update([1, 2])
    rude.raw(framed(json.dumps(initialize).encode()) + framed(json.dumps(hover).encode()))
    assert rude.response(2)["result"] == {"contents": "1:2"}


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-16"], "utf-16"),
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-8", "utf-32", "utf-16"], "utf-32"),
        (["utf-32", "utf-8", "utf-16"], "utf-32"),
        (["utf-7", "invented"], "utf-16"),
        (["invented", "utf-8"], "utf-8"),
    ],
)
def test_columns_are_counted_as_the_client_can(rude: Conversation, offered: list[str] | None, chosen: str) -> None:
    capabilities = {} if offered is None else {"general": {"positionEncodings": offered}}
    answer = rude.initialize(capabilities=capabilities)["capabilities"]
    assert answer["positionEncoding"] == chosen == execute(rude, "facts")["encoding"]
    assert answer["experimental"] == {"adjusted": chosen}


def test_documents_are_synchronized_whole(rude: Conversation) -> None:
    assert rude.initialize()["capabilities"]["textDocumentSync"]["change"] == 1


def test_a_capability_we_have_no_word_for_locks_no_editor_out(rude: Conversation) -> None:
    kinds = {"completion": {"completionItemKind": {"valueSet": [1, 999]}}}
    workspace = {"applyEdit": True, "symbol": {"symbolKind": {"valueSet": [999]}}}
    rude.initialize(capabilities={"textDocument": kinds, "workspace": workspace, "invented": {"x": 1}, "window": 5})
    assert execute(rude, "facts")["applyEdit"] is True


@pytest.mark.parametrize("process_id", [1, 0, -1, 2**31, 2**63, os.getpid()])
def test_what_lives_or_cannot_be_a_process_counts_as_alive(process_id: int) -> None:
    assert liveness(process_id)()


@pytest.mark.parametrize("process_id", [None, 2**63])
def test_a_client_that_names_no_process_is_kept(rude: Conversation, process_id: int | None) -> None:
    rude.initialize(processId=process_id)
    with pytest.raises(subprocess.TimeoutExpired):
        rude.process.wait(1.5 * INTERVAL)  # the only way to see that the watch does nothing is to let it look
    assert rude.is_alive()


def test_a_client_that_is_dead_ends_the_server(rude: Conversation) -> None:
    """Also where somebody else holds its input open."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    rude.initialize(processId=dead.pid)
    assert rude.end(GONE_AFTER_LOSS) == 1


def test_a_client_that_dies_ends_the_server(rude: Conversation) -> None:
    client = subprocess.Popen(["sleep", "60"])
    rude.initialize(processId=client.pid)
    client.kill()
    assert rude.end(GONE_AFTER_LOSS) == 1
    client.wait()


def test_a_parent_that_dies_ends_the_server(tmp_path: Path) -> None:
    """The launcher ends at once, and this test holds the server's input and output open."""
    record = tmp_path / "pid"
    launcher = (
        f"import subprocess; p = subprocess.Popen({COMMAND!r}); open({str(record)!r}, 'w').write(str(p.pid)); import time; time.sleep(60)"
    )
    with Conversation([sys.executable, "-c", launcher], is_polite=False) as conversation:
        conversation.initialize(processId=None)
        conversation.process.kill()
        conversation.process.wait()
        for listener in conversation._listeners:
            listener.join(GONE_AFTER_LOSS)  # they end when nobody holds the other end of the pipes
        assert not any(listener.is_alive() for listener in conversation._listeners)


ODD_FOLDERS = ["file://[", "file:///a%00b", "file:///a%", "untitled:1", "", "http://h/p", "file://host/share", "\ud800", "file:///a/../b"]


def test_initialize_bears_odd_folders(rude: Conversation) -> None:
    folders = [{"uri": uri, "name": "x"} for uri in ODD_FOLDERS] + [{"uri": f"file:///{number}", "name": "x"} for number in range(500)] * 2
    rude.initialize(workspaceFolders=folders, rootUri="file://[", rootPath="\x00")
    assert rude.is_alive()
