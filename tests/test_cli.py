"""The command line, run as people and programs run it: processes, pipes and terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from reqd.cli import COMMANDS
from reqd.rules import RULES
from tests.cli_project import CHECK, codes, environment, offline, on_a_terminal, record, reqd, variables
from tests.wheels import wheel

on_posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX's terminals, links or signals")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with an environment that has flask 2.3.3 and rich 13.0."""
    folder = tmp_path / "project"
    folder.mkdir()
    environment(folder / ".venv", ("flask", "2.3.3"), ("rich", "13.0"))
    return folder


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


# --- check: what is printed ---------------------------------------------------------------------------------------------------------


def test_a_file_that_agrees_with_its_environment_is_well(project: Path) -> None:
    write(project / "requirements.txt", "flask==2.3.3\nrich\n")
    checked = reqd(project, "check")
    python = ".".join(map(str, sys.version_info[:3]))
    assert checked.stdout.decode() == f"1 file checked against .venv (Python {python}): nothing to report\n"
    assert (checked.returncode, checked.stderr) == (0, b"")


def test_into_a_pipe_each_finding_is_one_line(project: Path) -> None:
    write(project / "requirements.txt", "flask==3.0.3\nrequests\nrich = 13\n")
    checked = reqd(project, "check")
    *findings, first, second, summary = checked.stdout.decode().splitlines()
    assert findings == [
        "requirements.txt:1:6: warning[version-mismatch] flask 2.3.3 is installed, but ==3.0.3 is required",
        "requirements.txt:2:1: warning[missing-package] requests is not installed in .venv",
        "requirements.txt:3:5: error[invalid-requirement] one = compares nothing here; an exact version is written with ==",
    ]
    assert first == "Repair the errors, then install what is asked for: reqd install requirements.txt"
    assert second == "Or, to write down the versions that are installed: reqd freeze requirements.txt --write"
    assert summary.endswith(": 1 error, 2 warnings")
    assert checked.returncode == 1


@on_posix
def test_on_a_terminal_the_source_line_is_shown_with_carets(project: Path) -> None:
    write(project / "requirements.txt", "# 漢字\nrich = 13\n\tflask ~= 3.0\n")
    status, written = on_a_terminal(project, "check", NO_COLOR="1")
    assert status == 1
    assert "  2 | rich = 13\n    |     ^^^\n  repair: Write ==\n" in written
    assert "  3 |  flask ~= 3.0\n    |        ^^^^^^\n" in written


@on_posix
def test_carets_stand_under_wide_characters(project: Path) -> None:
    write(project / "requirements.txt", "flask ; python_version == '漢' 漢 = 2\n")
    _, written = on_a_terminal(project, "check", NO_COLOR="1")
    source, carets = written.splitlines()[1:3]
    start = int(written.split(":")[2]) - 1
    before = source.removeprefix("  1 | ")[:start]
    assert carets.index("^") == len("  1 | ") + len(before) + before.count("漢")


@on_posix
def test_colour_is_for_people_who_do_not_mind(project: Path) -> None:
    write(project / "requirements.txt", "requests\n")
    assert "\x1b[33mwarning[missing-package]" in on_a_terminal(project, "check")[1]
    assert "\x1b" not in on_a_terminal(project, "check", NO_COLOR="1")[1]
    assert b"\x1b" not in reqd(project, "check").stdout


@on_posix
def test_what_is_foreign_cannot_act_in_a_terminal(project: Path) -> None:
    name = "evil\x1b[31m\nrequirements.txt"
    write(project / name, "requests \x1b]0;title\x07 = 2\n-i https://ann:secret@host/simple oops\n")
    status, written = on_a_terminal(project, "check", name, NO_COLOR="1")
    assert status == 1
    assert "\x1b" not in written
    assert "\x07" not in written
    assert "secret" not in written
    assert "evil\\x1b[31m\\nrequirements.txt:1:" in written


def test_json_counts_from_one_in_code_points(project: Path) -> None:
    write(project / "requirements.txt", "# 🎈\nflask ; python_version > '3' 🎈\nrequests\n")
    found = record(project)
    assert set(found) == {"findings", "environments"}
    last = found["findings"][-1]
    assert last.pop("fixes")[0] == "Install requests into .venv"
    assert last == {
        "path": str(project / "requirements.txt"),
        "line": 3,
        "column": 1,
        "end_line": 3,
        "end_column": 9,
        "code": "missing-package",
        "severity": "warning",
        "message": "requests is not installed in .venv",
    }
    [used] = found["environments"]
    assert used == {
        "path": str(project / ".venv"),
        "kind": "venv",
        "python": ".".join(map(str, sys.version_info[:3])),
        "used_by": [str(project / "requirements.txt")],
    }


def test_a_broken_environment_is_in_the_json(project: Path) -> None:
    write(project / "requirements.txt", "flask\n")
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n", encoding="utf-8")
    [used] = record(project)["environments"]
    assert (used["kind"], used["python"]) == ("broken", None)
    assert b"To recreate the environment and install: reqd create requirements.txt --recreate --install" in reqd(project, "check").stdout


def test_a_project_without_an_environment_is_told_how_to_get_one(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "flask\n")
    checked = reqd(tmp_path, "check").stdout.decode()
    assert "To create the environment and install: reqd create requirements.txt --install\n1 file checked without an environment" in checked


def test_severities_decide_what_is_told_and_the_exit_status(project: Path) -> None:
    write(project / "requirements.txt", "requests\n")
    assert reqd(project, "check", "--severity", "missing-package=hint").returncode == 0
    assert codes(project, "--severity", "missing-package=off") == []
    assert b"hint[missing-package]" in reqd(project, "check", "--severity", "missing-package=hint").stdout
    assert reqd(project, "check", "--severity", "missing-package=loud").returncode == 2
    assert b"no finding with the code 'missing'" in reqd(project, "check", "--severity", "missing=hint").stderr


# --- check: what is looked at -------------------------------------------------------------------------------------------------------


def test_folders_are_searched_and_what_files_draw_in_is_checked_once(project: Path) -> None:
    write(project / "requirements.txt", "-r more/unusual.lst\n-c constraints.txt\n")
    write(project / "requirements-dev.txt", "-r requirements.txt\n")
    write(project / "more/unusual.lst", "requests\n")
    write(project / "constraints.txt", "flask<3\n")
    write(project / "deep/er/requirements.txt", "rich\n")
    assert codes(project) == ["missing-package"]
    assert reqd(project, "check", ".", "requirements.txt", "deep").stdout.decode().count("missing-package") == 1
    assert b"5 files checked" in reqd(project, "check").stdout


def test_a_file_of_any_name_is_checked(project: Path) -> None:
    write(project / "what we need", "requests\n")
    assert codes(project, "what we need") == ["missing-package"]
    assert b"reqd install 'what we need'" in reqd(project, "check", "what we need").stdout


def test_a_file_that_cannot_be_read_is_a_finding(project: Path) -> None:
    write(project / "requirements.txt", "-r folder.txt\n")
    (project / "folder.txt").mkdir()
    checked = reqd(project, "check")
    assert b"requirements.txt:1:4: error[missing-include] folder.txt is a folder; -r takes a file" in checked.stdout
    assert checked.returncode == 1


@pytest.mark.parametrize("name", ["nowhere.txt", "", "nul\0"[:3] + "/x"])
def test_a_path_that_does_not_exist_is_an_error(project: Path, name: str) -> None:
    checked = reqd(project, "check", name)
    assert (checked.returncode, checked.stdout) == (2, b"")
    assert checked.stderr.startswith(b"reqd: there is no file or folder ")


def test_a_folder_without_requirements_says_so(tmp_path: Path) -> None:
    checked = reqd(tmp_path, "check")
    words = "reqd: there is no requirements file in the current folder, nor below it: create requirements.txt there, or name the file\n"
    assert (checked.returncode, checked.stderr.decode()) == (2, words)


@pytest.mark.parametrize("argument", [".", "requirements.txt"])
def test_a_subproject_belongs_to_the_environment_of_its_repository(project: Path, argument: str) -> None:
    (project / ".git").mkdir()
    write(project / "requirements.txt", "not-checked-from-below\n")
    below = write(project / "services/web/requirements.txt", "flask\nrequests\n").parent
    assert codes(below, argument) == ["missing-package"]
    assert b"1 file checked against " in reqd(below, "check", argument).stdout


def test_outside_of_a_repository_nothing_above_the_current_folder_is_looked_at(project: Path) -> None:
    below = write(project / "sub/requirements.txt", "flask\n").parent
    assert codes(below) == ["no-environment"]
    assert codes(project, "sub") == []
    assert codes(project, "sub/requirements.txt") == []


def test_the_activated_environment_counts_where_there_is_no_other(project: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere/requirements.txt", "flask\nrequests\n").parent
    assert codes(elsewhere, VIRTUAL_ENV=str(project / ".venv")) == ["missing-package"]


def test_the_environment_can_be_named_from_the_current_folder(project: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/requirements.txt", "flask\nrequests\n")
    assert codes(tmp_path, "elsewhere", "--environment", "project/.venv") == ["missing-package"]


# --- the process --------------------------------------------------------------------------------------------------------------------


def test_a_check_imports_neither_the_protocol_nor_what_only_people_need(project: Path) -> None:
    write(project / "requirements.txt", "flask\nrequests\n")
    script = "import sys; from reqd.cli import main; main(['check']); print(*sys.modules)"
    ran = subprocess.run((sys.executable, "-c", script), cwd=project, env=variables(), capture_output=True, check=True, text=True)
    assert not {"lsprotocol", "pygls", "rich", "asyncio", "json", "reqd.lsp", "reqd.perform", "watchdog"} & set(ran.stdout.split())


@pytest.mark.parametrize("name", ["json", "packaging", "argparse", "typing", "__future__", "rich", "dataclasses"])
def test_no_code_of_the_current_folder_is_run(project: Path, name: str) -> None:
    write(project / f"{name}.py", "raise SystemExit('code of the project was run')")
    write(project / "requirements.txt", "flask\n")
    checked = reqd(project, "check", "--format", "json")
    assert (checked.returncode, checked.stderr) == (0, b"")


@on_posix
def test_a_reader_who_leaves_is_no_error(project: Path) -> None:
    write(project / "requirements.txt", "requests==\n" * 20000)
    with subprocess.Popen(CHECK, cwd=project, env=variables(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_every_character_can_be_written(project: Path) -> None:
    write(project / "requirements.txt", "flask ééé🎈\n")
    for encoding in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, {}):
        checked = reqd(project, "check", **encoding)
        assert (checked.returncode, checked.stderr) == (1, b"")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(tmp_path: Path, command: str) -> None:
    helped = reqd(tmp_path, command, "--help")
    assert (helped.returncode, helped.stderr) == (0, b"")
    assert f"example:\n  reqd {command}" in helped.stdout.decode()


def test_the_overview(tmp_path: Path) -> None:
    assert reqd(tmp_path, "--version").stdout.startswith(b"reqd ")
    assert all(command.encode() in reqd(tmp_path, "--help").stdout for command in COMMANDS)
    nothing, wrong, usage = reqd(tmp_path), reqd(tmp_path, "chekc"), reqd(tmp_path, "check", "--formt")
    assert (nothing.returncode, wrong.returncode, usage.returncode) == (2, 2, 2)
    assert wrong.stderr == b"reqd: there is no command chekc; did you mean check?\n"


# --- explain and serve --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", RULES)
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    from reqd.cli.explain import main

    assert main([code]) == 0
    page = capsys.readouterr().out
    assert page.startswith(f"{code} ({RULES[code].severity.word})\n\n")
    assert RULES[code].page.splitlines()[0] in " ".join(page.split())
    assert "```" not in page


def test_codes_are_listed_and_a_wrong_one_has_neighbours(tmp_path: Path) -> None:
    listed = reqd(tmp_path, "explain").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == list(RULES)
    near, far = reqd(tmp_path, "explain", "version-missmatch"), reqd(tmp_path, "explain", "xyz")
    assert (near.returncode, far.returncode) == (2, 2)
    assert b"did you mean version-mismatch" in near.stderr
    assert b"missing-package" in far.stderr


@pytest.mark.parametrize(
    ("arguments", "process_id"),
    [(["--stdio"], None), (["--clientProcessId=42"], 42), (["--clientProcessId", "x", "--node-ipc", "more"], None)],
)
def test_serving_bears_what_editors_append(monkeypatch: pytest.MonkeyPatch, arguments: list[str], process_id: int | None) -> None:
    from reqd.cli import serve
    from reqd.lsp import server

    given: list[int | None] = []

    def served(process_id: int | None) -> int:
        given.append(process_id)
        return 0

    monkeypatch.setattr(server, "serve", served)
    assert serve.main(arguments) == 0
    assert given == [process_id]


# --- install and create -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A folder that stands for the package index."""
    folder = tmp_path / "index"
    wheel(folder, "flask", "3.0.3")
    wheel(folder, "requests", "2.32.3")
    return folder


def test_installing_makes_a_file_well(project: Path, index: Path) -> None:
    write(project / "requirements.txt", "flask==3.0.3\nrequests\n")
    installed = reqd(project, "install", **offline(index))
    assert (installed.returncode, installed.stdout) == (0, b"")
    assert b"Done: Install all requirements into .venv" in installed.stderr
    assert codes(project) == []


def test_only_some_are_installed(project: Path, index: Path) -> None:
    write(project / "requirements.txt", "flask\nRequests\nrich\n")
    assert reqd(project, "install", ".", "--only", "requests", **offline(index)).returncode == 0
    assert codes(project) == []
    refused = reqd(project, "install", "--only", "django")
    assert (refused.returncode, b"does not ask for django: add a line" in refused.stderr) == (2, True)
    assert b"name the file before --only" in reqd(project, "install", "--only", "flask", "requirements.txt").stderr


def test_a_failed_install_says_why_and_where(project: Path, index: Path) -> None:
    write(project / "requirements.txt", "\nflask==9.9\n")
    failed = reqd(project, "install", **offline(index))
    first, *_, last = [line for line in failed.stderr.decode().splitlines() if not line.startswith("  ") or "|" in line]
    assert failed.returncode == 1
    assert first.startswith("Failed: ")
    assert last == "requirements.txt:2: this line asks for it"


def test_a_plan_is_only_shown(project: Path) -> None:
    write(project / "requirements.txt", "flask==9.9\n--extra-index-url https://ann:secret@host/simple\n")
    shown = reqd(project, "install", "--plan")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"    flask==9.9\n" in shown.stdout
    assert b"  ask whether this is meant: packages are also taken from https://****@host/simple\n" in shown.stdout
    assert b"secret" not in shown.stdout


def test_surprises_need_somebody_who_agrees(project: Path, index: Path) -> None:
    write(project / "requirements.txt", f"--find-links {index}\nflask==3.0.3\n")
    refused = reqd(project, "install", **offline(index))
    assert refused.returncode == 2
    assert b"! packages are also taken from " in refused.stderr
    assert b"agree to it with --yes" in refused.stderr
    assert codes(project) == ["version-mismatch"]
    assert reqd(project, "install", "--yes", **offline(index)).returncode == 0
    assert codes(project) == []


@on_posix
@pytest.mark.parametrize(("typed", "status", "left"), [("y\n", 0, []), ("\n", 2, ["version-mismatch"])])
def test_on_a_terminal_surprises_are_asked_about(project: Path, index: Path, typed: str, status: int, left: list[str]) -> None:
    write(project / "requirements.txt", f"--find-links {index}\nflask==3.0.3\n")
    ended, written = on_a_terminal(project, "install", typed=typed, **offline(index))
    assert (ended, "Go on? [y/N]" in written) == (status, True)
    assert codes(project) == left


def test_without_an_environment_nothing_is_installed(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "flask\n")
    refused = reqd(tmp_path, "install")
    assert (refused.returncode, b"reqd create requirements.txt --install makes one" in refused.stderr) == (2, True)


def test_one_of_several_files_must_be_named(project: Path) -> None:
    write(project / "a-requirements.txt", "flask\n")
    assert reqd(project, "install", "--plan").returncode == 0
    write(project / "b-requirements.txt", "flask\n")
    assert b"name one of a-requirements.txt, b-requirements.txt" in reqd(project, "install", "--plan").stderr
    write(project / "requirements.txt", "flask\n")
    assert reqd(project, "install", "--plan").returncode == 0


@on_posix
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ending_the_command_undoes_what_it_did(project: Path, tmp_path: Path, ending: signal.Signals) -> None:
    write(project / "requirements.txt", "flask==3.0.3\n")
    started = project / ".venv" / "started"
    tool = write(tmp_path / "bin/uv", f"#!/bin/sh\ntouch '{started}'\nexec sleep 60\n")
    tool.chmod(0o755)
    given = variables(PATH=f"{tool.parent}{os.pathsep}{os.environ['PATH']}")
    command = (sys.executable, "-m", "reqd", "install")
    with subprocess.Popen(command, cwd=project, env=given, stderr=subprocess.PIPE) as process:
        until = time.monotonic() + 20
        while not started.exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        process.send_signal(ending)
        assert process.stderr is not None
        assert b"Cancelled: Install all requirements into .venv; everything is as it was before" in process.stderr.read()
    assert process.returncode == 130
    assert not started.exists()


def test_an_environment_is_created_filled_and_created_anew(tmp_path: Path, index: Path) -> None:
    folder = write(tmp_path / "new/requirements.txt", "flask==3.0.3\n").parent
    version = ".".join(map(str, sys.version_info[:2]))
    created = reqd(folder, "create", "--python", version, "--install", **offline(index))
    assert created.returncode == 0, created.stderr
    assert codes(folder) == []
    refused = reqd(folder, "create")
    assert (refused.returncode, b".venv is there already" in refused.stderr) == (2, True)
    assert reqd(folder, "create", "--python", version, "--recreate", **offline(index)).returncode == 0
    assert codes(folder) == ["missing-package"]
    assert str(folder / "other").encode() in reqd(folder, "create", "--name", "other", "--plan").stdout
    assert b"lies outside of" in reqd(folder, "create", "--name", "../other").stderr


def test_the_activated_environment_is_not_the_one_to_create(project: Path, tmp_path: Path) -> None:
    folder = write(tmp_path / "new/requirements.txt", "flask\n").parent
    planned = reqd(folder, "create", "--plan", VIRTUAL_ENV=str(project / ".venv"))
    assert planned.returncode == 0
    assert str(folder / ".venv").encode() in planned.stdout


@pytest.mark.parametrize("python", ["2.6", "/nowhere/python3"])
def test_a_python_that_is_not_there_is_refused(tmp_path: Path, python: str) -> None:
    write(tmp_path / "requirements.txt", "flask\n")
    refused = reqd(tmp_path, "create", "--python", python)
    assert (refused.returncode, refused.stderr.decode()) == (2, f"reqd: Python {python} was not found on this machine\n")


# --- freeze -------------------------------------------------------------------------------------------------------------------------


def test_the_frozen_text_is_printed_and_nothing_is_written(project: Path) -> None:
    before = "flask>=2 # web\r\nnowhere\r\n"
    path = write(project / "requirements.txt", before)
    frozen = reqd(project, "freeze")
    assert (frozen.returncode, frozen.stdout) == (0, b"flask==2.3.3 # web\r\nnowhere\r\n")
    assert frozen.stderr == b"! nowhere is not installed, so its line is unchanged\n"
    assert path.read_bytes() == before.encode()
    assert reqd(project, "freeze", "--full").stdout.endswith(b"rich==13.0\r\n")


def test_the_difference_tells_of_every_file(project: Path) -> None:
    write(project / "requirements.txt", "-r base.txt\nrich\n")
    write(project / "base.txt", "flask")
    difference = reqd(project, "freeze", "--diff").stdout.decode()
    assert "--- a/base.txt\n+++ b/base.txt\n@@ -1 +1 @@\n-flask\n" in difference
    assert "+rich==13.0\n" in difference
    assert reqd(project, "freeze").stderr == b"! base.txt would change too: --diff shows it\n"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_writing_keeps_the_mark_the_line_ends_and_the_mode(project: Path, mark: bytes) -> None:
    path = project / "requirements.txt"
    path.write_bytes(mark + b"# caf\xc3\xa9\r\nflask  # web\r\n\nrich>=1")
    path.chmod(0o640)
    assert reqd(project, "freeze", "--write").returncode == 0
    assert path.read_bytes() == mark + b"# caf\xc3\xa9\r\nflask==2.3.3  # web\r\n\nrich==13.0"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o640
    assert not list(project.glob(".reqd-*"))
    assert b"Nothing to write" in reqd(project, "freeze", "--write").stderr


def test_what_is_not_utf_8_is_not_written(project: Path) -> None:
    path = project / "requirements.txt"
    path.write_bytes(b"# coding: latin-1\n# caf\xe9\nflask\n")
    refused = reqd(project, "freeze", "--write")
    assert (refused.returncode, b"save it as UTF-8 first" in refused.stderr) == (1, True)
    assert path.read_bytes() == b"# coding: latin-1\n# caf\xe9\nflask\n"


@on_posix
def test_a_link_is_followed_inside_of_the_folder_and_not_out_of_it(project: Path, tmp_path: Path) -> None:
    inside = write(project / "real/requirements.txt", "flask\n")
    (project / "requirements.txt").symlink_to(inside)
    assert reqd(project, "freeze", "--write").returncode == 0
    assert (project / "requirements.txt").is_symlink()
    assert inside.read_bytes() == b"flask==2.3.3\n"
    outside = write(tmp_path / "outside.txt", "flask\n")
    (project / "requirements.txt").unlink()
    (project / "requirements.txt").symlink_to(outside)
    assert reqd(project, "freeze", "--write").returncode == 2
    assert outside.read_bytes() == b"flask\n"


@on_posix
def test_writing_refuses_what_changed_or_may_not_be_changed(project: Path, tmp_path: Path) -> None:
    from reqd.perform.outcome import RefusedError
    from reqd.perform.write import replaced

    path = write(project / "requirements.txt", "flask\n")
    outside = write(tmp_path / "outside.txt", "flask\n")
    (project / "link.txt").symlink_to(outside)
    for name, before, words in (
        ("requirements.txt", "rich\n", "changed"),
        ("link.txt", "flask\n", "outside"),
        ("gone", "", "No such file"),
    ):
        with pytest.raises(RefusedError, match=words):
            replaced(str(project / name), str(project), before, "x\n")
    assert (path.read_bytes(), outside.read_bytes()) == (b"flask\n", b"flask\n")


# --- the example --------------------------------------------------------------------------------------------------------------------


def test_the_example_tells_its_story() -> None:
    root = Path(__file__).parent.parent
    command = (sys.executable, "-m", "tests.example")
    told = subprocess.run(command, cwd=root, env=variables(), capture_output=True, check=False, text=True, timeout=120)
    assert told.returncode == 0, told.stderr
    first, _, last = told.stdout.partition("$ reqd install")
    for code in ("missing-package", "version-mismatch", "inactive-requirement", "duplicate-requirement", "invalid-requirement"):
        assert f"[{code}]" in first
    assert last.rstrip().endswith(": 1 hint")


def test_a_file_outside_of_the_project_is_told_of_once_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "base.txt").write_text("six\n", encoding="utf-8")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text("-r ../shared/base.txt\n", encoding="utf-8")
    (folder / ".git").mkdir()
    done = reqd(folder, "check")
    assert done.stdout.startswith(b"requirements.txt:1:4: information[missing-include] ../shared/base.txt is not checked")
    assert b"unreadable-file" not in done.stdout
    assert done.returncode == 0


def test_a_freeze_keeps_a_last_line_without_an_end_apart_from_what_it_adds(project: Path) -> None:
    environment(project / ".venv", ("six", "1.15.0"))
    path = write(project / "requirements.txt", "six")
    assert reqd(project, "freeze", "--full", "--write").returncode == 0
    assert path.read_text(encoding="utf-8") == "six==1.15.0\n# installed, and not asked for above\nflask==2.3.3\nrich==13.0\n"


def writing_to(output: BinaryIO, folder: Path, command: str) -> subprocess.CompletedProcess[bytes]:
    arguments = [sys.executable, "-m", "reqd", command]
    return subprocess.run(arguments, cwd=folder, stdout=output, stderr=subprocess.PIPE, env=variables(), check=False)


def test_a_freeze_into_its_own_file_is_refused_with_the_way_out(project: Path) -> None:
    path = write(project / "requirements.txt", "six\n")
    with path.open("wb") as emptied:
        done = subprocess.run(
            [sys.executable, "-m", "reqd", "freeze"], cwd=project, stdout=emptied, stderr=subprocess.PIPE, env=variables(), check=False
        )
    assert done.returncode == 2
    assert b"the shell has emptied requirements.txt" in done.stderr


def test_of_several_files_a_freeze_writes_all_or_none(project: Path) -> None:
    environment(project / ".venv", ("six", "1.15.0"), ("idna", "3.7"))
    path = write(project / "requirements.txt", "-r base.txt\nsix\n")
    (project / "base.txt").write_bytes(b"# caf\xe9\nidna\n")
    done = reqd(project, "freeze", "--write")
    assert done.returncode == 1
    assert path.read_text(encoding="utf-8") == "-r base.txt\nsix\n"


def test_a_named_link_to_nowhere_cannot_be_checked(project: Path) -> None:
    (project / "x-requirements.txt").symlink_to(project / "nowhere")
    done = reqd(project, "check", "x-requirements.txt")
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_no_finding(project: Path) -> None:
    write(project / "requirements.txt", "six\n")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reqd", "check"], cwd=project, stdout=full, stderr=subprocess.PIPE, env=variables(), check=False
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_folder_in_the_place_of_an_environment_is_not_said_to_be_recreated(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "six\n")
    (tmp_path / ".venv").mkdir()
    done = reqd(tmp_path, "create")
    assert done.returncode == 2
    assert b"remove or rename it first" in done.stderr


def test_an_environment_is_not_lost_to_an_install_that_fails(tmp_path: Path) -> None:
    environment(tmp_path / ".venv", ("flask", "2.3.3"))
    write(tmp_path / "requirements.txt", "flask\nno-such-package==1\n")
    done = reqd(tmp_path, "create", "--recreate", "--install", "--yes", **offline(tmp_path / ".wheels"))
    assert done.returncode == 1
    assert b"flask is not installed" not in reqd(tmp_path, "check").stdout


def test_an_installer_that_did_nothing_is_not_believed(tmp_path: Path) -> None:
    folder = write(tmp_path / "project" / "requirements.txt", "six\n").parent
    environment(folder / ".venv")
    idle = write(tmp_path / "bin" / "uv", "#!/bin/sh\nexit 0\n")
    idle.chmod(0o755)
    done = reqd(folder, "install", PATH=str(idle.parent))
    assert done.returncode == 1
    assert b"the installer said that it succeeded, but six is not installed in .venv" in done.stderr


def test_what_is_damaged_is_installed_anew_on_request(tmp_path: Path) -> None:
    root = environment(tmp_path / ".venv", ("six", "1.15.0"))
    write(tmp_path / "requirements.txt", "six\n")
    next(root.glob("lib/*/site-packages/six-*/METADATA")).unlink()
    assert b"To repair what is damaged: reqd install requirements.txt --reinstall six" in reqd(tmp_path, "check").stdout
    done = reqd(tmp_path, "install", "--reinstall", "six", **offline(tmp_path / ".wheels"))
    assert done.returncode == 0, done.stderr
    assert reqd(tmp_path, "check").returncode == 0


def test_what_is_not_certainly_an_environment_is_not_offered_to_be_replaced(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt", "six\n")
    write(tmp_path / ".venv" / "bin" / "python", "")
    checked = reqd(tmp_path, "check")
    assert b".venv cannot be used: its pyvenv.cfg is missing; remove or rename it, then create a new one" in checked.stdout
    assert b"--recreate" not in checked.stdout
    (tmp_path / ".venv").rename(tmp_path / "old")
    assert b"reqd create requirements.txt --install" in reqd(tmp_path, "check").stdout
