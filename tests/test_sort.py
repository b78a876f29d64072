"""Sorting moves requirements with their comments, and loses, adds and changes nothing."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from reqd.actions.sort import sort
from reqd.core.finding import applied
from reqd.manifests import parse
from tests.conformance.composed import LINES, damaged
from tests.conformance.pip_reading import by_pip

PATH = "/project/requirements.txt"
PLAIN = st.sampled_from(("flask", "attrs==1", "Zope.Interface", "# why", "    # via flask", "", "-r a.txt", "./pkg", "a \\", "x = 1"))
FILES = st.lists(PLAIN | LINES | damaged(), max_size=8).flatmap(
    lambda lines: st.sampled_from(("\n", "\r\n")).map(lambda end: end.join(lines))
)


def ordered(text: str) -> str:
    manifest = parse(PATH, text)
    fix = sort(manifest)
    return applied(manifest.text, fix.edits) if fix else text


@given(FILES)
@example("b\\\n==1\na\n# of c\nc")
def test_pip_reads_the_same_lines_in_another_order(text: str) -> None:
    before, after = ([repr(placed.reading) for placed in by_pip(each)] for each in (text, ordered(text)))
    assert Counter(before) == Counter(after)


@given(FILES)
def test_no_line_is_lost(text: str) -> None:
    assert Counter(ordered(text).splitlines()) == Counter(text.splitlines())


@given(FILES)
def test_what_is_sorted_stays(text: str) -> None:
    assert ordered(ordered(text)) == ordered(text)


def test_a_run_without_a_last_line_end_keeps_none() -> None:
    assert ordered("b\r\n# of a\r\na") == "# of a\r\na\r\nb"
