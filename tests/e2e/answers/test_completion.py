"""What is proposed while a line is written, asked by clients that know snippets and by those that do not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lsprotocol import types

from tests.e2e.editor import able, editing
from tests.e2e.profile import Client, profiled
from tests.e2e.project import Project

# The snake stands before the cursor on its line: it counts twice in UTF-16.
TEXT = '-e ./🐍 --c\nanchor>=\nanchor; os_name == "🐍" and sys_\n'
RICH = {"snippetSupport": True, "insertReplaceSupport": True, "labelDetailsSupport": True, "preselectSupport": True}


async def asked(client: Client, line: int, character: int, typed: str | None = None) -> Mapping[str, types.CompletionItem]:
    kind = types.CompletionTriggerKind.TriggerCharacter if typed else types.CompletionTriggerKind.Invoked
    found = await client.client.text_document_completion_async(
        types.CompletionParams(
            text_document=types.TextDocumentIdentifier(uri=client.uri),
            position=types.Position(line=line, character=character),
            context=types.CompletionContext(trigger_kind=kind, trigger_character=typed),
        )
    )
    assert isinstance(found, types.CompletionList)
    assert not found.is_incomplete
    for item in found.items:
        if found.item_defaults is not None and item.text_edit is None:
            place = found.item_defaults.edit_range
            assert isinstance(place, types.Range)
            item.text_edit = types.TextEdit(range=place, new_text=item.text_edit_text or item.label)
    return {item.label: item for item in found.items}


@pytest.mark.asyncio
@pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")
@pytest.mark.parametrize("profile", ["visual-studio-code", "neovim", "emacs"])
async def test_a_name_and_a_version_are_proposed(project: Project, profile: str) -> None:
    project.create("anchor==1.0", "basket==2.0")
    async with profiled(project, profile) as client:
        client.open("anc==1\nanchor>=\n")
        await client.shows("anc is not installed in .venv", "a version is missing after >=")
        names = await asked(client, 0, 3)
        assert [(name, item.detail) for name, item in names.items()] == [("anchor", "1.0"), ("basket", "2.0")]
        edit = names["anchor"].text_edit
        assert edit is not None
        place = edit.replace if isinstance(edit, types.InsertReplaceEdit) else edit.range
        assert (place, edit.new_text) == (piece(0, 0, 3), "anchor")
        assert list(await asked(client, 1, 8, "=")) == ["1.0"]
        assert await asked(client, 1, 0, " ") == {}


def piece(line: int, start: int, end: int) -> types.Range:
    return types.Range(start=types.Position(line=line, character=start), end=types.Position(line=line, character=end))


@pytest.mark.parametrize("item", [{}, RICH])
def test_a_client_has_what_it_can_show(project: Project, item: Mapping[str, bool]) -> None:
    project.create("anchor==1.0")
    path = project.write(TEXT)
    with editing(project, capabilities=able(textDocument={"completion": {"completionItem": item}})) as editor:
        editor.open(path)
        marker = "a marker compares a variable like python_version with a quoted value like '3.12'"
        editor.sees(path, "--c could be --config-settings or --constraint", "a version is missing after >=", marker)

        def completion(line: int, character: int) -> Mapping[str, dict[str, object]]:
            place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}
            return {each["label"]: each for each in editor.conversation.request("textDocument/completion", place)["items"]}

        is_rich = bool(item)
        setting = completion(0, 11)["--config-settings"]
        assert setting["textEdit"] == edit(0, 8, 11, "--config-settings=${1:KEY}=${2:VALUE}" if is_rich else "--config-settings=", is_rich)
        assert setting.get("insertTextFormat") == (2 if is_rich else None)
        version = completion(1, 8)["1.0"]
        assert version["textEdit"] == edit(1, 8, 8, "1.0", is_rich)
        assert version.get("preselect") == (True if is_rich else None)
        assert version.get("labelDetails") == ({"description": "installed"} if is_rich else None)
        variable = completion(2, 32)["sys_platform"]
        assert variable["textEdit"] == edit(2, 28, 32, "sys_platform", is_rich)


@pytest.mark.parametrize("is_rich", [False, True])
def test_what_all_replace_is_written_once_where_the_client_lets_it_be(project: Project, is_rich: bool) -> None:
    path = project.write("a --ha\n")
    can = {"completionItem": RICH if is_rich else {}, "completionList": {"itemDefaults": ["editRange"]}}
    with editing(project, capabilities=able(textDocument={"completion": can})) as editor:
        editor.open(path)
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": 0, "character": 6}}
        found = editor.conversation.request("textDocument/completion", place)
        span = {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 6}}
        assert found["itemDefaults"] == {"editRange": {"insert": span, "replace": span} if is_rich else span}
        hashed, setting = found["items"]
        assert (hashed["label"], hashed["textEditText"]) == ("--hash", "--hash=sha256:")
        assert setting.get("insertTextFormat") == (2 if is_rich else None)
        assert "textEdit" not in hashed


def edit(line: int, start: int, end: int, text: str, is_rich: bool) -> dict[str, object]:
    place = {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}
    return {"newText": text, "insert": place, "replace": place} if is_rich else {"newText": text, "range": place}


def test_a_document_that_is_no_manifest_has_nothing(project: Project) -> None:
    with editing(project, capabilities=able()) as editor:
        place = {"textDocument": {"uri": (project.folder / "notes.md").as_uri()}, "position": {"line": 0, "character": 0}}
        assert editor.conversation.request("textDocument/completion", place) == {"isIncomplete": False, "items": []}
