"""The behaviour that is written down as prose with fixtures: tests/specs/*.md and the rules' own pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqd.rules import RULES
from tests import fixture

SPECS = sorted((Path(__file__).parent / "specs").glob("*.md"))
RULE_FILES = {code: Path(str(rule.check.__code__.co_filename)) for code, rule in RULES.items()}


@pytest.mark.parametrize("path", [*SPECS, *RULE_FILES.values()], ids=lambda path: path.stem)
def test_what_is_written_is_so(path: Path, request: pytest.FixtureRequest) -> None:
    document = path.read_text(encoding="utf-8")
    actual = fixture.written(document)
    if request.config.getoption("--write-fixtures"):
        path.write_text(actual, encoding="utf-8")
    else:
        assert document == actual


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_page_says_what_is_wrong_in_its_first_line(rule: object) -> None:
    page = getattr(rule, "page", "")
    assert page.splitlines()[0].endswith(".")
    assert len(page.splitlines()) > 2
