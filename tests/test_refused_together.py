"""Hashes, constraints and paths: what reqd calls an error is refused by pip itself, and what it lets pass pip takes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from reqd.check import check
from reqd.core.events import FoldersChanged
from reqd.core.finding import Severity
from reqd.core.snapshot import Snapshot
from reqd.settle import settled
from tests.wheels import wheel

MAIN = "requirements.txt"


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    for name, version in (("anchor", "1.0"), ("anchor", "2.0"), ("basket", "1.0")):
        wheel(folder, name, version)
    return folder


def hashed(wheels: Path, name: str, version: str) -> str:
    content = (wheels / f"{name}-{version}-py3-none-any.whl").read_bytes()
    return f"--hash=sha256:{hashlib.sha256(content).hexdigest()}"


def refusal(folder: Path, wheels: Path) -> str:
    """What pip says of the file; empty where it would install."""
    given = ("install", "--dry-run", "--ignore-installed", "--no-index", "--find-links", str(wheels), "--no-cache-dir", "-r", MAIN)
    command = (sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", *given)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stderr


def errors(folder: Path) -> set[str]:
    """The codes of the errors of all files."""
    snapshot = settled(Snapshot(), FoldersChanged((str(folder),)))
    found = (finding for path in snapshot.manifests for finding in check(snapshot, path))
    return {finding.code for finding in found if finding.severity is Severity.ERROR}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({MAIN: "anchor==1.0 {anchor1}\nbasket==1.0 {basket}\n"}, ""),
        ({MAIN: "anchor==1.0 {anchor1}\nbasket==1.0\n"}, "unhashed-requirement"),
        ({MAIN: "anchor==1.0 {anchor1}\nanchor\n"}, ""),
        ({MAIN: "anchor\nanchor==1.0 {anchor1}\n"}, "unhashed-requirement"),
        ({MAIN: "anchor==1.0 {anchor1}\n./tool\n"}, "unhashed-requirement"),
        ({MAIN: "anchor==1.0 {anchor1}\n-e ./tool\n"}, "unhashed-requirement"),
        ({MAIN: "--require-hashes\nanchor==1.0\n"}, "unhashed-requirement"),
        ({MAIN: "--no-require-hashes\nanchor==1.0 {anchor1}\nbasket\n"}, ""),
        ({MAIN: "-c constraints.txt\nanchor\nbasket==1.0 {basket}\n", "constraints.txt": "anchor==1.0 {anchor1}\n"}, ""),
        ({MAIN: "-c constraints.txt\nbasket\n", "constraints.txt": "anchor==1.0 {anchor1}\n"}, "unhashed-requirement"),
        ({MAIN: "-r base.txt\nanchor==1.0 {anchor1}\n", "base.txt": "basket==1.0\n"}, "unhashed-requirement"),
        ({MAIN: "anchor>=1.0 {anchor1}\n"}, "unpinned-hash"),
        ({MAIN: "-c constraints.txt\nanchor {anchor1}\n", "constraints.txt": "anchor==1.0\n"}, ""),
        ({MAIN: "-c constraints.txt\nanchor\n", "constraints.txt": "anchor[extra]==1.0\n"}, "invalid-constraint"),
        ({MAIN: "-c constraints.txt\nanchor\n", "constraints.txt": "-e ./tool\n"}, "invalid-constraint"),
        ({MAIN: "-c constraints.txt\nanchor\n", "constraints.txt": "./tool ; python_version < '3'\n"}, "invalid-constraint"),
        ({MAIN: "-c constraints.txt\nanchor\n", "constraints.txt": "tool @ file:///absent/tool\n"}, ""),
        ({MAIN: "-c base-requirements.txt\nanchor\n", "base-requirements.txt": "anchor[extra]==1.0\n"}, "invalid-constraint"),
        ({MAIN: "-c constraints.txt\nanchor\n", "constraints.txt": "-r more.txt\n", "more.txt": "basket[extra]\n"}, ""),
        ({MAIN: "./tols ; python_version < '3'\n"}, "missing-path"),
        ({MAIN: "wheels/basket-1.0-py3-none-any.whl\n"}, "missing-path"),
        ({MAIN: "wheels/basket-1.0-py3-none-any.whl ; python_version < '3'\n"}, ""),
        ({MAIN: "-e tool#egg=tool\n"}, "missing-path"),
        ({MAIN: "-e git+git@github.com:owner/name.git#egg=name\n"}, "missing-path"),
    ],
)
def test_pip_refuses_what_is_called_an_error(files: dict[str, str], code: str, tmp_path: Path, wheels: Path) -> None:
    known = {"anchor1": hashed(wheels, "anchor", "1.0"), "basket": hashed(wheels, "basket", "1.0")}
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "pyproject.toml").write_text('[project]\nname = "tool"\nversion = "1"\n')
    for name, text in files.items():
        (tmp_path / name).write_text(text.format(**known))
    assert errors(tmp_path) == ({code} if code else set())
    assert bool(refusal(tmp_path, wheels)) == bool(code)
