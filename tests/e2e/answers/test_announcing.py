"""How a client learns what it may ask: at once, or, where it takes registrations, later and for requirements files alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from tests.conversation import Conversation, Message
from tests.e2e.editor import CAPABILITIES, Editor, able
from tests.e2e.project import SERVE, Project

REGISTER = "client/registerCapability"
MISMATCH = "anchor 1.0 is installed, but ==2.0 is required"
# Each is a method `textDocument/…` and a section of the client's capabilities; beside it, what the server's capability is called.
QUESTIONS = {
    "codeLens": "codeLensProvider",
    "completion": "completionProvider",
    "definition": "definitionProvider",
    "documentLink": "documentLinkProvider",
    "documentSymbol": "documentSymbolProvider",
    "foldingRange": "foldingRangeProvider",
    "formatting": "documentFormattingProvider",
    "hover": "hoverProvider",
    "inlayHint": "inlayHintProvider",
    "onTypeFormatting": "documentOnTypeFormattingProvider",
    "rangeFormatting": "documentRangeFormattingProvider",
    "references": "referencesProvider",
    "selectionRange": "selectionRangeProvider",
    "semanticTokens": "semanticTokensProvider",
}
SEMANTIC_TOKENS: Message = {"requests": {"full": {"delta": True}, "range": True}, "tokenTypes": [], "tokenModifiers": [], "formats": []}


def taking(*questions: str) -> dict[str, Any]:
    """The capabilities of a client that asks everything, and takes registrations for these questions."""
    sections = {
        name: {**(SEMANTIC_TOKENS if name == "semanticTokens" else {}), "dynamicRegistration": name in questions} for name in QUESTIONS
    }
    return able(textDocument=sections)


@contextmanager
def waiting(project: Project, capabilities: Mapping[str, Any]) -> Iterator[tuple[Editor, Message]]:
    """An editor that leaves it to the test to answer registrations, and what it was told at once."""
    with Conversation(SERVE, folder=project.base / "home", environment=project.variables) as conversation:
        editor = Editor(conversation, project)
        del conversation.answers[REGISTER]
        folder = {"uri": project.folder.as_uri(), "name": "project"}
        yield editor, conversation.initialize(capabilities=capabilities, workspaceFolders=[folder])["capabilities"]


def registrations(editor: Editor) -> tuple[object, dict[str, Message]]:
    """The id of the request that registers, and the options by method."""
    asked = editor.conversation.wait("registrations", lambda message: message.get("method") == REGISTER)
    return asked["id"], {each["method"]: each["registerOptions"] for each in asked["params"]["registrations"]}


def options(provider: object) -> Message:
    """What the server says at once of a question, as a registration would say it."""
    return dict(provider) if isinstance(provider, dict) else {}


@pytest.fixture
def furnished(project: Project) -> Project:
    project.create("anchor==1.0")
    project.write("anchor==2.0\n")
    return project


def works(editor: Editor) -> None:
    """The main job is done: a finding, and what can be done about it."""
    uri = editor.open(editor.project.requirements)
    editor.sees(uri, MISMATCH)
    assert "Install anchor==2.0 into .venv" in editor.titles(uri, column=7)


def test_a_client_that_takes_no_registrations_is_told_everything_at_once(furnished: Project) -> None:
    with waiting(furnished, taking()) as (editor, told):
        works(editor)
        assert [name for name, provider in QUESTIONS.items() if not told.get(provider)] == []
        assert not [each for each in editor.conversation.messages if each.get("method") == REGISTER]


def test_a_client_that_takes_registrations_is_asked_to_ask_for_requirements_files_alone(furnished: Project) -> None:
    with waiting(furnished, taking()) as (_, told):
        at_once = {name: told[provider] for name, provider in QUESTIONS.items() if told.get(provider)}
    with waiting(furnished, taking(*QUESTIONS)) as (editor, told):
        number, registered = registrations(editor)
        editor.conversation.send({"jsonrpc": "2.0", "id": number, "result": None})
        assert [provider for provider in QUESTIONS.values() if told.get(provider)] == []
        selectors = [options.pop("documentSelector") for options in registered.values()]
        assert registered == {f"textDocument/{name}": options(provider) for name, provider in at_once.items()}
        for selector in selectors:
            assert {"language": "pip-requirements"} in selector
            assert {"scheme": "file", "pattern": "**/*.txt"} in selector
            assert not [each for each in selector if each.get("language") in ("python", "plaintext", "text")]
        works(editor)


def test_each_question_goes_the_way_that_the_client_takes_it(furnished: Project) -> None:
    with waiting(furnished, taking("hover", "semanticTokens")) as (editor, told):
        number, registered = registrations(editor)
        editor.conversation.send({"jsonrpc": "2.0", "id": number, "result": None})
        assert set(registered) == {"textDocument/hover", "textDocument/semanticTokens"}
        assert registered["textDocument/semanticTokens"]["legend"]["tokenTypes"]
        assert not told.get("hoverProvider")
        assert not told.get("semanticTokensProvider")
        assert told["foldingRangeProvider"]


def test_the_main_job_is_announced_at_once_whatever_a_client_takes(furnished: Project) -> None:
    section: dict[str, Any] = {**CAPABILITIES["textDocument"]["codeAction"], "dynamicRegistration": True}
    with waiting(furnished, able(textDocument={"codeAction": section})) as (editor, told):
        assert told["codeActionProvider"]["codeActionKinds"]
        works(editor)


def test_a_client_that_refuses_registrations_still_gets_findings_and_actions(furnished: Project) -> None:
    capabilities = taking(*QUESTIONS)
    capabilities["workspace"]["didChangeWatchedFiles"] = {"dynamicRegistration": True}
    with waiting(furnished, capabilities) as (editor, _):
        number, registered = registrations(editor)
        assert "workspace/didChangeWatchedFiles" in registered
        editor.conversation.send({"jsonrpc": "2.0", "id": number, "error": {"code": -32601, "message": "no such method"}})
        works(editor)
        furnished.take("anchor")
        editor.sees(furnished.requirements, "anchor is not installed in .venv")


def test_a_client_that_never_answers_registrations_still_gets_findings_and_actions(furnished: Project) -> None:
    with waiting(furnished, taking(*QUESTIONS)) as (editor, _):
        registrations(editor)
        works(editor)
