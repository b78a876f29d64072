"""Clients with the capabilities of real ones, played by pytest-lsp, which checks what they are sent against those."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import register_lsp_features

from reqd.core.text import Point, Text
from tests.conversation import DEADLINE
from tests.e2e.project import SERVE, Project


def converter() -> Any:
    """lsprotocol's, which however takes a code action that has a command for a bare command."""
    made: Any = default_converter()  # type: ignore[no-untyped-call]

    def action(value: Mapping[str, Any], _: object) -> types.Command | types.CodeAction:
        kind: Any = types.Command if isinstance(value.get("command"), str) else types.CodeAction
        found: types.Command | types.CodeAction = made.structure(value, kind)
        return found

    made.register_structure_hook(types.Command | types.CodeAction, action)
    return made


class Client:
    """A client of pytest-lsp, which checks what it is sent against its capabilities, with one document open."""

    def __init__(self, client: LanguageClient, path: Path) -> None:
        self.client = client
        self.uri = path.as_uri()
        self.text = ""
        self.version = 0
        client.feature(types.WORKSPACE_APPLY_EDIT)(lambda params: self._answer(params))
        client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda _: None)

    def open(self, text: str) -> None:
        self.text, self.version = text, 1
        document = types.TextDocumentItem(uri=self.uri, language_id="pip-requirements", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=document))

    def change(self, text: str) -> None:
        self.text, self.version = text, self.version + 1
        identifier = types.VersionedTextDocumentIdentifier(uri=self.uri, version=self.version)
        changes = [types.TextDocumentContentChangeWholeDocument(text=text)]
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(text_document=identifier, content_changes=changes))

    async def shows(self, *messages: str) -> None:
        """Wait until these are the messages of the document."""

        async def wait() -> None:
            while [each.message for each in self.client.diagnostics.get(self.uri, ())] != list(messages):
                await self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)

        await asyncio.wait_for(wait(), DEADLINE)

    async def choose(self, title: str) -> Any:
        """Choose the code action of that title at the first finding, resolved as some clients do with every action."""
        place = self.client.diagnostics[self.uri][0].range
        context = types.CodeActionContext(diagnostics=list(self.client.diagnostics[self.uri]))
        params = types.CodeActionParams(text_document=types.TextDocumentIdentifier(uri=self.uri), range=place, context=context)
        found = await self.client.text_document_code_action_async(params)
        actions = {action.title: action for action in found or () if isinstance(action, types.CodeAction)}
        action = await self.client.code_action_resolve_async(actions[title])
        if action.edit is not None:
            self._apply(action.edit)
        return await self.execute(action.command) if action.command is not None else None

    async def execute(self, command: types.Command) -> Any:
        params = types.ExecuteCommandParams(command=command.command, arguments=list(command.arguments or ()))
        return await asyncio.wait_for(self.client.workspace_execute_command_async(params), 4 * DEADLINE)

    def _apply(self, edit: types.WorkspaceEdit) -> None:
        for change in edit.document_changes or ():
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == self.version
            self._edit(change.edits)
        for edits in (edit.changes or {}).values():
            self._edit(edits)

    def _edit(self, edits: Iterable[Any]) -> None:
        """In ASCII, where every encoding counts alike."""
        text = Text(self.text)
        places = [(*(text.offset(Point(each.line, each.character)) for each in (edit.range.start, edit.range.end)), edit) for edit in edits]
        for start, end, edit in sorted(places, key=lambda place: place[:2], reverse=True):
            self.text = self.text[:start] + edit.new_text + self.text[end:]
        self.change(self.text)

    def _answer(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self._apply(params.edit)
        return types.ApplyWorkspaceEditResult(applied=True)


@asynccontextmanager
async def profiled(project: Project, profile: str) -> AsyncIterator[Client]:
    """A client with the capabilities of a real one; at the end it shuts the server down."""
    client = LanguageClient(converter_factory=converter)
    register_lsp_features(client)
    await client.start_io(*SERVE, env={**os.environ, **project.variables})
    try:
        folders = [types.WorkspaceFolder(uri=project.folder.as_uri(), name="project")]
        params = types.InitializeParams(capabilities=client_capabilities(profile), workspace_folders=folders)
        opened = Client(client, project.requirements)
        await asyncio.wait_for(client.initialize_session(params), DEADLINE)
        yield opened
        await asyncio.wait_for(client.shutdown_session(), DEADLINE)
    finally:
        if client._server is not None and client._server.returncode is None:
            client._server.kill()  # else a test that failed would wait for a server that nobody ended
        await client.stop()  # type: ignore[no-untyped-call]
