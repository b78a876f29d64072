"""What a person is advised to type after a check, where several files draw each other in."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import pytest

from reqd.check import check
from reqd.cli.advice import advice
from tests.fixture import ROOT, Case, environment


def advised(files: Mapping[str, str], installed: str = "python 3.12.1") -> list[str]:
    """The commands for all findings of these files, without the folder."""
    snapshot = Case(environment(installed), {f"{ROOT}/{name}": text for name, text in files.items()}).snapshot()
    findings = tuple(finding for path in snapshot.manifests for finding in check(snapshot, path))
    return [f"{purpose}: {command.replace(f'{ROOT}/', '')}" for purpose, command in advice(snapshot, findings)]


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"a.txt": "flask\n", "b.txt": "rich\n"}, ["a.txt", "b.txt"]),
        ({"a.txt": "flask\n", "b.txt": "rich\n-r a.txt\n"}, ["b.txt"]),
        ({"a.txt": "-r b.txt\nflask\n", "b.txt": "-r c.txt\nrich\n", "c.txt": "six\n"}, ["a.txt"]),
        ({"a.txt": "-r c.txt\nflask\n", "b.txt": "-r c.txt\nrich\n", "c.txt": "six\n"}, ["a.txt", "b.txt"]),
    ],
)
def test_a_file_that_another_one_draws_in_is_not_named(files: Mapping[str, str], named: list[str]) -> None:
    assert advised(files) == [f"To install what is asked for: reqd install {name}" for name in named]


def test_files_that_draw_each_other_in_are_both_named() -> None:
    purposes = "Repair the errors, then install what is asked for"
    assert advised({"a.txt": "-r b.txt\nflask\n", "b.txt": "-r a.txt\nrich\n", "c.txt": "six\n"}) == [
        f"{purposes}: reqd install a.txt",
        f"{purposes}: reqd install b.txt",
        "To install what is asked for: reqd install c.txt",
    ]


def test_an_error_is_to_be_repaired_first_where_it_is_drawn_in() -> None:
    assert advised({"a.txt": "-r b.txt\nflask\n", "b.txt": "six = 1\n", "c.txt": "rich\n"}) == [
        "Repair the errors, then install what is asked for: reqd install a.txt",
        "To install what is asked for: reqd install c.txt",
    ]


def test_what_is_damaged_is_named_once_for_each_file() -> None:
    damaged = "python 3.12.1\nsix 1.16.0 its METADATA is missing\nrich 13.0 its METADATA is missing"
    assert advised({"a.txt": "six\nrich\nsix\n", "b.txt": "rich\n"}, damaged)[:2] == [
        "To repair what is damaged: reqd install a.txt --reinstall six rich",
        "To repair what is damaged: reqd install b.txt --reinstall rich",
    ]


def test_hundreds_of_files_in_a_row_are_advised_in_a_blink() -> None:
    """Where each pair is asked what it draws in, it takes a minute."""
    files = {f"{ROOT}/{number}.txt": f"-r {number + 1}.txt\nflask\n" for number in range(300)}
    snapshot = Case(environment("python 3.12.1"), files).snapshot()
    (missing,) = (finding for finding in check(snapshot, f"{ROOT}/299.txt") if finding.code == "missing-package")
    findings = tuple(replace(missing, path=path) for path in files)
    begun = time.perf_counter()
    (step,) = advice(snapshot, findings)
    assert time.perf_counter() - begun < 5
    assert step == ("To install what is asked for", f"reqd install {ROOT}/0.txt")
