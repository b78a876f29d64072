"""Cuts the bytes that an editor sends into message bodies, and finds the next message again after any junk.

The protocol's base (Language Server Protocol 3.17, "Base Protocol"): header fields, a blank line, a body of the announced length. What
is read here is wider: names in any case, `\\n` for `\\r\\n`, unknown fields, and a header wherever in a line it begins, because that is
where it stands after a body that was longer than announced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A message of an editor is as long as the longest document, and a requirements file of a mebibyte is already absurd. A header that
# announces more is junk like any other: to skip what it announces would let one lie swallow gigabytes of true messages.
LIMIT = 32 << 20
# How much of the end of a line is looked at. Longer than any header, short enough to keep of a line that never ends.
TAIL = 256

# Ten digits are more than the limit has; a number of thousands of digits costs time to convert and then raises (CPython's digit limit).
_CONTENT_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,10})\s*$", re.IGNORECASE)


class Framer:
    """Takes bytes as they come, in pieces of any size, and gives message bodies; where the pieces are cut does not matter.

    Holds no more than one body, and of junk no more than the end of a line. Of the messages that follow a false length, at most one
    is lost: a line that ends in a header cannot be part of a JSON text, so a header inside a body begins a new message.
    """

    __slots__ = ("_announced", "_awaited", "_buffer", "_limit", "_searched")

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._announced: int | None = None  # the length that the header names which is being read
        self._awaited: int | None = None  # the length of the body that is being read; None in a header
        self._searched = 0  # where in the buffer the body's first line begins that has no end yet

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bodies that are complete with these bytes, in order. To be exhausted before the next call."""
        self._buffer += data
        while True:
            if self._awaited is None and not self._finds_body():
                return
            body = self._body()
            if body is None:
                return
            yield body

    def _finds_body(self) -> bool:
        """Take the lines of a header; whether its end is reached."""
        while (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[max(0, end - TAIL) : end])
            del self._buffer[: end + 1]
            header = self._header(line, 0, len(line))
            if header is not None:
                self._announced = int(header[1])
            elif self._announced is not None and not line.strip():
                self._awaited, self._announced, self._searched = self._announced, None, 0
                return True
        del self._buffer[:-TAIL]
        return False

    def _body(self) -> bytes | None:
        """Take the body when it is complete, or so much of it as stands before the header of another message."""
        assert self._awaited is not None
        while (end := self._buffer.find(b"\n", self._searched, self._awaited)) >= 0:
            header = self._header(self._buffer, max(self._searched, end - TAIL), end)
            if header is not None:
                return self._taken(header.start())
            self._searched = end + 1
        return self._taken(self._awaited) if len(self._buffer) >= self._awaited else None

    def _taken(self, length: int) -> bytes:
        body = bytes(self._buffer[:length])
        del self._buffer[:length]
        self._awaited = None
        return body

    def _header(self, text: bytes | bytearray, start: int, end: int) -> re.Match[bytes] | None:
        header = _CONTENT_LENGTH.search(text, start, end)
        return header if header is not None and int(header[1]) <= self._limit else None
