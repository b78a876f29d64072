"""The manual of the findings says what the rules' pages say."""

from __future__ import annotations

import re

import pytest

from reqd.rules import RULES
from tests.manual import PATH, README, manual, readme


def test_the_manual_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == manual(), "write it with: python -m tests.manual"


def test_the_tables_of_the_readme_are_up_to_date() -> None:
    written = README.read_text(encoding="utf-8")
    assert "<!-- findings -->" in written
    assert "<!-- settings -->" in written
    assert written == readme(written), "write them with: python -m tests.manual"


def test_every_link_of_the_contents_leads_to_a_section() -> None:
    written = manual()
    assert set(re.findall(r"\(#([a-z-]+)\)", written)) == set(re.findall(r"^## (.*)$", written, re.MULTILINE)) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_section_names_its_severity(code: str) -> None:
    assert f"## {code}\n\nSeverity: {RULES[code].severity.word}\n" in manual()
