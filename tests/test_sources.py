"""Where packages came from, as pip and uv really note it: what a line installed meets that line, and another line is told of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import uv
from hypothesis import example, given
from hypothesis import strategies as st

from reqd.check import check
from reqd.cli.project import project
from reqd.core.environment import Distribution, Environment, Origin
from reqd.core.finding import CommandFix, EditFix, Finding, applied
from reqd.core.manifest import Manifest
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.manifests import parse
from reqd.rules import undeclared_package, unverified_source, wrong_source
from tests.cli_project import environment, offline, reqd, variables
from tests.wheels import wheel

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the URLs are those of POSIX paths")

CODES = ("wrong-source", "unverified-source", "undeclared-package")
# A project that is built without any other package: its wheel lies ready in it.
BACKEND = """
import os, shutil
NAME = "anchor-1.0-py3-none-any.whl"
def build_wheel(folder, settings=None, metadata=None):
    shutil.copy(os.path.join(os.path.dirname(os.path.abspath(__file__)), NAME), folder)
    return NAME
build_editable = build_wheel
"""
PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


class World(NamedTuple):
    """A project with an environment, a wheel, a folder and a repository from which anchor can be installed, and the first commit's id."""

    folder: Path
    repository: Path
    commit: str

    def line(self, form: str) -> str:
        return form.format(folder=self.folder, repository=f"git+file://{self.repository}", commit=self.commit)

    def write(self, *forms: str) -> Path:
        path = self.folder / "requirements.txt"
        path.write_text("".join(f"{self.line(form)}\n" for form in forms))
        return path


def git(folder: Path, *arguments: str) -> str:
    named = ("-c", "user.name=Me", "-c", "user.email=me@example.org", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false")
    given = variables(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_SYSTEM=os.devnull)
    done = subprocess.run(("git", *named, *arguments), cwd=folder, check=True, capture_output=True, text=True, env=given)
    return done.stdout.strip()


def buildable(folder: Path) -> Path:
    folder.mkdir(parents=True)
    wheel(folder, "anchor", "1.0")
    (folder / "backend.py").write_text(BACKEND)
    (folder / "pyproject.toml").write_text(PROJECT)
    return folder


def with_pip(root: Path, manifest: Path) -> tuple[str, ...]:
    python = str(root / "bin" / "python")
    return (sys.executable, "-m", "pip", "-q", "--python", python, "install", "--force-reinstall", "-r", manifest.name)


def with_uv(root: Path, manifest: Path) -> tuple[str, ...]:
    python = str(root / "bin" / "python")
    return (uv.find_uv_bin(), "-q", "--no-config", "pip", "install", "--python", python, "--reinstall", "-r", manifest.name)


INSTALLERS: dict[str, Callable[[Path, Path], tuple[str, ...]]] = {"pip": with_pip, "uv": with_uv}


def install(world: World, installer: str, form: str) -> None:
    manifest = world.write(form)
    given = variables(**offline(world.folder / "wheels"), PIP_DISABLE_PIP_VERSION_CHECK="1")
    done = subprocess.run(
        INSTALLERS[installer](world.folder / ".venv", manifest), cwd=world.folder, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def looked(path: Path) -> tuple[Snapshot, list[Finding]]:
    snapshot = project([str(path)], Settings(), is_activated=False).snapshot
    return snapshot, [finding for finding in check(snapshot, str(path)) if finding.code in CODES]


def told(path: Path) -> list[str]:
    return [finding.code for finding in looked(path)[1]]


@pytest.fixture(scope="module", params=INSTALLERS)
def installer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world").resolve() / "shop"
    folder.mkdir()
    (folder / ".git").mkdir()  # what bounds a project for the command line
    environment(folder / ".venv")
    wheel(folder / "wheels", "anchor", "1.0")
    buildable(folder / "anchor")
    buildable(folder / "other")
    repository = folder.parent / "repository"
    buildable(repository / "python")
    for path in buildable(folder.parent / "top").iterdir():
        path.rename(repository / path.name)
    git(repository, "init", "-q")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "anchor")
    git(repository, "tag", "v1.0")
    git(repository, "branch", "develop")
    return World(folder, repository, git(repository, "rev-parse", "HEAD"))


# What may stand in a line, by the place it means: forms of one place are met by what any of them installed.
PLACES: dict[str, tuple[str, ...]] = {
    "the index": (),
    "a folder": ("./anchor", "anchor @ file://{folder}/anchor", "{folder}/anchor/"),
    "a folder, editable": ("-e ./anchor", "-e file://{folder}/anchor"),
    "another folder": ("anchor @ file://{folder}/other",),
    "a wheel": ("./wheels/anchor-1.0-py3-none-any.whl", "anchor @ file://{folder}/wheels/anchor-1.0-py3-none-any.whl"),
    "a commit": ("anchor @ {repository}@{commit}",),
    "a release": ("anchor @ {repository}@v1.0", "{repository}@v1.0#egg=anchor", "anchor @ {repository}/@v1.0"),
    "the default branch": ("anchor @ {repository}", "anchor @ {repository}@main"),
    "another branch": ("anchor @ {repository}@develop",),
    "a part": ("anchor @ {repository}@v1.0#subdirectory=python",),
}
NAMED = "anchor==1.0"
# By what is installed, the other places whose lines it meets too, as far as anybody can tell without asking the repository.
MET_TOO = {
    "a release": {"a commit"},
    "the default branch": {"a commit"},
    "another branch": {"a commit"},
    "a commit": {"a release", "the default branch", "another branch"},
}
INSTALLED = [(place, form) for place, forms in PLACES.items() for form in forms or (NAMED,)]


@pytest.mark.parametrize(("place", "form"), INSTALLED, ids=[form for _, form in INSTALLED])
def test_what_a_line_installed_meets_it_and_no_line_that_means_another_place(world: World, installer: str, place: str, form: str) -> None:
    install(world, installer, form)
    assert "wrong-source" not in told(world.write(NAMED)), "a name alone takes whatever is installed"
    for other, lines in PLACES.items():
        is_met = other == place or other in MET_TOO.get(place, ())
        for line in lines:
            is_known = world.line(line).startswith("anchor @") or "#egg=" in line or ".whl" in line or _is_same_place(place, other)
            found = told(world.write(line))
            assert ("wrong-source" in found) == (not is_met and is_known), (line, found)


def _is_same_place(place: str, other: str) -> bool:
    """Whether a line without a name leads to what is installed, which alone says whose line it is."""
    return place.removesuffix(", editable") == other.removesuffix(", editable")


@pytest.mark.parametrize("form", ["anchor @ {repository}", "anchor @ {repository}@develop", "{repository}@main#egg=anchor"])
def test_a_branch_is_pinned_to_the_commit_that_is_installed(world: World, installer: str, form: str) -> None:
    install(world, installer, form)
    path = world.write(form)
    snapshot, (finding,) = looked(path)
    assert finding.code == "unverified-source"
    (fix,) = finding.fixes
    assert isinstance(fix, EditFix)
    pinned = applied(snapshot.text(str(path)), fix.edits).rstrip("\n")
    assert f"@{world.commit}" in pinned
    assert told(world.write(pinned)) == []
    install(world, installer, pinned)
    assert told(world.write(pinned)) == []


@pytest.mark.parametrize("form", ["anchor @ {repository}@v1.0", "anchor @ {repository}@{commit}"])
def test_a_release_and_a_commit_are_certain(world: World, installer: str, form: str) -> None:
    install(world, installer, form)
    assert told(world.write(form)) == []


def test_an_editable_repository_is_a_checkout_of_pip(world: World) -> None:
    install(world, "pip", "-e {repository}@v1.0#egg=anchor")
    assert told(world.write("-e {repository}@v1.0#egg=anchor")) == []
    assert told(world.write("anchor @ {repository}@v1.0")) == ["wrong-source"]
    install(world, "pip", "anchor @ {repository}@v1.0")
    assert told(world.write("-e {repository}@v1.0#egg=anchor")) == ["wrong-source"]


def test_a_project_that_is_opened_through_a_link_is_the_same(world: World, installer: str) -> None:
    link = world.folder.parent / "link"
    if not link.is_symlink():
        link.symlink_to(world.folder)
    for form in ("-e ./anchor", "anchor @ file://{folder}/anchor", "./wheels/anchor-1.0-py3-none-any.whl"):
        seen = World(link, world.repository, world.commit)
        install(seen, installer, form)
        assert told(seen.write(form)) == []
        assert told(seen.write("anchor @ file://{folder}/other")) == ["wrong-source"]


@pytest.mark.parametrize(
    ("before", "form", "arguments"),
    [
        (NAMED, "./wheels/anchor-1.0-py3-none-any.whl", ("--reinstall", "anchor")),
        (NAMED, "anchor @ file://{folder}/anchor", ("--reinstall", "anchor")),
        ("./anchor", "-e ./anchor", ()),
        ("-e ./anchor", "./anchor", ()),
    ],
)
def test_the_fix_installs_from_where_the_line_says(world: World, before: str, form: str, arguments: tuple[str, ...]) -> None:
    """A line without a name cannot be asked for alone, and need not be: what lies in a folder is installed again anyway."""
    install(world, "uv", before)
    path = world.write(form)
    _, (finding,) = looked(path)
    (fix,) = finding.fixes
    assert isinstance(fix, CommandFix)
    assert bool(fix.arguments.get("reinstall")) == bool(arguments)
    done = reqd(world.folder, "install", path.name, *arguments, "--yes", **offline(world.folder / "wheels"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert told(path) == []


def test_a_freeze_of_an_environment_declares_all_of_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    environment(tmp_path / ".venv", *((name, "1.0") for name in ("anchor", "basket", "candle")))
    frozen = subprocess.run(
        (sys.executable, "-m", "pip", "--python", str(tmp_path / ".venv" / "bin" / "python"), "freeze"),
        env=variables(PIP_DISABLE_PIP_VERSION_CHECK="1"),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    path = tmp_path / "requirements.txt"
    path.write_text(frozen)
    assert told(path) == []
    environment(tmp_path / ".venv", ("drum", "1.0"))
    snapshot, (finding,) = looked(path)
    assert finding.message.startswith("drum is installed")
    (fix,) = finding.fixes
    assert isinstance(fix, EditFix)
    path.write_text(applied(snapshot.text(str(path)), fix.edits))
    assert told(path) == []


class TestOrigin:
    """What `direct_url.json` says, against lines, where no real install could be made to say it."""

    @pytest.mark.parametrize(
        ("root", "found", "platform", "is_same"),
        [
            ("/project/.venv", "/project/lib", "linux", True),
            ("/project/.venv", "/elsewhere/project/lib", "linux", False),
            ("/project/.venv", "/Project/Lib", "linux", False),
            ("/project/.venv", "/Project/Lib", "darwin", True),
            # Where it is not known through which links the opened folder is seen, the end of the path decides.
            ("/home/me/.venvs/shop", "/elsewhere/project/lib", "linux", True),
            ("/home/me/.venvs/shop", "/elsewhere/other", "linux", False),
            ("/home/me/.venvs/shop", "/project/other", "linux", False),
        ],
    )
    def test_a_folder_is_the_same_where_its_path_is(self, root: str, found: str, platform: str, is_same: bool) -> None:
        findings = judged("lib @ file:///project/lib\n", root, Origin(f"file://{found}", found), platform)
        assert [finding.code for finding in findings] == ([] if is_same else ["wrong-source"])

    @given(line=st.text(max_size=60), url=st.text(max_size=40), revision=st.text(max_size=10), system=st.sampled_from(("", "git", "hg")))
    @example(line="lib @ git+ssh://git@h/p@[", url="git@[h:p", revision="", system="git")
    @example(line="lib @ git+https://h:x/p@%zz#subdirectory=%", url="https://h:x/p", revision="@", system="git")
    def test_no_line_and_no_url_stops_the_rules(self, line: str, url: str, revision: str, system: str) -> None:
        origin = Origin(url, "" if system else url, system, revision, revision)
        for text in (line, f"lib @ {line}", f"lib @ git+https://h/{line}", f"-e git+https://{line}#egg=lib"):
            view = View(*known(text, "/project/.venv", origin, "linux"))
            for rule in (wrong_source, unverified_source, undeclared_package):
                list(rule.check(view))


def known(text: str, root: str, origin: Origin, platform: str) -> tuple[Snapshot, Manifest]:
    distribution = Distribution("lib", "1.0", f"{root}/lib/lib-1.0.dist-info", origin=origin)
    markers = {"sys_platform": platform}
    environment = Environment(root, "venv", "3.12.1", f"{root}/bin/python", markers, {"lib": (distribution,)})
    manifest = parse("/project/requirements.txt", text)
    snapshot = Snapshot(
        settings=Settings(environment=root),
        folders=("/project",),
        manifests={manifest.path: manifest},
        environments={root: environment},
    )
    return snapshot, manifest


def judged(text: str, root: str, origin: Origin, platform: str) -> list[Finding]:
    snapshot, manifest = known(text, root, origin, platform)
    return [finding for finding in check(snapshot, manifest.path) if finding.code in CODES]
