"""Whether git ignores an environment: what is read from its files against what git itself says, in real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lsprotocol import types

from reqd.check import check
from reqd.core.events import FoldersChanged
from reqd.core.finding import EditFix, Finding, applied
from reqd.core.snapshot import Snapshot
from reqd.core.text import Text
from reqd.environments import ignoring
from reqd.lsp import convert
from reqd.lsp.client import Client
from reqd.settle import settled

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git says what is right, and is not installed")

# Of a file of rules that takes nothing back; paths in it are seen from the work tree, and from folders in it.
RULES = (
    "",
    ".venv",
    ".venv/",
    "/.venv",
    "/.venv/",
    "**/.venv",
    "**/.venv/**",
    "backend/.venv",
    "/backend/",
    "backend/*",
    "backend/**",
    "*venv*",
    ".ve?v/",
    ".[a-v]env",
    ".*",
    "*",
    "**",
    "/*",
    "*/",
    "bin/\n*.cfg",
    "bin\n",
    "pyvenv.cfg",
    "pyvenv.cfg\npython",
    "# .venv",
    r"\.venv",
    ".venv  ",
    ".venv\\ ",
    " .venv",
    ".venv/\r\n__pycache__/\r\n",
    "\ufeff.venv",
    "venv/",
    "env",
    ".venv/bin",
    ".VENV/",
    "[.]venv",
    "/",
    "//",
    ".venv//",
    "[",
    "***",
    "*.py[cod]",
    "*.[c]fg\nbin",
    "p?venv.cfg\n/bin/",
    "back*/.v*",
    "b[a]ckend",
    "\\backend",
    "env \nbackend ",
    "backend\t",
    "#backend",
    "\\#backend",
    "\\!backend",
)
NEGATED = ("!.venv", "!.venv/", "!/backend", "!*/", "!pyvenv.cfg", "!.gitignore", "!.venv/keep.txt", "!", "!.env")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has set nothing, on a machine where nothing is set."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in [name for name in os.environ if name.startswith("GIT_") or name == "XDG_CONFIG_HOME"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr(ignoring, "SYSTEM", str(folder / "gitconfig"))
    return folder


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with nothing in it."""
    folder = tmp_path / "project"
    git(tmp_path, "init", "--quiet", str(folder))
    return folder


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True).stdout


def environment(root: Path) -> Path:
    (root / "bin").mkdir(parents=True)
    (root / "bin" / "python").touch()
    (root / "pyvenv.cfg").touch()
    return root


def write(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())


def said(root: Path) -> bool | None:
    return ignoring.is_ignored(str(root), str(root / "bin" / "python"))


def by_git(root: Path) -> bool:
    """Whether git leaves out both files that speak for all of them."""
    return all(
        not git(root.parent, "ls-files", "--others", "--exclude-standard", "--", str(root / name)) for name in ("pyvenv.cfg", "bin/python")
    )


class TestAsGitSays:
    @pytest.mark.parametrize("rules", RULES)
    @pytest.mark.parametrize("at", [".gitignore", "backend/.gitignore", "backend/.venv/.gitignore", ".git/info/exclude"])
    def test_each_way_to_write_a_rule(self, top: Path, at: str, rules: str) -> None:
        root = environment(top / "backend" / ".venv")
        write(top / at, *rules.split("\n"))
        assert said(root) is by_git(root)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.tuples(
                st.sampled_from([".gitignore", "backend/.gitignore", "backend/.venv/.gitignore", ".git/info/exclude"]),
                st.lists(st.sampled_from((*RULES, *NEGATED)), max_size=4),
            ),
            max_size=4,
        )
    )
    @example([(".gitignore", ["*", "!*/", "!*.py"])])
    @example([(".gitignore", [".venv/"]), ("backend/.gitignore", ["!.venv/"])])
    def test_whatever_is_said_git_says_too(self, top: Path, files: list[tuple[str, list[str]]]) -> None:
        root = top / "backend" / ".venv"
        shutil.rmtree(top / "backend", ignore_errors=True)
        environment(root)
        for at in (".gitignore", ".git/info/exclude"):
            (top / at).unlink(missing_ok=True)
        for at, rules in files:
            write(top / at, *rules)
        assert said(root) in (by_git(root), None)
        if not any(rule.startswith("!") for _, rules in files for rule in rules):
            assert said(root) is not None

    def test_the_user_s_own_rules(self, top: Path, home: Path) -> None:
        root = environment(top / ".venv")
        assert said(root) is by_git(root) is False
        write(home / ".config" / "git" / "ignore", ".venv")
        assert said(root) is by_git(root) is True

    def test_the_user_s_own_rules_where_a_variable_says(self, top: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        root = environment(top / ".venv")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
        write(tmp_path / "settings" / "git" / "ignore", "*venv")
        assert said(root) is by_git(root) is True

    @pytest.mark.parametrize("maker", ["venv", "virtualenv", "uv"])
    def test_the_file_that_tools_put_into_an_environment(self, top: Path, maker: str) -> None:
        root = environment(top / ".venv")
        text = {"venv": "# Created by venv\n*\n", "virtualenv": "# created by virtualenv automatically\n*\n", "uv": "*"}[maker]
        (root / ".gitignore").write_text(text)
        assert said(root) is by_git(root) is True

    def test_a_work_tree_that_was_added(self, top: Path, tmp_path: Path) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        git(top, *identity, "commit", "--quiet", "--allow-empty", "-m", "Begin")
        git(top, "worktree", "add", "--quiet", str(tmp_path / "other"))
        root = environment(tmp_path / "other" / ".venv")
        assert said(root) is by_git(root) is False
        write(top / ".git" / "info" / "exclude", "*venv/")
        assert said(root) is by_git(root) is True

    def test_a_submodule(self, top: Path, tmp_path: Path) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")
        git(top, *identity, "commit", "--quiet", "--allow-empty", "-m", "Begin")
        git(tmp_path, "init", "--quiet", "whole")
        git(tmp_path / "whole", *identity, "submodule", "--quiet", "add", str(top), "part")
        assert (tmp_path / "whole" / "part" / ".git").is_file()
        root = environment(tmp_path / "whole" / "part" / ".venv")
        write(tmp_path / "whole" / ".gitignore", ".venv/")
        assert said(root) is by_git(root) is False, "what holds for the whole does not hold for its part"
        write(tmp_path / "whole" / ".git" / "modules" / "part" / "info" / "exclude", ".venv")
        assert said(root) is by_git(root) is True

    def test_a_name_that_means_something_else_in_a_rule(self, top: Path) -> None:
        root = environment(top / "v[e]nv")
        write(top / ".gitignore", "v[e]nv")
        assert said(root) is by_git(root) is False


class TestNotKnown:
    def test_outside_of_every_work_tree(self, tmp_path: Path) -> None:
        assert said(environment(tmp_path / ".venv")) is None

    def test_a_folder_of_that_name_that_is_no_repository(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        assert said(environment(tmp_path / ".venv")) is None

    @pytest.mark.parametrize("text", ["", "gitdir: gone", "gitdir: //server/share/x", "gitdir:", "nothing", "gitdir: \0", "\xff" * 300_000])
    def test_a_file_that_leads_to_no_repository(self, tmp_path: Path, text: str) -> None:
        (tmp_path / ".git").write_bytes(text.encode("latin-1"))
        assert said(environment(tmp_path / ".venv")) is None

    def test_a_rule_that_takes_it_back(self, top: Path) -> None:
        root = environment(top / ".venv")
        write(top / ".gitignore", ".venv", "!.venv")
        assert said(root) is None
        assert by_git(root) is False

    def test_a_rule_inside_that_takes_something_back(self, top: Path) -> None:
        root = environment(top / ".venv")
        write(root / ".gitignore", "*", "!pyvenv.cfg")
        assert said(root) is None
        assert by_git(root) is False

    def test_a_rule_that_takes_something_else_back(self, top: Path) -> None:
        root = environment(top / ".venv")
        write(top / ".gitignore", ".venv", "!.env")
        assert said(root) is by_git(root) is True

    @pytest.mark.parametrize(
        "text", ["[core]\n\texcludesFile = ~/rules\n", "[include]\n\tpath = more\n", '[includeIf "gitdir:~/paid/"]\n\tpath = x\n']
    )
    @pytest.mark.parametrize("at", [".gitconfig", ".config/git/config", "gitconfig"])
    def test_rules_that_only_git_can_find(self, top: Path, home: Path, at: str, text: str) -> None:
        root = environment(top / ".venv")
        write(home / at, text)
        assert said(root) is None
        write(top / ".gitignore", "*venv")
        assert said(root) is True, "whatever else there is"

    def test_rules_that_the_repository_s_configuration_names(self, top: Path) -> None:
        root = environment(top / ".venv")
        git(top, "config", "core.excludesFile", str(top / "rules"))
        assert said(root) is None

    def test_a_link_in_place_of_the_rules(self, top: Path, tmp_path: Path) -> None:
        root = environment(top / ".venv")
        write(tmp_path / "rules", ".venv")
        (top / ".gitignore").symlink_to(tmp_path / "rules")
        assert said(root) is None

    @pytest.mark.parametrize("rule", ["*" * 40 + "[x]", "*a" * 30 + "[x]", "**/" * 30 + "[x]", "*" * 200_000], ids=len)
    def test_a_rule_that_would_take_hours(self, top: Path, rule: str) -> None:
        root = environment(top / ("a" * 200) / ".venv")
        write(top / ".gitignore", rule)
        assert said(root) is None

    def test_a_file_of_rules_that_cannot_be_read(self, top: Path) -> None:
        root = environment(top / ".venv")
        (top / ".gitignore").mkdir()
        assert said(root) is None
        (top / ".gitignore").rmdir()
        (top / ".gitignore").write_bytes(b"x" * (ignoring.LIMIT + 1))
        assert said(root) is None

    def test_bytes_that_are_no_text(self, top: Path) -> None:
        root = environment(top / ".venv")
        (top / ".gitignore").write_bytes(b"\xff\xfe\n*venv\n")
        assert said(root) is by_git(root) is True

    @pytest.mark.parametrize("elsewhere", ["environments/x", "project/x"])
    def test_an_environment_that_is_a_link(self, top: Path, tmp_path: Path, elsewhere: str) -> None:
        (top / ".venv").symlink_to(environment(tmp_path / elsewhere))
        assert said(top / ".venv") is None

    def test_rules_in_an_encoding_that_git_does_not_read(self, top: Path) -> None:
        root = environment(top / ".venv")
        (top / ".gitignore").write_bytes(".venv\r\n".encode("utf-16"))
        assert by_git(root) is False
        assert said(root) is None


class TestWithoutTheLibrary:
    """Its import takes a tenth of the time in which a file is checked, and is left out where nothing needs it."""

    @pytest.fixture(autouse=True)
    def absent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ignoring._matching.cache_clear()
        monkeypatch.setitem(sys.modules, "pathspec", None)

    @pytest.mark.parametrize("rule", [".venv", ".venv/", "/.venv", "/.venv/"])
    def test_a_rule_that_names_it(self, top: Path, rule: str) -> None:
        root = environment(top / ".venv")
        write(top / ".gitignore", "__pycache__/", "*.py[cod]", rule)
        assert said(root) is by_git(root) is True

    def test_rules_that_have_nothing_to_do_with_it(self, top: Path) -> None:
        root = environment(top / ".venv")
        write(
            top / ".gitignore",
            "# Byte code",
            "__pycache__/",
            "*.py[cod]",
            "*.egg-info/",
            "",
            "dist/",
            "docs/_build/",
            "**/*.so",
            "!keep.so",
        )
        assert said(root) is by_git(root) is False

    def test_a_pattern_needs_it(self, top: Path) -> None:
        root = environment(top / ".venv")
        write(top / ".gitignore", "*venv")
        with pytest.raises(ImportError):
            said(root)


class TestTold:
    """The finding and its fix, in a real repository."""

    @pytest.mark.parametrize("before", [None, "", "__pycache__/", "*.pyc\r\n!keep.pyc\r\n", "\ufeff# rules\n"])
    def test_the_fix_makes_git_ignore_it(self, top: Path, before: str | None) -> None:
        root = whole(top / ".venv")
        write(top / "requirements.txt", "requests")
        rules = top / ".gitignore"
        if before is not None:
            rules.write_bytes(before.encode())
        (finding,) = told(top / "requirements.txt")
        (fix,) = finding.fixes
        assert isinstance(fix, EditFix)
        assert fix.creates == (str(rules),)
        (edit,) = fix.edits
        assert (edit.path, edit.text) == (str(rules), "/.venv/\n")
        rules.write_text(applied(Text(rules.read_text("utf-8-sig") if rules.exists() else ""), fix.edits))
        assert by_git(root) is said(root) is True
        assert told(top / "requirements.txt") == []

    def test_an_editor_is_told_to_make_the_file_and_then_to_write(self, top: Path) -> None:
        whole(top / ".venv")
        write(top / "requirements.txt", "requests")
        (finding,) = told(top / "requirements.txt")
        (fix,) = finding.fixes
        assert isinstance(fix, EditFix)
        created, written = convert.workspace_edit(Snapshot(), fix, Client()).document_changes or ()
        assert isinstance(created, types.CreateFile)
        assert created.options == types.CreateFileOptions(ignore_if_exists=True)
        assert isinstance(written, types.TextDocumentEdit)
        assert written.text_document.version is None
        assert written.edits == [types.TextEdit(types.Range(types.Position(0, 0), types.Position(0, 0)), "/.venv/\n")]

    def test_a_name_that_would_mean_more_in_a_rule_has_no_fix(self, top: Path) -> None:
        whole(top / "my env [3]")
        write(top / "requirements.txt", "requests")
        (finding,) = told(top / "requirements.txt")
        assert finding.fixes == ()
        assert finding.message == "git does not ignore my env [3], so it may be committed by mistake; add it to .gitignore"

    def test_one_file_of_a_folder_tells(self, top: Path) -> None:
        whole(top / ".venv")
        for name in ("constraints.txt", "requirements-dev.txt", "requirements-test.txt", "requirements/base.txt"):
            write(top / name, "requests")
        names = ("constraints.txt", "requirements-dev.txt", "requirements-test.txt", "requirements/base.txt")
        assert [name for name in names if told(top / name)] == ["requirements-dev.txt"]

    def test_a_file_in_a_folder_of_requirements_tells(self, top: Path) -> None:
        whole(top / ".venv")
        for name in ("base.txt", "dev.txt"):
            write(top / "requirements" / name, "requests")
        assert [name for name in ("base.txt", "dev.txt") if told(top / "requirements" / name)] == ["base.txt"]


def whole(root: Path) -> Path:
    """An environment without packages, as far as it is read; its Python cannot run."""
    base = root.parent.parent / "base" / "bin" / "python3.12"
    base.parent.mkdir(parents=True, exist_ok=True)
    base.touch(mode=0o755)
    (root / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    (root / "bin").mkdir()
    (root / "bin" / "python").symlink_to(base)
    (root / "pyvenv.cfg").write_text(f"home = {base.parent}\nversion = 3.12.4\n")
    return root


def told(path: Path) -> list[Finding]:
    """What is said of the environment when the project is opened."""
    top = next(folder for folder in path.parents if (folder / ".git").exists())
    snapshot = settled(Snapshot(), FoldersChanged((str(top),)))
    return [finding for finding in check(snapshot, str(path)) if finding.code == "unignored-environment"]


def test_below_a_folder_that_is_a_link_counts_where_the_files_are(top: Path, tmp_path: Path) -> None:
    root = environment(top / "backend" / ".venv")
    (tmp_path / "link").symlink_to(top / "backend")
    assert said(tmp_path / "link" / ".venv") is by_git(root) is False
    write(top / ".gitignore", "/backend/")
    assert said(tmp_path / "link" / ".venv") is by_git(root) is True
