"""Looking: folders listed and surveyed, tools found, and every want answered by its own answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reqd.core.environment import Environment, Interpreter, Listing, NoEnvironment, Tools
from reqd.core.events import (
    EnvironmentRead,
    FindPaths,
    FindTools,
    FolderListed,
    FolderSurveyed,
    ListFolder,
    ManifestRead,
    PathsFound,
    ReadEnvironment,
    ReadManifest,
    SurveyFolder,
    ToolsFound,
)
from reqd.core.manifest import Manifest, MissingFile
from reqd.disk import is_there
from reqd.environments.interpreters import find_tools
from reqd.look import Memory, answer, failure
from reqd.survey import list_folder, survey

POSIX = pytest.mark.skipif(os.name == "nt", reason="made of links and of bits that Windows has not")


def write(folder: Path, *names: str) -> None:
    """Make files, and folders for names that end in a slash."""
    for name in names:
        path = folder / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.touch()


def shown(folder: Path, listings: Mapping[str, Listing]) -> dict[str, tuple[list[str], list[str]]]:
    """Listings with paths relative to a folder."""
    return {
        os.path.relpath(at, folder): (
            [os.path.relpath(path, at) for path in listing.manifests],
            [os.path.relpath(path, at) for path in listing.environments],
        )
        for at, listing in listings.items()
    }


class TestListing:
    def test_the_usual_manifest_comes_first(self, tmp_path: Path) -> None:
        write(tmp_path, "dev-requirements.txt", "requirements.txt", "constraints.txt", "setup.py", "venv/pyvenv.cfg", ".venv/pyvenv.cfg")
        assert shown(tmp_path, {str(tmp_path): list_folder(str(tmp_path))}) == {
            ".": (["requirements.txt", "constraints.txt", "dev-requirements.txt"], [".venv", "venv"])
        }

    def test_in_a_folder_called_requirements_every_text_is_a_manifest(self, tmp_path: Path) -> None:
        write(tmp_path, "requirements/dev.txt", "requirements/base.in", "requirements/README.md")
        assert [os.path.basename(path) for path in list_folder(str(tmp_path / "requirements")).manifests] == ["base.in", "dev.txt"]
        assert list_folder(str(tmp_path)) == Listing()

    def test_a_folder_called_like_a_manifest_is_none(self, tmp_path: Path) -> None:
        write(tmp_path, "requirements.txt/")
        assert list_folder(str(tmp_path)) == Listing()

    @POSIX
    def test_what_only_looks_like_a_file_is_listed_for_its_reader_to_say_why_not(self, tmp_path: Path) -> None:
        (tmp_path / "requirements.txt").symlink_to("gone")
        os.mkfifo(tmp_path / "requirements-dev.txt")
        assert len(list_folder(str(tmp_path)).manifests) == 2

    @pytest.mark.parametrize("name", ["gone", "file", "a\0b"])
    def test_where_there_is_no_folder_there_is_nothing(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, "file")
        assert list_folder(str(tmp_path / name)) == Listing()
        assert survey(str(tmp_path / name)) == {}


class TestSurvey:
    def test_every_folder_in_which_something_was_found(self, tmp_path: Path) -> None:
        write(tmp_path, "requirements.txt", "a/b/requirements.txt", "a/.venv/pyvenv.cfg", "a/empty/", "requirements/dev.txt")
        assert shown(tmp_path, survey(str(tmp_path))) == {
            ".": (["requirements.txt"], []),
            "a": ([], [".venv"]),
            "a/b": (["requirements.txt"], []),
            "requirements": (["dev.txt"], []),
        }

    @pytest.mark.parametrize(
        "name",
        ["node_modules", ".git", ".hg", ".svn", ".tox", ".nox", "site-packages", "__pycache__", ".mypy_cache", ".venv-restore-4f1c09aa"],
    )
    def test_what_tools_made_is_not_entered(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, f"{name}/requirements.txt", f"{name}/py312/pyvenv.cfg")
        assert survey(str(tmp_path)) == {}

    def test_environments_are_not_entered_whatever_their_names(self, tmp_path: Path) -> None:
        write(tmp_path, "my/pyvenv.cfg", "my/requirements.txt", "my/lib/python3.12/site-packages/pkg/requirements.txt")
        assert shown(tmp_path, survey(str(tmp_path))) == {".": ([], ["my"])}

    @POSIX
    def test_links_to_folders_are_not_followed_but_may_be_environments(self, tmp_path: Path) -> None:
        write(tmp_path, "real/.venv/pyvenv.cfg", "real/requirements.txt", "work/")
        (tmp_path / "work" / "loop").symlink_to(tmp_path)
        (tmp_path / "work" / ".venv").symlink_to(tmp_path / "real" / ".venv")
        assert shown(tmp_path, survey(str(tmp_path))) == {"work": ([], [".venv"]), "real": (["requirements.txt"], [".venv"])}

    def test_it_ends_at_its_limit_and_has_seen_what_lies_near(self, tmp_path: Path) -> None:
        write(tmp_path, *(f"deep/er/{number}.py" for number in range(50)), "deep/er/est/requirements.txt", "requirements.txt")
        assert set(survey(str(tmp_path), limit=20)) == {str(tmp_path)}
        assert len(survey(str(tmp_path), limit=200)) == 2

    def test_a_folder_that_vanishes_on_the_way(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, "a/requirements.txt", "b/requirements.txt")
        scandir = os.scandir

        def vanishing(path: str) -> object:
            if path == str(tmp_path / "a"):
                os.remove(tmp_path / "a" / "requirements.txt")
                os.rmdir(path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", vanishing)
        assert set(survey(str(tmp_path))) == {str(tmp_path / "b")}


@POSIX
class TestTools:
    @pytest.fixture(autouse=True)
    def elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A home without anything, and a Python of reqd's own that has neither pip nor uv."""
        write(tmp_path, "home/", "project/", "own/bin/python")
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.chdir(tmp_path / "project")
        monkeypatch.setattr(sys, "executable", str(tmp_path / "own" / "bin" / "python"))
        monkeypatch.setattr(sys, "_base_executable", sys.executable)
        monkeypatch.setattr(sys, "path", [])

    @staticmethod
    def program(path: Path, content: bytes = b"\x7fELF") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755)
        return path

    @staticmethod
    def found(*folders: Path | str) -> Tools:
        return find_tools({"PATH": os.pathsep.join(map(str, folders))})

    def test_nothing_is_found_where_there_is_nothing(self) -> None:
        assert self.found() == Tools()
        assert find_tools({}) == Tools()

    def test_pythons_of_path_newest_first_and_each_once(self, tmp_path: Path) -> None:
        one = self.program(tmp_path / "one" / "bin" / "python3.9")
        two = self.program(tmp_path / "two" / "bin" / "python3.12")
        (two.parent / "python3").symlink_to("python3.12")
        (two.parent / "python").symlink_to("python3")
        self.program(tmp_path / "two" / "bin" / "python3-config")
        assert self.found(one.parent, two.parent).pythons == (Interpreter("3.12", f"{two.parent}/python"), Interpreter("3.9", str(one)))

    def test_headers_tell_the_exact_version(self, tmp_path: Path) -> None:
        python = self.program(tmp_path / "usr" / "bin" / "python3.12")
        write(tmp_path, "usr/include/python3.12/patchlevel.h")
        (tmp_path / "usr/include/python3.12/patchlevel.h").write_text('#define PY_VERSION "3.12.3"\n')
        assert self.found(python.parent).pythons == (Interpreter("3.12.3", str(python)),)

    def test_finished_releases_come_before_those_to_come(self, tmp_path: Path) -> None:
        for version in ("3.15.0a1", "3.9.18", "3.14.0"):
            self.program(tmp_path / "home" / ".pyenv" / "versions" / version / "bin" / "python3")
        assert [python.version for python in self.found().pythons] == ["3.14.0", "3.9.18", "3.15.0a1"]

    @pytest.mark.parametrize("name", ["3.7.16", "2.7.18", "pypy3.10-7.3.12", "3.13.0t", "miniconda3-latest", "project-env"])
    def test_what_is_old_or_something_else_is_left_out(self, tmp_path: Path, name: str) -> None:
        self.program(tmp_path / "home" / ".pyenv" / "versions" / name / "bin" / "python3")
        assert self.found().pythons == ()

    def test_those_of_uv_and_pyenv_are_found_also_where_their_variables_say(self, tmp_path: Path) -> None:
        uv_python = self.program(tmp_path / "home/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3")
        moved = self.program(tmp_path / "else" / "versions" / "3.10.2" / "bin" / "python3")
        assert [python.path for python in self.found().pythons] == [str(uv_python)]
        tools = find_tools({"PYENV_ROOT": str(tmp_path / "else"), "UV_PYTHON_INSTALL_DIR": "relative"})
        assert [python.path for python in tools.pythons] == [str(moved)]

    def test_shims_and_pythons_of_environments_are_no_pythons(self, tmp_path: Path) -> None:
        shim = self.program(tmp_path / "shims" / "python3.12", b"#!/bin/sh\n")
        inside = self.program(tmp_path / "env" / "bin" / "python3.12")
        write(tmp_path, "env/pyvenv.cfg")
        assert self.found(shim.parent, inside.parent).pythons == ()
        real = self.program(tmp_path / "real" / "bin" / "python3.11")
        (inside.parent / "python3").symlink_to(real)
        assert self.found(inside.parent).pythons == ()

    def test_what_the_project_brings_along_is_never_taken(self, tmp_path: Path) -> None:
        for folder in ("project/bin", "project/node_modules/.bin"):
            self.program(tmp_path / folder / "python3.12")
            self.program(tmp_path / folder / "uv")
        (tmp_path / "link").symlink_to(tmp_path / "project" / "bin")
        folders = ("bin", ".", "", tmp_path / "project" / "bin", tmp_path / "project" / "node_modules" / ".bin", tmp_path / "link")
        assert self.found(*folders) == Tools()

    def test_a_home_folder_is_no_project(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        tool = self.program(tmp_path / "home" / ".local" / "bin" / "uv")
        monkeypatch.chdir(tmp_path / "home")
        assert self.found(tool.parent).uv == str(tool)
        monkeypatch.chdir("/")
        assert self.found(tool.parent).uv == str(tool)

    def test_what_others_can_write_is_never_taken(self, tmp_path: Path) -> None:
        open_folder = self.program(tmp_path / "shared" / "uv").parent
        open_folder.chmod(0o777)
        open_file = self.program(tmp_path / "tools" / "uv")
        open_file.chmod(0o777)
        assert self.found(open_folder, open_file.parent).uv is None

    def test_uv_of_path_comes_before_the_one_beside_reqd(self, tmp_path: Path) -> None:
        beside = self.program(tmp_path / "own" / "bin" / "uv")
        assert self.found().uv == str(beside)
        tool = self.program(tmp_path / "tools" / "uv")
        assert self.found(tool.parent).uv == str(tool)

    def test_the_installer_is_reqd_s_own_python_else_one_with_pip(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        python = self.program(tmp_path / "usr" / "bin" / "python3.12")
        assert self.found(python.parent).installer is None
        write(tmp_path, "usr/lib/python3.12/site-packages/pip/__init__.py", "usr/lib/python3.12/site-packages/pip-24.0.dist-info/")
        assert self.found(python.parent).installer == str(python)
        write(tmp_path, "own/lib/python3.12/site-packages/pip/__init__.py", "own/lib/python3.12/site-packages/pip-24.0.dist-info/")
        monkeypatch.setattr(sys, "prefix", str(tmp_path / "own"))
        monkeypatch.setattr(sys, "path", [str(tmp_path / "own/lib/python3.12/site-packages")])
        assert self.found(python.parent).installer == sys.executable

    def test_a_pip_that_cannot_install_for_another_python_is_none(self, tmp_path: Path) -> None:
        python = self.program(tmp_path / "usr" / "bin" / "python3.12")
        packages = "usr/lib/python3.12/site-packages"
        write(tmp_path, f"{packages}/pip/__init__.py", f"{packages}/pip-22.0.2.dist-info/")
        assert self.found(python.parent).installer is None
        (tmp_path / packages / "pip-22.0.2.dist-info").rename(tmp_path / packages / "pip-22.3.dist-info")
        assert self.found(python.parent).installer == str(python)

    def test_pip_of_debian_counts_and_the_user_s_own_does_not(self, tmp_path: Path) -> None:
        python = self.program(tmp_path / "usr" / "bin" / "python3.12")
        write(
            tmp_path,
            "home/.local/lib/python3.12/site-packages/pip/__init__.py",
            "home/.local/lib/python3.12/site-packages/pip-24.0.dist-info/",
        )
        assert self.found(python.parent).installer is None
        write(tmp_path, "usr/lib/python3/dist-packages/pip/__init__.py", "usr/lib/python3/dist-packages/pip-24.0.dist-info/")
        assert self.found(python.parent).installer == str(python)


def test_pythons_of_this_machine_have_the_versions_they_say() -> None:
    pythons = find_tools().pythons
    assert pythons
    code = "import platform, sys; print(platform.python_version(), sys.prefix == sys.base_prefix)"
    for version, path in pythons:
        said, is_base = subprocess.run([path, "-I", "-c", code], capture_output=True, text=True, check=True).stdout.split()
        assert said == version or said.startswith(f"{version}.")
        assert is_base == "True"


def test_looking_for_tools_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert isinstance(find_tools(), Tools)


class TestAnswers:
    def test_each_want_has_its_answer_which_carries_the_want(self, tmp_path: Path) -> None:
        write(tmp_path, "requirements.txt")
        path, folder = str(tmp_path / "requirements.txt"), str(tmp_path)
        manifest = ReadManifest(1, path, folder)
        read = answer(manifest, Memory())
        assert isinstance(read, ManifestRead)
        assert isinstance(read.reading, Manifest)
        assert read.want is manifest
        gone = ReadManifest(1, f"{path}.gone", folder)
        assert answer(gone, Memory()) == ManifestRead(gone, MissingFile(f"{path}.gone"))
        listed, surveyed, environment = ListFolder(2, folder), SurveyFolder(3, folder), ReadEnvironment(4, folder)
        assert answer(listed, Memory()) == FolderListed(listed, Listing((path,)))
        assert answer(surveyed, Memory()) == FolderSurveyed(surveyed, {folder: Listing((path,))})
        assert answer(environment, Memory()) == EnvironmentRead(environment, NoEnvironment(folder, is_taken=True))
        tools = FindTools(5)
        assert answer(tools, Memory()) == ToolsFound(tools, find_tools())
        paths = FindPaths(6, path, folder, (path, f"{path}.gone"))
        assert answer(paths, Memory()) == PathsFound(paths, {path: True, f"{path}.gone": False})
        assert failure(paths) == PathsFound(paths, {path: True, f"{path}.gone": True})

    def test_an_environment_is_remembered_from_one_answer_to_the_next(self, tmp_path: Path) -> None:
        root = str(tmp_path / ".venv")
        subprocess.run([sys.executable, "-m", "virtualenv", "--quiet", "--no-download", root], check=True)
        memory = Memory()
        first, second, fresh = (answer(ReadEnvironment(number, root), held) for number, held in enumerate((memory, memory, Memory())))
        assert isinstance(first, EnvironmentRead)
        assert isinstance(second, EnvironmentRead)
        assert isinstance(fresh, EnvironmentRead)
        assert first.reading == second.reading == fresh.reading
        assert isinstance(first.reading, Environment)
        assert isinstance(second.reading, Environment)
        assert second.reading.distributions["pip"][0] is first.reading.distributions["pip"][0]


class TestPresence:
    """Whether a path that a requirement names is there."""

    def test_files_and_folders_are_there_and_nothing_else_is(self, tmp_path: Path) -> None:
        write(tmp_path, "wheels/a.whl", "tool/")
        for path, is_so in {"wheels/a.whl": True, "tool": True, "": True, "tools": False, "wheels/a.whl/b": False, "x/y/z": False}.items():
            assert is_there(os.path.join(tmp_path, path), str(tmp_path)) is is_so, path

    def test_no_link_is_followed_and_what_lies_behind_one_counts_as_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "link").symlink_to("/net/host/share")
        (tmp_path / "dangling").symlink_to("nothing")
        looked: list[str] = []
        lstat = os.lstat

        def watched(path: str) -> os.stat_result:
            looked.append(path)
            return lstat(path)

        monkeypatch.setattr(os, "lstat", watched)
        assert is_there(f"{tmp_path}/link/tool/deep", str(tmp_path))
        assert is_there(f"{tmp_path}/dangling", str(tmp_path))
        assert looked == [f"{tmp_path}/link", f"{tmp_path}/dangling"]

    def test_nothing_is_looked_at_outside_of_the_folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "lstat", None)
        assert is_there("/net/host/share", str(tmp_path))
        assert is_there(f"{tmp_path}-other/tool", str(tmp_path))

    def test_what_cannot_be_looked_at_counts_as_there(self, tmp_path: Path) -> None:
        for name in ("a" * 5000, "nul\0inside"):
            assert is_there(f"{tmp_path}/{name}", str(tmp_path))


def test_importing_it_brings_in_nothing_heavy() -> None:
    heavy = "{'asyncio', 'importlib.metadata', 'pathlib', 'json', 'lsprotocol', 'pygls', 'watchdog'}"
    code = f"import sys; before = set(sys.modules); import reqd.look; print(sorted(({heavy} & set(sys.modules)) - before))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.benchmark(group="survey")
def test_a_survey_of_a_hundred_thousand_files(tmp_path: Path, benchmark: Callable[..., Mapping[str, Listing]]) -> None:
    """Two seconds with fifty environments."""
    for project in range(50):
        write(tmp_path, f"p{project}/requirements.txt", f"p{project}/.venv/pyvenv.cfg")
        for folder in range(100):
            (tmp_path / f"p{project}" / f"d{folder}").mkdir()
            for file in range(20):
                (tmp_path / f"p{project}" / f"d{folder}" / f"{file}.py").touch()
    assert len(benchmark(survey, str(tmp_path))) == 50
