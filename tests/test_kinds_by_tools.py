"""Environments that the tools themselves make are found where they make them. Each test is skipped where its tool is not installed.

Nothing is installed into the environments, so no network is needed. `pytest -m tool` runs these alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from reqd import environments
from reqd.core.environment import Environment, Listing
from reqd.environments import hatch, pdm, pipenv, poetry, pyenv, virtualenvwrapper
from reqd.survey import list_folder

pytestmark = [pytest.mark.tool, pytest.mark.skipif(os.name == "nt", reason="the folders of the tools are those of Linux and macOS here")]

_PREFIXES = ("POETRY_", "PIPENV_", "PDM_", "HATCH_", "PYENV_", "XDG_", "VIRTUAL", "WORKON_", "CONDA_", "TOX", "NOX", "PIP_")
PYPROJECT = '[project]\nname = "My_Shop"\nversion = "1"\nrequires-python = ">=3.8"\n'


class Person:
    """Somebody with an empty home who starts tools in a project's folder."""

    def __init__(self, base: Path) -> None:
        self.home, self.folder = base / "home", base / "shop"
        self.home.mkdir()
        self.folder.mkdir()
        own = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIXES)}
        self.variables: Mapping[str, str] = {**own, "HOME": str(self.home)}

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def run(self, *command: str, **variables: str) -> str:
        """What the program wrote, without the line's end. Skips the test where there is no such program."""
        program = shutil.which(command[0])
        if program is None:
            pytest.skip(f"{command[0]} is not installed")
        done = subprocess.run(
            (program, *command[1:]),
            cwd=self.folder,
            env={**self.variables, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def finds(self, root: str, keeper: environments.Keeper) -> bool:
        """Whether the folder's one environment is the one at this root, whole, and for this reason."""
        assert list_folder(str(self.folder)) == Listing((), (root,), (keeper.REASON,))
        return isinstance(environments.read(root), Environment)


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    made = Person(tmp_path)
    for name in os.environ.keys() - made.variables.keys():
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(made.home))
    return made


class TestPoetry:
    @pytest.mark.parametrize(
        "pyproject", [PYPROJECT, "[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\npython = '>=3.8'\n"]
    )
    def test_where_it_keeps_all(self, person: Person, pyproject: str) -> None:
        person.write("pyproject.toml", pyproject)
        person.run("poetry", "env", "use", sys.executable)
        assert person.finds(person.run("poetry", "env", "info", "--path"), poetry)

    def test_where_the_person_has_them_kept(self, person: Person) -> None:
        person.write("pyproject.toml", PYPROJECT)
        person.run("poetry", "config", "virtualenvs.path", "{cache-dir}/all")
        person.run("poetry", "config", "cache-dir", str(person.home / "mine"))
        person.run("poetry", "env", "use", sys.executable)
        root = person.run("poetry", "env", "info", "--path")
        assert root.startswith(f"{person.home}/mine/all/")
        assert person.finds(root, poetry)

    def test_where_the_project_has_them_kept(self, person: Person) -> None:
        person.write("pyproject.toml", PYPROJECT)
        person.run("poetry", "config", "--local", "virtualenvs.path", "envs")
        person.run("poetry", "env", "use", sys.executable)
        assert person.finds(os.path.join(person.folder, person.run("poetry", "env", "info", "--path")), poetry)


class TestPipenv:
    def make(self, person: Person, **variables: str) -> str:
        person.write("Pipfile", "[packages]\n")
        person.run("pipenv", "--python", sys.executable, "run", "true", **variables)
        return person.run("pipenv", "--venv", **variables)

    def test_where_it_keeps_all(self, person: Person) -> None:
        assert person.finds(self.make(person), pipenv)

    def test_where_the_person_has_them_kept(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("WORKON_HOME", f"{person.home}/all")
        assert person.finds(self.make(person, WORKON_HOME=f"{person.home}/all"), pipenv)

    def test_under_the_name_that_the_project_gives(self, person: Person) -> None:
        person.write(".venv", "mine\n")
        root = self.make(person)
        assert root.endswith("/mine")
        assert person.finds(root, pipenv)

    def test_where_the_folder_s_name_has_odd_characters(self, person: Person) -> None:
        person.folder = person.folder.rename(person.folder.parent / "my (shop) & co")
        assert person.finds(self.make(person), pipenv)


class TestPdm:
    @pytest.fixture(autouse=True)
    def elsewhere(self, person: Person) -> None:
        person.write("pyproject.toml", PYPROJECT)
        person.run("pdm", "config", "venv.in_project", "false")

    def test_where_it_keeps_all(self, person: Person) -> None:
        person.run("pdm", "venv", "create", sys.executable)
        assert person.finds(self.root(person), pdm)

    def test_the_one_that_is_used_comes_first(self, person: Person) -> None:
        for name in ("one", "two"):
            person.run("pdm", "venv", "create", "--name", name, sys.executable)
        for name in ("one", "two"):
            person.run("pdm", "use", "--venv", name)
            listing = list_folder(str(person.folder))
            assert (listing.environments[0], len(listing.environments)) == (self.root(person, name), 2)

    def test_where_the_person_has_them_kept(self, person: Person) -> None:
        person.run("pdm", "config", "venv.location", "~/all")
        person.run("pdm", "venv", "create", sys.executable)
        assert person.finds(self.root(person), pdm)

    @staticmethod
    def root(person: Person, name: str = "") -> str:
        listed = person.run("pdm", "venv", "list").splitlines()
        return next(line.rpartition(": ")[2] for line in listed if f" {name}" in line and ": /" in line)


class TestHatch:
    @pytest.mark.parametrize("place", ["", "venvs/mine"])
    def test_where_it_keeps_all_and_where_the_project_says(self, person: Person, place: str) -> None:
        path = f'path = "{place}"\n' if place else ""
        person.write("pyproject.toml", f"{PYPROJECT}[tool.hatch.envs.default]\nskip-install = true\n{path}")
        person.run("hatch", "env", "create")
        assert person.finds(person.run("hatch", "env", "find"), hatch)

    @pytest.mark.parametrize("place", [".hatch", "~/.virtualenvs", "~/all"])
    def test_where_the_person_has_them_kept(self, person: Person, place: str) -> None:
        person.write("pyproject.toml", f"{PYPROJECT}[tool.hatch.envs.default]\nskip-install = true\n")
        person.run("hatch", "config", "set", "dirs.env.virtual", place)
        person.run("hatch", "env", "create")
        assert person.finds(person.run("hatch", "env", "find"), hatch)


def test_virtualenvwrapper(person: Person) -> None:
    if shutil.which("virtualenvwrapper.sh") is None:
        pytest.skip("virtualenvwrapper is not installed")
    python = f"{os.path.dirname(shutil.which('virtualenvwrapper.sh') or '')}/python"
    script = f'source "$(command -v virtualenvwrapper.sh)" && mkvirtualenv -p {sys.executable} -a "{person.folder}" mine'
    person.run("bash", "-c", script, VIRTUALENVWRAPPER_PYTHON=python)
    person.write("setup.py", "")
    assert person.finds(f"{person.home}/.virtualenvs/mine", virtualenvwrapper)


def test_pyenv_virtualenv(person: Person) -> None:
    if "virtualenv" not in person.run("pyenv", "commands", "--no-sh").split():
        pytest.skip("pyenv-virtualenv is not installed")
    version = "{}.{}.{}".format(*sys.version_info)
    versions = person.home / ".pyenv" / "versions"
    (versions / version).mkdir(parents=True)
    (versions / version / "bin").symlink_to(f"{sys.base_prefix}/bin")
    person.run("pyenv", "virtualenv", "--without-pip", version, "mine")
    person.run("pyenv", "local", "mine")
    assert person.finds(f"{versions}/mine", pyenv)


@pytest.mark.parametrize(
    ("command", "file", "text", "root"),
    [
        (("tox", "run", "--notest", "-e", "lint"), "tox.ini", "[tox]\nno_package = true\n[testenv:lint]\n", ".tox/lint"),
        (
            ("nox", "--install-only"),
            "noxfile.py",
            "import nox\n@nox.session(name='lint')\ndef lint(session):\n    pass\n",
            ".nox/lint",
        ),
    ],
    ids=["tox", "nox"],
)
def test_those_of_test_runners_are_known_and_never_chosen(
    person: Person, command: tuple[str, ...], file: str, text: str, root: str
) -> None:
    person.write(file, text)
    person.run(*command)
    assert environments.known(str(person.folder)) == (f"{person.folder}/{root}",)
    assert list_folder(str(person.folder)) == Listing()
