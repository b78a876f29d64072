"""Places in the columns of a conversation, and the URIs of paths, there and back."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from reqd.core.finding import Edit, EditFix
from reqd.core.text import Point, Range, Text
from reqd.lsp import convert

ENCODINGS = tuple(types.PositionEncodingKind)
UTF8, UTF16, UTF32 = types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32

# Letters of one to four bytes, combining ones, lone surrogates, every line end and what only looks like one.
TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ab=é€🐍\u0301\u200d\u2028\x0b\x0c\x85\r\n\0"),
        st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF),
    ),
    max_size=60,
)


def edge(text: Text, offset: int) -> int:
    """The offset, moved out of a line's end: inside it there is no place."""
    point = text.point(offset)
    return text.offset(Point(point.line, min(point.column, len(text.line(point.line)))))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(string=TEXTS, data=st.data())
def test_a_place_survives_the_way_there_and_back(encoding: types.PositionEncodingKind, string: str, data: st.DataObject) -> None:
    text = Text(string)
    point = text.point(edge(text, data.draw(st.integers(0, len(string)))))
    assert convert.point(text, convert.position(text, point, encoding), encoding) == point


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(string=TEXTS, data=st.data())
def test_the_columns_of_a_line_end_where_the_line_does(encoding: types.PositionEncodingKind, string: str, data: st.DataObject) -> None:
    text = Text(string)
    number = data.draw(st.integers(0, len(text.line_starts) - 1))
    line = text.line(number)
    units = {UTF8: line.encode("utf-8", "surrogatepass"), UTF16: line.encode("utf-16-le", "surrogatepass"), UTF32: line}[encoding]
    last = len(units) // 2 if encoding == UTF16 else len(units)
    assert convert.position(text, Point(number, len(line)), encoding) == types.Position(line=number, character=last)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(string=TEXTS, line=st.integers(0, 2**31 - 1), character=st.integers(0, 2**31 - 1))
def test_a_place_outside_is_put_at_an_end(encoding: types.PositionEncodingKind, string: str, line: int, character: int) -> None:
    text = Text(string)
    point = convert.point(text, types.Position(line=line, character=character), encoding)
    assert point.line < len(text.line_starts)
    assert point.column <= len(text.line(point.line))


@given(string=TEXTS, data=st.data())
def test_a_place_inside_a_letter_is_put_at_one_of_its_edges(string: str, data: st.DataObject) -> None:
    text = Text(string)
    number = data.draw(st.integers(0, len(text.line_starts) - 1))
    for encoding in (UTF8, UTF16):
        place = types.Position(line=number, character=data.draw(st.integers(0, 250)))
        point = convert.point(text, place, encoding)
        found = convert.position(text, point, encoding)
        assert point.line == number
        assert found.character <= place.character or place.character < 0
        following = convert.position(text, Point(number, min(point.column + 1, len(text.line(number)))), encoding)
        assert following.character >= place.character or point.column + 1 >= len(text.line(number))


@pytest.mark.parametrize(
    ("before", "encoding", "character"),
    [
        ("# 🐍 ", UTF8, 7),
        ("# 🐍 ", UTF16, 5),
        ("# 🐍 ", UTF32, 4),
        ("é€", UTF8, 5),
        ("é€", UTF16, 2),
        ("e\u0301", UTF8, 3),
        ("e\u0301", UTF32, 2),
        ("\ud800", UTF8, 3),
        ("\ud800", UTF16, 1),
    ],
)
def test_columns_are_counted_in_the_units_of_the_conversation(before: str, encoding: types.PositionEncodingKind, character: int) -> None:
    text = Text(f"first\n{before}name==1\n")
    position = types.Position(line=1, character=character)
    assert convert.position(text, Point(1, len(before)), encoding) == position
    assert convert.point(text, position, encoding) == Point(1, len(before))


@pytest.mark.parametrize(
    ("start", "end", "is_touched"),
    [((0, 0), (0, 1), False), ((0, 0), (0, 2), True), ((0, 3), (0, 3), True), ((0, 5), (0, 5), True), ((0, 6), (0, 9), False)],
)
def test_a_cursor_at_an_edge_touches(start: tuple[int, int], end: tuple[int, int], is_touched: bool) -> None:
    assert convert.overlaps(Range(Point(0, 2), Point(0, 5)), Point(*start), Point(*end)) is is_touched


def test_a_whole_line_ends_before_the_next_one() -> None:
    """Kate asks like this for the line of its cursor, and its Quick Fix takes all that it is offered."""
    line = (Point(1, 0), Point(2, 0))
    assert convert.overlaps(Range(Point(1, 6), Point(1, 11)), *line)
    assert not convert.overlaps(Range(Point(2, 0), Point(2, 6)), *line)


# --- URIs ---

NAMES = st.text(st.characters(exclude_characters="/\0\\", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda name: name not in (".", "..")
)


@given(parts=st.lists(NAMES, min_size=1, max_size=4))
def test_a_path_survives_the_way_there_and_back(parts: list[str]) -> None:
    path = os.path.normpath(os.path.join(os.path.abspath(os.sep), *parts))
    assert convert.path(convert.uri(path)) == path


@pytest.mark.skipif(os.name == "nt", reason="these are the paths of other systems")
@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/requirements.txt", "/a/requirements.txt"),
        ("file:///a/%72equirements.txt", "/a/requirements.txt"),
        ("file:///a%20b/100%25/%F0%9F%90%8D.txt", "/a b/100%/🐍.txt"),
        ("file:///a b/🐍.txt", "/a b/🐍.txt"),
        ("file:///a/./b/../c//d.txt", "/a/c/d.txt"),
        ("file:///a/b%23c%3Fd", "/a/b#c?d"),
        ("file://localhost/a", "/a"),
        ("FILE:///a", "/a"),
        ("file:/a", "/a"),
    ],
)
def test_every_way_of_writing_a_uri_is_one_path(uri: str, path: str) -> None:
    assert convert.path(uri) == path


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/a",
        "untitled:Untitled-1",
        "untitled:requirements.txt",
        "git:/a/requirements.txt?ref",
        "vscode-vfs://github/a/requirements.txt",
        "http://host/requirements.txt",
        "file:",
        "file:a",
        "file://",
        "file:///a%00b",
        "file:///a\0b",
        "file://[",
        "file://host/a",
        "://",
    ],
)
def test_what_is_no_file_on_this_disk_has_no_path(uri: str) -> None:
    assert convert.path(uri) is None


# --- edits ---


def edit(start: int, end: int, text: str = "", path: str = "/a") -> Edit:
    return Edit(path, Range(Point(0, start), Point(0, end)), text)


def fix(*edits: Edit) -> EditFix:
    return EditFix("a repair", edits)


def test_a_fix_that_touches_an_earlier_one_is_left_out_whole() -> None:
    kept = convert.disjoint(
        [fix(edit(0, 3)), fix(edit(2, 5), edit(8, 9)), fix(edit(3, 6)), fix(edit(2, 5, path="/b")), fix(edit(0, 3)), fix(edit(9, 9, "new"))]
    )
    assert kept == (edit(0, 3), edit(3, 6), edit(2, 5, path="/b"), edit(9, 9, "new"))
