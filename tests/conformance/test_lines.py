"""Lines and texts written by hand are read as pip reads them, each part, from the same physical lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.differences import DIFFERENCES, differing
from tests.conformance.pip_reading import by_pip
from tests.conformance.reading import Reading
from tests.conformance.reqd_reading import by_reqd
from tests.conformance.texts import TEXTS

# One line of a file is one line to be read, whatever it holds.
FILES = {path.stem: path.read_text(encoding="utf-8").removesuffix("\n").split("\n") for path in Path(__file__).parent.glob("lines/*.txt")}
LINES = [(name, line) for name, lines in sorted(FILES.items()) for line in lines]


def test_the_lines_are_many_and_none_is_there_twice() -> None:
    lines = [line for _, line in LINES]
    assert len(lines) == len(set(lines)) >= 1000


@pytest.mark.parametrize("line", [pytest.param(line, id=f"{name}-{line}") for name, line in LINES])
def test_a_line_is_read_as_pip_reads_it(line: str) -> None:
    assert differing(line) == []


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_line_by_line_as_pip_reads_it(text: str) -> None:
    assert differing(text) == []


@pytest.mark.parametrize("line", DIFFERENCES)
def test_a_difference_is_the_one_that_is_meant(line: str) -> None:
    (theirs,), (ours,) = by_pip(line), by_reqd(line)
    meant = DIFFERENCES[line]
    assert _bare(ours.reading) == meant.reqd, meant.reason
    assert _bare(theirs.reading) in (meant.pip, *((meant.reqd,) if meant.is_of_newer_pythons else ())), meant.reason


@pytest.mark.parametrize("line", DIFFERENCES)
def test_a_difference_is_known_wherever_it_occurs(line: str) -> None:
    assert differing(f"requests\n{line}\n") == []


def _bare(reading: Reading) -> Reading:
    """Without a URL that pip made of a path on this machine."""
    return reading._replace(url="") if reading.url.startswith("file:///") or "../../" in reading.url else reading


def test_a_variable_that_is_set_is_replaced_by_pip_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds where pip will run is not known to an editor, and it is never shown."""
    monkeypatch.setenv("REQD_VERSION", "1.0")
    (theirs,), (ours,) = by_pip("requests==${REQD_VERSION}"), by_reqd("requests==${REQD_VERSION}")
    assert (theirs.reading.kind, ours.reading.kind) == ("requirement", "error")
