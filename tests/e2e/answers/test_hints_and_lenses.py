"""Inlay hints and code lenses, asked by clients that are told when to ask again."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types

from tests.conversation import DEADLINE
from tests.e2e.profile import Client, profiled
from tests.e2e.project import Project

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")]


def document(client: Client) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=client.uri)


async def hints(client: Client) -> list[tuple[int, int, object]]:
    everything = types.Range(start=types.Position(line=0, character=0), end=types.Position(line=9, character=0))
    params = types.InlayHintParams(text_document=document(client), range=everything)
    found = await client.client.text_document_inlay_hint_async(params)
    return [(hint.position.line, hint.position.character, hint.label) for hint in found or ()]


async def lenses(client: Client) -> list[str]:
    found = await client.client.text_document_code_lens_async(types.CodeLensParams(text_document=document(client)))
    assert all(lens.range.start.line == 0 for lens in found or ())
    return [lens.command.title for lens in found or () if lens.command is not None]


async def test_the_installed_version_stands_behind_a_requirement_and_follows_the_environment(project: Project) -> None:
    project.create("anchor==1.0")
    project.write("anchor>=1 # 🐍\nbasket\n")
    async with profiled(project, "neovim@v0.11.0") as client:
        again = asyncio.Event()
        client.client.feature(types.WORKSPACE_INLAY_HINT_REFRESH)(lambda _: again.set())
        client.open("anchor>=1 # 🐍\nbasket\n")
        await client.shows("basket is not installed in .venv")
        assert await hints(client) == [(0, 9, "1.0")]
        again.clear()
        project.take("anchor")
        await asyncio.wait_for(again.wait(), DEADLINE)
        await client.shows("anchor is not installed in .venv", "basket is not installed in .venv")
        assert await hints(client) == []


@pytest.mark.parametrize("profile", ["visual-studio-code", "neovim@v0.11.0"])
async def test_a_lens_counts_what_is_met_and_installs_the_rest(project: Project, profile: str) -> None:
    project.create("anchor==1.0")
    project.write("anchor\nbasket\n")
    async with profiled(project, profile) as client:
        client.open("anchor\nbasket\n")
        await client.shows("basket is not installed in .venv")
        counted, install, *_ = await lenses(client)
        assert counted.startswith(".venv · Python 3.")
        assert counted.endswith(" · 1 of 2 satisfied")
        assert install == "Install what is missing"
        found = await client.client.text_document_code_lens_async(types.CodeLensParams(text_document=document(client)))
        assert found is not None
        assert found[1].command is not None
        assert await client.execute(found[1].command) == {"outcome": "done"}
        await client.shows()
        assert (await lenses(client))[0].endswith(" · 2 of 2 satisfied")
