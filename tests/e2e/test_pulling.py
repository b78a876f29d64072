"""A client that pulls diagnostics: it fetches those of the files it has open, and is told those of the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conversation import Conversation
from tests.e2e.editor import PUBLISH, Editor, able, editing
from tests.e2e.project import Project

REFRESH = "workspace/diagnostic/refresh"
PULLING = able(
    textDocument={"diagnostic": {}, "publishDiagnostics": {"versionSupport": True}},
    workspace={"diagnostics": {"refreshSupport": True}},
)


def pulled(editor: Editor, path: Path, previous: str | None = None) -> Any:
    asked = {"textDocument": {"uri": path.as_uri()}} | ({"previousResultId": previous} if previous else {})
    return editor.conversation.request("textDocument/diagnostic", asked)


def messages(report: Any) -> list[str]:
    return [diagnostic["message"] for diagnostic in report["items"]]


def pushed(conversation: Conversation, path: Path) -> list[Any]:
    return [each["params"] for each in conversation.messages if each.get("method") == PUBLISH and each["params"]["uri"] == path.as_uri()]


def test_open_files_are_pulled_again_when_the_environment_changes(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==1.0\nbasket\n")
    with editing(project, capabilities=PULLING) as editor:
        editor.open(path)
        first = pulled(editor, path)
        assert messages(first) == ["basket is not installed in .venv"]
        assert pulled(editor, path, first["resultId"]) == {"kind": "unchanged", "resultId": first["resultId"]}
        heard = editor.conversation.heard()
        project.put("basket==1.0")
        while messages(pulled(editor, path)):
            editor.conversation.notification(REFRESH, after=heard)
            heard = editor.conversation.heard()
        assert not any(each["diagnostics"] for each in pushed(editor.conversation, path))


def test_closed_files_are_pushed_until_they_are_opened(project: Project) -> None:
    """A client that does not ask for the diagnostics of a whole workspace learns of these in no other way."""
    project.create("anchor==1.0")
    path = project.write("basket\n")
    with editing(project, capabilities=PULLING) as editor:
        editor.sees(path, "basket is not installed in .venv")
        editor.open(path)
        editor.sees(path)
        assert messages(pulled(editor, path)) == ["basket is not installed in .venv"]
        editor.close(path)
        editor.sees(path, "basket is not installed in .venv")


def offered(editor: Editor) -> Any:
    (answer,) = (each["result"] for each in editor.conversation.messages if each.get("id") == 1 and "result" in each)
    return answer["capabilities"].get("diagnosticProvider")


def test_who_pulls_the_workspace_is_pushed_nothing_more(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("basket\n")
    with editing(project, capabilities=PULLING) as editor:
        assert offered(editor)["workspaceDiagnostics"] is True
        editor.sees(path, "basket is not installed in .venv")
        heard = editor.conversation.heard()
        (first,) = editor.conversation.request("workspace/diagnostic", {"previousResultIds": []})["items"]
        assert messages(first) == ["basket is not installed in .venv"]
        editor.sees(path)
        known = [{"uri": first["uri"], "value": first["resultId"]}]
        assert [each["kind"] for each in editor.conversation.request("workspace/diagnostic", {"previousResultIds": known})["items"]] == [
            "unchanged"
        ]
        project.put("basket==1.0")
        while messages(editor.conversation.request("workspace/diagnostic", {"previousResultIds": []})["items"][0]):
            editor.conversation.notification(REFRESH, after=heard)
            heard = editor.conversation.heard()
        assert not any(each["diagnostics"] for each in pushed(editor.conversation, path)[1:])


def test_neovim_is_not_offered_the_workspace(project: Project) -> None:
    """It would then ignore, for the files it has open, that it is told to pull again."""
    with editing(project, capabilities=PULLING, name="Neovim 0.12.4") as editor:
        assert offered(editor)["workspaceDiagnostics"] is False


def test_who_cannot_be_told_to_pull_again_is_pushed_to(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("basket\n")
    with editing(project, capabilities=able(textDocument={"diagnostic": {}})) as editor:
        assert offered(editor) is None
        editor.open(path)
        editor.sees(path, "basket is not installed in .venv")
