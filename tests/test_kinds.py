"""Environments that tools keep for a project, in trees written as the tools write them; nothing of the project leads anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqd import environments
from reqd.core.environment import Listing
from reqd.environments import keeping, pyenv
from reqd.survey import list_folder, survey


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
    for name in ("PYENV_ROOT",):
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
        (project / "requirements.txt").touch()
        for keeper in environments.KEEPERS:
            monkeypatch.setattr(keeper, "kept", None)
        assert list_folder(str(project)) == Listing((str(project / "requirements.txt"),))

    def test_a_keeper_that_fails_hides_none_of_the_others(self, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing(folder: str) -> tuple[str, ...]:
            raise OSError

        for keeper in environments.KEEPERS:
            monkeypatch.setattr(keeper, "kept", failing)
        assert list(environments.kept(str(project), environments.MARKS)) == []


class TestKeepers:
    def test_their_order(self) -> None:
        assert [keeper.__name__.rpartition(".")[2] for keeper in environments.KEEPERS] == ["pyenv"]  # type: ignore[attr-defined]

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

    @pytest.mark.parametrize("name", ["../other", "..", ".", "/etc", "3.12.1/../../other", "3.12.1/envs/..", "a/b", "a\\b", "a\0b"])
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

    def test_tables_of_files_that_are_none_are_empty(self, tmp_path: Path) -> None:
        path = tmp_path / "pyproject.toml"
        assert keeping.table(str(path), "tool") == {}
        for content in (b"", b"\xff", b"[tool", b"tool = 3", b"[tool]\npoetry = 3", b"a = " + b"[" * 100_000, b"\0"):
            path.write_bytes(content)
            assert keeping.table(str(path), "tool", "poetry") == {}
        path.write_bytes(b"\xef\xbb\xbf[tool.poetry]\r\nname = 'a'\r\n")
        assert keeping.table(str(path), "tool", "poetry") == {"name": "a"}
        path.write_bytes(b"#" * (keeping.LIMIT + 1))
        assert keeping.text(str(path)) == ""
