"""One server, many clients: what each can do decides what it is sent, and none is left waiting."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from lsprotocol import types

from tests.conversation import Message
from tests.e2e.editor import PUBLISH, Editor, able, editing, executed
from tests.e2e.profile import profiled
from tests.e2e.project import Project

NO_ENVIRONMENT = "this project has no virtual environment, so its packages cannot be checked"
MISMATCH = "anchor 1.0 is installed, but ==2.0 is required"
MISSING = "anchor is not installed in .venv"
INSTALL = "Install anchor==2.0 into .venv"
REFREEZE = "Pin what this file declares to what is installed"

# --- the profiles of real clients ---


@pytest.mark.asyncio
@pytest.mark.filterwarnings("error::pytest_lsp.LspSpecificationWarning")
@pytest.mark.parametrize("profile", ["visual-studio-code", "neovim", "neovim@v0.6.1", "emacs"])
async def test_every_profile_comes_through_the_story(project: Project, profile: str) -> None:
    project.create("anchor==1.0")
    project.write("anchor==2.0\n")
    async with profiled(project, profile) as client:
        client.open("anchor==2.0\n")
        await client.shows(MISMATCH)
        await client.choose(REFREEZE)
        assert client.text == "anchor==1.0\n"
        await client.shows()
        client.change("anchor==2.0\n")
        await client.shows(MISMATCH)
        command = types.Command(title="", command="reqd.refreeze", arguments=[{"path": str(project.requirements)}])
        assert (await client.execute(command))["outcome"] == "done"
        await client.shows()
        client.change("anchor==2.0\n")
        await client.shows(MISMATCH)
        assert await client.choose(INSTALL) == {"outcome": "done"}
        await client.shows()
        project.take("anchor")
        await client.shows(MISSING)
        for reports in client.client.progress_reports.values():
            assert [getattr(reports[number], "kind", "") for number in (0, -1)] == ["begin", "end"]


# --- those who pull ---

PULLING = able(
    workspace={"diagnostics": {"refreshSupport": True}},
    textDocument={"diagnostic": {"dynamicRegistration": False, "relatedDocumentSupport": False}},
)
REFRESH = "workspace/diagnostic/refresh"


def pulled(editor: Editor, uri: str, previous: str | None = None) -> Message:
    params: Message = {"textDocument": {"uri": uri}, **({} if previous is None else {"previousResultId": previous})}
    report: Message = editor.conversation.request("textDocument/diagnostic", params)
    return report


def pulled_workspace(editor: Editor, previous: Mapping[str, str]) -> dict[str, Message]:
    """The reports by URI."""
    known = [{"uri": uri, "value": value} for uri, value in previous.items()]
    report = editor.conversation.request("workspace/diagnostic", {"previousResultIds": known})
    return {item["uri"]: item for item in report["items"]}


def messages(report: Message) -> list[str]:
    return [diagnostic["message"] for diagnostic in report["items"]]


def pulls_until(editor: Editor, uri: str, *expected: str) -> Message:
    """Pull again at every refresh until the document has these messages."""
    heard = editor.conversation.heard()
    while messages(report := pulled(editor, uri)) != list(expected):
        editor.conversation.notification(REFRESH, after=heard)
        heard = editor.conversation.heard()
    return report


def published(editor: Editor, uri: str) -> list[Message]:
    found = (message["params"] for message in editor.conversation.messages if message.get("method") == PUBLISH)
    return [params for params in found if params["uri"] == uri and params["diagnostics"]]


def test_who_pulls_is_not_pushed_to_and_is_told_when_to_pull_again(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    with editing(project, capabilities=PULLING) as editor:
        offered = editor.conversation.response(1)["result"]["capabilities"]["diagnosticProvider"]
        assert (offered["interFileDependencies"], offered["workspaceDiagnostics"]) == (True, True)
        uri = editor.open(path)
        report = pulls_until(editor, uri, MISMATCH)
        assert pulled(editor, uri, report["resultId"]) == {"kind": "unchanged", "resultId": report["resultId"]}
        heard = editor.conversation.heard()
        project.take("anchor")
        editor.conversation.notification(REFRESH, after=heard)
        report = pulls_until(editor, uri, MISSING)
        project.put("anchor==2.0")
        assert pulls_until(editor, uri)["resultId"] != report["resultId"]
        editor.change(uri, "anchor==3.0\n")
        assert messages(pulled(editor, uri)) == ["anchor 2.0 is installed, but ==3.0 is required"]
        assert published(editor, uri) == []


def test_the_whole_workspace_can_be_pulled(project: Project) -> None:
    project.create("anchor==1.0")
    first = project.write("anchor==2.0\n").as_uri()
    second = project.write("basket\n", "requirements-dev.txt").as_uri()
    with editing(project, capabilities=PULLING) as editor:
        editor.open(first, "anchor==2.0\n")
        pulls_until(editor, first, MISMATCH)
        reports = pulled_workspace(editor, {})
        assert {uri: messages(report) for uri, report in reports.items()} == {
            first: [MISMATCH],
            second: ["basket is not installed in .venv"],
        }
        assert (reports[first]["version"], reports[second].get("version")) == (1, None)
        previous = {uri: report["resultId"] for uri, report in reports.items()}
        assert {report["kind"] for report in pulled_workspace(editor, previous).values()} == {"unchanged"}
        editor.change(first, "")
        assert pulled_workspace(editor, previous)[first]["items"] == []
        heard = editor.conversation.heard()
        Path(project.folder, "requirements-dev.txt").unlink()
        while pulled_workspace(editor, previous)[second].get("items") != []:
            editor.conversation.notification(REFRESH, after=heard)
            heard = editor.conversation.heard()


def test_who_cannot_be_told_to_pull_again_is_pushed_to(project: Project) -> None:
    path = project.write("anchor\n")
    with editing(project, capabilities=able(textDocument={"diagnostic": {}})) as editor:
        assert "diagnosticProvider" not in editor.conversation.response(1)["result"]["capabilities"]
        editor.open(path)
        editor.sees(path, NO_ENVIRONMENT)


@pytest.mark.parametrize("uri", ["untitled:a", "file:///absent/requirements.txt"])
def test_pulling_what_is_not_known_gives_nothing(project: Project, uri: str) -> None:
    with editing(project, capabilities=PULLING) as editor:
        assert pulled(editor, uri)["items"] == []


# --- positions ---


@pytest.mark.parametrize(
    ("offered", "chosen", "width"),
    [
        (None, "utf-16", 2),
        (["utf-16"], "utf-16", 2),
        (["utf-8"], "utf-8", 4),
        (["utf-32"], "utf-32", 1),
        (["utf-8", "utf-16"], "utf-8", 4),
        (["utf-32", "utf-8", "utf-16"], "utf-32", 1),
        (["utf-7"], "utf-16", 2),
    ],
)
def test_columns_count_in_the_units_that_were_agreed_on(project: Project, offered: list[str] | None, chosen: str, width: int) -> None:
    project.create()
    path = project.write("")
    capabilities = able(general={"positionEncodings": offered})
    with editing(project, capabilities=capabilities) as editor:
        assert editor.conversation.response(1)["result"]["capabilities"]["positionEncoding"] == chosen
        editor.open(path, "-r 🐍.txt  # 🐍\n")
        (diagnostic,) = editor.sees(path, "🐍.txt does not exist", version=1)
        assert diagnostic["range"] == {"start": {"line": 0, "character": 3}, "end": {"line": 0, "character": 3 + width + 4}}
        assert "Create 🐍.txt" in editor.titles(path, column=3 + width + 4)
        assert "Create 🐍.txt" not in editor.titles(path, column=3 + width + 5)


# --- those who cannot do everything ---


def test_without_document_changes_edits_come_without_versions(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    with editing(project, capabilities=able(workspace={"workspaceEdit": {}})) as editor:
        uri = editor.open(path)
        editor.sees(path, MISMATCH)
        edit = editor.action(REFREEZE, path)["edit"]
        assert list(edit) == ["changes"]
        assert list(edit["changes"]) == [uri]
        editor.apply(edit)
        assert editor.texts[uri] == "anchor==1.0\n"


def test_files_are_created_only_where_the_editor_can(project: Project) -> None:
    path = project.write("-r base.txt\n")
    for resources, is_offered in ((["create"], True), (["rename"], False)):
        edits = {"documentChanges": True, "resourceOperations": resources}
        with editing(project, capabilities=able(workspace={"workspaceEdit": edits})) as editor:
            editor.open(path)
            editor.sees(path, "base.txt does not exist")
            assert ("Create base.txt" in editor.titles(path, column=4)) is is_offered


def test_without_literals_actions_are_commands(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    with editing(project, capabilities=able(textDocument={"codeAction": {}})) as editor:
        editor.open(path)
        editor.sees(path, MISMATCH)
        actions = editor.actions(path, column=7)
        assert (actions[0]["title"], actions[0]["command"]) == (INSTALL, "reqd.install")
        assert all(set(action) == {"title", "command", "arguments"} for action in actions)
        refreeze = next(action for action in actions if action["command"] == "reqd.refreeze")
        assert editor.execute(refreeze)["changed"] is True
        assert editor.texts[path.as_uri()] == "anchor==1.0\n"
        editor.change(path, "anchor==2.0\n")
        editor.sees(path, MISMATCH)
        assert editor.execute(actions[0]) == {"outcome": "done"}
        editor.sees(path)


def test_without_progress_an_install_is_silent(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    with editing(project, capabilities=able(window={"workDoneProgress": None})) as editor:
        editor.open(path)
        editor.sees(path, MISMATCH)
        assert editor.choose(INSTALL, path, column=7) == {"outcome": "done"}
        said = {message.get("method") for message in editor.conversation.messages}
        assert not said & {"$/progress", "window/workDoneProgress/create"}


def test_a_client_with_no_capability_at_all_comes_through(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    with editing(project, capabilities={}) as editor:
        editor.open(path)
        (diagnostic,) = editor.sees(path, MISMATCH)
        assert set(diagnostic) <= {"range", "message", "severity", "code", "source"}
        command = editor.actions(path, column=7)[0]
        assert editor.execute(command) == {"outcome": "done"}
        editor.sees(path)
        assert not [message for message in editor.conversation.messages if "id" in message and "method" in message]


def test_a_client_that_never_answers_is_not_waited_for(project: Project) -> None:
    """It says that it can be asked, and never answers; what needs no answer is done meanwhile."""
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    capabilities = able(
        workspace={"configuration": True, "didChangeWatchedFiles": {"dynamicRegistration": True}, "diagnostics": {"refreshSupport": True}}
    )
    silent = dict.fromkeys(("window/workDoneProgress/create", "client/registerCapability", "workspace/applyEdit", REFRESH))
    with editing(project, capabilities=capabilities) as editor:
        for method in silent:
            del editor.conversation.answers[method]
        editor.open(path)
        editor.sees(path, MISMATCH)
        refreezing = editor.conversation.ask(
            "workspace/executeCommand", executed({"command": "reqd.refreeze", "arguments": [{"path": str(path)}]})
        )
        assert editor.choose(INSTALL, path, column=7) == {"outcome": "done"}
        editor.sees(path)
        refused = editor.conversation.response(refreezing)["result"]
        assert refused == {"outcome": "refused", "reason": "The editor did not say whether it applied the edit"}


# --- code actions ---


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (None, {"quickfix", "source.fixAll.reqd", "source.reqd.install", "source.reqd.refreeze"}),
        (["quickfix"], {"quickfix"}),
        (["source"], {"source.fixAll.reqd", "source.reqd.install", "source.reqd.refreeze"}),
        (["source.fixAll"], {"source.fixAll.reqd"}),
        (["source.fixAll.reqd"], {"source.fixAll.reqd"}),
        (["source.fixAll.other"], set()),
        (["sour"], set()),
        (["refactor", "quickfix"], {"quickfix"}),
        (["source.reqd"], {"source.reqd.install", "source.reqd.refreeze"}),
        ([""], {"quickfix", "source.fixAll.reqd", "source.reqd.install", "source.reqd.refreeze"}),
        ([], set()),
    ],
)
def test_only_what_was_asked_for_is_offered(project: Project, only: list[str] | None, kinds: set[str]) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor=>2.0\nanchor==2.0\n")
    with editing(project) as editor:
        editor.open(path)
        assert {action["kind"] for action in editor.actions(path, column=6, only=only)} == kinds


@pytest.mark.parametrize(
    "action",
    [
        {"title": "a"},
        {"title": "a", "data": {"b": 1}},
        {"title": "a", "kind": "quickfix", "edit": {"changes": {}}},
        {"title": "a", "command": {"title": "a", "command": "reqd.install", "arguments": [{"path": "/a"}]}},
        {"title": "a", "kind": "a.kind.of.its.own", "data": None},
    ],
)
def test_an_action_that_is_resolved_is_the_same_action(project: Project, action: Message) -> None:
    with editing(project) as editor:
        resolved = editor.conversation.request("codeAction/resolve", action)
        assert resolved == {name: value for name, value in action.items() if value is not None}


def test_all_certain_repairs_are_one_edit(project: Project) -> None:
    project.create("anchor==2.0", "basket==2.0")
    path = project.write("")
    with editing(project) as editor:
        uri = editor.open(path, "anchor=>1.0\nbasket=2.0\n")
        (action,) = editor.actions(path, only=["source.fixAll.reqd"])
        editor.apply(action["edit"])
        editor.sees(path, version=2)
        assert editor.texts[uri] == "anchor>=1.0\nbasket==2.0\n"


def test_an_edit_is_for_the_version_that_was_looked_at(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    with editing(project) as editor:
        editor.open(path, version=41)
        (change,) = editor.action(REFREEZE, path)["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": path.as_uri(), "version": 41}


def test_related_places_are_shown_where_the_client_can(project: Project) -> None:
    project.create("anchor==1.0")
    project.write("anchor==2.0\n", "base.txt")
    path = project.write("-r base.txt\nanchor\n")
    for can, capabilities in ((True, able()), (False, able(textDocument={"publishDiagnostics": {}}))):
        with editing(project, capabilities=capabilities) as editor:
            (diagnostic,) = editor.sees(path, "anchor 1.0 is installed, but line 1 of base.txt requires ==2.0")
            assert ("relatedInformation" in diagnostic) is can


def test_repairing_all_makes_each_repair_whole_or_not_at_all(project: Project) -> None:
    """Two merges into one line cannot both be made at once; half of the second would lose its line."""
    project.create("anchor==1.0")
    path = project.write("anchor>=0.1\nanchor<3\nanchor<4\nbasket=1.0\n")
    with editing(project) as editor:
        editor.open(path)
        action = next(each for each in editor.actions(path, only=["source.fixAll.reqd"]))
        editor.apply(action["edit"])
        assert editor.texts[path.as_uri()] == "anchor>=0.1,<3\nanchor<4\nbasket==1.0\n"
