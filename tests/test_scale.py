"""What must not grow with a file: what an edit of it costs, and what odd lines do."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from reqd.core.manifest import Line
from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.manifests import parse
from reqd.manifests.requirements import parse as parsing
from reqd.manifests.requirements import reuse
from reqd.manifests.requirements.lines import logical_lines
from reqd.manifests.requirements.parse import parsed_line
from reqd.rules import duplicate_requirement

PATH = "/project/requirements.txt"
COUNT = 10_000
PINS = tuple(f"package-{number}==1.{number}\n" for number in range(COUNT))
# Seconds that no machine takes for what grows with the text alone, and every machine for what grows with its square.
PATIENCE = 5.0


class Counted:
    """How many lines were read, and how many characters were split into lines."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines = 0
        self.characters = 0
        monkeypatch.setattr(parsing, "parsed_line", self._parsed_line)
        monkeypatch.setattr(reuse, "logical_lines", self._logical_lines)

    def _parsed_line(self, raw: str) -> Line:
        self.lines += 1
        return parsed_line(raw)

    def _logical_lines(self, string: str) -> Iterator[tuple[int, str]]:
        self.characters += len(string)
        return logical_lines(string)


EDITS = {
    "another version": lambda at: (*PINS[:at], "six==1.17\n", *PINS[at + 1 :]),
    "a new line": lambda at: (*PINS[:at], "six==1.17\n", *PINS[at:]),
    "a line less": lambda at: (*PINS[:at], *PINS[at + 1 :]),
    "a continuation": lambda at: (*PINS[:at], "six\\\n", *PINS[at:]),
    "two lines in one": lambda at: (*PINS[:at], PINS[at][:-1], *PINS[at + 1 :]),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("at", [0, COUNT // 2, COUNT - 1], ids=["at the top", "in the middle", "at the end"])
def test_after_an_edit_only_the_lines_around_it_are_read(monkeypatch: pytest.MonkeyPatch, edit: str, at: int) -> None:
    before = parse(PATH, "".join(PINS))
    counted = Counted(monkeypatch)
    after = parse(PATH, "".join(EDITS[edit](at)), previous=before)
    assert abs(len(after.lines) - COUNT) <= 1
    assert counted.lines <= 2
    assert counted.characters <= 5 * len("package-9999==1.9999\n")


def test_without_an_earlier_reading_every_line_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(monkeypatch)
    assert len(parse(PATH, "".join(PINS)).lines) == counted.lines == COUNT


@pytest.mark.parametrize("before", ["./", "-e ./", "a @ ./", "-e a @ git+https://example.org/"])
def test_brackets_that_are_never_closed_are_read_in_a_time_that_grows_with_the_text_alone(before: str) -> None:
    parsed_line.cache_clear()
    begin = time.perf_counter()
    parse(PATH, before + "[" * 200_000)
    assert time.perf_counter() - begin < PATIENCE


@pytest.mark.parametrize("before", ["a", "./", "{", '"', "a (", "http://["])
def test_blanks_before_a_fault_are_explained_in_a_time_that_grows_with_the_text_alone(before: str) -> None:
    """As many as a line may have that is explained at all."""
    parsed_line.cache_clear()
    begin = time.perf_counter()
    parse(PATH, f"{before}{' ' * 1990}!")
    assert time.perf_counter() - begin < PATIENCE


def test_lines_of_one_project_are_judged_in_a_time_that_grows_with_the_text_alone() -> None:
    """Without an environment their markers count, of which no two are the same."""
    manifest = parse(PATH, "".join(f"six ; python_version < '3.{number}'\n" for number in range(5000)))
    view = View(Snapshot(manifests={PATH: manifest}), manifest)
    begin = time.perf_counter()
    assert list(duplicate_requirement.check(view)) == []
    assert time.perf_counter() - begin < PATIENCE
