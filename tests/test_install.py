"""What uv and pip really install from what reqd gives them to read: the same, and what the file asks for."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import venv
from dataclasses import replace
from pathlib import Path

import pytest

from reqd.actions import install
from reqd.actions.plan import Origin, Plan
from reqd.core.environment import Environment, Tools
from reqd.core.events import FoldersChanged, ManifestChanged
from reqd.core.snapshot import Snapshot
from reqd.manifests import parse
from reqd.perform.inputs import public
from reqd.perform.outcome import Done, Failed, Outcome, Progress
from reqd.perform.run import run
from reqd.settle import settled
from tests.e2e.project import UV
from tests.wheels import wheel

TOOLS = {"uv": Tools(uv=str(UV)), "pip": Tools(installer=sys.executable), "both": Tools(str(UV), sys.executable)}
BACKEND = """\
import os, zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "mine-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
        archive.writestr("mine.py", f"settings = {config_settings!r}")
        archive.writestr("mine-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: mine\\nVersion: 1.0\\n")
        archive.writestr("mine-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        archive.writestr("mine-1.0.dist-info/RECORD", "")
    return name

build_editable = build_wheel
"""
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "mine"\nversion = "1.0"\n'


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for projects where packages lie in a folder with a blank in its name, and no index is asked."""
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    variables = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "UV_OFFLINE": "1", "UV_CACHE_DIR": str(tmp_path / "cache")}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    links = tmp_path / "my wheels"
    for version in ("1.0", "1.1", "2.0rc1"):
        wheel(links, "apple", version)
    wheel(links, "pear", "1.0", ["apple"], {"sweet": ["sugar"]})
    wheel(links, "sugar", "1.0")
    wheel(links, "plum", "1.0")
    wheel(tmp_path / "other", "apple", "0.9")
    mine = tmp_path / "my project" / "my mine"
    mine.mkdir(parents=True)
    (mine / "pyproject.toml").write_text(PYPROJECT)
    (mine / "backend.py").write_text(BACKEND)
    return tmp_path


def project(machine: Path, tool: str, files: dict[str, str]) -> tuple[Snapshot, str]:
    """A snapshot of the project with these files, an empty environment, and that tool alone; and the path of the first file."""
    folder = machine / "my project"
    venv.EnvBuilder(symlinks=os.name != "nt", clear=True).create(folder / ".venv")
    for name, text in files.items():
        (folder / name).write_text(text.replace("BASE", machine.as_uri()))
    path = str(folder / next(iter(files)))
    manifest = parse(path, Path(path).read_text(), version=1)
    snapshot = settled(Snapshot(), FoldersChanged((str(folder),)), ManifestChanged(manifest), surveys=False)
    return replace(snapshot, tools=TOOLS[tool]), path


def outcome(machine: Path, tool: str, files: dict[str, str], *projects: str) -> tuple[Outcome, list[Progress]]:
    snapshot, path = project(machine, tool, files)
    plan = install.plan(snapshot, path, frozenset(projects) if projects else None)
    assert isinstance(plan, Plan), plan
    told: list[Progress] = []
    return asyncio.run(run(plan, told.append)), told


def installed(machine: Path, tool: str, files: dict[str, str], *projects: str) -> dict[str, str]:
    """The versions that are in the environment after a real install, by name."""
    done, _ = outcome(machine, tool, files, *projects)
    assert isinstance(done, Done), done
    folder = str(machine / "my project")
    reading = settled(Snapshot(), FoldersChanged((folder,)), ManifestChanged(parse(f"{folder}/requirements.txt", "")), surveys=False)
    environment = reading.environments[f"{folder}/.venv"]
    assert isinstance(environment, Environment)
    return {name: found[0].version for name, found in environment.distributions.items() if name not in ("pip", "setuptools")}


LINKS = '--no-index\n-f "../my wheels"\n'
SAME = [
    ("plain", {"requirements.txt": "pear\n"}, (), {"pear": "1.0", "apple": "1.1"}),
    ("pre-releases", {"requirements.txt": "--pre\npear\n"}, (), {"pear": "1.0", "apple": "2.0rc1"}),
    ("pre-releases of one", {"requirements.txt": "--all-releases apple\npear\n"}, (), {"pear": "1.0", "apple": "2.0rc1"}),
    ("finals only", {"requirements.txt": "--only-final :all:\npear\n"}, (), {"pear": "1.0", "apple": "1.1"}),
    (
        "of no account",
        {"requirements.txt": "--prefer-binary\n--use-feature fast-deps\n--no-require-hashes\n--trusted-host example.org\nplum\n"},
        (),
        {"plum": "1.0"},
    ),
    ("lists", {"requirements.txt": "--only-binary plum,apple\nplum\n"}, (), {"plum": "1.0"}),
    (
        "extras and markers",
        {"requirements.txt": "pear[sweet]\nplum ; python_version < '3'\n"},
        (),
        {"pear": "1.0", "apple": "1.1", "sugar": "1.0"},
    ),
    ("constraints", {"requirements.txt": "-c c.txt\npear\n", "c.txt": "apple<1.1\nplum\n"}, (), {"pear": "1.0", "apple": "1.0"}),
    (
        "constraints with a URL",
        {"requirements.txt": "-c c.txt\npear\n", "c.txt": "apple @ BASE/other/apple-0.9-py3-none-any.whl ; python_version > '3'\n"},
        (),
        {"pear": "1.0", "apple": "0.9"},
    ),
    (
        "constraints with nothing but a URL",
        {"requirements.txt": "-c c.txt\npear\n", "c.txt": "BASE/other/apple-0.9-py3-none-any.whl\n"},
        (),
        {"pear": "1.0", "apple": "0.9"},
    ),
    (
        "one beside a URL",
        {"requirements.txt": "pear\napple @ BASE/other/apple-0.9-py3-none-any.whl\nplum @ BASE/nowhere/plum-1.0-py3-none-any.whl\n"},
        ("pear",),
        {"pear": "1.0", "apple": "0.9"},
    ),
    ("one beside a path", {"requirements.txt": "pear\n../other/apple-0.9-py3-none-any.whl\n"}, ("pear",), {"pear": "1.0", "apple": "1.1"}),
    ("blanks", {"requirements.txt": '-e "./my mine"\nplum\n'}, (), {"mine": "1.0", "plum": "1.0"}),
]


@pytest.mark.parametrize(("files", "projects", "expected"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
@pytest.mark.parametrize("tool", ["uv", "pip"])
def test_uv_and_pip_install_the_same(
    machine: Path, tool: str, files: dict[str, str], projects: tuple[str, ...], expected: dict[str, str]
) -> None:
    files = {**files, "requirements.txt": LINKS + files["requirements.txt"]}
    assert installed(machine, tool, files, *projects) == expected


@pytest.mark.parametrize("tool", ["pip", "both"])
def test_settings_of_a_build_reach_it(machine: Path, tool: str) -> None:
    assert installed(machine, tool, {"requirements.txt": '-e "./my mine" --config-settings="a=b c"\n'}) == {"mine": "1.0"}
    [module] = (machine / "my project" / ".venv").rglob("mine.py")
    assert module.read_text() == "settings = {'a': 'b c'}"


def test_uv_is_told_the_settings_of_a_named_build(machine: Path) -> None:
    text = 'mine @ BASE/my%20project/my%20mine --config-settings="a=b c"\n'
    assert installed(machine, "uv", {"requirements.txt": text}) == {"mine": "1.0"}
    [module] = (machine / "my project" / ".venv").rglob("mine.py")
    assert module.read_text() == "settings = {'a': 'b c'}"


@pytest.mark.parametrize("tool", ["uv", "pip"])
@pytest.mark.parametrize(
    ("text", "line"),
    [("\n\nplum==9\n", 5), ("\nplum===one\n", 4), ("\n-r more.txt\n", 2), ("pear[sweet]==1.0\napple==1.0\napple==1.1\n", None)],
    ids=["version", "unread", "included", "conflict"],
)
def test_a_failure_names_the_line_of_the_file_and_never_the_private_one(machine: Path, tool: str, text: str, line: int | None) -> None:
    files = {"requirements.txt": LINKS + text, "more.txt": "\nplum===one\n"}
    failed, told = outcome(machine, tool, files)
    assert isinstance(failed, Failed)
    assert "/reqd-" not in "\n".join((failed.reason, *failed.lines, *(each.message for each in told)))
    name = "more.txt" if "more" in text else "requirements.txt"
    if line is not None:
        assert failed.origin == Origin(str(machine / "my project" / name), line)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("error: Unexpected '-': DIR/requirements.txt:2:1", "error: Unexpected '-': more.txt:3"),
        ("(from line 2 of DIR/requirements.txt)", "(from line 3 of more.txt)"),
        ("(from -r DIR/requirements.txt (line 1))", "(from -r requirements.txt (line 2))"),
        ("Unsupported in `DIR/requirements.txt` at line 2: x", "Unsupported in `more.txt` at line 3: x"),
        ("in `DIR/requirements.txt` at position 6", "in `more.txt` at line 3"),
        ("in `DIR/constraints.txt` at position 1", "in `limits.txt` at line 1"),
        ("file `DIR/requirements.txt` holds nothing", "file `requirements.txt` holds nothing"),
        ("DIR/requirements.txt:99:1", "requirements.txt:99"),
        ("--requirement=DIR/requirements.txt", "--requirement=requirements.txt"),
    ],
)
@pytest.mark.parametrize("folder", ["/tmp/reqd-ab_c12x9", "/private/var/T/reqd-ab_c12x9", "TEMP/reqd-ab_c12x9"])
def test_a_tool_is_quoted_with_the_files_of_the_person(machine: Path, folder: str, said: str, shown: str) -> None:
    files = {"requirements.txt": "# one\npear\n-r more.txt\n-c limits.txt\n", "more.txt": "\n\nplum\n", "limits.txt": "apple\n"}
    plan = install.plan(*project(machine, "uv", files))
    assert isinstance(plan, Plan)
    assert public(said.replace("DIR", folder.replace("TEMP", tempfile.gettempdir())), plan) == shown
