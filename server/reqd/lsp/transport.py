"""Carries message bodies between the client's two streams and the event loop, one thread for each direction."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable

from reqd.lsp.framing import Framer
from reqd.lsp.outbox import Outbox

# What a pipe holds on Linux; more at once cannot come.
PIECE = 65536
# Bytes of messages read and not yet handled: two of the longest. A client that is faster than the server waits in its own write.
BACKLOG = 64 << 20
# What a message costs while it waits, however short it is.
OVERHEAD = 1000


class Transport:
    """Reads from one descriptor and writes to another.

    `receive` gets each body on the loop, in order. `lost` gets a reason, in one of this object's threads, when the client's output has
    ended or its input is closed; the bodies that came before are received before anything that `lost` then schedules on the loop.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Callable[[bytes], None], lost: Callable[[str], None]) -> None:
        self._loop = loop
        self._receive = receive
        self._lost = lost
        self._outbox = Outbox()
        self._unhandled = 0
        self._handled = threading.Condition()
        self._writer: threading.Thread | None = None

    def start(self, source: int, sink: int) -> None:
        self._writer = threading.Thread(target=self._write, args=(sink,), name="writer", daemon=True)
        self._writer.start()
        threading.Thread(target=self._read, args=(source,), name="reader", daemon=True).start()

    def send(self, body: bytes, key: str | None = None, *, is_news: bool = False) -> bool:
        """Queue a message, never waiting; what `key` and `is_news` mean, and the answer, see `Outbox.put`."""
        return self._outbox.put(body, key, is_news=is_news)

    def close(self, seconds: float) -> None:
        """Send nothing new, and wait for at most so long until the client has taken the rest."""
        self._outbox.close()
        if self._writer is not None:
            self._writer.join(seconds)

    def _read(self, source: int) -> None:
        framer = Framer()
        try:
            while data := os.read(source, PIECE):
                for body in framer.feed(data):
                    self._deliver(body)
        except OSError:  # the terminal or socket that it was is gone: an end like any other
            pass
        self._lost("the editor closed the input")

    def _deliver(self, body: bytes) -> None:
        self._outbox.wait_for_room()
        with self._handled:
            self._handled.wait_for(lambda: self._unhandled <= BACKLOG)
            self._unhandled += len(body) + OVERHEAD
        self._loop.call_soon_threadsafe(self._handle, body)

    def _handle(self, body: bytes) -> None:
        try:
            self._receive(body)
        finally:
            with self._handled:
                self._unhandled -= len(body) + OVERHEAD
                self._handled.notify_all()

    def _write(self, sink: int) -> None:
        try:
            while (body := self._outbox.take()) is not None:
                _write_all(sink, b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        except OSError:
            self._lost("the editor closed the output")


def _write_all(sink: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(sink, view) :]
