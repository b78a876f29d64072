"""Environments that tools keep for a project, in trees written as the tools write them; nothing of the project leads anywhere else."""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from platformdirs import PlatformDirs

from reqd import environments
from reqd.core.environment import Listing
from reqd.environments import hatch, keeping, pdm, pipenv, poetry, pyenv, virtualenvwrapper
from reqd.survey import list_folder, survey

# Whose file lies in the project; who only notes for which folder an environment is; and by what name many folders can call for one.
ORDER = ["pipenv", "poetry", "pdm", "hatch", "virtualenvwrapper", "pyenv"]

VARIABLES = (
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "WORKON_HOME", "PYENV_ROOT", "PIPENV_CUSTOM_VENV_NAME", "PDM_CONFIG_FILE"),
    *("POETRY_VIRTUALENVS_PATH", "POETRY_CACHE_DIR", "POETRY_CONFIG_DIR", "HATCH_CONFIG", "HATCH_DATA_DIR", "HATCH_ENV_TYPE_VIRTUAL_PATH"),
)
POSIX = pytest.mark.skipif(os.name == "nt", reason="made of links, which Windows has not for everybody")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the folders of the tools are those of Linux here")


def hashed(path: Path, algorithm: Callable[[bytes], Any]) -> str:
    """The eight characters that stand for a path, worked out as the tools' own code has it."""
    encoded: str = base64.urlsafe_b64encode(algorithm(str(path).encode()).digest()).decode()
    return encoded[:8]


def sha256(path: Path) -> str:
    return hashed(path, hashlib.sha256)


def note(root: str, project: Path) -> None:
    """Leave the note that says for which project an environment is."""
    (Path(root) / ".project").write_text(f"{project}\n")


def environment(root: Path) -> str:
    """What makes a folder an environment here."""
    root.mkdir(parents=True)
    (root / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.12.1\n")
    return str(root)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the user's without anything, and none of the variables that the tools read."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "work" / "shop").mkdir(parents=True)
    return tmp_path / "work" / "shop"


class TestListing:
    """A folder's own environments come first, then those that are kept for it, each with its reason."""

    def test_what_lies_in_the_folder_comes_first(self, home: Path, project: Path) -> None:
        kept = environment(home / ".pyenv" / "versions" / "shop")
        (project / ".python-version").write_text("shop\n")
        assert list_folder(str(project)) == Listing((), (kept,), (pyenv.REASON,))
        own = environment(project / ".venv")
        assert list_folder(str(project)) == Listing((), (own, kept), ("", pyenv.REASON))

    def test_reasons_are_left_out_where_nothing_is_kept(self, home: Path, project: Path) -> None:
        own = environment(project / ".venv")
        (project / ".python-version").write_text("3.12\n")
        assert list_folder(str(project)) == Listing((), (own,))

    def test_a_survey_finds_them_for_each_folder_that_asks(self, home: Path, project: Path) -> None:
        kept = environment(home / ".pyenv" / "versions" / "shop")
        (project / "deep").mkdir()
        for folder in (project, project / "deep"):
            (folder / ".python-version").write_text("shop\n")
        listing = Listing((), (kept,), (pyenv.REASON,))
        assert survey(str(project)) == {str(project): listing, str(project / "deep"): listing}

    def test_without_a_mark_no_keeper_is_asked(self, home: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (project / "requirements-dev.txt").touch()
        for keeper in environments.KEEPERS:
            monkeypatch.setattr(keeper, "kept", None)
        assert list_folder(str(project)) == Listing((str(project / "requirements-dev.txt"),))

    def test_a_keeper_that_fails_hides_none_of_the_others(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing(folder: str) -> tuple[str, ...]:
            raise OSError

        for keeper in environments.KEEPERS:
            monkeypatch.setattr(keeper, "kept", failing)
        assert list(environments.kept(str(project), environments.MARKS)) == []


class TestKeepers:
    def test_their_order(self) -> None:
        assert [keeper.__name__.rpartition(".")[2] for keeper in environments.KEEPERS] == ORDER  # type: ignore[attr-defined]

    @pytest.mark.parametrize("keeper", environments.KEEPERS)
    def test_each_has_marks_and_a_clause_for_a_reason(self, keeper: environments.Keeper) -> None:
        assert keeper.MARKS
        assert keeper.MARKS <= environments.MARKS
        assert keeper.REASON
        assert not keeper.REASON.endswith(".")


class TestPyenv:
    @pytest.fixture
    def versions(self, home: Path) -> Path:
        return home / ".pyenv" / "versions"

    def test_the_first_word_of_each_line_is_a_name(self, versions: Path, project: Path) -> None:
        one, two = environment(versions / "one"), environment(versions / "3.12.1" / "envs" / "two")
        (project / ".python-version").write_text("# the shop's\n\n3.12.1/envs/two rest\r\n  one\n3.12.1\ngone\n")
        assert pyenv.kept(str(project)) == (two, one)

    @pytest.mark.parametrize("name", ["../other", "..", ".", "/etc", "3.12.1/../../other", "3.12.1/envs/..", "a/b", "a\\b", "a\0b", "c:b"])
    def test_no_name_leads_out_of_its_versions(self, versions: Path, project: Path, name: str) -> None:
        environment(versions.parent / "other")
        environment(versions / "3.12.1" / "envs")
        environment(versions / "a" / "b")
        (project / ".python-version").write_text(name)
        assert pyenv.kept(str(project)) == ()

    def test_its_folder_is_where_the_user_says(self, home: Path, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "else"))
        kept = environment(tmp_path / "else" / "versions" / "shop")
        (project / ".python-version").write_text("shop")
        assert pyenv.kept(str(project)) == (kept,)
        monkeypatch.setenv("PYENV_ROOT", "else")
        monkeypatch.chdir(tmp_path)
        assert pyenv.kept(str(project)) == ()


@LINUX
class TestPoetry:
    @pytest.fixture
    def kept_in(self, home: Path, project: Path) -> Path:
        (project / "pyproject.toml").write_text('[project]\nname = "My_Shop"\n')
        return home / ".cache" / "pypoetry" / "virtualenvs"

    @staticmethod
    def name(project: Path, release: str = "3.12", called: str = "my-shop") -> str:
        return f"{called}-{sha256(project)}-py{release}"

    def test_the_one_in_use_comes_first_and_then_newer_pythons(self, kept_in: Path, project: Path) -> None:
        roots = {release: environment(kept_in / self.name(project, release)) for release in ("3.9", "3.10", "3.12")}
        environment(kept_in / "my-shop-AAAAAAAA-py3.13")
        assert poetry.kept(str(project)) == (roots["3.12"], roots["3.10"], roots["3.9"])
        (kept_in / "envs.toml").write_text(f'[my-shop-{sha256(project)}]\nminor = "3.10"\npatch = "3.10.4"\n')
        assert poetry.kept(str(project)) == (roots["3.10"], roots["3.12"], roots["3.9"])

    def test_those_of_a_former_name_are_not_the_project_s(self, kept_in: Path, project: Path) -> None:
        environment(kept_in / self.name(project, called="old"))
        assert poetry.kept(str(project)) == ()

    @pytest.mark.parametrize(
        ("written", "called"),
        [
            ('[tool.poetry]\nname = "a.B"\n', "a-b"),
            ("[tool.poetry]\npackage-mode = false\n", "non-package-mode"),
            (f'[project]\nname = "{"a" * 50}"\n', "a" * 42),
        ],
    )
    def test_the_name_is_written_as_poetry_does(self, kept_in: Path, project: Path, written: str, called: str) -> None:
        (project / "pyproject.toml").write_text(written)
        kept = environment(kept_in / self.name(project, called=called))
        assert poetry.kept(str(project)) == (kept,)

    @POSIX
    def test_a_project_behind_a_link_is_the_same_project(self, kept_in: Path, project: Path) -> None:
        (project.parent / "link").symlink_to(project)
        kept = environment(kept_in / self.name(project))
        assert poetry.kept(str(project.parent / "link")) == (kept,)

    def test_its_folder_is_where_the_user_says(
        self, home: Path, kept_in: Path, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        settings = home / ".config" / "pypoetry" / "config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f'cache-dir = "{tmp_path}/cache"\n[virtualenvs]\npath = "{{cache-dir}}/all"\n')
        kept = environment(tmp_path / "cache" / "all" / self.name(project))
        assert poetry.kept(str(project)) == (kept,)
        monkeypatch.setenv("POETRY_CACHE_DIR", str(tmp_path / "other"))
        kept = environment(tmp_path / "other" / "all" / self.name(project))
        assert poetry.kept(str(project)) == (kept,)
        monkeypatch.setenv("POETRY_VIRTUALENVS_PATH", "~/mine")
        kept = environment(home / "mine" / self.name(project))
        assert poetry.kept(str(project)) == (kept,)

    def test_the_project_leads_into_itself_alone(self, kept_in: Path, project: Path, tmp_path: Path) -> None:
        environment(tmp_path / "else" / self.name(project))
        for written in (str(tmp_path / "else"), "../../else", "//host/share", "~/else"):
            (project / "poetry.toml").write_text(f'cache-dir = "{tmp_path}"\n[virtualenvs]\npath = "{written}"\n')
            assert poetry.kept(str(project)) == ()
        (project / "poetry.toml").write_text('[virtualenvs]\npath = "envs"\n')
        kept = environment(project / "envs" / self.name(project))
        assert poetry.kept(str(project)) == (kept,)


@LINUX
class TestPipenv:
    @pytest.fixture
    def workon(self, home: Path, project: Path) -> Path:
        (project / "Pipfile").touch()
        return home / ".local" / "share" / "virtualenvs"

    def test_it_is_named_after_the_folder_and_the_path_of_the_pipfile(self, workon: Path, project: Path) -> None:
        environment(workon / "shop-AAAAAAAA")
        kept = environment(workon / f"shop-{sha256(project / 'Pipfile')}")
        assert pipenv.kept(str(project)) == (kept,)

    def test_characters_that_a_shell_would_read_are_replaced(self, workon: Path, project: Path) -> None:
        odd = project.rename(project.parent / "my (shop) & co")
        kept = environment(workon / f"my__shop____co-{sha256(odd / 'Pipfile')}")
        assert pipenv.kept(str(odd)) == (kept,)

    def test_its_folder_is_where_the_user_says(self, workon: Path, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
        name = f"shop-{sha256(project / 'Pipfile')}"
        kept = environment(tmp_path / "data" / "virtualenvs" / name)
        assert pipenv.kept(str(project)) == (kept,)
        monkeypatch.setenv("WORKON_HOME", "$XDG_DATA_HOME/work")
        kept = environment(tmp_path / "data" / "work" / name)
        assert pipenv.kept(str(project)) == (kept,)

    def test_one_with_more_to_its_name_is_known_by_its_note(self, workon: Path, project: Path) -> None:
        mine, other = environment(workon / "Shop-BBBBBBBB-3.11"), environment(workon / "shop-CCCCCCCC")
        note(mine, project)
        note(other, project.parent)
        assert pipenv.kept(str(project)) == (mine,)

    def test_a_name_that_the_user_gave_counts_where_the_note_agrees(
        self, workon: Path, project: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PIPENV_CUSTOM_VENV_NAME", "mine")
        mine = environment(workon / "mine")
        assert pipenv.kept(str(project)) == ()
        note(mine, project)
        assert pipenv.kept(str(project)) == (mine,)

    def test_a_file_venv_names_a_path_in_the_project(self, workon: Path, project: Path, tmp_path: Path) -> None:
        environment(tmp_path / "else" / "env")
        for written in ("../../else/env", str(tmp_path / "else" / "env"), "./", "//host/share", "a/\0"):
            (project / ".venv").write_text(written)
            assert pipenv.kept(str(project)) == ()
        (project / ".venv").write_text("./deep/env\n")
        kept = environment(project / "deep" / "env")
        assert pipenv.kept(str(project)) == (kept,)

    def test_a_file_venv_names_an_environment_of_this_project(self, workon: Path, project: Path) -> None:
        mine = environment(workon / "mine")
        (project / ".venv").write_text("mine\n")
        assert pipenv.kept(str(project)) == ()
        note(mine, project)
        assert pipenv.kept(str(project)) == (mine,)


@LINUX
class TestPdm:
    @pytest.fixture
    def venvs(self, home: Path, project: Path) -> Path:
        (project / "pyproject.toml").touch()
        return home / ".local" / "share" / "pdm" / "venvs"

    @staticmethod
    def name(project: Path, suffix: str) -> str:
        return f"{project.name}-{hashed(project, hashlib.md5)}-{suffix}"

    def test_newer_pythons_first_and_the_saved_one_before_them(self, venvs: Path, project: Path) -> None:
        named, old, new = (environment(venvs / self.name(project, suffix)) for suffix in ("test", "3.9", "3.12"))
        environment(venvs / "shop-AAAAAAAA-3.13")
        assert pdm.kept(str(project)) == (new, old, named)
        (project / ".pdm-python").write_text(f"{named}/bin/python")
        assert pdm.kept(str(project)) == (named, new, old)

    def test_its_folder_is_where_the_user_says(self, home: Path, venvs: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        settings = home / ".config" / "pdm" / "config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('[venv]\nlocation = "~/all"\n')
        kept = environment(home / "all" / self.name(project, "3.12"))
        assert pdm.kept(str(project)) == (kept,)
        (home / "mine.toml").write_text('[venv]\nlocation = "~/mine"\n')
        monkeypatch.setenv("PDM_CONFIG_FILE", str(home / "mine.toml"))
        kept = environment(home / "mine" / self.name(project, "3.12"))
        assert pdm.kept(str(project)) == (kept,)

    @POSIX
    def test_the_saved_one_may_lie_in_the_project(self, venvs: Path, project: Path) -> None:
        kept = environment(project / "deep" / "env")
        (project / ".pdm-python").write_text(f"{kept}/bin/python3.12\n")
        assert pdm.kept(str(project)) == (kept,)
        (project.parent / "link").symlink_to(project)
        assert pdm.kept(str(project.parent / "link")) == (str(project.parent / "link" / "deep" / "env"),)

    def test_the_project_leads_to_no_other_place(self, venvs: Path, project: Path, tmp_path: Path) -> None:
        other = environment(tmp_path / "else")
        foreign = environment(venvs / "other-AAAAAAAA-3.12")
        environment(project / "lib")
        for written in (f"{other}/bin/python", f"{foreign}/bin/python", "//host/bin/python", "a\0/bin/python", "bin/python", "", "/"):
            (project / ".pdm-python").write_text(written)
            assert pdm.kept(str(project)) == ()
        (project / ".pdm-python").write_text(f"{project}/lib/lib/python")
        assert pdm.kept(str(project)) == ()


@LINUX
class TestHatch:
    @pytest.fixture
    def virtual(self, home: Path, project: Path) -> Path:
        (project / "pyproject.toml").write_text('[project]\nname = "My_Shop"\n')
        return home / ".local" / "share" / "hatch" / "env" / "virtual"

    def test_the_default_one_counts_and_those_for_tests_do_not(self, virtual: Path, project: Path) -> None:
        environment(virtual / "my-shop" / sha256(project) / "hatch-test.py3.12")
        environment(virtual / "my-shop" / "AAAAAAAA" / "my-shop")
        assert hatch.kept(str(project)) == ()
        kept = environment(virtual / "my-shop" / sha256(project) / "my-shop")
        assert hatch.kept(str(project)) == (kept,)

    def test_its_folder_is_where_the_user_says(self, home: Path, virtual: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        parts = ("my-shop", sha256(project), "my-shop")
        settings = home / ".config" / "hatch" / "config.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('[dirs]\ndata = "~/all"\n')
        kept = environment(home.joinpath("all", "env", "virtual", *parts))
        assert hatch.kept(str(project)) == (kept,)
        monkeypatch.setenv("HATCH_DATA_DIR", str(home / "data"))
        kept = environment(home.joinpath("data", "env", "virtual", *parts))
        assert hatch.kept(str(project)) == (kept,)
        settings.write_text('[dirs.env]\nvirtual = "~/.virtualenvs"\n')
        kept = environment(home / ".virtualenvs" / "my-shop")
        assert hatch.kept(str(project)) == (kept,)
        settings.write_text('[dirs.env]\nvirtual = ".hatch"\n')
        kept = environment(project / ".hatch" / "my-shop")
        assert hatch.kept(str(project)) == (kept,)

    def test_a_name_that_is_a_path_leads_nowhere(self, virtual: Path, project: Path, tmp_path: Path) -> None:
        virtual.mkdir(parents=True)
        other = environment(tmp_path / "else")
        for name in (other, "//host/share", "../else", "a/b", ""):
            (project / "pyproject.toml").write_text(f'[project]\nname = "{name}"\n')
            assert hatch.kept(str(project)) == ()
            assert {Path(place).parts[: len(virtual.parts)] for place in hatch.places(str(project))} == {virtual.parts}

    def test_the_path_that_the_user_names(self, virtual: Path, project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("HATCH_ENV_TYPE_VIRTUAL_PATH", str(tmp_path / "else"))
        kept = environment(tmp_path / "else")
        assert hatch.kept(str(project)) == (kept,)

    @pytest.mark.parametrize(("file", "table"), [("hatch.toml", "envs.default"), ("pyproject.toml", "tool.hatch.envs.default")])
    def test_the_project_leads_into_itself_alone(self, virtual: Path, project: Path, tmp_path: Path, file: str, table: str) -> None:
        environment(tmp_path / "else")
        for written in ("../../else", str(tmp_path / "else"), "//host/share", "."):
            (project / file).write_text(f'[{table}]\npath = "{written}"\n')
            assert hatch.kept(str(project)) == ()
        (project / file).write_text(f'[{table}]\npath = "deep/env"\n')
        kept = environment(project / "deep" / "env")
        assert hatch.kept(str(project)) == (kept,)


class TestVirtualenvwrapper:
    def test_those_that_are_noted_to_be_the_folder_s(self, home: Path, project: Path) -> None:
        roots = {name: environment(home / ".virtualenvs" / name) for name in ("b", "a", "other", "bare", ".a-restore-4f1c09aa")}
        (home / ".virtualenvs" / "postactivate").touch()
        for name in ("a", "b", ".a-restore-4f1c09aa"):
            note(roots[name], project)
        note(roots["other"], project.parent)
        assert virtualenvwrapper.kept(str(project)) == (roots["a"], roots["b"])

    def test_its_folder_is_where_the_user_says(self, home: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for written, folder in (("~/one", "one"), ("two", "two"), ("$HOME/three", "three")):
            monkeypatch.setenv("WORKON_HOME", written)
            kept = environment(home / folder / "shop")
            note(kept, project)
            assert virtualenvwrapper.kept(str(project)) == (kept,)


@LINUX
class TestPlaces:
    """The folders elsewhere in which a tool would make an environment, which are watched as long as there is none."""

    @pytest.fixture
    def bare(self, home: Path, project: Path) -> Path:
        for name in ("Pipfile", ".python-version"):
            (project / name).write_text("shop\n")
        (project / "pyproject.toml").write_text('[project]\nname = "shop"\n')
        return project

    def test_those_of_all_tools_whose_mark_is_there(self, home: Path, bare: Path) -> None:
        own, data = str(home), str(home / ".local" / "share")
        pipenv_root = f"{data}/virtualenvs/shop-{sha256(bare / 'Pipfile')}"
        expected = (
            *(f"{data}/virtualenvs", pipenv_root, f"{own}/.cache/pypoetry/virtualenvs", f"{data}/pdm/venvs"),
            *(f"{data}/hatch/env/virtual", f"{own}/.pyenv/versions"),
        )
        assert list_folder(str(bare)) == Listing(places=expected)

    def test_none_where_there_is_an_environment(self, home: Path, bare: Path) -> None:
        own = environment(bare / "venv")
        assert list_folder(str(bare)) == Listing((), (own,))

    def test_an_environment_that_is_being_made_is_one_of_them(self, home: Path, bare: Path) -> None:
        begun = home / ".cache" / "pypoetry" / "virtualenvs" / f"shop-{sha256(bare)}-py3.12"
        begun.mkdir(parents=True)
        assert str(begun) in list_folder(str(bare)).places
        (begun / "pyvenv.cfg").touch()
        assert list_folder(str(bare)) == Listing((), (str(begun),), (poetry.REASON,))

    def test_the_folders_on_the_way_to_one_of_hatch(self, home: Path, bare: Path) -> None:
        kept_in = home / ".local" / "share" / "hatch" / "env" / "virtual"
        kept_in.mkdir(parents=True)
        way = [kept_in, *(kept_in.joinpath(*("shop", sha256(bare), "shop")[:count]) for count in (1, 2, 3))]
        assert sorted(map(str, way)) == sorted(set(hatch.places(str(bare))))

    def test_a_release_of_python_that_pyenv_has_is_waited_for_no_more(self, home: Path, bare: Path) -> None:
        (home / ".pyenv" / "versions" / "shop").mkdir(parents=True)
        assert pyenv.places(str(bare)) == ()

    def test_without_a_mark_there_are_none(self, home: Path, project: Path) -> None:
        assert list_folder(str(project)) == Listing()


@LINUX
class TestAnything:
    """Whatever stands in the files of a project, nothing fails, and nothing leads out of the project and of the tools' own folders."""

    FILES = ("pyproject.toml", "poetry.toml", "hatch.toml", ".venv", ".pdm-python", ".python-version")
    VALUES = ("/else", "../else", "//host/share", "~/else", "a/../../else", "\\0", "c:/else", "..", "deep", "else/bin/python", "\\ud800")
    FORMS = ("{}", '[project]\nname = "{}"', '[virtualenvs]\npath = "{}"', '[envs.default]\npath = "{}"')

    @given(contents=st.lists(st.tuples(st.sampled_from(FILES), st.sampled_from(FORMS), st.sampled_from(VALUES) | st.text(max_size=9))))
    @limits(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_nothing_fails_and_nothing_leads_out(self, home: Path, project: Path, contents: list[tuple[str, str, str]]) -> None:
        self.furnish(home, project)
        for name in self.FILES:
            (project / name).unlink(missing_ok=True)
        for name, form, value in contents:
            (project / name).write_bytes(form.replace("{}", value).encode("utf-8", "replace"))
        looked = [*(root for root, _ in environments.kept(str(project), environments.MARKS))]
        looked += environments.places(str(project), environments.MARKS)
        strange = [path for path in looked if not os.path.normpath(path).startswith((f"{project}/", f"{home}/."))]
        assert strange == []

    @staticmethod
    def furnish(home: Path, project: Path) -> None:
        """What a project could want to lead to, and the folders of the tools."""
        for each in (project.parent / "else", project.parent.parent / "else", home / "else"):
            if not each.exists():
                environment(each)
        for name in ("hatch/env/virtual", "pdm/venvs", "virtualenvs"):
            (home / ".local" / "share" / name).mkdir(parents=True, exist_ok=True)


class TestRunners:
    """The environments of tox and Nox are known, and never chosen."""

    def test_they_are_known_and_belong_to_nobody(self, home: Path, project: Path) -> None:
        roots = tuple(environment(project / at) for at in (".tox/lint", ".tox/py312", ".nox/tests"))
        (project / ".tox" / "log").mkdir()
        assert environments.known(str(project)) == roots
        assert list_folder(str(project)) == Listing()
        assert survey(str(project)) == {}

    def test_where_there_are_none_none_are_known(self, project: Path) -> None:
        assert environments.known(str(project)) == ()
        assert environments.known(str(project / "gone")) == ()


class TestKeeping:
    """What the keepers share."""

    @pytest.mark.parametrize(
        ("written", "expected"),
        [("a", "a"), ("a/../b", "b"), (".", ""), ("", ""), ("..", ""), ("../shop2", ""), ("/etc", ""), ("a\0", ""), ("//host/share", "")],
    )
    def test_a_path_of_the_project_counts_inside_of_it_alone(self, written: str, expected: str) -> None:
        assert keeping.inside("/home/shop", written) == (f"/home/shop/{expected}" if expected else "")

    @pytest.mark.parametrize("written", ["relative", "//host/share", "\\\\host\\share", "", "/a\0b"])
    def test_a_folder_of_the_user_s_is_absolute_and_on_this_machine(self, written: str) -> None:
        assert keeping.user_folder(written) == ""

    @LINUX
    @pytest.mark.parametrize("value", [None, "", " ", "/else"])
    @pytest.mark.parametrize("purpose", ["cache", "config", "data"])
    def test_a_tool_s_folder_is_where_platformdirs_has_it(
        self, home: Path, purpose: Literal["cache", "config", "data"], value: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if value is not None:
            monkeypatch.setenv(f"XDG_{purpose.upper()}_HOME", value)
        assert keeping.tool_folder(purpose, "tool") == getattr(PlatformDirs("tool", False), f"user_{purpose}_dir")
        here = keeping.tool_folder(purpose, "tool")
        monkeypatch.setattr(sys, "platform", "darwin")
        assert keeping.tool_folder(purpose, "tool", None, is_roaming=True) == here

    def test_what_a_file_does_not_say_is_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "pyproject.toml"
        assert keeping.value(str(path), "tool") == ""
        for content in (b"", b"\xff", b"[tool", b"tool = 3", b"[tool.poetry]\nname = 3", b"tool = " + b"[" * 100_000, b"\0"):
            path.write_bytes(content + b" # tool poetry name")
            assert keeping.value(str(path), "tool", "poetry", "name") == ""
        path.write_bytes(b"\xef\xbb\xbf[tool.poetry]\r\nname = 'a'\r\n")
        assert keeping.value(str(path), "tool", "poetry", "name") == "a"
        path.write_bytes(b"#" * (keeping.LIMIT + 1))
        assert keeping.text(str(path)) == ""
