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


def test_diagnostics_of_the_workspace_are_not_offered(project: Project) -> None:
    """Neovim 0.12 would then ignore, for the files it has open, that it is told to pull again."""
    with editing(project, capabilities=PULLING) as editor:
        (answer,) = (each["result"] for each in editor.conversation.messages if each.get("id") == 1 and "result" in each)
        assert answer["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"] is False
