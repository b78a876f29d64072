"""The whole story, as an editor tells it: from a folder without an environment to one that agrees with its file, and back."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

from tests.conversation import Conversation, Message
from tests.e2e.editor import able, editing, executed
from tests.e2e.project import SHORT, Project, interpreter

NO_ENVIRONMENT = "this project has no virtual environment, so its packages cannot be checked"
CREATE = f"Create .venv with Python {SHORT}"


def progress(conversation: Conversation, after: int = 0) -> list[Message]:
    """What a progress bar showed: begin, reports, end."""
    return [message["params"]["value"] for message in conversation.messages[after:] if message.get("method") == "$/progress"]


def kinds(conversation: Conversation, after: int = 0) -> list[str]:
    """The kinds of what a progress bar showed, repeated reports as one."""
    found = [value["kind"] for value in progress(conversation, after)]
    return [kind for number, kind in enumerate(found) if number == 0 or found[number - 1] != kind]


def missing(name: str) -> str:
    return f"{name} is not installed in .venv"


def test_from_nothing_to_agreement_and_back(project: Project) -> None:
    path = project.write("anchor==2.0\nbasket==1.0\n")
    with editing(project) as editor:
        conversation = editor.conversation
        editor.open(path)
        editor.sees(path, NO_ENVIRONMENT, version=1)

        assert editor.choose(CREATE, path) == {"outcome": "done"}
        assert kinds(conversation) == ["begin", "report", "end"]
        assert progress(conversation)[-1]["message"].endswith(": done")
        editor.sees(path, missing("anchor"), missing("basket"))

        assert editor.choose("Install anchor==2.0 into .venv", path) == {"outcome": "done"}
        editor.sees(path, missing("basket"))
        assert editor.choose("Install basket==1.0 into .venv", path, line=1) == {"outcome": "done"}
        editor.sees(path)

        project.uv("pip", "uninstall", "--python", str(project.environment), "anchor")
        editor.sees(path, missing("anchor"), version=1)
        project.uv("pip", "install", "--python", str(project.environment), "anchor==1.0")
        editor.sees(path, "anchor 1.0 is installed, but ==2.0 is required", version=1)
        assert editor.choose("Install anchor==2.0 into .venv", path, column=7) == {"outcome": "done"}
        editor.sees(path, version=1)

        shutil.rmtree(project.environment)
        editor.sees(path, NO_ENVIRONMENT)
        assert editor.choose(f"{CREATE} and install", path) == {"outcome": "done"}
        editor.sees(path)


def test_the_fixes_are_there_as_soon_as_the_findings_are(project: Project) -> None:
    path = project.write("anchor==2.0\n")
    with editing(project) as editor:
        editor.open(path)
        assert f"{CREATE} and install" in editor.titles(path)
        editor.sees(path, NO_ENVIRONMENT)


def test_without_uv_pip_does_the_same(project: Project, serve_without_uv: tuple[str, ...]) -> None:
    path = project.write("anchor==2.0\ncandle\n")
    with editing(project, command=serve_without_uv) as editor:
        editor.open(path)
        editor.sees(path, NO_ENVIRONMENT)
        assert editor.choose(f"{CREATE} and install", path) == {"outcome": "done"}
        editor.sees(path)
        pip = (str(interpreter(project.environment)), "-m", "pip", "--disable-pip-version-check")
        project.run(*pip, "uninstall", "--yes", "anchor")
        editor.sees(path, missing("anchor"), version=1)
        project.run(*pip, "install", "anchor==1.0")
        editor.sees(path, "anchor 1.0 is installed, but ==2.0 is required")
        assert editor.choose("Install anchor==2.0 into .venv", path, column=7) == {"outcome": "done"}
        editor.sees(path, version=1)


def test_creating_and_installing_in_one_go_shows_two_progresses(project: Project) -> None:
    path = project.write("candle\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, NO_ENVIRONMENT)
        assert editor.choose(f"{CREATE} and install", path) == {"outcome": "done"}
        editor.sees(path)
        assert kinds(editor.conversation) == ["begin", "report", "end", "begin", "report", "end"]


def test_unsaved_edits_are_judged_at_every_change_with_its_version(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==1.0\n")
    mismatch = "anchor 1.0 is installed, but ==2.0 is required"
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, version=1)
        assert editor.change(path, "anchor==2.0\n") == 2
        editor.sees(path, mismatch, version=2)
        editor.change(path, "anchor==2.0\nbasket\n")
        editor.sees(path, mismatch, missing("basket"), version=3)
        editor.change(path, "anchor\n")
        editor.sees(path, version=4)
        assert path.read_text() == "anchor==1.0\n"


def test_an_install_takes_what_is_in_the_editor_and_not_what_is_on_the_disk(project: Project) -> None:
    project.create()
    path = project.write("basket==1.0\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, missing("basket"))
        version = editor.change(path, "basket==2.0\n")
        editor.sees(path, missing("basket"), version=version)
        assert editor.choose("Install basket==2.0 into .venv", path) == {"outcome": "done"}
        editor.sees(path, version=version)


def test_refreezing_is_an_edit_that_can_be_undone(project: Project) -> None:
    project.create("anchor==1.0", "basket==2.0")
    written = "# pinned by hand\nanchor==2.0  # why\nbasket\n"
    path = project.write(written)
    mismatch = "anchor 1.0 is installed, but ==2.0 is required"
    with editing(project) as editor:
        uri = editor.open(path)
        editor.sees(path, mismatch)
        editor.choose("Pin what this file declares to what is installed", path)
        assert editor.texts[uri] == "# pinned by hand\nanchor==1.0  # why\nbasket==2.0\n"
        editor.sees(path, version=2)
        editor.change(path, written)
        editor.sees(path, mismatch, version=3)
        assert path.read_text() == written


@pytest.mark.parametrize("style", ["in place", "full"])
def test_refreezing_by_command_lets_the_editor_apply_the_edit(project: Project, style: str) -> None:
    project.create("anchor==1.0", "basket==2.0")
    path = project.write("anchor==2.0\n")
    with editing(project) as editor:
        uri = editor.open(path)
        editor.sees(path, "anchor 1.0 is installed, but ==2.0 is required")
        given = {"command": "reqd.refreeze", "arguments": [{"path": str(path), "style": style}]}
        assert editor.execute(given) == {"outcome": "done", "changed": True, "notes": []}
        editor.sees(path, version=2)
        added = "# installed, and not asked for above\nbasket==2.0\n" if style == "full" else ""
        assert editor.texts[uri] == "anchor==1.0\n" + added
        assert editor.execute(given)["changed"] is False
        assert editor.was_told()[-1] == "requirements.txt already names what is installed"


@pytest.mark.parametrize(
    ("capabilities", "answer", "reason"),
    [
        (
            able(workspace={"applyEdit": False}),
            None,
            "This editor cannot apply an edit that it did not ask for; use the code action instead",
        ),
        (able(), {"applied": False, "failureReason": "read-only"}, "The editor did not apply the edit: read-only"),
    ],
    ids=["cannot", "does not"],
)
def test_an_edit_that_is_not_applied_is_no_success(project: Project, capabilities: Any, answer: Any, reason: str) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    with editing(project, capabilities=capabilities, answers={"workspace/applyEdit": lambda _: answer}) as editor:
        editor.open(path)
        editor.sees(path, "anchor 1.0 is installed, but ==2.0 is required")
        result = editor.execute({"command": "reqd.refreeze", "arguments": [{"path": str(path)}]})
        assert result == {"outcome": "refused", "reason": reason}
        assert reason in editor.was_told()


def test_an_install_that_fails_says_why_and_leaves_everything_as_it_was(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==1.0\nbasket==9.9\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, missing("basket"))
        result = editor.choose("Install basket==9.9 into .venv", path, line=1)
        assert (result["outcome"], result["line"], result["path"]) == ("failed", 2, str(path))
        assert "basket" in editor.was_told()[-1]
        assert editor.was_told()[-1].endswith("(requirements.txt, line 2)")
        assert progress(editor.conversation)[-1] == {"kind": "end", "message": result["reason"]}
        assert editor.shown(path) == [missing("basket")]


# --- consent ---


def consenting(project: Project, answer: Any, capabilities: Any = None) -> tuple[Any, list[Message], list[str]]:
    """Install from a file that names a place for packages itself; the result, the question that was asked, and what is then shown."""
    project.create()
    path = project.write(f"--find-links {project.wheels}\nanchor==2.0\n")
    answers = {"window/showMessageRequest": lambda _: answer}
    with editing(project, capabilities=capabilities or able(), answers=answers) as editor:
        editor.open(path)
        editor.sees(path, missing("anchor"))
        result = editor.choose("Install anchor==2.0 into .venv", path, line=1)
        if result["outcome"] == "done":
            editor.sees(path)
        asked = [message["params"] for message in editor.conversation.messages if message.get("method") == "window/showMessageRequest"]
        return result, asked, editor.shown(path)


def test_what_a_file_brings_along_is_done_once_the_person_agrees(project: Project) -> None:
    result, asked, shown = consenting(project, {"title": "Go on"})
    assert result == {"outcome": "done"}
    assert [each["message"] for each in asked] == [f"Install anchor into .venv? packages are also taken from {project.wheels}."]
    assert [each["title"] for each in asked[0]["actions"]] == ["Go on", "Cancel"]
    assert shown == []


@pytest.mark.parametrize("answer", [{"title": "Cancel"}, None], ids=["cancelled", "dismissed"])
def test_what_nobody_agrees_to_is_not_done(project: Project, answer: Any) -> None:
    result, asked, shown = consenting(project, answer)
    assert result == {"outcome": "refused", "reason": "Not agreed to, so nothing was done"}
    assert len(asked) == 1
    assert shown == [missing("anchor")]


def test_an_editor_that_cannot_ask_is_told_what_to_do_instead(project: Project) -> None:
    result, asked, shown = consenting(project, None, able(window={"showMessage": None}))
    assert result["outcome"] == "refused"
    assert f"run `reqd install` in a terminal in {project.folder}" in result["reason"]
    assert f"packages are also taken from {project.wheels}" in result["reason"]
    assert asked == []
    assert shown == [missing("anchor")]


# --- cancelling ---

# Says who it is and that it has begun, damages the environment, and does not end by itself.
SLOW = """
import os, sys, time
root = os.path.dirname(os.path.dirname(sys.argv[sys.argv.index('--python') + 1]))
open(os.path.join(root, 'half-done'), 'w').close()
print('slow', os.getpid(), flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("by", ["the progress bar", "the request"])
def test_a_running_install_is_cancelled_and_undone(project: Project, by: str) -> None:
    project.create("anchor==1.0")
    project.program("uv", SLOW)
    path = project.write("anchor==2.0\n")
    with editing(project) as editor:
        conversation = editor.conversation
        editor.open(path)
        editor.sees(path, "anchor 1.0 is installed, but ==2.0 is required")
        command = editor.action("Install anchor==2.0 into .venv", path, column=7)["command"]
        request = conversation.ask("workspace/executeCommand", executed(command))
        told = conversation.notification("$/progress", lambda params: params["value"].get("message", "").startswith("slow "))
        if by == "the request":
            conversation.notify("$/cancelRequest", {"id": request})
        else:
            conversation.notify("window/workDoneProgress/cancel", {"token": told["token"]})
        assert conversation.response(request)["error"]["code"] == -32800
        assert progress(conversation)[-1]["kind"] == "end"
        assert progress(conversation)[-1]["message"].endswith("cancelled, everything is as before")
        assert not (project.environment / "half-done").exists()
        with pytest.raises(ProcessLookupError):
            os.kill(int(told["value"]["message"].split()[1]), 0)
        assert conversation.is_alive()


# It takes three seconds until such a program is killed: longer than an editor gives a server that has nothing to put back.
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n{SLOW}"


@pytest.mark.parametrize("script", [SLOW, STUBBORN], ids=["obedient", "stubborn"])
def test_leaving_while_an_install_runs_ends_it_and_undoes_it(project: Project, script: str) -> None:
    project.create("anchor==1.0")
    project.program("uv", script)
    path = project.write("anchor==2.0\n")
    with editing(project) as editor:
        conversation = editor.conversation
        editor.open(path)
        editor.sees(path, "anchor 1.0 is installed, but ==2.0 is required")
        command = editor.action("Install anchor==2.0 into .venv", path, column=7)["command"]
        conversation.ask("workspace/executeCommand", executed(command))
        told = conversation.notification("$/progress", lambda params: params["value"].get("message", "").startswith("slow "))
        conversation.request("shutdown")
        conversation.notify("exit")
        assert conversation.end() == 0
        conversation.is_polite = False
        conversation.check()
    assert not (project.environment / "half-done").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int(told["value"]["message"].split()[1]), 0)


@pytest.mark.parametrize(
    "given",
    [
        [],
        [1],
        [{}],
        [{"path": "requirements.txt"}],
        [{"path": 1}],
        [{"path": "/a/\0"}],
        [{"path": "/a", "projects": "b"}],
        [{"path": "/a"}, 1],
    ],
)
def test_a_command_with_other_arguments_is_refused_as_a_request(project: Project, given: Any) -> None:
    with editing(project) as editor:
        params = {"command": "reqd.install", "arguments": given}
        assert editor.conversation.refused("workspace/executeCommand", params) == -32602


def test_a_command_for_a_file_that_is_not_known_is_refused_in_words(project: Project) -> None:
    with editing(project) as editor:
        for name in ("install", "createEnvironment", "refreeze"):
            command: Message = {"command": f"reqd.{name}", "arguments": [{"path": str(project.folder / "other.txt")}]}
            assert editor.execute(command)["reason"] == "other.txt is not a file that reqd has read"
