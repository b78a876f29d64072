"""Messages on their way to the client: oldest first, bounded, and of those that replace each other only the newest."""

from __future__ import annotations

import threading
from collections import OrderedDict

# A client that left this much unread is not reading; it is told no more news until it does.
LIMIT = 64 << 20


class Outbox:
    """A queue between the event loop, which puts and never waits, and the writer's thread, which takes.

    A message with a key (the diagnostics of one document, say) takes the place of one with the same key that still waits, at the end of
    the queue: it must not overtake what was said in between. So a client that stops reading costs memory in proportion to the number of
    keys. Answers and questions are never dropped; whoever reads requests is to `wait_for_room` before the next.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._waiting: OrderedDict[object, bytes] = OrderedDict()
        self._size = 0
        self._is_closed = False
        self._change = threading.Condition()

    def put(self, body: bytes, key: str | None = None, *, is_news: bool = False) -> bool:
        """Add a message; whether it will be sent. One that `is_news`, not an answer or a question, is refused while this is full."""
        with self._change:
            place: object = key if key is not None else object()
            self._size -= len(self._waiting.pop(place, b""))
            if self._is_closed or (is_news and self._size + len(body) > self._limit):
                return False
            self._waiting[place] = body
            self._size += len(body)
            self._change.notify_all()
            return True

    def take(self) -> bytes | None:
        """The oldest message, waiting for one; None when this is closed and nothing is left."""
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._is_closed)
            if not self._waiting:
                return None
            _, body = self._waiting.popitem(last=False)
            self._size -= len(body)
            self._change.notify_all()
            return body

    def wait_for_room(self) -> None:
        """Wait until so little is left that an answer can be added; for the thread that reads requests."""
        with self._change:
            self._change.wait_for(lambda: self._size <= self._limit // 4 or self._is_closed)

    def close(self) -> None:
        """Take nothing new; what waits can still be taken."""
        with self._change:
            self._is_closed = True
            self._change.notify_all()
