"""`reqd env`: what it says of environments that are there, sound or not, and of projects that have none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli_project import environment, on_a_terminal, reqd, variables

PYTHON = ".".join(map(str, sys.version_info[:3]))
on_posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX's links, layout or file names")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with an environment that has flask 2.3.3 and rich 13.0."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    environment(folder / ".venv", ("flask", "2.3.3"), ("rich", "13.0"))
    return folder


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def said(folder: Path, *arguments: str, **more: str) -> str:
    done = reqd(folder, "env", *arguments, **more)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def refused(folder: Path, *arguments: str, **more: str) -> str:
    done = reqd(folder, "env", *arguments, **more)
    assert (done.returncode, done.stdout) == (2, b"")
    return done.stderr.decode()


def record(folder: Path, *arguments: str, **more: str) -> Any:
    return json.loads(said(folder, *arguments, "--format", "json", **more))


def bin_folder(root: Path) -> Path:
    return root / ("Scripts" if os.name == "nt" else "bin")


# --- list ---------------------------------------------------------------------------------------------------------------------------


def test_every_environment_is_listed_with_its_files_and_why(project: Path) -> None:
    write(project / "requirements.txt", "flask\n")
    write(project / "requirements-dev.txt", "-r requirements.txt\n")
    environment(project / "venv", ("rich", "13.0"))
    environment(project / "web" / ".venv")
    write(project / "web" / "requirements.txt")
    assert said(project) == (
        f".venv: venv, Python {PYTHON}, sound, 2 packages\n"
        f"    for requirements-dev.txt, requirements.txt: it is the nearest, in {project}\n"
        f"venv: venv, Python {PYTHON}, sound, 1 package\n"
        "    for no requirements file\n"
        f"{os.path.join('web', '.venv')}: venv, Python {PYTHON}, sound, 0 packages\n"
        f"    for {os.path.join('web', 'requirements.txt')}: it is the nearest, in {project / 'web'}\n"
    )


@pytest.mark.parametrize("arguments", [(), ("list",), (".",), ("list", "."), ("requirements.txt",), (".venv",), ("list", "../project")])
def test_the_project_can_be_named_in_several_ways(project: Path, arguments: tuple[str, ...]) -> None:
    write(project / "requirements.txt")
    assert said(project, *arguments).startswith(f".venv: venv, Python {PYTHON}, sound, 2 packages\n    for requirements.txt: ")


def test_one_that_is_broken_is_told_with_the_reason(project: Path) -> None:
    write(project / "requirements.txt")
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n")
    first, second = said(project).splitlines()
    assert first == ".venv: broken: its pyvenv.cfg does not say where its Python is"
    assert second == f"    for requirements.txt: it is the nearest, in {project}"
    [known] = record(project)["environments"]
    assert (known["kind"], known["python"], known["packages"]) == ("broken", None, None)
    assert known["problem"] == "its pyvenv.cfg does not say where its Python is"


def test_a_broken_one_that_no_file_belongs_to_is_told_too(project: Path) -> None:
    (environment(project / "venv") / "pyvenv.cfg").write_text("")
    assert "venv: broken: its pyvenv.cfg does not say where its Python is\n    for no requirements file\n" in said(project)


def test_no_requirements_file_is_needed(project: Path) -> None:
    assert said(project) == f".venv: venv, Python {PYTHON}, sound, 2 packages\n    for no requirements file\n"


def test_below_a_repositorys_root_the_environments_above_are_listed(project: Path) -> None:
    below = write(project / "src" / "requirements.txt").parent
    assert said(below) == (
        f"{project / '.venv'}: venv, Python {PYTHON}, sound, 2 packages\n    for requirements.txt: it is the nearest, in {project}\n"
    )
    (below / "requirements.txt").unlink()
    assert said(below).endswith(": venv, Python " + PYTHON + ", sound, 2 packages\n    for no requirements file\n")


def test_the_activated_one_is_marked_and_counts_where_there_is_no_other(project: Path, tmp_path: Path) -> None:
    elsewhere = write(tmp_path / "elsewhere" / "requirements.txt").parent
    active = str(project / ".venv")
    assert said(elsewhere, VIRTUAL_ENV=active) == (
        f"{active}: venv, Python {PYTHON}, sound, 2 packages, activated\n    for requirements.txt: it is activated (VIRTUAL_ENV)\n"
    )
    assert said(project, VIRTUAL_ENV=active).startswith(f".venv: venv, Python {PYTHON}, sound, 2 packages, activated\n")
    assert record(project, VIRTUAL_ENV=active)["environments"][0]["is_active"] is True


def test_files_without_an_environment_are_told(tmp_path: Path) -> None:
    write(tmp_path / "a" / "requirements.txt")
    environment(tmp_path / "b" / ".venv")
    write(tmp_path / "b" / "requirements.txt")
    assert said(tmp_path).endswith(f"\nwithout an environment: {os.path.join('a', 'requirements.txt')}\n")
    assert record(tmp_path)["without"] == [str(tmp_path / "a" / "requirements.txt")]


def test_a_project_without_any_is_told_how_to_get_one(tmp_path: Path) -> None:
    done = reqd(tmp_path, "env")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"There is no environment here: reqd create makes one\n")
    assert record(tmp_path, "list") == {"environments": [], "without": []}


def test_an_activated_environment_that_is_gone_is_none(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt")
    done = reqd(tmp_path, "env", VIRTUAL_ENV=str(tmp_path / "gone"))
    assert done.stdout == b"without an environment: requirements.txt\n"


def test_of_many_files_the_rest_is_counted(project: Path) -> None:
    for number in range(13):
        write(project / f"requirements-{number:02}.txt")
    assert "requirements-09.txt and 3 more: it is the nearest" in said(project)
    assert len(record(project)["environments"][0]["used_by"]) == 13


def test_a_file_that_cannot_be_read_belongs_to_its_environment_all_the_same(project: Path) -> None:
    write(project / "requirements.txt").write_bytes(b"\0" * (9 << 20))
    assert "    for requirements.txt: it is the nearest" in said(project)


def test_the_list_as_json(project: Path) -> None:
    file = write(project / "requirements.txt")
    assert record(project) == {
        "environments": [
            {
                "path": str(project / ".venv"),
                "is_active": False,
                "used_by": [{"path": str(file), "chosen": f"it is the nearest, in {project}"}],
                "kind": "venv",
                "python": PYTHON,
                "packages": 2,
                "problem": None,
            }
        ],
        "without": [],
    }


def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    assert refused(tmp_path, "nowhere") == "reqd: there is no file or folder nowhere\n"
    assert refused(tmp_path, "shwo") == "reqd: there is no file or folder shwo; did you mean reqd env show?\n"
    (tmp_path / "shwo").mkdir()
    assert reqd(tmp_path, "env", "shwo").returncode == 0


# --- show ---------------------------------------------------------------------------------------------------------------------------


def test_everything_is_shown_of_the_environment_of_a_file(project: Path) -> None:
    write(project / "requirements.txt", "flask\n")
    shown = said(project, "show", "requirements.txt")
    rows = dict(line.split(maxsplit=1) for line in shown.splitlines() if line[0] != " " and "  " in line.strip())
    assert rows["environment"] == ".venv"
    assert f"chosen because       it is the nearest, in {project}\n" in shown
    assert (rows["kind"], rows["Python"], rows["packages"], rows["damaged"], rows["leftovers"]) == ("venv", PYTHON, "2", "none", "none")
    assert rows["interpreter"] == str(bin_folder(project / ".venv") / ("python.exe" if os.name == "nt" else "python"))
    assert rows["site-packages"].endswith("site-packages")
    assert f"                     python_full_version is '{PYTHON}'\n" in shown


@pytest.mark.parametrize("name", [(), (".",), ("requirements.txt",), (".venv",), ("--environment", ".venv"), ("notes",)])
def test_the_environment_is_that_of_a_file_of_a_folder_or_the_one_that_is_named(project: Path, name: tuple[str, ...]) -> None:
    write(project / "notes")
    write(project / "requirements.txt")
    assert record(project, "show", *name)["path"] == str(project / ".venv")


def test_what_is_wrong_inside_is_shown(project: Path) -> None:
    packages = Path(record(project, "show")["site_packages"][0])
    (packages / "flask-2.0.dist-info").mkdir()
    write(packages / "flask-2.0.dist-info" / "METADATA", "Metadata-Version: 2.1\nName: flask\nVersion: 2.0\n")
    (packages / "rich-13.0.dist-info" / "METADATA").unlink()
    (packages / "~ick").mkdir()
    write(project / ".venv" / "pip.conf", "[global]\nindex-url = https://ann:secret@host/\n")
    shown = said(project, "show")
    assert (
        f"installed twice      flask: 2.0 in {packages / 'flask-2.0.dist-info'} and 2.3.3 in {packages / 'flask-2.3.3.dist-info'}\n"
        in shown
    )
    assert "damaged              rich 13.0: its METADATA is missing\n" in shown
    assert f"leftovers            {packages / '~ick'}\n" in shown
    assert f"pip's configuration  {project / '.venv' / 'pip.conf'}\n" in shown
    assert "secret" not in shown
    found = record(project, "show")
    assert [[each["version"] for each in same] for same in found["duplicates"]] == [["2.0", "2.3.3"]]
    assert found["broken"] == [
        {"name": "rich", "version": "13.0", "location": str(packages / "rich-13.0.dist-info"), "problem": "its METADATA is missing"}
    ]
    assert found["leftovers"] == [str(packages / "~ick")]
    assert found["pip_configuration"] == str(project / ".venv" / "pip.conf")


def test_the_json_of_a_sound_one(project: Path) -> None:
    found = record(project, "show", VIRTUAL_ENV=str(project / ".venv"))
    markers = found.pop("markers")
    assert markers["python_version"] == ".".join(map(str, sys.version_info[:2]))
    assert markers["sys_platform"] == sys.platform
    assert list(markers) == sorted(markers)
    assert Path(found.pop("interpreter")).parent == bin_folder(project / ".venv")
    [packages] = found.pop("site_packages")
    assert Path(packages).is_dir()
    assert found == {
        "path": str(project / ".venv"),
        "chosen": f"it is the nearest, in {project}",
        "is_active": True,
        "kind": "venv",
        "problem": None,
        "python": PYTHON,
        "packages": 2,
        "duplicates": [],
        "broken": [],
        "leftovers": [],
        "pip_configuration": None,
    }


def test_a_broken_one_is_shown_as_far_as_it_is_known(project: Path) -> None:
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n")
    shown = said(project, "show")
    assert "broken               its pyvenv.cfg does not say where its Python is\n" in shown
    assert record(project, "show") == {
        "path": str(project / ".venv"),
        "chosen": f"it is the nearest, in {project}",
        "is_active": False,
        "kind": "broken",
        "problem": "its pyvenv.cfg does not say where its Python is",
        "python": None,
    }


def test_where_there_is_none_nothing_is_shown(tmp_path: Path) -> None:
    write(tmp_path / "requirements.txt")
    assert refused(tmp_path, "show") == "reqd: there is no environment for the current folder: reqd create makes one\n"
    assert refused(tmp_path, "show", "requirements.txt", "--format", "json").startswith(
        "reqd: there is no environment for requirements.txt: "
    )
    assert refused(tmp_path, "show", "--environment", "x").startswith("reqd: there is no environment in x: ")


@on_posix
def test_what_is_foreign_cannot_act_in_a_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "evil\x1b[31m\n"
    environment(folder / ".venv\x1b[31m")
    write(folder / "requirements.txt")
    for arguments in ((), ("show",), ("python",)):
        status, written = on_a_terminal(folder, "env", *arguments, NO_COLOR="1")
        assert status == 0
        assert "\x1b" not in written
        assert "evil\\x1b[31m\\n" in written


# --- python -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), ("requirements.txt",), (".venv",), ("--environment", ".venv")])
def test_the_interpreters_path_alone_is_printed(project: Path, arguments: tuple[str, ...]) -> None:
    write(project / "requirements.txt")
    path = said(project, "python", *arguments).removesuffix("\n")
    told = "import sys; print(sys.prefix)"
    ran = subprocess.run((path, "-c", told), env=variables(), capture_output=True, check=True, text=True)
    assert (path, ran.stdout) == (record(project, "show")["interpreter"], f"{project / '.venv'}\n")


@on_posix
def test_it_is_printed_to_the_byte(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"\xff \x1b\n")
    folder.mkdir()
    (folder / "requirements.txt").touch()
    (environment(tmp_path / "made")).rename(folder / ".venv")
    for more in ({}, {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}):
        assert reqd(folder, "env", "python", **more).stdout == os.fsencode(folder / ".venv" / "bin" / "python") + b"\n"


def test_where_there_is_none_or_a_broken_one_nothing_is_printed(project: Path, tmp_path: Path) -> None:
    assert refused(tmp_path, "python") == "reqd: there is no environment for the current folder: reqd create makes one\n"
    (project / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n")
    reason = "its pyvenv.cfg does not say where its Python is"
    assert refused(project, "python") == f"reqd: the environment .venv is broken: {reason}; reqd create --recreate makes it anew\n"


@on_posix
def test_the_environment_may_be_any_that_is_known_here(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "uv", "venv", "--offline", "--python", sys.executable, ".venv")
    subprocess.run(command, cwd=tmp_path, env=variables(), capture_output=True, check=True, timeout=60)
    assert record(tmp_path, "show")["kind"] == "uv"
    assert said(tmp_path, "python") == f"{tmp_path}/.venv/bin/python\n"


@on_posix
def test_one_that_a_tool_keeps_elsewhere_is_listed_shown_and_named_with_its_reason(tmp_path: Path) -> None:
    root = environment(tmp_path / "pyenv" / "versions" / "web")
    folder = write(tmp_path / "project" / ".python-version", "web\n").parent
    write(folder / "requirements.txt")
    root_of_pyenv = str(tmp_path / "pyenv")
    reason = "the project's .python-version names it"
    listed = said(folder, PYENV_ROOT=root_of_pyenv)
    assert listed == f"{root}: venv, Python {PYTHON}, sound, 0 packages\n    for requirements.txt: {reason}\n"
    assert record(folder, "show", PYENV_ROOT=root_of_pyenv)["chosen"] == reason
    assert said(folder, "python", PYENV_ROOT=root_of_pyenv) == f"{root}/bin/python\n"


# --- help ---------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", ["list", "show", "python"])
def test_each_has_help_with_an_example(tmp_path: Path, action: str) -> None:
    told = said(tmp_path, action, "--help")
    assert told.startswith(f"usage: reqd env {action} ")
    assert "reqd env" in told.partition("example:\n")[2]
    assert f"  {action}" in said(tmp_path, "--help")
