"""`reqd doctor`: real set-ups that are broken in the usual ways, and what is made of facts that are hard to bring about."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reqd.cli.doctor.facts import facts
from reqd.cli.doctor.programs import programs, search_path
from reqd.core.environment import BrokenEnvironment, Distribution, Environment, NoEnvironment
from reqd.core.finding import Severity
from reqd.knowledge.diagnosis import diagnoses
from reqd.knowledge.shell import Facts, Owner, Program
from tests.cli_project import environment, reqd

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX's links and file names")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with an environment that has what its requirements file asks for."""
    folder = tmp_path / "project"
    folder.mkdir()
    environment(folder / ".venv", ("flask", "2.3.3"))
    script(folder / ".venv" / "bin" / "pip", folder / ".venv" / "bin" / "python")
    (folder / ".venv" / "bin" / "activate").write_text(f"VIRTUAL_ENV={folder / '.venv'}\n")
    (folder / "requirements.txt").write_text("flask==2.3.3\n")
    return folder


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """The programs of a Python as Debian installs it: pip refuses to install into it."""
    folder = tmp_path / "usr" / "bin"
    library = tmp_path / "usr" / "lib" / "python3.12"
    (library / "ensurepip").mkdir(parents=True)
    (library / "os.py").touch()
    (library / "EXTERNALLY-MANAGED").touch()
    folder.mkdir()
    program(folder / "python3.12")
    (folder / "python3").symlink_to("python3.12")
    script(folder / "pip", folder / "python3")
    return folder


def program(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def script(path: Path, interpreter: Path) -> Path:
    return program(path, f"#!{interpreter}\nimport pip\n")


def told(folder: Path, *path: Path, status: int = 1, **more: str) -> list[dict[str, Any]]:
    """The findings in a shell with these folders on its PATH."""
    given = {"CONDA_PREFIX": "", "PYTHONPATH": "", "SHELL": "/bin/bash", **more}
    done = reqd(folder, "doctor", "--format", "json", PATH=os.pathsep.join(map(str, path)), **given)
    assert (done.returncode, done.stderr) == (status, b"")
    findings: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return findings


def first(folder: Path, *path: Path, **more: str) -> tuple[str, str]:
    """Code and cause of the gravest finding."""
    finding = told(folder, *path, status=1, **more)[0]
    assert finding["remedy"]
    return finding["code"], finding["cause"]


# --- set-ups ------------------------------------------------------------------------------------------------------------------------


def test_a_healthy_set_up_is_said_to_be_healthy(project: Path, system: Path) -> None:
    bin_, root = project / ".venv" / "bin", str(project / ".venv")
    assert told(project, bin_, system, status=0, VIRTUAL_ENV=root) == []
    done = reqd(project, "doctor", PATH=f"{bin_}{os.pathsep}{system}", VIRTUAL_ENV=root, PYTHONPATH="", CONDA_PREFIX="")
    assert done.returncode == 0
    said = done.stdout.decode()
    assert said.startswith("Nothing is wrong: python is that of .venv (Python 3.")
    assert said.endswith("), and it has what requirements.txt asks for\n")


def test_an_environment_that_is_on_path_needs_no_variable(project: Path, system: Path) -> None:
    """So it is in containers."""
    assert told(project, project / ".venv" / "bin", system, status=0) == []


def test_an_environment_that_was_removed_while_it_was_activated(project: Path, system: Path) -> None:
    shutil.rmtree(project / ".venv")
    findings = told(project, project / ".venv" / "bin", system, VIRTUAL_ENV=str(project / ".venv"))
    assert [each["code"] for each in findings] == ["activated-and-gone"]
    assert findings[0]["cause"] == "the shell has .venv activated (VIRTUAL_ENV), which is gone"
    assert findings[0]["remedy"].startswith("make one with reqd create --install, and activate it: ")


def test_an_environment_of_elsewhere_that_is_gone(project: Path, system: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    code, cause = first(project, gone / "bin", system, VIRTUAL_ENV=str(gone))
    assert (code, cause) == ("activated-and-gone", f"the shell has {gone} activated (VIRTUAL_ENV), which is gone")


def test_a_folder_that_stands_before_the_environment_on_path(project: Path, system: Path) -> None:
    code, cause = first(project, system, project / ".venv" / "bin", VIRTUAL_ENV=str(project / ".venv"))
    assert code == "behind-on-path"
    assert cause == (
        f".venv is activated, but another folder stands before it on PATH: python3 is {system / 'python3'}, of the system's Python"
    )


def test_an_environment_whose_programs_are_not_on_path(project: Path, system: Path) -> None:
    code, cause = first(project, system, VIRTUAL_ENV=str(project / ".venv"))
    assert code == "not-on-path"
    assert cause.startswith(".venv is activated (VIRTUAL_ENV), but its programs are not on PATH: python3 is ")


def test_the_environment_of_another_project(project: Path, system: Path, tmp_path: Path) -> None:
    other = environment(tmp_path / "other" / ".venv")
    code, cause = first(project, other / "bin", system, VIRTUAL_ENV=str(other))
    assert (code, cause) == ("other-environment", f"{other} is activated, but the environment of this folder is .venv")


def test_an_environment_that_is_not_activated(project: Path, system: Path) -> None:
    findings = told(project, system)
    assert [each["code"] for each in findings] == ["not-activated", "managed-python"]
    assert findings[0]["cause"] == f".venv is not activated: python3 is {system / 'python3'}, of the system's Python"
    assert "activate" in findings[0]["remedy"]


def test_no_python_at_all(project: Path, tmp_path: Path) -> None:
    assert first(project, tmp_path) == ("not-activated", ".venv is not activated: there is no python on PATH")


def test_an_environment_whose_python_is_gone(project: Path, system: Path) -> None:
    for link in (project / ".venv" / "bin").glob("python*"):
        link.unlink()
        link.symlink_to("/nowhere/python3")
    findings = told(project, project / ".venv" / "bin", system, VIRTUAL_ENV=str(project / ".venv"))
    assert findings[0]["code"] == "broken-environment"
    assert findings[0]["cause"] == ".venv cannot be used: its Python, /nowhere/python3, is gone"
    assert findings[0]["remedy"] == "make it anew with reqd create --recreate --install"


def test_a_python_home_of_another_version(project: Path, tmp_path: Path) -> None:
    """The Python that runs reqd would not start with it, so the variables are given to it afterwards."""
    root = project / ".venv"
    variables = {"PATH": str(root / "bin"), "VIRTUAL_ENV": str(root), "PYTHONHOME": str(tmp_path)}
    found = diagnoses(facts(str(project), variables))[0]
    assert (found.code, found.severity) == ("python-home", Severity.ERROR)
    assert found.cause.startswith(f"PYTHONHOME is set to {tmp_path}, and the Python 3.")
    assert found.cause.endswith(f"of {root} has no standard library there, so it does not start")


def test_a_python_home_of_the_same_version(project: Path, system: Path) -> None:
    root, home = project / ".venv", sys.base_prefix
    code, cause = first(project, root / "bin", system, VIRTUAL_ENV=str(root), PYTHONHOME=home)
    assert code == "python-home"
    assert cause.startswith(f"PYTHONHOME is set to {home}, so every Python takes its standard library from there")


def test_a_person_without_an_environment_and_the_systems_pip(project: Path, system: Path) -> None:
    shutil.rmtree(project / ".venv")
    findings = told(project, system)
    assert [each["code"] for each in findings] == ["no-environment"]
    refusing = "which refuses installs (externally-managed-environment, PEP 668)"
    assert (
        findings[0]["cause"] == f"this folder has no virtual environment, and pip is {system / 'pip'}, of the system's Python, {refusing}"
    )


def test_packages_that_are_missing(project: Path, system: Path) -> None:
    (project / "requirements.txt").write_text("flask==3\n-r more.txt\n")
    (project / "more.txt").write_text("six\nrich\n")
    (finding,) = told(project, project / ".venv" / "bin", system, VIRTUAL_ENV=str(project / ".venv"))
    said = "2 packages are not installed and 1 package is installed at another version in .venv"
    assert (finding["code"], finding["cause"]) == ("unmet-requirements", f"of what requirements.txt asks for, {said}")
    assert finding["remedy"] == "reqd install requirements.txt"


# --- more of what goes wrong --------------------------------------------------------------------------------------------------------


def test_a_debian_without_the_package_for_environments(project: Path, system: Path, tmp_path: Path) -> None:
    shutil.rmtree(project / ".venv")
    (tmp_path / "usr" / "lib" / "python3.12" / "ensurepip").rmdir()
    findings = told(project, system)
    assert [each["code"] for each in findings] == ["no-environment", "no-ensurepip"]
    assert "sudo apt install python3.12-venv" in findings[1]["remedy"]


def test_a_copied_environment_whose_pip_leads_to_the_first_one(project: Path, system: Path, tmp_path: Path) -> None:
    other = environment(tmp_path / "other" / ".venv")
    script(project / ".venv" / "bin" / "pip", other / "bin" / "python")
    findings = told(project, project / ".venv" / "bin", system, status=0, VIRTUAL_ENV=str(project / ".venv"))
    assert [each["code"] for each in findings] == ["no-pip"]
    assert f"of the environment {other}" in findings[0]["cause"]


def test_a_pip_whose_python_is_gone(project: Path, system: Path) -> None:
    script(project / ".venv" / "bin" / "pip", Path("/nowhere/python"))
    code, cause = first(project, project / ".venv" / "bin", system)
    assert (code, cause) == ("lost-pip", ".venv/bin/pip does not start: its first line names /nowhere/python, which is gone")


def test_names_that_a_folder_of_pythonpath_hides(project: Path, system: Path, tmp_path: Path) -> None:
    shadow = tmp_path / "shadow"
    program(shadow / "tomllib.py")
    program(shadow / "harmless.py")
    code, cause = first(project, project / ".venv" / "bin", system, VIRTUAL_ENV=str(project / ".venv"), PYTHONPATH=str(shadow))
    assert (code, cause) == ("shadowing-path", f"PYTHONPATH names {shadow}, where tomllib hides what Python would find")


def test_a_file_that_is_not_utf_8(project: Path, system: Path) -> None:
    (project / "requirements.txt").write_bytes("flask==2.3.3\n".encode("utf-16"))
    finding = told(project, project / ".venv" / "bin", system)[0]
    assert (finding["code"], finding["remedy"]) == ("file-encoding", "reqd convert requirements.txt")


def test_conda_beside_an_environment_is_no_fault(project: Path, system: Path, tmp_path: Path) -> None:
    findings = told(project, project / ".venv" / "bin", system, status=0, CONDA_PREFIX=str(tmp_path / "conda"))
    assert [(each["code"], each["severity"]) for each in findings] == [("conda-active", "information")]


def test_an_environment_itself_can_be_named(project: Path, system: Path) -> None:
    done = reqd(project.parent, "doctor", "project/.venv", PATH=str(system), PYTHONPATH="", CONDA_PREFIX="")
    assert done.returncode == 1
    assert done.stdout.startswith(b"error[not-activated] project/.venv is not activated: ")


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    done = reqd(tmp_path, "doctor", "nowhere")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"there is no file or folder nowhere" in done.stderr


# --- programs -----------------------------------------------------------------------------------------------------------------------


def test_a_stand_in_of_pyenv_is_the_environment_that_it_picks(tmp_path: Path) -> None:
    shim = program(tmp_path / "pyenv" / "shims" / "python", "#!/usr/bin/env bash\n")
    root = environment(tmp_path / "pyenv" / "versions" / "mine")
    folder = tmp_path / "project" / "inner"
    folder.mkdir(parents=True)
    (found,) = programs(str(shim.parent), str(folder), {})
    assert found == Program("python", str(shim), Owner.SHIM)
    (folder.parent / ".python-version").write_text("mine\n")
    assert programs(str(shim.parent), str(folder), {}) == (replace(found, owner=Owner.ENVIRONMENT, root=str(root)),)
    assert programs(str(shim.parent), str(folder), {"PYENV_VERSION": "3.12.1"}) == (found,)
    assert programs(str(shim.parent), str(folder), {"PYENV_VERSION": f"../versions/{root.name}"}) == (found,)


def test_what_starts_reqd_puts_nothing_before_the_shells_path() -> None:
    """uvx puts the folder of reqd's own environment first; a person who activated that one means it."""
    own, root = os.path.dirname(sys.executable), os.path.realpath(sys.prefix)
    assert search_path(f"{own}:/usr/bin", ()) == ("/usr/bin" if sys.prefix != sys.base_prefix else f"{own}:/usr/bin")
    assert search_path(f"{own}:/usr/bin", (root,)) == f"{own}:/usr/bin"
    assert search_path(f"/usr/bin:{own}", ()) == f"/usr/bin:{own}"


def test_condas_python_is_known_by_its_folder(tmp_path: Path) -> None:
    python = program(tmp_path / "conda" / "bin" / "python")
    (tmp_path / "conda" / "conda-meta").mkdir()
    assert programs(str(python.parent), str(tmp_path), {}) == (Program("python", str(python), Owner.CONDA, str(tmp_path / "conda")),)


@pytest.mark.parametrize("first_lines", ["#!{}\n", '#!/bin/sh\n\'\'\'exec\' "{}" "$0" "$@"\n'])
def test_a_pip_belongs_to_the_python_that_its_first_lines_name(tmp_path: Path, first_lines: str) -> None:
    root = environment(tmp_path / "env")
    program(tmp_path / "bin" / "pip", first_lines.format(root / "bin" / "python"))
    (found,) = programs(str(tmp_path / "bin"), str(tmp_path), {})
    assert (found.owner, found.root) == (Owner.ENVIRONMENT, str(root))


# --- judging ------------------------------------------------------------------------------------------------------------------------

PIP = {"pip": (Distribution("pip", "24", "/p/.venv/lib/pip-24.dist-info"),)}
SOUND = Environment("/p/.venv", "venv", "3.12.1", "/p/.venv/bin/python", {}, PIP, site_packages=("/p/.venv/lib",))
OURS = tuple(Program(name, f"/p/.venv/bin/{name}", Owner.ENVIRONMENT, "/p/.venv") for name in ("python", "python3", "pip"))
THEIRS = (*OURS[:2], Program("pip", "/opt/bin/pip"))
WELL = Facts("/p", "/p/.venv", "/p/.venv", SOUND, "activate it", programs=OURS)
USED = replace(SOUND, distributions={"six": (Distribution("six", "1", "/home/site/six-1.dist-info"),)})


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (WELL, []),
        (replace(WELL, programs=THEIRS), ["other-pip"]),
        (replace(WELL, reading=replace(SOUND, distributions={}), programs=THEIRS), ["no-pip"]),
        (replace(WELL, reading=replace(SOUND, site_packages=("/p/.venv/other",)), programs=THEIRS), ["no-pip"]),
        (replace(WELL, programs=(*OURS[:2], replace(THEIRS[2], lost="/old/python"))), ["lost-pip"]),
        (replace(WELL, active="/q", active_real="/q", active_reading=replace(SOUND, root="/q")), ["other-environment"]),
        (replace(WELL, active="/q", active_real="/q", active_reading=NoEnvironment("/q")), ["activated-and-gone"]),
        (replace(WELL, reading=BrokenEnvironment("/p/.venv", "it has no Python in it")), ["broken-environment"]),
        (replace(WELL, reading=NoEnvironment(""), python_home="/h"), ["no-environment", "python-home"]),
        (replace(WELL, programs=(), python_home="/h", errors=1), ["python-home", "not-activated", "wrong-lines"]),
        (replace(WELL, reading=USED, user_site="/home/site"), ["user-site"]),
        (replace(WELL, reading=USED, user_site="/home/site", is_user_site_off=True), ["user-site-off"]),
        (replace(WELL, conda="/c", counts={"missing-package": 1}, file="/p/r.txt"), ["unmet-requirements", "conda-active"]),
    ],
)
def test_causes_come_gravest_first(known: Facts, codes: list[str]) -> None:
    assert [each.code for each in diagnoses(known)] == codes


def test_a_stale_variable_is_no_error_where_python_is_the_right_one() -> None:
    (found,) = diagnoses(replace(WELL, active="/q", active_real="/q", active_reading=NoEnvironment("/q")))
    assert found.severity is Severity.WARNING


def test_what_keeps_the_environment_from_being_activated_is_said_instead() -> None:
    (found,) = diagnoses(replace(WELL, programs=(), hindrance="the environment was moved; make it anew"))
    assert (found.code, found.remedy) == ("not-activated", "the environment was moved; make it anew")


def test_without_a_requirements_file_python_makes_the_environment() -> None:
    (found,) = diagnoses(replace(WELL, reading=NoEnvironment(""), programs=()))
    assert found.remedy == "make one with python3 -m venv .venv, and activate it: activate it"
