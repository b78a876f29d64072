"""What an editor's workspace goes through: folders, settings, files on the disk and in the editor, and whatever happens to them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conversation import Message
from tests.e2e import project as projects
from tests.e2e.editor import PUBLISH, Editor, able, editing
from tests.e2e.project import Project, interpreter, site_packages

NO_ENVIRONMENT = "this project has no virtual environment, so its packages cannot be checked"
MISMATCH = "anchor 1.0 is installed, but ==2.0 is required"


def missing(name: str, environment: str = ".venv") -> str:
    return f"{name} is not installed in {environment}"


# --- folders ---


def test_files_that_are_not_open_are_judged(project: Project) -> None:
    project.create("anchor==1.0")
    first = project.write("anchor==2.0\n")
    second = project.write("basket\n", "requirements-dev.txt")
    third = project.write("candle\n", "services/api/requirements.txt")
    fine = project.write("anchor\n", "docs/requirements.txt")
    with editing(project) as editor:
        editor.sees(first, MISMATCH)
        editor.sees(second, missing("basket"))
        editor.sees(third, missing("candle"))
        assert editor.shown(fine) == []


def test_folders_come_and_go(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    other = projects.project(project.base, "other")
    added = other.write("basket\n")
    with editing(project) as editor:
        editor.sees(path, missing("anchor"))
        editor.folders(added=[other.folder])
        editor.sees(added, NO_ENVIRONMENT)
        editor.folders(removed=[project.folder])
        editor.sees(path)
        other.create()
        editor.sees(added, missing("basket"))
        editor.folders(added=[project.folder], removed=[other.folder])
        editor.sees(added)
        editor.sees(path, missing("anchor"))


def test_an_open_document_outlives_its_folder(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, missing("anchor"), version=1)
        editor.folders(removed=[project.folder])
        editor.change(path, "basket\n")
        editor.sees(path, missing("basket"), version=2)


def test_a_document_without_any_folder_is_judged(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project, folders=[]) as editor:
        editor.open(path)
        editor.sees(path, missing("anchor"))
        project.put("anchor==1.0")
        editor.sees(path)


def test_a_folder_that_is_a_link_is_a_folder(project: Project) -> None:
    project.create()
    project.write("anchor\n")
    link = project.base / "link"
    link.symlink_to(project.folder, target_is_directory=True)
    with editing(project, folders=[link]) as editor:
        path = link / "requirements.txt"
        editor.sees(path, missing("anchor"))
        path.write_text("basket\n")
        editor.sees(path, missing("basket"))
        project.put("basket==1.0")
        editor.sees(path)


# --- settings ---

SEVERITY = {"severity": {"missing-package": "error"}}


def severities(diagnostics: list[Message]) -> list[int]:
    return [diagnostic["severity"] for diagnostic in diagnostics]


def first_seen(editor: Editor, path: Path, severity: int) -> None:
    """Wait until the one finding of a file has that severity."""
    editor.conversation.notification(
        PUBLISH, lambda params: params["uri"] == path.as_uri() and severities(params["diagnostics"]) == [severity]
    )


@pytest.mark.parametrize("options", [SEVERITY, {"reqd": SEVERITY}], ids=["bare", "nested"])
def test_settings_come_with_initialize(project: Project, options: object) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project, options=options) as editor:
        assert severities(editor.sees(path, missing("anchor"))) == [1]


@pytest.mark.parametrize("settings", [SEVERITY, {"reqd": SEVERITY}], ids=["bare", "nested"])
def test_settings_come_with_a_change(project: Project, settings: object) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        assert severities(editor.sees(path, missing("anchor"))) == [2]
        editor.conversation.notify("workspace/didChangeConfiguration", {"settings": settings})
        first_seen(editor, path, 1)
        editor.conversation.notify("workspace/didChangeConfiguration", {"settings": {"reqd": {"severity": {"missing-package": "off"}}}})
        editor.sees(path)


def test_settings_are_asked_for(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    held: list[object] = [SEVERITY]
    asked: list[Any] = []

    def configuration(params: Any) -> object:
        asked.append(params)
        return list(held)

    capabilities = able(workspace={"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}})
    with editing(project, capabilities=capabilities, answers={"workspace/configuration": configuration}) as editor:
        first_seen(editor, path, 1)
        assert asked == [{"items": [{"section": "reqd"}]}]
        registered = editor.conversation.notification("client/registerCapability")["registrations"]
        assert [each["method"] for each in registered] == ["workspace/didChangeConfiguration"]
        held[0] = {"severity": {"missing-package": "hint"}}
        editor.conversation.notify("workspace/didChangeConfiguration", {"settings": None})
        first_seen(editor, path, 4)


@pytest.mark.parametrize("answer", [[], [None], None, [1], "no", [{"severity": 1}]])
def test_settings_that_are_none_change_nothing(project: Project, answer: object) -> None:
    project.create()
    path = project.write("anchor\n")
    capabilities = able(workspace={"configuration": True})
    with editing(project, capabilities=capabilities, answers={"workspace/configuration": lambda _: answer}) as editor:
        editor.open(path)
        assert severities(editor.sees(path, missing("anchor"))) == [2]
        assert editor.conversation.is_alive()


SEVERAL = ".venv is used, since it comes first; other is there too, and the setting 'environment' can name it"


def test_the_setting_names_the_environment(project: Project) -> None:
    project.create("anchor==1.0")
    project.create(root=project.folder / "other")
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, SEVERAL)
        editor.conversation.notify("workspace/didChangeConfiguration", {"settings": {"environment": "other"}})
        editor.sees(path, missing("anchor", "other"))
        project.put("anchor==1.0", project.folder / "other")
        editor.sees(path)
        editor.conversation.notify("workspace/didChangeConfiguration", {"settings": {"environment": "absent"}})
        editor.sees(path, "absent is not a virtual environment, and the setting names it")


# --- included files ---


@pytest.mark.parametrize("is_open", [False, True], ids=["on disk", "unsaved"])
def test_a_change_of_an_included_file_concerns_the_including_one(project: Project, is_open: bool) -> None:
    project.create("anchor==1.0")
    including = project.write("-r base.txt\nanchor\n")
    included = project.write("anchor==1.0\n", "base.txt")
    elsewhere = "anchor 1.0 is installed, but line 1 of base.txt requires ==2.0"
    with editing(project) as editor:
        editor.open(including)
        editor.sees(including)
        if is_open:
            editor.open(included)
            editor.change(included, "anchor==2.0\n")
        else:
            included.write_text("anchor==2.0\n")
        editor.sees(included, MISMATCH)
        editor.sees(including, elsewhere, version=1)
        if is_open:
            editor.close(included)
        else:
            included.unlink()
        editor.sees(included)
        editor.sees(including, *([] if is_open else ["base.txt does not exist"]))


# --- what happens on the disk ---


def git(project: Project, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")
    variables = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *identity, *arguments], cwd=project.folder, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_another_branch_is_noticed(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==1.0\n")
    (project.folder / ".gitignore").write_text(".venv\n")
    git(project, "init")
    git(project, "add", ".")
    git(project, "commit", "-m", "one")
    git(project, "checkout", "-b", "other")
    project.write("anchor==2.0\n")
    project.write("basket\n", "requirements-dev.txt")
    git(project, "add", ".")
    git(project, "commit", "-m", "two")
    with editing(project) as editor:
        editor.sees(path, MISMATCH)
        editor.sees(project.folder / "requirements-dev.txt", missing("basket"))
        git(project, "checkout", "main")
        editor.sees(path)
        editor.sees(project.folder / "requirements-dev.txt")
        git(project, "checkout", "other")
        editor.sees(path, MISMATCH)
        editor.sees(project.folder / "requirements-dev.txt", missing("basket"))


def by_rename(path: Path, text: str) -> None:
    new = path.with_name("new")
    new.write_text(text)
    new.replace(path)


def by_backup(path: Path, text: str) -> None:
    path.rename(path.with_name("requirements.txt~"))
    path.write_text(text)


def in_place(path: Path, text: str) -> None:
    path.write_text(text)


@pytest.mark.parametrize("saved", [by_rename, by_backup, in_place])
def test_every_way_of_saving_is_noticed(project: Project, saved: Callable[[Path, str], None]) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==1.0\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path)
        editor.close(path)
        for _ in range(2):
            saved(path, "anchor==2.0\n")
            editor.sees(path, MISMATCH)
            saved(path, "anchor==1.0\n")
            editor.sees(path)


def test_an_environment_that_is_made_anew_is_noticed_every_time(project: Project) -> None:
    path = project.write("anchor\n")
    project.create()
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, missing("anchor"))
        for _ in range(2):
            shutil.rmtree(project.environment)
            project.create()
            project.put("anchor==1.0")
            editor.sees(path)
            project.take("anchor")
            editor.sees(path, missing("anchor"))


def test_an_environment_that_is_moved_away_and_back_is_noticed(project: Project) -> None:
    path = project.write("anchor\n")
    project.create("anchor==1.0")
    away = project.base / "away"
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path)
        for _ in range(2):
            project.environment.rename(away)
            editor.sees(path, NO_ENVIRONMENT)
            away.rename(project.environment)
            editor.sees(path)
        project.take("anchor")
        editor.sees(path, missing("anchor"))


def test_site_packages_that_pip_renames_away_are_noticed(project: Project) -> None:
    """pip moves a whole folder aside where all that is in it belongs to the one package that it removes."""
    path = project.write("anchor==2.0\n")
    project.create()
    site = site_packages(project.environment)
    for entry in site.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    pip = (sys.executable, "-m", "pip", "--python", str(interpreter(project.environment)), "--disable-pip-version-check")
    project.run(*pip, "install", "anchor==1.0")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, MISMATCH)
        project.run(*pip, "install", "anchor==2.0")
        editor.sees(path)
        project.run(*pip, "install", "anchor==1.0")
        editor.sees(path, MISMATCH)
        project.put("basket==1.0")
        editor.change(path, "anchor==1.0\nbasket==2.0\n")
        editor.sees(path, "basket 1.0 is installed, but ==2.0 is required", version=2)


def test_a_requirements_file_appears_and_is_removed(project: Project) -> None:
    project.create()
    project.write("", "README")
    below = project.folder / "services" / "api"
    with editing(project) as editor:
        path = project.write("anchor\n")
        editor.sees(path, missing("anchor"))
        path.unlink()
        editor.sees(path)
        below.mkdir(parents=True)
        nested = project.write("basket\n", "services/api/requirements.txt")
        editor.touched(nested, kind=1)
        editor.open(nested)
        editor.sees(nested, missing("basket"))


@pytest.mark.parametrize("is_told", ["watched files", "saved"])
def test_what_the_editor_tells_is_believed_where_watching_is_impossible(project: Project, is_told: str) -> None:
    """The server's own watching finds no room, as on a machine whose watches are used up, and its next look would come late."""
    project.create()
    path = project.write("anchor\n")
    script = (
        "import errno, sys, watchdog.observers.api as api, reqd.watch as watch\n"
        "def schedule(*_, **__): raise OSError(errno.ENOSPC, 'inotify watch limit reached')\n"
        "api.BaseObserver.schedule = schedule\n"
        "watch.SAFETY_ALONE = 1000\n"
        "from reqd.lsp.server import serve\n"
        "serve()\n"
    )
    with editing(project, command=(sys.executable, "-I", "-c", script)) as editor:
        editor.open(path)
        editor.sees(path, missing("anchor"))
        editor.conversation.notification("window/showMessage")  # watching is tried away from the loop, so it may come after the findings
        assert len([told for told in editor.was_told() if told.startswith("This system has no file watches left")]) == 1
        if is_told == "watched files":
            project.put("anchor==1.0")
            editor.touched(*site_packages(project.environment).glob("*.dist-info"), kind=1)
            editor.sees(path)
            shutil.rmtree(project.environment)
            editor.touched(project.environment / "pyvenv.cfg", kind=3)
            editor.sees(path, NO_ENVIRONMENT)
        else:
            editor.close(path)
            path.write_text("basket\n")
            editor.save(path)
            editor.sees(path, missing("basket"))


def test_watching_is_asked_for_where_the_editor_can(project: Project) -> None:
    with editing(project, capabilities=able(workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})) as editor:
        registered = editor.conversation.notification("client/registerCapability")["registrations"]
        assert [each["method"] for each in registered] == ["workspace/didChangeWatchedFiles"]


# --- names and URIs ---


@pytest.mark.parametrize("name", ["with space", "100%", "per%20cent", "🐍 ünïcödé", "a#b?c"])
def test_a_folder_of_any_name_works(project: Project, name: str) -> None:
    other = projects.project(project.base, name)
    other.create("anchor==1.0")
    path = other.write("anchor==2.0\n")
    with editing(other) as editor:
        uri = editor.open(path)
        editor.sees(uri, MISMATCH, version=1)
        assert editor.choose("Install anchor==2.0 into .venv", uri, column=7) == {"outcome": "done"}
        editor.sees(uri)
        project.take("anchor", other.environment)
        editor.sees(uri, missing("anchor"))


def test_another_uri_of_a_file_is_the_same_file(project: Project) -> None:
    """An editor knows a document by the URI under which it opened it, and by no other."""
    project.create("anchor==1.0")
    path = project.write("anchor==1.0\n")
    uri = path.as_uri().replace("requirements", "%72equirements")
    with editing(project) as editor:
        editor.open(uri, "anchor==2.0\n")
        editor.sees(uri, MISMATCH, version=1)
        editor.change(uri, "basket\n")
        editor.sees(uri, missing("basket"), version=2)
        assert editor.titles(uri)
        editor.close(uri)
        editor.sees(uri)
        editor.sees(path)


def test_findings_of_a_closed_document_move_to_its_usual_uri(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor==2.0\n")
    uri = path.as_uri().replace("requirements", "%72equirements")
    with editing(project) as editor:
        editor.open(uri, "anchor==2.0\n")
        editor.sees(uri, MISMATCH, version=1)
        editor.close(uri)
        editor.sees(uri)
        editor.sees(path, MISMATCH)


@pytest.mark.parametrize(
    "uri", ["untitled:requirements.txt", "git:/requirements.txt", "vscode-vfs://github/a/requirements.txt", "http://a/requirements.txt", ""]
)
def test_what_is_no_file_is_ignored(project: Project, uri: str) -> None:
    with editing(project) as editor:
        editor.open(uri, "anchor\n")
        editor.change(uri, "basket\n")
        editor.save(uri)
        assert editor.actions(uri) == []
        editor.close(uri)
        editor.conversation.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 1}]})
        assert editor.conversation.is_alive()
        assert not [message for message in editor.conversation.messages if message.get("method") == PUBLISH]


# --- odd contents ---

GIT = (
    "git could not merge the lines down to line 5, and left both versions of them here; keep one of the two",
    "here begins the second version of the merge conflict that begins on line 1",
    "here ends the merge conflict that begins on line 1",
)


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("", []),
        ("\n\n", []),
        ("anchor\r\nbasket\r\n", [missing("anchor"), missing("basket")]),
        ("anchor\rbasket\r", [missing("anchor"), missing("basket")]),
        ("anchor\nbasket", [missing("anchor"), missing("basket")]),
        ("<<<<<<< ours\nanchor\n=======\nbasket\n>>>>>>> theirs\n", [GIT[0], missing("anchor"), GIT[1], missing("basket"), GIT[2]]),
    ],
    ids=["empty", "blank", "CRLF", "lone CR", "no end", "conflict"],
)
def test_odd_texts_are_read_alike_from_disk_and_editor(project: Project, text: str, messages: list[str]) -> None:
    project.create()
    path = project.write(text)
    opened = project.write("", "requirements-open.txt")
    with editing(project) as editor:
        editor.open(opened, text)
        editor.sees(opened, *messages, version=1)
        if messages:
            editor.sees(path, *messages)
        editor.open(path)
        editor.sees(path, *messages, version=1)


@pytest.mark.parametrize(
    "content",
    [b"anchor\0\n\0", b"\xff\xfea\0n\0c\0h\0o\0r\0\n\0", b"anchor # caf\xe9\n", b"\xff" * 1000, b"x" * (9 << 20), b"\x1f\x8b\x08"],
    ids=["NUL", "UTF-16", "Latin-1", "no text", "large", "gzip"],
)
def test_whatever_stands_in_a_file_the_others_are_judged(project: Project, content: bytes) -> None:
    project.create()
    (project.folder / "requirements-odd.txt").write_bytes(content)
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.sees(path, missing("anchor"))
        editor.conversation.notification(PUBLISH, lambda params: params["uri"].endswith("requirements-odd.txt") and params["diagnostics"])
        assert editor.conversation.is_alive()


def test_a_folder_and_links_of_that_name_are_no_files(project: Project) -> None:
    (project.folder / "requirements.txt").mkdir()
    (project.folder / "requirements-dangling.txt").symlink_to("absent")
    (project.folder / "requirements-self.txt").symlink_to("requirements-self.txt")
    (project.folder / "requirements-outside.txt").symlink_to(project.base / "secret")
    (project.base / "secret").write_text("hidden\n")
    path = project.write("anchor\n", "requirements-dev.txt")
    with editing(project) as editor:
        editor.sees(path, NO_ENVIRONMENT)
        outside = project.folder / "requirements-outside.txt"
        editor.sees(outside, "this file is not checked: it lies outside of the opened folder")
        assert editor.conversation.is_alive()
        assert "hidden" not in str(editor.conversation.messages)


def test_a_very_long_document_is_said_to_be_too_long(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.open(path, "anchor\n" * 1_500_000)
        editor.sees(path, "this file is not checked: it is longer than 8 million characters", version=1)
        editor.change(path, "anchor\n")
        editor.sees(path, missing("anchor"), version=2)


def test_a_document_of_many_lines_is_judged(project: Project) -> None:
    project.create()
    path = project.write("")
    with editing(project) as editor:
        editor.open(path, "# remark\n" * 100_000 + "anchor\n")
        (diagnostic,) = editor.sees(path, missing("anchor"), version=1)
        assert diagnostic["range"]["start"] == {"line": 100_000, "character": 0}


# --- editors that lose count ---


def content(text: str, uri: str, version: int) -> Message:
    return {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}


def test_changes_of_what_is_not_open_are_ignored(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.sees(path, missing("anchor"))
        editor.conversation.notify("textDocument/didChange", content("basket\n", path.as_uri(), 2))
        editor.conversation.notify("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})
        assert editor.conversation.is_alive()
        assert editor.shown(path) == [missing("anchor")]
        editor.open(path, "candle\n")
        editor.sees(path, missing("candle"), version=1)
        editor.close(path)
        editor.sees(path, missing("anchor"))
        editor.conversation.notify("textDocument/didChange", content("basket\n", path.as_uri(), 3))
        assert editor.conversation.is_alive()
        assert editor.shown(path) == [missing("anchor")]


def test_a_document_that_is_opened_twice_has_the_newer_text(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.open(path, "anchor\n")
        editor.open(path, "basket\n", version=1)
        editor.sees(path, missing("basket"))
        editor.close(path)
        editor.sees(path, missing("anchor"))


def test_a_version_that_goes_back_is_taken_as_it_comes(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        uri = editor.open(path, version=7)
        editor.sees(path, missing("anchor"), version=7)
        editor.conversation.notify("textDocument/didChange", content("basket\n", uri, 3))
        editor.sees(path, missing("basket"), version=3)
        editor.conversation.notify("textDocument/didChange", content("candle\n", uri, 3))
        editor.sees(path, missing("candle"), version=3)


def test_a_change_without_content_changes_nothing(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        uri = editor.open(path)
        editor.sees(path, missing("anchor"), version=1)
        editor.conversation.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": 2}, "contentChanges": []})
        editor.conversation.notify("textDocument/didChange", content("basket\n", uri, 3))
        editor.sees(path, missing("basket"), version=3)


def test_a_thousand_changes_end_in_the_last_one(project: Project) -> None:
    project.create()
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.open(path)
        for number in range(1000):
            editor.change(path, f"package{number}\n")
        editor.sees(path, missing("package999"), version=1001)
        versions = [message["params"]["version"] for message in editor.conversation.messages if message.get("method") == PUBLISH]
        assert versions == sorted(versions)


def capabilities_of(editor: Editor) -> Mapping[str, Any]:
    found: Mapping[str, Any] = editor.conversation.response(1)["result"]["capabilities"]
    return found


def test_the_server_says_that_it_takes_folders_and_their_changes(project: Project) -> None:
    with editing(project) as editor:
        folders = capabilities_of(editor)["workspace"]["workspaceFolders"]
        assert folders == {"supported": True, "changeNotifications": True}


def test_a_text_that_is_no_requirements_file_is_left_alone_until_one_draws_it_in(project: Project) -> None:
    """Editors without a language for requirements files send every text."""
    project.create("anchor==1.0")
    notes = project.write("Some words, and no requirement at all\n", "notes.txt")
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.open(notes, language="text")
        editor.open(path)
        editor.sees(path)
        published = [each["params"]["uri"] for each in editor.conversation.messages if each.get("method") == PUBLISH]
        assert notes.as_uri() not in published
        editor.change(path, "-r notes.txt\n")
        editor.sees(notes, "this is not a requirement; a remark begins with #")
        editor.change(notes, "anchor==2\n")
        editor.sees(notes, "anchor 1.0 is installed, but ==2 is required")


def test_a_file_of_any_name_is_checked_when_the_editor_says_what_it_is(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("basket\n", "needed.lst")
    with editing(project) as editor:
        editor.open(path, language="pip-requirements")
        editor.sees(path, "basket is not installed in .venv")


@pytest.mark.parametrize("folder", ["node_modules/thing", ".tox/py312", ".venv/lib/python3.12/site-packages/thing"])
def test_a_file_of_what_tools_made_is_left_alone_when_somebody_looks_into_it(project: Project, folder: str) -> None:
    project.create("anchor==1.0")
    path = project.write("basket\n")
    foreign = project.write("candle\n", f"{folder}/requirements.txt")
    with editing(project) as editor:
        editor.open(foreign)
        editor.open(path)
        editor.sees(path, missing("basket"))
        published = [each["params"]["uri"] for each in editor.conversation.messages if each.get("method") == PUBLISH]
        assert foreign.as_uri() not in published


def test_an_open_text_speaks_for_itself_as_soon_as_it_is_drawn_in(project: Project) -> None:
    project.create("anchor==1.0")
    path = project.write("anchor\n")
    more = project.write("anchor\n", "more.lst")
    with editing(project) as editor:
        editor.open(more, "basket\n", language="plaintext")
        editor.open(path)
        editor.sees(path)
        editor.change(path, "-r more.lst\n")
        editor.sees(more, missing("basket"), version=1)
