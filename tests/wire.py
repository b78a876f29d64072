"""Messages as bytes, written and read as strictly as the strictest editor does."""

from __future__ import annotations

import json
from typing import IO, Any, TypeAlias

Message: TypeAlias = dict[str, Any]


def framed(body: bytes) -> bytes:
    """The body with the header that the protocol asks for."""
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def read(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end of the stream. Raises ValueError for anything else."""
    header = b""
    while not header.endswith(b"\r\n\r\n"):
        piece = stream.read(1)
        if not piece and not header:
            return None
        if not piece or len(header) > 1000:
            raise ValueError(f"a header begins {header[:200]!r}")
        header += piece
    fields = dict(line.split(b": ", 1) for line in header.split(b"\r\n") if line)
    message: Message = json.loads(_exactly(stream, int(fields[b"Content-Length"])))
    if message["jsonrpc"] != "2.0":
        raise ValueError(f"a message is no JSON-RPC 2.0: {message}")
    return message


def _exactly(stream: IO[bytes], length: int) -> bytes:
    body = bytearray()
    while len(body) < length:
        piece = stream.read(length - len(body))
        if not piece:
            raise ValueError(f"the output ends in the message {bytes(body[:200])!r}")
        body += piece
    return bytes(body)
