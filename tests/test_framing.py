"""Whatever bytes come, the messages after them are found."""

from __future__ import annotations

import json
from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reqd.lsp.framing import LIMIT, TAIL, Framer
from tests.wire import framed

HEADERS = [
    b"Content-Length: %d\r\n\r\n",
    b"content-length: %d\r\n\r\n",
    b"CONTENT-LENGTH:%d\r\n\r\n",
    b"Content-Length \t:\t %d \r\n\r\n",
    b"Content-Length: %d\n\n",
    b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
    b"Content-Length: %d\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\nX-Unknown: 5\r\n\r\n",
    b"\r\n\r\nContent-Length: %d\r\n\r\n",
    b"Content-Length: 7\r\nContent-Length: %d\r\n\r\n",
]

# What could confuse the search more than random bytes do.
PIECES = [
    b"Content-Length: 5\r\n\r\n",
    b"Content-Length: 5000\r\n\r\n",
    b"Content-Length: 33554432\r\n\r\n",
    b"Content-Length: 33554433\r\n\r\n",
    b"Content-Length: 0\r\n\r\n",
    b"content-length:30",
    b"Content-Length: ",
    b"\r\n",
    b"\n",
    b"\r",
    b" ",
    b"{}",
    b'"',
    b"\xff\x00",
    b"1" * 300,
]
junk = st.lists(st.sampled_from(PIECES) | st.binary(max_size=40), max_size=12).map(b"".join)
texts = st.text(st.characters(codec="utf-8"), max_size=30)
bodies = st.builds(lambda text, indent: json.dumps({"text": text}, indent=indent).encode(), texts, st.sampled_from([None, 1]))
messages = st.builds(lambda header, body: (header % len(body) + body, body), st.sampled_from(HEADERS), bodies)


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    """The data in pieces of these sizes, and the rest."""
    ends = [0, *accumulate(sizes), len(data)]
    return [data[start:end] for start, end in pairwise(ends)]


def received(framer: Framer, *pieces: bytes) -> list[bytes]:
    return [body for piece in pieces for body in framer.feed(piece)]


@given(junk, messages, messages)
@example(b"Content-Length: 5\r\n\r\n", (framed(b"{}"), b"{}"), (framed(b"[]"), b"[]"))
def test_after_any_junk_at_most_one_message_is_lost(junk: bytes, first: tuple[bytes, bytes], second: tuple[bytes, bytes]) -> None:
    """P3: a message is lost only when a header of the junk announced a body that ends within the message's own header."""
    framer = Framer()
    received(framer, junk)
    assert second[1] in received(framer, first[0], second[0])[-1:]


@given(st.lists(messages, max_size=5))
def test_well_formed_messages_arrive_as_they_are(sent: list[tuple[bytes, bytes]]) -> None:
    assert received(Framer(), *(data for data, _ in sent)) == [body for _, body in sent]


@given(junk, st.lists(messages, max_size=3), st.lists(st.integers(0, 30), max_size=20))
def test_where_the_bytes_are_cut_does_not_matter(junk: bytes, sent: list[tuple[bytes, bytes]], sizes: list[int]) -> None:
    data = junk + b"".join(message for message, _ in sent)
    whole = received(Framer(), data)
    assert whole == received(Framer(), *cut(data, sizes))
    assert whole == received(Framer(), *(bytes([byte]) for byte in data))


@pytest.mark.parametrize("header", HEADERS)
def test_headers_are_read_as_widely_as_editors_write_them(header: bytes) -> None:
    assert received(Framer(), header % 2 + b"{}", framed(b"[]")) == [b"{}", b"[]"]


@pytest.mark.parametrize(
    "length",
    [b"9" * 5000, b"9" * 25, b"1000000000000", b"999999999", b"%d" % (LIMIT + 1), b"-5", b"+5", b"0x10", b"5.0", b"1e3", b"", b"five"],
)
def test_an_absurd_length_is_junk(length: bytes) -> None:
    assert received(Framer(), b"Content-Length: %s\r\n\r\n{}" % length, framed(b"[]")) == [b"[]"]


@pytest.mark.parametrize("missing", range(1, 51))
def test_a_length_too_short_costs_that_message_only(missing: int) -> None:
    body = json.dumps({"text": "x" * 60}).encode()
    short = b"Content-Length: %d\r\n\r\n%s" % (len(body) - missing, body)
    assert received(Framer(), short, framed(b"{}"), framed(b"[]"))[1:] == [b"{}", b"[]"]


@pytest.mark.parametrize("surplus", [*range(1, 51), 1000, LIMIT - 2])
def test_a_length_too_long_costs_at_most_one_message_more(surplus: int) -> None:
    """The message after it is found at once, also where more was announced than ever comes."""
    long = b"Content-Length: %d\r\n\r\n{}" % (2 + surplus)
    assert received(Framer(), long, framed(b"[1]"), framed(b"[2]"))[-1] == b"[2]"
    if surplus >= len(b"Content-Length: 3\r\n"):
        assert received(Framer(), long, framed(b"[1]"), framed(b"[2]")) == [b"{}", b"[1]", b"[2]"]


def test_a_body_may_speak_of_headers() -> None:
    body = json.dumps({"text": "Content-Length: 5\r\n\r\n{}", "more": ["Content-Length: 5"]}, indent=1).encode()
    assert received(Framer(), framed(body)) == [body]


def test_junk_without_a_line_end_is_not_kept() -> None:
    framer = Framer()
    for _ in range(1000):
        assert received(framer, b"x" * 65536) == []
        assert len(framer._buffer) <= TAIL
    assert received(framer, framed(b"{}")) == [b"{}"]


def test_nothing_is_set_aside_for_a_body_before_it_comes() -> None:
    framer = Framer()
    assert received(framer, b"Content-Length: %d\r\n\r\n{" % LIMIT) == []
    assert len(framer._buffer) == 1


def test_the_longest_message_is_taken() -> None:
    body = b'"%s"' % (b"x" * (LIMIT - 2))
    assert received(Framer(), framed(body)) == [body]


def test_many_messages_in_one_piece() -> None:
    assert received(Framer(), framed(b"{}") * 10_000) == [b"{}"] * 10_000
