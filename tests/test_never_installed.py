"""What no install can be right for is offered none: imported names, Python itself, addresses, versions and names of files."""

from __future__ import annotations

import pytest

from reqd.check import check
from reqd.core.finding import CommandFix
from tests.fixture import ROOT, Case, environment

FILE = f"{ROOT}/requirements.txt"


def commands(text: str) -> list[str]:
    case = Case(environment=environment("python 3.12.1\n"), files={FILE: text})
    return [fix.title for finding in check(case.snapshot(), FILE) for fix in finding.fixes if isinstance(fix, CommandFix)]


@pytest.mark.parametrize(
    "line",
    ["sklearn", "cv2>=4", "python>=3.8", "Python", "git@github.com:psf/requests.git", "requests@latest", "requests@2.31.0", "base.txt"],
)
def test_no_install_is_offered(line: str) -> None:
    assert commands(f"{line}\n") == []


def test_one_is_offered_for_a_package_beside_an_imported_name() -> None:
    assert commands("sklearn\nflask\n") == ["Install flask into .venv"]
