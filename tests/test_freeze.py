"""What refreezing writes, beside what pip itself would write for the same real environment; and every byte that it leaves alone."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

from reqd.actions.refreeze import Frozen, refreeze
from reqd.core.events import FoldersChanged, ManifestChanged
from reqd.core.settings import FreezeStyle
from reqd.core.snapshot import Snapshot
from reqd.environments.layout import packages
from reqd.manifests import parse
from reqd.settle import settled
from tests.fixture import applied
from tests.wheels import unpacked, wheel

# Names as projects spell them: capitals, dots, dashes, digits first. pip sorts them without regard to case.
INSTALLED = (
    ("zope.interface", "6.4"),
    ("Jinja2", "3.1.4"),
    ("PyYAML", "6.0.2"),
    ("six", "1.16.0"),
    ("ruamel.yaml", "0.18.6"),
    ("3to2", "1.1.1"),
    ("typing_extensions", "4.12.2"),
    ("typing-inspection", "0.4.1"),
    ("Typing.Other", "1.0"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with an environment that holds some packages, and pip."""
    folder = tmp_path / "project"
    venv.EnvBuilder(with_pip=True).create(folder / ".venv")
    found = packages(str(folder / ".venv"), f"{sys.version_info.major}.{sys.version_info.minor}")
    assert found is not None
    for name, version in INSTALLED:
        unpacked(wheel(tmp_path / "wheels", name, version), Path(found.site_packages[0]))
    return folder


def frozen(project: Path, text: str, style: FreezeStyle) -> str:
    path = str(project / "requirements.txt")
    snapshot = settled(Snapshot(), FoldersChanged((str(project),)), ManifestChanged(parse(path, text, version=1)), surveys=False)
    outcome = refreeze(snapshot, path, style)
    assert isinstance(outcome, Frozen), outcome
    return applied(text, list(outcome.fix.edits))


def test_a_full_freeze_of_an_empty_file_is_what_pip_freeze_prints(project: Path) -> None:
    command = [str(project / ".venv" / "bin" / "python"), "-I", "-m", "pip", "freeze"]
    assert frozen(project, "", "full") == subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_only_versions_change(project: Path, end: str) -> None:
    before = end.join(
        (
            "# -*- kept -*-",
            "",
            "Six  >= 1.0  # why: \u0130\u00df\U0001f40d",
            "\tjinja2[i18n]==2.0 ; python_version > '3'",
            "zope.interface \\",
            "    == 5.0",
            "--no-binary six",
            "not-installed==1.0",
            "PyYAML",
        )
    )
    after = before.replace(">= 1.0", "==1.16.0").replace("==2.0", "==3.1.4").replace("== 5.0", "== 6.4")
    assert frozen(project, before, "in place") == after.removesuffix("PyYAML") + "PyYAML==6.0.2"


def test_what_is_pinned_already_is_not_edited(project: Path) -> None:
    text = "six === 1.16.0\njinja2 == 3.1.4\n"
    once = frozen(project, text, "in place")
    assert frozen(project, once, "in place") == once
