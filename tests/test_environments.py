"""Reading environments: real ones against what their own interpreters say, and every way in which one can be broken."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import packaging
import pytest
import uv
from packaging.markers import default_environment

from reqd import environments
from reqd.core.environment import BrokenEnvironment, Distribution, Environment, NoEnvironment, Origin
from reqd.environments import configuration, distributions, layout, metadata
from tests.wheels import metadata as metadata_text
from tests.wheels import unpacked, wheel, wheels

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the trees are made of links, as on POSIX")

QUESTIONS = """
import importlib.metadata, json, re, sys
installed = sorted({(re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower(), each.version) for each in importlib.metadata.distributions()})
sys.path.insert(0, sys.argv[1])
from packaging.markers import default_environment
print(json.dumps([default_environment(), installed]))
"""
MAKERS: dict[str, Callable[[str], list[str]]] = {
    "venv": lambda root: [sys.executable, "-m", "venv", "--without-pip", root],
    "virtualenv": lambda root: [sys.executable, "-m", "virtualenv", "--quiet", "--no-download", root],
    "uv": lambda root: [uv.find_uv_bin(), "venv", "--quiet", "--offline", "--no-config", "--python", sys.executable, root],
}


def run(*arguments: str) -> str:
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout


def install(root: Path, packages: Path, *names: str) -> None:
    uv_install = [uv.find_uv_bin(), "pip", "install", "--quiet", "--offline", "--no-config", "--no-index", "--no-deps"]
    run(*uv_install, "--find-links", str(packages), "--python", str(root / "bin" / "python"), *names)


def sound(root: Path, memory: environments.Memory | None = None) -> Environment:
    reading = environments.read(str(root), memory)
    assert isinstance(reading, Environment), reading
    return reading


def reason(root: Path) -> str:
    reading = environments.read(str(root))
    assert isinstance(reading, BrokenEnvironment), reading
    assert all(os.path.isdir(folder) for folder in reading.watches)
    return reading.reason


def versions(environment: Environment) -> dict[str, list[str]]:
    return {name: [each.version for each in same] for name, same in environment.distributions.items()}


def unspelled(distribution: Distribution) -> Distribution:
    """Without the spelling of its name and all else that its METADATA says, where a test is about something else."""
    return replace(distribution, written="", header=b"")


def only(environment: Environment) -> Distribution:
    ((distribution,),) = environment.distributions.values()
    return distribution


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels."""
    folder = tmp_path_factory.mktemp("packages")
    wheels(folder, 12)
    wheel(folder, "Zope.Interface", "5.0")
    wheel(folder, "local_build", "2.1+cu118")
    wheel(folder, "early", "1!2.0rc1")
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A whole environment without packages, made of nothing but what is read; its Python cannot run."""
    base = tmp_path / "base" / "bin" / "python3.12"
    base.parent.mkdir(parents=True)
    base.touch(mode=0o755)
    folder = tmp_path / ".venv"
    (folder / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(base)
    (folder / "pyvenv.cfg").write_text(f"home = {base.parent}\nversion = 3.12.4\n")
    return folder


@pytest.fixture
def site_packages(root: Path) -> Path:
    return root / "lib" / "python3.12" / "site-packages"


@pytest.fixture(scope="module", params=MAKERS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, packages: Path) -> tuple[str, Path]:
    """The name of a tool, and an environment that it made."""
    root = tmp_path_factory.mktemp(request.param) / ".venv"
    run(*MAKERS[request.param](str(root)))
    install(root, packages, "amber-anchor", "azure-anchor", "beige-anchor", "zope-interface", "local-build", "early==1!2.0rc1")
    return request.param, root


class TestRealEnvironments:
    def test_all_is_as_its_own_interpreter_says(self, made: tuple[str, Path]) -> None:
        kind, root = made
        environment = sound(root)
        answer = run(environment.interpreter, "-c", QUESTIONS, os.path.dirname(os.path.dirname(packaging.__file__)))
        markers, installed = json.loads(answer)
        assert environment.markers == markers
        assert sorted((each.name, each.version) for same in environment.distributions.values() for each in same) == [
            tuple(each) for each in installed
        ]
        assert len(installed) >= 6
        assert environment.kind == kind
        assert environment.python == markers["python_full_version"]
        assert not any(each.problem for same in environment.distributions.values() for each in same)

    def test_it_is_found_in_its_folder(self, made: tuple[str, Path]) -> None:
        _, root = made
        assert environments.find(str(root.parent)) == (str(root),)

    def test_its_folders_are_watched(self, made: tuple[str, Path]) -> None:
        _, root = made
        library = root / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        assert sound(root).watches == tuple(map(str, (root, root / "bin", library, library / "site-packages")))

    def test_an_upgrade_is_seen_and_all_else_remembered(self, made: tuple[str, Path], packages: Path) -> None:
        _, root = made
        memory: environments.Memory = {}
        before = sound(root, memory)
        install(root, packages, "local-build==2.1+cu118", "black-anchor")
        wheel(packages, "local_build", "3.0")
        install(root, packages, "local-build==3.0")
        after = sound(root, memory)
        assert after.distributions["local-build"][0].version == "3.0"
        assert after.distributions["black-anchor"][0].version == "1.3.0"
        assert after.distributions["amber-anchor"][0] is before.distributions["amber-anchor"][0]

    def test_reading_runs_and_changes_nothing(self, made: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
        _, root = made
        before = {path: path.lstat().st_mtime_ns for path in root.rglob("*")}
        monkeypatch.setattr(subprocess, "Popen", None)
        assert isinstance(environments.read(str(root)), Environment)
        assert {path: path.lstat().st_mtime_ns for path in root.rglob("*")} == before


def test_installs_of_pip_are_seen_also_when_it_renames_the_folder_of_packages(tmp_path: Path, packages: Path) -> None:
    root = tmp_path / ".venv"
    run(*MAKERS["venv"](str(root)))
    pip = [sys.executable, "-m", "pip", "--python", str(root), "--disable-pip-version-check", "--quiet"]
    for name, expected in (("early==1!2.0rc1", "1!2.0rc1"), ("early==1!3.0", "1!3.0")):
        wheel(packages, "early", expected)
        run(*pip, "install", "--no-index", "--find-links", str(packages), name)
        assert versions(sound(root)) == {"early": [expected]}
    run(*pip, "uninstall", "--yes", "early")
    assert versions(sound(root)) == {}


def test_packages_of_the_base_come_after_the_environment_s_own(tmp_path: Path, packages: Path) -> None:
    base, root = tmp_path / "base", tmp_path / ".venv"
    run(*MAKERS["venv"](str(base)))
    run(*MAKERS["venv"](str(root)))
    install(base, packages, "amber-anchor", "azure-anchor")
    wheel(packages, "amber-anchor", "9.0")
    install(root, packages, "amber-anchor==9.0")
    values = {"home": str(base / "bin"), "version": ".".join(map(str, sys.version_info[:3])), "include-system-site-packages": "true"}
    (root / "pyvenv.cfg").write_text("".join(f"{key} = {value}\n" for key, value in values.items()))
    environment = sound(root)
    assert tuple(map(unspelled, environment.distributions["amber-anchor"])) == (
        Distribution("amber-anchor", "9.0", f"{environment.site_packages[0]}/amber_anchor-9.0.dist-info"),
    )
    assert environment.distributions["azure-anchor"][0].location.startswith(str(base))
    (root / "pyvenv.cfg").write_text(f"home = {base / 'bin'}\nversion = {values['version']}\ninclude-system-site-packages = false\n")
    assert versions(sound(root)) == {"amber-anchor": ["9.0"]}


class TestFinding:
    def test_the_usual_names_come_first_and_others_by_name(self, tmp_path: Path) -> None:
        for name in ("zebra", "env", "venv", ".venv", "apple"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "pyvenv.cfg").touch()
        (tmp_path / "src").mkdir()
        assert environments.find(str(tmp_path)) == tuple(str(tmp_path / name) for name in (".venv", "venv", "env", "apple", "zebra"))

    @pytest.mark.parametrize("name", [".venv", "venv"])
    def test_one_that_was_begun_counts(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name / "bin").mkdir(parents=True)
        assert environments.find(str(tmp_path)) == ()
        (tmp_path / name / "bin" / "python").symlink_to("/nowhere/python3")
        assert environments.find(str(tmp_path)) == (str(tmp_path / name),)
        assert reason(tmp_path / name) == "its pyvenv.cfg is missing"

    def test_a_link_to_a_folder_that_is_gone_counts_where_its_name_is_usual(self, tmp_path: Path) -> None:
        for name in (".venv", "data"):
            (tmp_path / name).symlink_to("gone")
        assert environments.find(str(tmp_path)) == (str(tmp_path / ".venv"),)
        assert reason(tmp_path / ".venv") == f"it is a link to {tmp_path / 'gone'}, which is gone"

    def test_a_linked_environment_counts(self, tmp_path: Path, root: Path) -> None:
        (tmp_path / "project").mkdir()
        (tmp_path / "project" / ".venv").symlink_to(root)
        assert environments.find(str(tmp_path / "project")) == (str(tmp_path / "project" / ".venv"),)
        assert sound(tmp_path / "project" / ".venv").python == "3.12.4"

    def test_a_plain_folder_called_env_does_not_count(self, tmp_path: Path) -> None:
        (tmp_path / "env" / "settings").mkdir(parents=True)
        (tmp_path / "venv").touch()
        assert environments.find(str(tmp_path)) == ()

    def test_conda_s_environments_are_no_broken_ones_of_ours(self, tmp_path: Path) -> None:
        (tmp_path / "env" / "bin").mkdir(parents=True)
        (tmp_path / "env" / "conda-meta").mkdir()
        (tmp_path / "env" / "bin" / "python").touch()
        assert environments.find(str(tmp_path)) == ()
        assert environments.read(str(tmp_path / "env")) == NoEnvironment(str(tmp_path / "env"), is_taken=True)

    @pytest.mark.parametrize("name", ["gone", "a\0b"])
    def test_where_there_is_no_folder_nothing_is_found(self, tmp_path: Path, name: str) -> None:
        assert environments.find(str(tmp_path / name)) == ()
        assert environments.read(str(tmp_path / name)) == NoEnvironment(str(tmp_path / name))


class TestConfiguration:
    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            pytest.param(b"", "its pyvenv.cfg does not say where its Python is", id="empty"),
            pytest.param(b"version = 3.12.4\n", "its pyvenv.cfg does not say where its Python is", id="no home"),
            pytest.param(b"\x7fELF\0\0\xff", "its pyvenv.cfg is not read: it is not a text file", id="binary"),
            pytest.param(b"#" * 70_000, "its pyvenv.cfg is not read: it is larger than 64 KiB", id="large"),
        ],
    )
    def test_one_that_is_no_use_breaks_the_environment(self, root: Path, content: bytes, expected: str) -> None:
        (root / "pyvenv.cfg").write_bytes(content)
        assert reason(root) == expected

    def test_one_that_is_missing_or_a_folder_breaks_the_environment(self, root: Path) -> None:
        (root / "pyvenv.cfg").unlink()
        assert reason(root) == "its pyvenv.cfg is missing"
        (root / "pyvenv.cfg").mkdir()
        assert reason(root) == "its pyvenv.cfg is not read: it is a folder"

    def test_a_fifo_is_not_waited_for(self, root: Path) -> None:
        (root / "pyvenv.cfg").unlink()
        os.mkfifo(root / "pyvenv.cfg")
        assert reason(root) == "its pyvenv.cfg is not read: it is not a regular file"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Home = /usr/bin\n", {"home": "/usr/bin"}),
            ("home=/a=b\r\nversion=3\r\n", {"home": "/a=b", "version": "3"}),
            ("home = /a\nhome = /b\nversion = 1\nversion = 2\n", {"home": "/a", "version": "2"}),
            ("nonsense\n\n# home\n", {}),
        ],
    )
    def test_lines_are_read_as_python_reads_them(self, text: str, expected: dict[str, str]) -> None:
        assert configuration.parse(text) == expected

    def test_a_mark_of_utf_8_is_no_part_of_the_first_key(self, root: Path) -> None:
        (root / "pyvenv.cfg").write_bytes(b"\xef\xbb\xbf" + (root / "pyvenv.cfg").read_bytes())
        assert sound(root).python == "3.12.4"

    @pytest.mark.parametrize(
        ("lines", "kind", "version"),
        [
            ("version = 3.12.4", "venv", "3.12.4"),
            ("virtualenv = 20.35.4\nversion_info = 3.12.4.final.0", "virtualenv", "3.12.4"),
            ("virtualenv = 20.35.4\nversion_info = 3.12.0.candidate.2", "virtualenv", "3.12.0rc2"),
            ("virtualenv = 20.35.4\nversion_info = 3.12", "virtualenv", "3.12"),
            ("uv = 0.9.5\nversion_info = 3.12.0b1", "uv", "3.12.0b1"),
            ("", "venv", "3.12"),
            ("version = banana", "venv", "3.12"),
        ],
    )
    def test_each_tool_writes_the_version_in_its_own_way(self, root: Path, lines: str, kind: str, version: str) -> None:
        home = (root / "pyvenv.cfg").read_text().splitlines()[0]
        (root / "pyvenv.cfg").write_text(f"{home}\n{lines}\n")
        environment = sound(root)
        assert (environment.kind, environment.python) == (kind, version)
        assert environment.markers["python_version"] == "3.12"

    def test_the_implementation_is_told_by_the_file_or_by_the_folder_of_packages(self, root: Path) -> None:
        assert sound(root).markers["platform_python_implementation"] == "CPython"
        (root / "lib" / "python3.12").rename(root / "lib" / "pypy3.12")
        assert sound(root).markers["implementation_name"] == "pypy"
        (root / "pyvenv.cfg").write_text((root / "pyvenv.cfg").read_text() + "implementation = GraalVM\n")
        assert sound(root).markers["platform_python_implementation"] == "GraalVM"

    def test_every_variable_of_markers_has_a_value(self, root: Path) -> None:
        assert set(sound(root).markers) == set(default_environment())

    def test_the_headers_of_an_upgraded_base_are_believed(self, root: Path) -> None:
        header = root.parent / "base" / "include" / "python3.12" / "patchlevel.h"
        header.parent.mkdir(parents=True)
        header.write_text('#define PY_MAJOR_VERSION 3\n#define PY_VERSION      \t"3.12.9+"\n')
        assert sound(root).python == "3.12.9"
        header.write_text('#define PY_VERSION "3.13.0"\n')
        assert sound(root).python == "3.12.4"


class TestInterpreter:
    def test_one_that_is_gone_is_named(self, root: Path) -> None:
        gone = root.parent / "base" / "bin" / "python3.12"
        gone.unlink()
        assert reason(root) == f"its Python, {gone}, is gone"

    def test_a_copy_whose_original_is_gone_is_of_no_use(self, root: Path) -> None:
        (root / "bin" / "python").unlink()
        (root / "bin" / "python").touch()
        assert isinstance(environments.read(str(root)), Environment)
        shutil.rmtree(root.parent / "base")
        assert reason(root) == f"its Python, in {root.parent / 'base' / 'bin'}, is gone"

    def test_another_release_than_the_environment_was_made_for(self, root: Path) -> None:
        other = root.parent / "base" / "bin" / "python3.13"
        other.touch()
        (root / "bin" / "python").unlink()
        (root / "bin" / "python").symlink_to(other)
        assert reason(root) == f"it was made for Python 3.12, and its Python, {other}, is another one now"

    def test_none_at_all(self, root: Path) -> None:
        shutil.rmtree(root / "bin")
        assert reason(root) == "it has no Python in it"

    def test_one_of_windows_is_not_used_here(self, tmp_path: Path) -> None:
        root = tmp_path / ".venv"
        (root / "Lib" / "site-packages").mkdir(parents=True)
        (root / "Scripts").mkdir()
        (root / "Scripts" / "python.exe").touch()
        (root / "pyvenv.cfg").write_text("home = C:\\Python312\r\nversion = 3.12.4\r\n")
        assert reason(root) == "it was made on Windows"
        assert layout.packages(str(root), "3.12") == layout.Packages(str(root / "Lib"), (str(root / "Lib" / "site-packages"),))

    def test_one_of_msys2_has_windows_programs_in_the_folders_of_posix(self, root: Path) -> None:
        (root / "bin" / "python").rename(root / "bin" / "python.exe")
        scripts = layout.scripts(str(root))
        assert scripts is not None
        assert scripts.is_windows
        assert scripts.folder == str(root / "bin")


class TestPackagesFolder:
    def test_none_where_there_are_no_packages(self, root: Path, site_packages: Path) -> None:
        site_packages.rmdir()
        environment = sound(root)
        assert (environment.distributions, environment.site_packages) == ({}, (str(site_packages),))
        assert environment.watches == tuple(map(str, (root, root / "bin", site_packages.parent)))

    def test_one_that_an_interrupted_pip_took_away(self, root: Path, site_packages: Path) -> None:
        site_packages.rename(site_packages.parent / "~ite-packages")
        assert reason(root) == "an interrupted install took its site-packages folder away"
        site_packages.mkdir()
        assert sound(root).leftovers == (str(site_packages.parent / "~ite-packages"),)

    def test_what_is_no_folder(self, root: Path, site_packages: Path) -> None:
        site_packages.rmdir()
        site_packages.touch()
        assert reason(root) == "it has no site-packages folder for its Python"
        shutil.rmtree(root / "lib")
        assert reason(root) == "it has no site-packages folder for its Python"

    def test_of_two_pythons_the_configured_one_counts(self, root: Path, site_packages: Path, packages: Path) -> None:
        other = root / "lib" / "python3.13" / "site-packages"
        other.mkdir(parents=True)
        unpacked(wheel(packages, "one", "1.0"), site_packages)
        unpacked(wheel(packages, "two", "2.0"), other)
        assert versions(sound(root)) == {"one": ["1.0"]}
        assert sound(root).site_packages == (str(site_packages),)

    def test_only_another_release_s(self, root: Path) -> None:
        (root / "lib" / "python3.12").rename(root / "lib" / "python3.9")
        assert reason(root) == "it has no site-packages folder for its Python"

    def test_lib64_is_read_once_where_it_is_a_link_and_first_where_it_is_none(self, root: Path, site_packages: Path) -> None:
        (root / "lib64").symlink_to("lib")
        assert sound(root).site_packages == (str(site_packages),)
        (root / "lib64").unlink()
        own = root / "lib64" / "python3.12" / "site-packages"
        own.mkdir(parents=True)
        assert sound(root).site_packages == (str(own), str(site_packages))

    def test_the_one_without_the_global_lock(self, root: Path) -> None:
        (root / "lib" / "python3.12").rename(root / "lib" / "python3.12t")
        assert sound(root).site_packages == (str(root / "lib" / "python3.12t" / "site-packages"),)

    def test_one_that_cannot_be_listed(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def denied(path: str) -> list[str]:
            raise PermissionError(13, "Permission denied", path)

        monkeypatch.setattr(os, "listdir", denied)
        assert reason(root) == "permission to read it is denied"


class TestVanishing:
    """The environment is removed, step by step, while it is read: there is one of the three answers, and never an exception."""

    @pytest.mark.parametrize("step", range(40))
    def test_at_every_look(self, root: Path, site_packages: Path, packages: Path, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
        unpacked(wheel(packages, "six", "1.16.0"), site_packages)
        looks = 0

        def vanishing(function: Callable[..., object]) -> Callable[..., object]:
            def look(*arguments: object, **options: object) -> object:
                nonlocal looks
                looks += 1
                if looks == step:
                    shutil.rmtree(root, ignore_errors=True)
                return function(*arguments, **options)

            return look

        for name in ("open", "stat", "listdir"):
            monkeypatch.setattr(os, name, vanishing(getattr(os, name)))
        reading = environments.read(str(root))
        monkeypatch.undo()
        assert isinstance(reading, Environment | BrokenEnvironment | NoEnvironment)
        if looks >= step > 0:
            assert environments.read(str(root)) == NoEnvironment(str(root))


class TestDistributions:
    @pytest.fixture
    def folder(self, site_packages: Path) -> Path:
        """The `.dist-info` of six."""
        folder = site_packages / "six-1.16.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(metadata_text("six", "1.16.0"))
        return folder

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            (metadata_text("six", "1.16.0"), ""),
            (metadata_text("SIX", "1.16"), ""),
            ("Metadata-Version: 2.1\r\nName: six\r\nVersion: 1.16.0\r\n\r\n", ""),
            ("", "its METADATA is empty"),
            ("Metadata-Version: 2.1\nVersion: 1.16.0\n\nName: six\n", "its METADATA has no Name"),
            ("Name: six\n", "its METADATA has no Version"),
            (metadata_text("idna", "1.16.0"), "its METADATA says that it is idna"),
            (metadata_text("six", "1.15.0"), "its METADATA says version 1.15.0, its folder 1.16.0"),
            ("Name: six\n --index-url http://x\nVersion: 1.16.0\n", ""),
            (metadata_text("six", "1.16.0", description="ä" * 200_000), ""),
        ],
    )
    def test_the_folder_s_name_counts_and_what_contradicts_it_is_told(self, root: Path, folder: Path, text: str, problem: str) -> None:
        (folder / "METADATA").write_bytes(text.encode())
        assert unspelled(only(sound(root))) == Distribution("six", "1.16.0", str(folder), problem)

    def test_metadata_that_is_not_utf_8(self, root: Path, folder: Path) -> None:
        (folder / "METADATA").write_bytes(b"Name: six\nVersion: 1.16.0\nAuthor: \xe4\n")
        assert only(sound(root)).problem == "its METADATA is not UTF-8"

    def test_metadata_of_300_megabytes_costs_as_much_as_its_beginning(self, root: Path, folder: Path) -> None:
        with open(folder / "METADATA", "ab") as file:
            file.truncate(300 << 20)
        assert only(sound(root)).problem == ""

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_the_header_is_kept_and_the_manual_is_not(self, root: Path, folder: Path, end: str) -> None:
        header = end.join(("Name: six", "Summary: one", " and two", "Version: 1.16.0"))
        (folder / "METADATA").write_bytes(f"{header}{end}{end}Version: 3{end}\n\n\r\n\r\n".encode())
        assert only(sound(root)).header.decode().rstrip() == header

    @pytest.mark.parametrize("lines", [1_000, 10_000])
    def test_what_follows_a_long_licence_is_kept_and_the_licence_is_not(self, root: Path, folder: Path, lines: int) -> None:
        licence = "License: Copyright\n" + "        All rights are reserved, and so on.\n" * lines
        (folder / "METADATA").write_text(f"Name: six\n{licence}Version: 1.16.0\nRequires-Dist: idna>=3\n\nManual\n")
        assert only(sound(root)).problem == ""
        assert only(sound(root)).header == b"Name: six\nLicense: Copyright\n \nVersion: 1.16.0\nRequires-Dist: idna>=3"

    def test_what_is_kept_is_bounded_and_ends_with_a_whole_line(self, root: Path, folder: Path) -> None:
        (folder / "METADATA").write_text("Name: six\nVersion: 1.16.0\n" + "Requires-Dist: typing-extensions>=4.12\n" * 100_000)
        header = only(sound(root)).header
        assert metadata.LIMIT - 50 < len(header) <= metadata.LIMIT
        assert header.endswith(b"\nRequires-Dist: typing-extensions>=4.12")

    def test_a_header_without_end_is_read_no_further_than_a_megabyte(self, root: Path, folder: Path) -> None:
        (folder / "METADATA").write_text("Name: six\nVersion: 1.16.0\nSummary: " + "ä" * 1_000_000)
        distribution = only(sound(root))
        assert (distribution.problem, distribution.header) == ("", b"Name: six\nVersion: 1.16.0")

    def test_metadata_that_is_missing_a_folder_a_fifo_or_a_link_to_nowhere(self, root: Path, folder: Path) -> None:
        (folder / "METADATA").unlink()
        assert only(sound(root)).problem == "its METADATA is missing"
        (folder / "METADATA").symlink_to("gone")
        assert only(sound(root)).problem == "its METADATA is missing"
        (folder / "METADATA").unlink()
        os.mkfifo(folder / "METADATA")
        assert only(sound(root)).problem == "its METADATA is not read: it is not a regular file"
        (folder / "METADATA").unlink()
        (folder / "METADATA").mkdir()
        assert only(sound(root)).problem == "its METADATA is not read: it is a folder"

    def test_two_of_one_package_are_both_told_the_readable_one_first(self, root: Path, folder: Path, site_packages: Path) -> None:
        (site_packages / "Six-1.15.0.dist-info").mkdir()
        assert versions(sound(root)) == {"six": ["1.16.0", "1.15.0"]}
        (site_packages / "Six-1.15.0.dist-info" / "METADATA").write_text(metadata_text("six", "1.15.0"))
        assert versions(sound(root)) == {"six": ["1.15.0", "1.16.0"]}

    @pytest.mark.parametrize("name", ["~ix-1.16.0.dist-info", "~ix"])
    def test_what_an_interrupted_pip_left_is_no_package(self, root: Path, site_packages: Path, name: str) -> None:
        (site_packages / name).mkdir()
        environment = sound(root)
        assert (environment.distributions, environment.leftovers) == ({}, (str(site_packages / name),))

    @pytest.mark.parametrize(
        "name", ["-ix-1.dist-info", ".dist-info", "a b-1.dist-info", "a\n-r x-1.dist-info", "-1.egg-info", "-.egg-link"]
    )
    def test_what_is_no_name_is_no_package(self, root: Path, site_packages: Path, name: str) -> None:
        (site_packages / name).mkdir()
        assert versions(sound(root)) == {}

    def test_a_version_that_is_none_is_told(self, root: Path, site_packages: Path) -> None:
        (site_packages / "six-banana.dist-info").mkdir()
        (site_packages / "six-banana.dist-info" / "METADATA").write_text(metadata_text("six", "banana"))
        assert only(sound(root)).problem == "its version, banana, is not a valid one"

    def test_a_folder_s_name_without_version(self, root: Path, site_packages: Path) -> None:
        (site_packages / "six.dist-info").mkdir()
        (site_packages / "six.dist-info" / "METADATA").write_text(metadata_text("six", "1.16.0"))
        assert only(sound(root)).version == "1.16.0"

    def test_a_folder_that_is_a_link_to_the_folder_of_packages(self, root: Path, site_packages: Path) -> None:
        (site_packages / "loop-1.0.dist-info").symlink_to(".")
        assert only(sound(root)).problem == "its METADATA is missing"

    def test_egg_infos_as_folder_and_as_file_and_eggs(self, root: Path, site_packages: Path) -> None:
        (site_packages / "Folder-1.0-py3.12.egg-info").mkdir()
        (site_packages / "file-2.0.egg-info").write_bytes(b"\0\xff")
        (site_packages / "bare.egg-info").mkdir()
        (site_packages / "bare.egg-info" / "PKG-INFO").write_text(metadata_text("bare", "3.0"))
        (site_packages / "empty.egg-info").mkdir()
        (site_packages / "zipped-4.0-py3.12.egg").touch()
        environment = sound(root)
        assert versions(environment) == {"bare": ["3.0"], "empty": [""], "file": ["2.0"], "folder": ["1.0"], "zipped": ["4.0"]}
        problems = {name: same[0].problem for name, same in environment.distributions.items() if same[0].problem}
        assert problems == {"empty": "its PKG-INFO is missing"}
        assert environment.distributions["bare"][0].header.startswith(b"Metadata-Version: 2.1\nName: bare\n")

    def test_packages_behind_a_pth_file_are_seen_and_its_code_is_not_run(self, root: Path, site_packages: Path, packages: Path) -> None:
        canary = root.parent / "canary"
        unpacked(wheel(packages, "behind", "1.0"), root.parent / "vendor")
        unpacked(wheel(packages, "both", "1.0"), root.parent / "vendor")
        unpacked(wheel(packages, "both", "2.0"), site_packages)
        lines = ["# a comment", f"import os; os.mkdir({str(canary)!r})", "", "gone", "../../../../vendor", "//host/share", "\0"]
        (site_packages / "more.pth").write_text("\n".join(lines))
        assert versions(sound(root)) == {"behind": ["1.0"], "both": ["2.0"]}
        assert not canary.exists()

    def test_links_of_setup_py_develop(self, root: Path, site_packages: Path) -> None:
        project = root.parent / "my project"
        (project / "my_thing.egg-info").mkdir(parents=True)
        (project / "my_thing.egg-info" / "PKG-INFO").write_text(metadata_text("my-thing", "0.1"))
        link = site_packages / "my-thing.egg-link"
        link.write_text(f"{project}\n.")
        (site_packages / "easy-install.pth").write_text(f"{project}\n")
        origin = Origin(f"file://{project}".replace(" ", "%20"), str(project), is_editable=True)
        header = metadata_text("my-thing", "0.1").partition("\n\n")[0].encode()
        assert only(sound(root)) == Distribution("my-thing", "0.1", str(link), "", origin, "my-thing", header)
        (project / "my_thing.egg-info" / "PKG-INFO").write_text(metadata_text("my-thing", "0.2"))
        assert only(sound(root)).version == "0.2"
        shutil.rmtree(project)
        assert only(sound(root)).problem == "its PKG-INFO is missing"
        link.write_text("relative\n")
        assert only(sound(root)).problem == "its .egg-link names no folder"

    @pytest.mark.parametrize(
        ("content", "url", "is_editable", "problem"),
        [
            ('{"url": "file:///w/six", "dir_info": {"editable": true}}', "file:///w/six", True, ""),
            ('{"url": "file:///w/six", "dir_info": {}}', "file:///w/six", False, ""),
            (
                '{"url": "https://h/six", "vcs_info": {"vcs": "git", "commit_id": "abc"}, "subdirectory": "sub"}',
                "git+https://h/six@abc#subdirectory=sub",
                False,
                "",
            ),
            ('{"url": "https://h/six.whl", "archive_info": {"hash": "sha256=00"}}', "https://h/six.whl#sha256=00", False, ""),
            ('{"url": "https://h/six.whl"}', "", False, "its direct_url.json is not valid"),
            ("[]", "", False, "its direct_url.json is not valid"),
            ("{", "", False, "its direct_url.json is not valid"),
            ("[" * 30_000, "", False, "its direct_url.json is not valid"),
            (
                '{"url": "https://h/x.whl\\n--index-url https://attacker/#", "archive_info": {}}',
                "",
                False,
                "its direct_url.json names a URL that nothing can be installed from",
            ),
            (" " * 70_000, "", False, "its direct_url.json is not read: it is larger than 64 KiB"),
        ],
    )
    def test_where_it_came_from(self, root: Path, folder: Path, content: str, url: str, is_editable: bool, problem: str) -> None:
        (folder / "direct_url.json").write_text(content)
        found = only(sound(root))
        assert (found.direct_url, found.is_editable, found.problem) == (url, is_editable, problem)

    def test_a_path_install_of_pip_names_its_path(self, tmp_path: Path, packages: Path) -> None:
        root = tmp_path / ".venv"
        run(*MAKERS["uv"](str(root)))
        path = wheel(tmp_path / "here", "six", "1.16.0")
        install(root, packages, path)
        assert only(sound(root)).direct_url.startswith(f"file://{path}")

    def test_more_than_the_limit_are_not_looked_at(self, root: Path, site_packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(distributions, "LIMIT", 3)
        for number in range(5):
            (site_packages / f"p{number}-1.dist-info").mkdir()
        assert len(sound(root).distributions) == 3


class TestMemory:
    @pytest.fixture
    def folder(self, site_packages: Path, packages: Path) -> Path:
        unpacked(wheel(packages, "six", "1.16.0"), site_packages)
        unpacked(wheel(packages, "idna", "3.7"), site_packages)
        return site_packages / "six-1.16.0.dist-info"

    def test_what_did_not_change_is_not_read_again(self, root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        memory: environments.Memory = {}
        before = sound(root, memory)
        monkeypatch.setattr(metadata, "_stated", None)
        assert sound(root, memory) == before

    @pytest.mark.parametrize("keeps_time", [False, True])
    def test_metadata_replaced_by_one_of_the_same_size_is_read_again(self, root: Path, folder: Path, keeps_time: bool) -> None:
        memory: environments.Memory = {}
        before = sound(root, memory)
        status = (folder / "METADATA").stat()
        (folder / "new").write_text((folder / "METADATA").read_text().replace("Name: six", "Name: sex"))
        if keeps_time:
            os.utime(folder / "new", ns=(status.st_atime_ns, status.st_mtime_ns))
        (folder / "new").replace(folder / "METADATA")
        after = sound(root, memory)
        assert after.distributions["six"][0].problem == "its METADATA says that it is sex"
        assert after.distributions["idna"][0] is before.distributions["idna"][0]

    def test_an_edited_summary_makes_another_environment(self, root: Path, folder: Path) -> None:
        memory: environments.Memory = {}
        before = sound(root, memory)
        (folder / "METADATA").write_text((folder / "METADATA").read_text().replace("Summary: The", "Summary: A"))
        after = sound(root, memory)
        assert after != before
        assert after.distributions["six"][0].header != before.distributions["six"][0].header

    def test_what_is_gone_is_forgotten(self, root: Path, folder: Path) -> None:
        memory: environments.Memory = {}
        sound(root, memory)
        shutil.rmtree(folder)
        assert set(sound(root, memory).distributions) == {"idna"}
        assert len(memory) == 1

    def test_a_direct_url_that_was_added_is_seen(self, root: Path, folder: Path) -> None:
        memory: environments.Memory = {}
        sound(root, memory)
        (folder / "direct_url.json").write_text('{"url": "file:///w/six", "dir_info": {"editable": true}}')
        assert sound(root, memory).distributions["six"][0].is_editable


@pytest.mark.benchmark(group="environment")
class TestSpeed:
    """Of three hundred distributions: 30 ms for the first reading, 5 ms for one when nothing changed."""

    @pytest.fixture
    def large(self, root: Path, site_packages: Path, tmp_path: Path) -> Path:
        for path in wheels(tmp_path / "wheels"):
            unpacked(path, site_packages)
        return root

    def test_first_reading(self, large: Path, benchmark: Callable[..., Environment]) -> None:
        assert len(benchmark(sound, large).distributions) == 300

    def test_reading_again(self, large: Path, benchmark: Callable[..., Environment]) -> None:
        memory: environments.Memory = {}
        sound(large, memory)
        assert len(benchmark(sound, large, memory).distributions) == 300
