"""Formatting and sorting, asked by clients."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.e2e.profile import Client, profiled
from tests.e2e.project import Project

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")]

OPTIONS = types.FormattingOptions(tab_size=4, insert_spaces=True)
TEXT = "basket  >=2   # 🐍 why\nanchor ==1.0\n"


def document(client: Client) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=client.uri)


@pytest.mark.parametrize("profile", ["visual-studio-code", "neovim"])
async def test_a_document_is_formatted(project: Project, profile: str) -> None:
    async with profiled(project, profile) as client:
        client.open(TEXT)
        params = types.DocumentFormattingParams(text_document=document(client), options=OPTIONS)
        client._edit(await client.client.text_document_formatting_async(params) or ())
        assert client.text == "basket>=2 # 🐍 why\nanchor==1.0\n"
        params = types.DocumentFormattingParams(text_document=document(client), options=OPTIONS)
        assert not await client.client.text_document_formatting_async(params)


async def test_a_range_is_formatted(project: Project) -> None:
    async with profiled(project, "visual-studio-code") as client:
        client.open(TEXT)
        last = types.Range(start=types.Position(line=1, character=0), end=types.Position(line=1, character=3))
        params = types.DocumentRangeFormattingParams(text_document=document(client), range=last, options=OPTIONS)
        client._edit(await client.client.text_document_range_formatting_async(params) or ())
        assert client.text == "basket  >=2   # 🐍 why\nanchor==1.0\n"


async def test_a_line_is_formatted_when_it_is_finished(project: Project) -> None:
    async with profiled(project, "visual-studio-code") as client:
        client.open("anchor  ==1.0\n\nbasket  >=2 \\\n\n")

        async def typed(line: int) -> None:
            place = types.Position(line=line, character=0)
            params = types.DocumentOnTypeFormattingParams(text_document=document(client), position=place, ch="\n", options=OPTIONS)
            client._edit(await client.client.text_document_on_type_formatting_async(params) or ())

        await typed(3)
        assert client.text == "anchor  ==1.0\n\nbasket  >=2 \\\n\n"
        await typed(1)
        assert client.text == "anchor==1.0\n\nbasket  >=2 \\\n\n"


async def test_requirements_are_sorted(project: Project) -> None:
    async with profiled(project, "visual-studio-code") as client:
        client.open("basket\n# of anchor\nanchor\n")
        everything = types.Range(start=types.Position(line=0, character=0), end=types.Position(line=3, character=0))
        context = types.CodeActionContext(diagnostics=[], only=["source.reqd.sort"])
        params = types.CodeActionParams(text_document=document(client), range=everything, context=context)
        (action,) = await client.client.text_document_code_action_async(params) or ()
        assert isinstance(action, types.CodeAction)
        assert action.edit is not None
        client._apply(action.edit)
        assert client.text == "# of anchor\nanchor\nbasket\n"
