"""Links, definitions, references and symbols, asked by clients."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from lsprotocol import types

from tests.conversation import DEADLINE
from tests.e2e.editor import able, editing
from tests.e2e.profile import Client, profiled
from tests.e2e.project import Project

pytestmark = pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")

TEXT = "# 🐍\n-c limits.txt\nanchor>=1\nbasket @ https://example.org/basket.zip\n"


def document(client: Client) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=client.uri)


def prepare(project: Project) -> None:
    project.create("anchor==1.0")
    project.write(TEXT)
    (project.folder / "limits.txt").write_text("# at most\nanchor<3\n", encoding="utf-8")
    (project.folder / "dev-requirements.txt").write_text("-r requirements.txt\nAnchor\ncandle\n", encoding="utf-8")


async def known(client: Client, project: Project) -> None:
    """Wait until every file was read and judged."""
    await client.shows("basket is not installed in .venv")
    while not client.client.diagnostics.get((project.folder / "dev-requirements.txt").as_uri()):
        await asyncio.wait_for(client.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), DEADLINE)


def located(found: types.Location | Sequence[types.Location] | Sequence[types.LocationLink] | None) -> list[tuple[str, int]]:
    places = [found] if isinstance(found, types.Location) else [each for each in found or () if isinstance(each, types.Location)]
    return sorted((place.uri.rpartition("/")[2], place.range.start.line) for place in places)


@pytest.mark.asyncio
async def test_links_lead_to_files_and_pages(project: Project) -> None:
    prepare(project)
    async with profiled(project, "visual-studio-code") as client:
        client.open(TEXT)
        found = await client.client.text_document_document_link_async(types.DocumentLinkParams(text_document=document(client)))
        shown = [(link.range.start.line, link.range.start.character, link.target, link.tooltip) for link in found or ()]
        assert shown == [
            (1, 3, (project.folder / "limits.txt").as_uri(), "Open limits.txt"),
            (3, 9, "https://example.org/basket.zip", "Open this page"),
        ]


@pytest.mark.asyncio
@pytest.mark.parametrize("profile", ["visual-studio-code", "neovim"])
async def test_a_package_is_defined_by_what_bounds_it(project: Project, profile: str) -> None:
    prepare(project)
    async with profiled(project, profile) as client:
        client.open(TEXT)
        await known(client, project)
        place = types.Position(line=2, character=3)
        params = types.DefinitionParams(text_document=document(client), position=place)
        found = await client.client.text_document_definition_async(params)
        assert located(found) == [("limits.txt", 1)]
        context = types.ReferenceContext(include_declaration=True)
        asked = types.ReferenceParams(text_document=document(client), position=place, context=context)
        named = await client.client.text_document_references_async(asked)
        assert located(named) == [("dev-requirements.txt", 1), ("limits.txt", 1), ("requirements.txt", 2)]
        asked.context.include_declaration = False
        others = await client.client.text_document_references_async(asked)
        assert located(others) == [("dev-requirements.txt", 1), ("limits.txt", 1)]


@pytest.mark.asyncio
async def test_symbols_of_a_document_and_of_the_workspace(project: Project) -> None:
    prepare(project)
    async with profiled(project, "visual-studio-code") as client:
        client.open(TEXT)
        await known(client, project)
        found = await client.client.text_document_document_symbol_async(types.DocumentSymbolParams(text_document=document(client)))
        assert [(symbol.name, symbol.kind) for symbol in found or ()] == [
            ("-c limits.txt", types.SymbolKind.File),
            ("anchor", types.SymbolKind.Package),
            ("basket", types.SymbolKind.Package),
        ]
        assert all(isinstance(symbol, types.DocumentSymbol) for symbol in found or ())
        everywhere = await client.client.workspace_symbol_async(types.WorkspaceSymbolParams(query="anc"))
        names = [(symbol.name, symbol.container_name) for symbol in everywhere or ()]
        assert names == [("Anchor", "dev-requirements.txt"), ("anchor<3", "limits.txt"), ("anchor>=1", "requirements.txt")]


def test_a_client_without_nested_symbols_gets_flat_ones(project: Project) -> None:
    path = project.write("-r base.txt\nanchor>=1\n")
    with editing(project, capabilities=able()) as editor:
        editor.open(path)
        found = editor.conversation.request("textDocument/documentSymbol", {"textDocument": {"uri": path.as_uri()}})
        assert [(symbol["name"], symbol["location"]["range"]["start"]["line"]) for symbol in found] == [
            ("-r base.txt", 0),
            ("anchor>=1", 1),
        ]
