"""What suppressions must not change: what an install is judged by, and what the settings say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reqd.check import check, unmet
from reqd.core.finding import Severity
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot
from reqd.knowledge.suppression import suppressions
from tests import fixture

PATH = f"{fixture.ROOT}/requirements.txt"


def snapshot(text: str, **severity: Severity | None) -> Snapshot:
    """An environment with requests 2.30.0 and nothing else."""
    case = fixture.Case(fixture.environment("python 3.12.1\nrequests 2.30.0\n"), {PATH: text})
    chosen = {code.replace("_", "-"): each for code, each in severity.items()}
    return replace(case.snapshot(), settings=Settings(severity=chosen))


def codes(text: str, **severity: Severity | None) -> list[str]:
    return [finding.code for finding in check(snapshot(text, **severity), PATH)]


@pytest.mark.parametrize(
    "line", ["flask  # reqd: ignore", "requests==2.31.0  # reqd: ignore", "# reqd: ignore-file\nflask", "flask\n{{ more }}"]
)
def test_an_install_is_judged_by_what_is_so_and_not_by_what_is_told(line: str) -> None:
    assert not {"missing-package", "version-mismatch"} & set(codes(line))
    assert unmet(snapshot(line), PATH, None)


def test_an_install_is_judged_by_rules_that_are_turned_off() -> None:
    assert codes("flask", missing_package=None) == []
    assert unmet(snapshot("flask", missing_package=None), PATH, None) == "flask is not installed in .venv"


def test_only_what_was_asked_for_is_judged() -> None:
    text = "flask  # reqd: ignore\nclick  # reqd: ignore\nrequests"
    assert unmet(snapshot(text), PATH, frozenset({"click"})) == "click is not installed in .venv"
    assert unmet(snapshot(text), PATH, frozenset({"requests"})) == ""


def test_the_name_of_a_rule_that_is_turned_off_is_not_called_unused() -> None:
    text = "requests  # reqd: ignore[version-mismatch]"
    assert codes(text) == ["unused-suppression"]
    assert codes(text, version_mismatch=None) == []


def test_the_rule_about_suppressions_can_be_turned_off() -> None:
    assert codes("requests  # reqd: ignore", unused_suppression=None) == []
    assert codes("flask  # reqd: ignore", unused_suppression=None) == []


def test_a_template_is_silent_where_its_own_rule_is_turned_off() -> None:
    assert codes("flask = {{ version }}\nrequests=={{ version }}", template_file=None) == []


def test_one_comment_can_hold_two() -> None:
    manifest = fixture.manifest("flask  # reqd: ignore[missing-package]  # reqd: ignore[import-name]\n")
    found = suppressions(manifest)
    assert [[code.text for code in each.codes or ()] for each in found] == [["missing-package"], ["import-name"]]
    assert [manifest.text.string[each.span.start : each.span.end] for each in found] == [
        "reqd: ignore[missing-package]",
        "reqd: ignore[import-name]",
    ]


def test_spans_and_line_ends_of_windows() -> None:
    manifest = fixture.manifest("# a remark\r\nflask \\\r\n  ; python_version > '3'  # reqd: ignore[ missing-package ]\r\nclick\r\n")
    (found,) = suppressions(manifest)
    assert found.start == 12
    assert manifest.text.string[found.start + found.span.start : found.start + found.span.end] == "reqd: ignore[ missing-package ]"
    assert found.codes is not None
    assert [code.text for code in found.codes] == ["missing-package"]


def test_nothing_is_read_where_no_comment_says_so() -> None:
    assert suppressions(fixture.manifest("reqd:ignore\nhttps://example.org/#reqd:ignore\nflask\n")) == ()
