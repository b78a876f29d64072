"""The fixes that several rules offer, where a fixture cannot say what is given."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from reqd.check import check
from reqd.core.environment import Distribution, Environment, EnvironmentReading, Interpreter, NoEnvironment, Tools
from reqd.core.finding import EditFix, Finding
from tests.fixture import ROOT, Case, environment

PATH = f"{ROOT}/requirements.txt"


def findings(text: str, reading: EnvironmentReading, tools: Tools | None = None) -> tuple[Finding, ...]:
    return check(replace(Case(reading, {PATH: text}).snapshot(), tools=tools), PATH)


@pytest.mark.parametrize("version", ["2.0\n--index-url evil", "1.0-legacy", "2.0 --pre", "", "\u0662.0"])
def test_what_is_no_version_is_never_written(version: str) -> None:
    empty = environment("python 3.12.1")
    assert isinstance(empty, Environment)
    found = findings("foo==1.5\n", replace(empty, distributions={"foo": (Distribution("foo", version, "/foo.dist-info"),)}))
    assert [finding.code for finding in found] == ["version-mismatch"]
    assert [fix for finding in found for fix in finding.fixes if isinstance(fix, EditFix)] == []


def test_pythons_of_one_short_version_are_told_apart() -> None:
    versions = ("3.13.0", "3.12.4", "3.12.1", "3.11.9", "3.11.9")
    pythons = tuple(Interpreter(version, f"/{index}/python") for index, version in enumerate(versions))
    (finding,) = findings("foo\n", NoEnvironment(""), Tools(None, None, pythons))
    assert [fix.title.removeprefix("Create .venv with Python ") for fix in finding.fixes][1::2] == [
        "3.13",
        "3.12.4",
        "3.12.1",
        "3.11.9, /3/python",
        "3.11.9, /4/python",
    ]


@pytest.mark.parametrize(
    ("name", "is_its_rest"),
    [
        ("~ix-1.0.dist-info", True),
        ("~~x-1.0.dist-info", True),
        ("~mix-1.0.dist-info", False),
        ("~ax-1.0.dist-info", False),
        ("~ix", False),
        ("~~~-1.0.dist-info", False),
    ],
)
def test_what_an_interrupted_install_left_is_named_where_its_package_is_missing(name: str, is_its_rest: bool) -> None:
    empty = environment("python 3.12.1")
    assert isinstance(empty, Environment)
    (finding,) = findings("six\n", replace(empty, leftovers=(f"/site-packages/{name}",)))
    rest = f"; an interrupted install left {name} behind" if is_its_rest else ""
    assert finding.message == f"six is not installed in .venv{rest}"


def test_a_thousand_lines_that_each_exclude_a_version_are_checked_in_a_blink() -> None:
    """Intersecting them one by one takes packaging minutes."""
    begun = time.perf_counter()
    findings("a>=0\na<2000\n" + "".join(f"a!={number}.0\n" for number in range(1200)), environment("python 3.12.1"))
    assert time.perf_counter() - begun < 5
