"""Environments that were moved or copied, made by each of the tools; and which of several is used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import uv

from reqd import environments
from reqd.check import check
from reqd.core.environment import BrokenEnvironment, Environment, EnvironmentReading, Listing, NoEnvironment
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot
from reqd.environments import moved
from reqd.manifests import parse
from reqd.survey import list_folder
from tests.fixture import environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the trees are made of links, as on POSIX")

UV = (uv.find_uv_bin(), "venv", "--quiet", "--offline", "--no-config", "--python", sys.executable)
MAKERS: dict[str, tuple[str, ...]] = {
    "venv": (sys.executable, "-m", "venv", "--without-pip"),
    "virtualenv": (sys.executable, "-m", "virtualenv", "--quiet", "--no-download"),
    "uv": UV,
}
HERE = "/p/requirements.txt"


def made(maker: str, root: Path, *options: str) -> Path:
    subprocess.run((*MAKERS[maker], *options, str(root)), check=True, capture_output=True)
    return root


def former(root: Path) -> str:
    reading = environments.read(str(root))
    assert isinstance(reading, Environment), reading
    return reading.former


class TestReading:
    """Where an environment was made is told only where that is another place."""

    # Blanks and quotation marks are what makes a shell's script hard to read.
    @pytest.mark.parametrize("name", [".venv", "its own é", "Ana's"])
    @pytest.mark.parametrize("maker", MAKERS)
    def test_one_that_was_moved_or_copied(self, tmp_path: Path, maker: str, name: str) -> None:
        root = made(maker, tmp_path / "old" / name)
        assert former(root) == ""
        copy = tmp_path / "copy" / name
        shutil.copytree(tmp_path / "old", tmp_path / "copy", symlinks=True)
        assert (former(root), former(copy)) == ("", str(root))
        shutil.move(tmp_path / "old", tmp_path / "new")
        assert (former(tmp_path / "new" / name), former(copy)) == (str(root), str(root))

    @pytest.mark.parametrize("maker", MAKERS)
    def test_one_that_is_reached_through_a_link(self, tmp_path: Path, maker: str) -> None:
        made(maker, tmp_path / "shop" / ".venv")
        (tmp_path / "link").symlink_to("shop")
        (tmp_path / "shop" / "venv").symlink_to(".venv")
        assert former(tmp_path / "link" / ".venv") == ""
        assert former(tmp_path / "shop" / "venv") == ""

    @pytest.mark.parametrize("maker", MAKERS)
    def test_one_that_was_made_through_a_link(self, tmp_path: Path, maker: str) -> None:
        (tmp_path / "shop").mkdir()
        (tmp_path / "link").symlink_to("shop")
        made(maker, tmp_path / "link" / ".venv")
        assert former(tmp_path / "shop" / ".venv") == ""

    def test_one_that_was_made_to_be_moved(self, tmp_path: Path) -> None:
        shutil.move(made("uv", tmp_path / "old", "--relocatable"), tmp_path / "new")
        assert former(tmp_path / "new") == ""

    @pytest.mark.parametrize("maker", MAKERS)
    def test_one_that_was_moved_and_made_anew_over_it(self, tmp_path: Path, maker: str) -> None:
        shutil.move(made(maker, tmp_path / "old"), tmp_path / "new")
        assert former(tmp_path / "new") == str(tmp_path / "old")
        made(maker, tmp_path / "new", "--clear")
        assert former(tmp_path / "new") == ""

    def test_one_whose_pip_leads_to_the_first_one(self, tmp_path: Path) -> None:
        """What is told is so: the copy's pip is run by the Python of the environment it was copied from."""
        root = made("virtualenv", tmp_path / "old")
        shutil.copytree(root, tmp_path / "new", symlinks=True)
        pip = subprocess.run((tmp_path / "new" / "bin" / "pip", "--version"), check=True, capture_output=True, text=True).stdout
        assert f"{root}/lib" in pip
        assert former(tmp_path / "new") == str(root)

    @pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"\xff\0\n"), lambda path: path.write_text("")])
    def test_one_without_such_a_script(self, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
        shutil.move(made("venv", tmp_path / "old"), tmp_path / "new")
        spoil(tmp_path / "new" / "bin" / "activate")
        assert former(tmp_path / "new") == ""

    def test_a_script_that_nobody_writes_to_is_not_waited_for(self, tmp_path: Path) -> None:
        activate = made("venv", tmp_path / "old") / "bin" / "activate"
        activate.unlink()
        os.mkfifo(activate)
        assert former(tmp_path / "old") == ""


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ('VIRTUAL_ENV="/a b/c"', "/a b/c"),
        ('    export VIRTUAL_ENV="/a"\r', "/a"),
        ("VIRTUAL_ENV=/a/b", "/a/b"),
        ("VIRTUAL_ENV='/a $b'", "/a $b"),
        ("""VIRTUAL_ENV='/it'"'"'s'""", "/it's"),
        ('VIRTUAL_ENV="$CURRENT_ENV"\nVIRTUAL_ENV=/a', "/a"),
        ('VIRTUAL_ENV=$(cygpath "/c")\nexport VIRTUAL_ENV="/a"', "/a"),
        ("""VIRTUAL_ENV=''"$(dirname -- "$(dirname -- "$(realpath -- "$SCRIPT_PATH")")")"''""", ""),
        ("VIRTUAL_ENV=a/b", ""),
        ("VIRTUAL_ENV=//machine/share", ""),
        ("VIRTUAL_ENV=C:\\project", ""),
        ("OLD_VIRTUAL_ENV=/a", ""),
        ("# VIRTUAL_ENV=/a", ""),
        ("VIRTUAL_ENV='/a\n", ""),
        ("VIRTUAL_ENV=" + "''" * 4000 + " x", ""),
    ],
)
def test_the_folder_that_a_script_names(line: str, folder: str) -> None:
    assert moved.made_in(f"# of a shell\n{line}\nexport VIRTUAL_ENV\n") == folder


class TestListing:
    """An environment that has two names is one."""

    def test_one_that_is_linked_beside_itself(self, tmp_path: Path) -> None:
        own = made("venv", tmp_path / "venv")
        (tmp_path / ".venv").symlink_to("venv")
        (tmp_path / "env").symlink_to("gone")
        assert list_folder(str(tmp_path)) == Listing((), (str(tmp_path / ".venv"), str(tmp_path / "env")))
        (tmp_path / ".venv").unlink()
        (tmp_path / "env").unlink()
        assert list_folder(str(tmp_path)) == Listing((), (str(own),))

    def test_one_that_a_tool_keeps_and_somebody_linked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
        project = tmp_path / "project"
        project.mkdir()
        (project / ".python-version").write_text("shop\n")
        kept = made("venv", tmp_path / "pyenv" / "versions" / "shop")
        assert list_folder(str(project)).environments == (str(kept),)
        (project / ".venv").symlink_to(kept)
        assert list_folder(str(project)) == Listing((), (str(project / ".venv"),))


class TestSeveral:
    """Which of several is used is told where it was found, and is in use."""

    def messages(
        self, listings: dict[str, Listing], read: dict[str, EnvironmentReading], settings: Settings, active: str = ""
    ) -> list[str]:
        manifests = {HERE: parse(HERE, "six\n")}
        known = Snapshot(settings=settings, folders=("/p",), active=active, manifests=manifests, listings=listings, environments=read)
        return [finding.message for finding in check(known, HERE) if finding.code == "several-environments"]

    def sound(self, root: str) -> Environment:
        reading = environment("six 1.16.0")
        assert isinstance(reading, Environment)
        return replace(reading, root=root)

    def test_those_that_a_tool_keeps(self) -> None:
        listing = Listing((), ("/k/a", "/k/b"), ("Poetry keeps it for this project",) * 2)
        assert self.messages({"/p": listing}, {"/k/a": self.sound("/k/a")}, Settings()) == [
            "/k/a is used, since Poetry keeps it for this project; /k/b is there too, and the setting 'environment' can name it"
        ]

    @pytest.mark.parametrize("other", [BrokenEnvironment("/p/venv", "it has no Python in it"), NoEnvironment("/p/venv")])
    def test_one_that_is_known_to_be_of_no_use_does_not_count(self, other: EnvironmentReading) -> None:
        listings = {"/p": Listing((), ("/p/.venv", "/p/venv"))}
        assert self.messages(listings, {"/p/.venv": self.sound("/p/.venv")}, Settings()) != []
        assert self.messages(listings, {"/p/.venv": self.sound("/p/.venv"), "/p/venv": other}, Settings()) == []

    def test_one_that_the_setting_names_is_no_question(self) -> None:
        listings = {"/p": Listing((), ("/p/.venv", "/p/venv"))}
        assert self.messages(listings, {"/p/venv": self.sound("/p/venv")}, Settings(environment="venv")) == []

    def test_one_that_is_not_read_yet_is_not_told(self) -> None:
        assert self.messages({"/p": Listing((), ("/p/.venv", "/p/venv"))}, {}, Settings()) == []

    def test_those_of_other_folders_do_not_count(self) -> None:
        listings = {"/p": Listing((), ("/p/.venv",)), "/p/sub": Listing((), ("/p/sub/.venv", "/p/sub/venv"))}
        assert self.messages(listings, {"/p/.venv": self.sound("/p/.venv")}, Settings()) == []

    def test_the_activated_one_is_no_question(self) -> None:
        assert self.messages({}, {"/active": self.sound("/active")}, Settings(), "/active") == []
