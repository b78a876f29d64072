"""Folding, growing selections and colours by meaning, asked by clients."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.e2e.profile import Client, profiled
from tests.e2e.project import Project

pytestmark = [pytest.mark.asyncio, pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")]

TEXT = "# 🐍 snakes\n# and more\nanchor==1.0 \\\n    --hash=sha256:aa\n\nbasket>=2  # 🐍 why\n"


def document(client: Client) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier(uri=client.uri)


@pytest.mark.parametrize("profile", ["visual-studio-code", "neovim"])
async def test_comments_and_hashes_fold(project: Project, profile: str) -> None:
    async with profiled(project, profile) as client:
        client.open(TEXT)
        found = await client.client.text_document_folding_range_async(types.FoldingRangeParams(text_document=document(client)))
        assert [(fold.start_line, fold.end_line, fold.kind) for fold in found or ()] == [(0, 1, "comment"), (2, 3, "region")]


async def test_a_selection_grows(project: Project) -> None:
    async with profiled(project, "visual-studio-code") as client:
        client.open(TEXT)
        places = [types.Position(line=5, character=8), types.Position(line=4, character=0)]
        params = types.SelectionRangeParams(text_document=document(client), positions=places)
        found = await client.client.text_document_selection_range_async(params)
        assert found is not None
        assert len(found) == len(places)
        grown: list[str] = []
        chain: types.SelectionRange | None = found[0]
        while chain is not None:
            grown.append(f"{chain.range.start.line}:{chain.range.start.character}-{chain.range.end.line}:{chain.range.end.character}")
            chain = chain.parent
        # In UTF-16: the snake counts twice.
        assert grown == ["5:8-5:9", "5:6-5:9", "5:0-5:9", "5:0-5:19", "0:0-6:0"]


async def test_colours_come_whole_in_part_and_as_a_difference(project: Project) -> None:
    async with profiled(project, "visual-studio-code") as client:
        client.open(TEXT)
        whole = await client.client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(text_document=document(client)))
        assert whole is not None
        assert list(whole.data[:10]) == [0, 0, 11, 7, 0, 1, 0, 10, 7, 0]
        last = types.Range(start=types.Position(line=5, character=0), end=types.Position(line=6, character=0))
        params = types.SemanticTokensRangeParams(text_document=document(client), range=last)
        part = await client.client.text_document_semantic_tokens_range_async(params)
        assert part is not None
        assert list(part.data) == [5, 0, 6, 0, 0, 0, 6, 2, 2, 0, 0, 2, 1, 3, 0, 0, 3, 8, 7, 0]
        client.change(TEXT.replace("anchor==1.0", "anchor==1.10"))
        assert whole.result_id is not None
        asked = types.SemanticTokensDeltaParams(text_document=document(client), previous_result_id=whole.result_id)
        news = await client.client.text_document_semantic_tokens_full_delta_async(asked)
        assert isinstance(news, types.SemanticTokensDelta)
        data = list(whole.data)
        for edit in news.edits:
            data[edit.start : edit.start + edit.delete_count] = edit.data or ()
        again = await client.client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(text_document=document(client)))
        assert again is not None
        assert data == list(again.data)
        stale = types.SemanticTokensDeltaParams(text_document=document(client), previous_result_id="nobody's")
        assert isinstance(await client.client.text_document_semantic_tokens_full_delta_async(stale), types.SemanticTokens)


async def test_a_document_that_is_no_manifest_has_nothing(project: Project) -> None:
    async with profiled(project, "visual-studio-code") as client:
        other = types.TextDocumentIdentifier(uri=(project.folder / "notes.md").as_uri())
        assert not await client.client.text_document_folding_range_async(types.FoldingRangeParams(text_document=other))
        assert not (
            await client.client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(text_document=other)) or ()
        ).data  # type: ignore[union-attr]
