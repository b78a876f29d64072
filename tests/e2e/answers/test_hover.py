"""What is told of a name, asked by clients that show Markdown and by those that do not."""

from __future__ import annotations

import pytest
from lsprotocol import types

from tests.e2e.editor import able, editing
from tests.e2e.profile import profiled
from tests.e2e.project import Project

TEXT = "# 🐍\n-c limits.txt\nanchor>=1\nbasket\n"
# The snake stands before what is asked about on the same line: it counts twice in UTF-16.
OPTIONS = "-e ./🐍 --config-settings a=b\n"


@pytest.mark.asyncio
@pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")
@pytest.mark.parametrize("profile", ["visual-studio-code", "neovim", "emacs"])
async def test_a_name_is_told_as_markdown(project: Project, profile: str) -> None:
    project.create("anchor==1.0")
    limits = project.write("anchor<3\n", "limits.txt")
    project.write(TEXT)
    async with profiled(project, profile) as client:
        client.open(TEXT)
        await client.shows("basket is not installed in .venv")
        document = types.TextDocumentIdentifier(uri=client.uri)
        position = types.Position(line=2, character=2)
        found = await client.client.text_document_hover_async(types.HoverParams(text_document=document, position=position))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.kind == types.MarkupKind.Markdown
        assert found.contents.value.startswith("**anchor 1.0**\n\n")
        assert "- Asked for here: 1 or newer\n" in found.contents.value
        assert f"[line 1 of limits.txt]({limits.as_uri()}#L1)" in found.contents.value
        assert found.range == types.Range(start=types.Position(line=2, character=0), end=types.Position(line=2, character=6))
        comment = types.HoverParams(text_document=document, position=types.Position(line=0, character=3))
        assert await client.client.text_document_hover_async(comment) is None


@pytest.mark.parametrize(
    ("formats", "kind", "text"),
    [
        ([], "plaintext", "The setting a is b"),
        (["plaintext", "markdown"], "plaintext", "The setting a is b"),
        (["markdown"], "markdown", "The setting `a` is `b`"),
    ],
)
def test_a_client_has_the_format_that_it_likes_best(project: Project, formats: list[str], kind: str, text: str) -> None:
    path = project.write(OPTIONS)
    with editing(project, capabilities=able(textDocument={"hover": {"contentFormat": formats}})) as editor:
        editor.open(path)
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": 0, "character": OPTIONS.index("a=b") + 1}}
        found = editor.conversation.request("textDocument/hover", place)
        assert found["contents"] == {"kind": kind, "value": text}
        assert found["range"] == {"start": {"line": 0, "character": 26}, "end": {"line": 0, "character": 29}}


def test_a_document_that_is_no_manifest_has_nothing(project: Project) -> None:
    with editing(project, capabilities=able()) as editor:
        place = {"textDocument": {"uri": (project.folder / "notes.md").as_uri()}, "position": {"line": 0, "character": 0}}
        assert editor.conversation.request("textDocument/hover", place) is None
