"""Requests of the server to a client that answers late, wrongly or never."""

from __future__ import annotations

import pytest

from tests.conversation import Conversation, Message
from tests.protocol.speech import (
    command,
    execute,
)


def test_a_client_that_never_answers_is_given_up(conversation: Conversation) -> None:
    methods = {
        "workspace/configuration": {"items": []},
        "window/workDoneProgress/create": {"token": "t"},
        "workspace/applyEdit": {"edit": {}},
        "client/registerCapability": {"registrations": []},
        "invented/method": None,
    }
    for method, params in methods.items():
        result, left = execute(conversation, "ask", method, params, 0.05)
        assert "did not answer" in result["no answer"]
        assert left == 0
    facts = execute(conversation, "facts")
    assert (facts["questions"], facts["futures"], facts["tasks"]) == (0, 0, 1)


def test_a_request_whose_handler_needed_the_answer_fails_with_that_reason(conversation: Conversation) -> None:
    response = conversation.response(conversation.ask("workspace/executeCommand", command("ask and need it")))
    assert response["error"]["code"] == -32803
    assert "workspace/configuration" in response["error"]["message"]


@pytest.mark.parametrize(
    "answer",
    [
        {"error": {"code": -32601, "message": "no such method"}},
        {"error": {}},
        {"error": 5},
        {"error": "x"},
        {"result": {"applied": True}, "error": {"code": 1, "message": "x"}},
        {"result": 5},
        {"result": "applied"},
        {"result": []},
    ],
    ids=repr,
)
def test_wrong_answers_of_the_client_are_no_answers(lasting: Conversation, answer: Message) -> None:
    heard = lasting.heard()
    request = lasting.ask("workspace/executeCommand", command("ask", "workspace/applyEdit", {"edit": {}}, 10))
    question = lasting.wait("the question", lambda message: message.get("method") == "workspace/applyEdit", after=heard)
    lasting.send({"jsonrpc": "2.0", "id": question["id"]} | answer)
    result, left = lasting.response(request)["result"]
    assert "workspace/applyEdit" in result["no answer"]
    assert left == 0


def test_the_client_answers_in_types(conversation: Conversation) -> None:
    conversation.answers["workspace/applyEdit"] = lambda params: {"applied": True, "failureReason": params["edit"]["of"]}
    assert execute(conversation, "ask", "workspace/applyEdit", {"edit": {"of": "mine"}}, 10) == [
        {"applied": True, "failureReason": "mine"},
        0,
    ]


def test_what_pygls_offers_for_asking_works(conversation: Conversation) -> None:
    conversation.answers["workspace/configuration"] = lambda params: [params["items"][0]["section"]]
    assert execute(conversation, "ask as pygls does") == ["reqd"]
