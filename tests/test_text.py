"""A document's places: points and offsets, whatever ends its lines and however wide its characters are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqd.core.change import change
from reqd.core.text import Point, Range, Span, Text, shared_span

LETTERS = st.text(st.sampled_from("ab \t\r\n\x0c\x85\u2028e\u0301\U0001f40d"), max_size=40)


@pytest.mark.parametrize(
    ("string", "starts"),
    [
        ("", (0,)),
        ("a", (0,)),
        ("a\n", (0, 2)),
        ("a\nb\n", (0, 2, 4)),
        ("a\r\nb\r\n", (0, 3, 6)),
        ("a\rb\r", (0, 2, 4)),
        ("a\n\r\nb", (0, 2, 4)),
        ("a\r\r\nb", (0, 2, 4)),
        ("a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", (0,)),
    ],
)
def test_lines_begin_where_an_editor_begins_them(string: str, starts: tuple[int, ...]) -> None:
    assert Text(string).line_starts == starts


@pytest.mark.parametrize(("string", "end"), [("", "\n"), ("a", "\n"), ("a\r\nb\n", "\r\n"), ("a\rb", "\r"), ("a\nb\r\n", "\n")])
def test_the_line_end_is_the_first_that_the_document_uses(string: str, end: str) -> None:
    assert Text(string).line_end == end


@pytest.mark.parametrize(
    ("offset", "point"),
    [(0, Point(0, 0)), (1, Point(0, 1)), (2, Point(0, 2)), (3, Point(1, 0)), (5, Point(1, 2)), (6, Point(2, 0))],
)
def test_an_offset_has_a_point_in_code_points(offset: int, point: Point) -> None:
    assert Text("\U0001f40d\r\ne\u0301\n").point(offset) == point


@pytest.mark.parametrize(
    ("point", "offset"),
    [(Point(0, 99), 1), (Point(1, 99), 4), (Point(2, 0), 5), (Point(2, 9), 5), (Point(9, 0), 5), (Point(0, 0), 0)],
)
def test_a_point_past_an_end_is_at_that_end(point: Point, offset: int) -> None:
    assert Text("a\r\nb\n").offset(point) == offset


def test_a_line_is_given_without_its_end() -> None:
    text = Text("a\r\nb\rc\n")
    assert [text.line(number) for number in range(4)] == ["a", "b", "c", ""]


def test_a_range_spans_lines() -> None:
    assert Text("ab\ncd\n").range(Span(1, 4)) == Range(Point(0, 1), Point(1, 1))


@given(LETTERS, st.integers(0, 40))
def test_an_offset_comes_back_from_its_point(string: str, offset: int) -> None:
    text = Text(string)
    offset = min(offset, len(string))
    point = text.point(offset)
    assert text.offset(point) == offset or string[offset - 1 : offset + 1] == "\r\n"


@given(LETTERS)
def test_the_lines_joined_by_their_ends_are_the_text(string: str) -> None:
    text = Text(string)
    ends = (*text.line_starts[1:], len(string))
    pieces = [string[start:end] for start, end in zip(text.line_starts, ends, strict=True)]
    assert "".join(pieces) == string
    assert [piece.rstrip("\r\n") for piece in pieces] == [text.line(number) for number in range(len(pieces))]


@given(LETTERS, LETTERS, LETTERS, LETTERS)
def test_the_lines_of_a_changed_text_are_those_of_a_new_one(before: str, removed: str, put_in: str, after: str) -> None:
    former, string = Text(before + removed + after), before + put_in + after
    assert former.line_starts
    changed = former.changed(string, change(former.string, string))
    assert (changed, changed.line_starts) == (Text(string), Text(string).line_starts)


def test_texts_are_equal_by_their_strings() -> None:
    assert (Text("a"), hash(Text("a"))) == (Text("a"), hash(Text("a")))
    assert Text("a") != Text("b")


def test_spans_are_shared_between_lines_that_have_them_at_the_same_place() -> None:
    assert shared_span(2, 5) == Span(2, 5)
    assert shared_span(2, 5) is shared_span(2, 5)
