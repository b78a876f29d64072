"""What installed packages lack: against `pip check` and `uv pip check` in real environments, and what an install of it mends."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pip._internal.utils.packaging import check_requires_python

from reqd import environments
from reqd.actions import install
from reqd.actions.plan import Plan
from reqd.check import check
from reqd.core.environment import Environment, Tools
from reqd.core.events import FoldersChanged
from reqd.core.finding import CommandFix, Finding
from reqd.core.snapshot import Snapshot
from reqd.core.unmet import excluding_python, unmet
from reqd.perform.outcome import Done
from reqd.perform.run import run
from reqd.settle import settled
from tests.e2e.project import UV, Project, interpreter, project, site_packages
from tests.wheels import unpacked, wheel

# All kinds of bounds and markers, by name and version. Of these all three find the same.
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "app 1.0": (
        "lib>=2",
        "gone",
        "Also.Gone>=1,<2 ; python_version >= '3'",
        "never; python_version < '3'",
        "other; sys_platform == 'nowhere' or python_version < '3'",
        "linked @ https://example.org/linked-1.0.whl",
    ),
    "lib 1.5": ("app>=1", "lib[self]"),
    "parens 1.0": ("lib (<2,>=1)", "lib (>=2)", "gone (==1)"),
    "early 2.0rc1": ("early>=2",),
    "wants-early 1.0": ("early>=1", "early>=2", "early!=2.0rc1"),
    "local 2.1+cu118": (),
    "wants-local 1.0": ("local==2.1", "local>2.1", "local===2.1", "local==2.1+cu118", "local~=2.0"),
    "Zope.Thing 4.0.0": (),
    "wants-zope 1.0": ("zope_thing~=4.0", "ZOPE-THING~=4.0.1", "zope.thing==4", "zope.thing!=4.*", "zope.thing<=4,>3"),
    "asks 1.0": ("lib[self]", "lib[unknown]>=2", "asked; extra == 'x'"),
    "post 1.0.post1": (),
    "wants-post 1.0": ("post>1.0", "post>=1.0.post1", "post==1.0"),
    "epoch 1!2.0": (),
    "wants-epoch 1.0": ("epoch>=3", "epoch<3"),
}
EXTRAS = {"lib": {"self": ("asked-by-an-extra",)}}


class Difference(NamedTuple):
    """Records of an environment by name and version, what each finds there, and why they differ. None where one gives up."""

    why: str
    records: Mapping[str, str | None]
    reqd: set[str]
    pip: set[str]
    uv: set[str] | None


# All that the three do not agree about.
DIFFERENCES: Mapping[str, Difference] = {
    "a requirement that cannot be read": Difference(
        "pip leaves its package out, so that whoever needs that one lacks it; uv says that it is broken; reqd leaves the one out",
        {"garbled-1.0": "Requires-Dist: ??\nRequires-Dist: gone", "other-1.0": "Requires-Dist: garbled"},
        reqd={"garbled: gone"},
        pip={"other: garbled"},
        uv=set(),
    ),
    "a version of before PEP 440": Difference(
        "pip leaves its package out, uv gives up; for reqd it is there, and within no bounds",
        {"old-legacy": "Requires-Dist: gone", "other-1.0": "Requires-Dist: old\nRequires-Dist: old>=2"},
        reqd={"old: gone", "other: old>=2 (legacy)"},
        pip={"other: old"},
        uv=None,
    ),
    "another Python": Difference(
        "pip does not look at Requires-Python; uv counts it among the dependencies; reqd has a rule for it, incompatible-python",
        {"future-1.0": "Requires-Python: >=4\nRequires-Dist: gone"},
        reqd={"future: gone"},
        pip={"future: gone"},
        uv={"future: gone", "future: python"},
    ),
    "two records of one package": Difference(
        "uv judges neither, and says that there are two; pip and reqd judge the one that they find first",
        {"twice-1.0": "Requires-Dist: gone", "twice-2.0": "Requires-Dist: gone", "other-1.0": "Requires-Dist: twice>=1"},
        reqd={"twice: gone"},
        pip={"twice: gone"},
        uv=set(),
    ),
}

_PIP = re.compile(r"(?m)^(\S+) \S+ (?:requires (\S+), which is not installed|has requirement (.*), but you have \S+ (\S+))\.$")
_UV = re.compile(r"(?m)^The package `(\S+)` requires `?(.*?)`?, but (?:it's not installed|`(\S+)` is installed)$")


def of_reqd(root: Path) -> set[str]:
    found = unmet(environment(root))
    return {shown(each.distribution.name, str(each.requirement), each.installed.version if each.installed else "") for each in found}


def of_pip(root: Path) -> set[str]:
    found = _PIP.findall(said(sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(root), "check"))
    return {shown(name, missing or requirement, version) for name, missing, requirement, version in found}


def of_uv(root: Path) -> set[str] | None:
    text = said(str(UV), "--no-config", "--offline", "pip", "check", "--python", str(interpreter(root)))
    if "Failed to read metadata" in text:
        return None
    return {shown(name, requirement.replace("Python ", "python"), version) for name, requirement, version in _UV.findall(text)}


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def shown(project: str, text: str, version: str) -> str:
    """One finding: who requires what, and of what is at an excluded version the bounds and that version."""
    requirement = Requirement(text)
    name = f"{canonicalize_name(project)}: {canonicalize_name(requirement.name)}"
    return f"{name}{requirement.specifier} ({version})" if version and requirement.name != "python" else name


def environment(root: Path) -> Environment:
    reading = environments.read(str(root))
    assert isinstance(reading, Environment), reading
    return reading


def record(root: Path, stem: str, text: str | None) -> None:
    """Put a record into an environment as something broke it."""
    folder = site_packages(root) / f"{stem}.dist-info"
    folder.mkdir()
    for file, held in {"RECORD": "", "WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}.items():
        (folder / file).write_text(held, encoding="utf-8")
    name, _, version = stem.partition("-")
    if text is not None:
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{text}\n", encoding="utf-8")


class TestWhatIsLacking:
    def test_all_three_find_the_same(self, tmp_path: Path) -> None:
        made = project(tmp_path)
        root = made.create()
        for package, requires in PACKAGES.items():
            name, version = package.split()
            unpacked(wheel(made.wheels, name, version, requires, EXTRAS.get(name, {})), site_packages(root))
        assert len(of_reqd(root)) == 17
        assert of_reqd(root) == of_pip(root) == of_uv(root)

    @pytest.mark.parametrize("name", DIFFERENCES)
    def test_what_they_find_differently_is_known(self, tmp_path: Path, name: str) -> None:
        difference = DIFFERENCES[name]
        root = project(tmp_path).create()
        for stem, text in difference.records.items():
            record(root, stem, text)
        assert (of_reqd(root), of_pip(root), of_uv(root)) == difference[2:], difference.why

    def test_without_metadata_the_version_of_the_folder_counts(self, tmp_path: Path) -> None:
        root = project(tmp_path).create()
        record(root, "silent-1.0", None)
        record(root, "other-1.0", "Requires-Dist: silent>=2\nRequires-Dist: silent>=1")
        assert of_reqd(root) == of_pip(root) == of_uv(root) == {"other: silent>=2 (1.0)"}

    def test_another_python_is_told_where_pip_would_not_install(self, tmp_path: Path) -> None:
        """uv looks at the lower bound alone."""
        root = project(tmp_path).create()
        specifiers = (">=4", "<3", ">=3.8", "!=3.*", ">=3.0.0,<4", ">=4.dev0", "===4", "")
        for number, specifier in enumerate(specifiers):
            record(root, f"p{number}-1.0", f"Requires-Python: {specifier}")
        found = environment(root)
        refused = {f"p{n}" for n, each in enumerate(specifiers) if not check_requires_python(each, sys.version_info[:3])}
        assert {name for name in found.distributions if excluding_python(found, name)} == refused
        assert {each.partition(":")[0] for each in of_uv(root) or ()} <= refused


@pytest.fixture(params=["uv", "pip"])
def tools(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """The one installer of the machine; what a person has set up for it elsewhere is left out."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    return Tools(uv=str(UV)) if request.param == "uv" else Tools(installer=sys.executable)


class TestWhatIsOfferedMendsIt:
    def test_what_is_missing_or_too_old_is_installed_with_the_line_that_brings_it_in(self, tmp_path: Path, tools: Tools) -> None:
        made = broken(
            tmp_path,
            {"app 1.0": ("middle",), "middle 1.0": ("low>=2", "gone>=1"), "low 1.0": ()},
            {"low 2.0": (), "gone 1.0": ()},
            "app\n",
        )
        assert messages(made, tools) == [
            "app brings in middle, and that needs gone>=1, which is not installed",
            "app brings in middle, and that needs low>=2, but low 1.0 is installed",
        ]
        assert mended(made, tools) == []

    def test_an_extra_is_installed_with_what_it_asks_for_in_turn(self, tmp_path: Path, tools: Tools) -> None:
        made = broken(
            tmp_path,
            {"app 1.0": ('other[deep]; extra == "fast"', 'app[fast]; extra == "all"'), "other 1.0": ('gone>=1; extra == "deep"',)},
            {"gone 1.0": ()},
            "app[All]\n",
        )
        assert messages(made, tools) == ["app brings in other[deep], and that needs gone>=1, which is not installed"]
        assert mended(made, tools) == []

    def test_a_package_for_another_python_gives_way_to_one_for_this(self, tmp_path: Path, tools: Tools) -> None:
        made = broken(tmp_path, {"app 1.0": (), "app 2.0": ()}, {}, "app\n")
        made.take("app-1.0")
        (site_packages(made.environment) / "app-2.0.dist-info" / "METADATA").write_text("Name: app\nVersion: 2.0\nRequires-Python: >=4\n")
        (made.wheels / "app-2.0-py3-none-any.whl").unlink()
        assert messages(made, tools) == [f"app 2.0 needs Python >=4, but .venv has Python {sys.version.split()[0]}"]
        assert mended(made, tools) == []


def broken(base: Path, installed: Mapping[str, tuple[str, ...]], offered: Mapping[str, tuple[str, ...]], text: str) -> Project:
    """A project with packages that lack something, and the wheels that would mend it."""
    made = project(base)
    root = made.create()
    for package, requires in {**installed, **offered}.items():
        name, version = package.split()
        extras = re.findall(r'extra == "(\w+)"', " ".join(requires))
        path = wheel(made.wheels, name, version, requires, dict.fromkeys(extras, ()))
        if package in installed:
            unpacked(path, site_packages(root))
    made.write(f"--no-index\n--find-links {made.wheels}\n{text}")
    return made


def findings(made: Project, tools: Tools) -> tuple[Snapshot, tuple[Finding, ...]]:
    snapshot = replace(settled(Snapshot(), FoldersChanged((str(made.folder),))), tools=tools)
    return snapshot, check(snapshot, str(made.requirements))


def messages(made: Project, tools: Tools) -> list[str]:
    return [finding.message for finding in findings(made, tools)[1]]


def mended(made: Project, tools: Tools) -> list[str]:
    """What is told once the first fix of the first finding was performed."""
    snapshot, (first, *_) = findings(made, tools)
    (fix,) = first.fixes
    assert isinstance(fix, CommandFix)
    assert fix.command == "reqd.install"
    names = fix.arguments["projects"]
    assert isinstance(names, list)
    planned = install.plan(snapshot, str(made.requirements), frozenset(names), bool(fix.arguments.get("reinstall")))
    assert isinstance(planned, Plan)
    outcome = asyncio.run(run(planned, lambda progress: None))
    assert isinstance(outcome, Done), outcome
    return messages(made, tools)
