"""The server as a process: what features are registered on, what speaks on the standard streams, and how it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NoReturn, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from reqd.lsp import parameters, signals
from reqd.lsp.descriptors import Log, taken
from reqd.lsp.message import Id
from reqd.lsp.parent import ParentWatch
from reqd.lsp.protocol import Protocol, State
from reqd.lsp.questions import ANSWER_TIME
from reqd.lsp.transport import Transport

logger = logging.getLogger(__name__)

F = TypeVar("F", bound=Callable[..., Any])

# Seconds, of the two after which no editor waits for a server any more: for handlers and `on_exit` to end, for the client to take what
# was said, for the log; and after LAST_RESORT the process ends though something of it blocks.
GRACE, FLUSH, LOG_FLUSH, LAST_RESORT = 1.2, 0.3, 0.2, 1.9
# Seconds for what must not be left half way, such as putting an environment back as it was: an installer that ignores the polite signal
# is killed after 3 s, and the largest environments are put back in a few more.
HOLD = 20.0


class Server(LanguageServer):
    """A language server on standard input and output, without features of its own.

    `feature` and `command` are pygls's decorators. A command's handler takes the list of its arguments. The handler of `initialize` is
    called before the capabilities are built, and must not be a coroutine; `shutdown` and `exit` have none, see `on_exit`.
    """

    protocol: Protocol

    def __init__(self, name: str, version: str) -> None:
        self.adjustments: list[Callable[[types.ServerCapabilities], None]] = []
        self._exits: list[Callable[[], Coroutine[Any, Any, None]]] = []
        self._watch: ParentWatch | None = None
        self._ending: asyncio.Task[None] | None = None
        self._exit_code: int | None = None
        self._unfinished = 0
        super().__init__(name, version, types.TextDocumentSyncKind.Full, None, Protocol, parameters.converter)

    @property
    def position_encoding(self) -> types.PositionEncodingKind:
        """In what the columns of this conversation are counted; known when the handler of `initialize` is called."""
        return self.protocol.position_encoding

    def feature(self, feature_name: str, options: Any | None = None) -> Callable[[F], F]:
        """Register the decorated function as the handler of that method."""
        if feature_name in {types.SHUTDOWN, types.EXIT}:
            raise ValueError(f"{feature_name} has no handler: use on_exit, which is called however the conversation ends")
        return super().feature(feature_name, options)

    def on_capabilities(self, adjust: Callable[[types.ServerCapabilities], None]) -> None:
        """Let it change what the client is told that this server can do; the client's capabilities are known by then."""
        self.adjustments.append(adjust)

    def on_exit(self, hook: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run it when the conversation ends, in whatever way; it has GRACE seconds, together with the handlers, which are cancelled."""
        self._exits.append(hook)

    def notify(self, method: str, params: Any | None = None) -> None:
        """Tell the client."""
        self.protocol.notify(method, params)

    async def request(self, method: str, params: Any | None = None, timeout: float | None = ANSWER_TIME) -> Any:
        """Ask the client; its result, in lsprotocol's type. Raises NoAnswer; no `timeout` where a person may take their time."""
        return await self.protocol.request(method, params, timeout)

    def cancel_token(self, token: Id) -> AbstractContextManager[None]:
        """While the block runs, the cancel button of the progress with that token cancels the task that runs it."""
        return self.protocol.cancel_token(token)

    @contextmanager
    def unfinished(self) -> Iterator[None]:
        """While the block runs the process does not end, but for at most HOLD seconds; the task that runs it is cancelled all the same."""
        self._unfinished += 1
        try:
            yield
        finally:
            self._unfinished -= 1

    def run_stdio(self) -> NoReturn:
        """Speak on the standard streams until the client leaves, then end the process: with 0 after `shutdown`, else with 1."""
        source, sink = taken()
        self._log = Log()
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        self._transport = Transport(self._loop, self.protocol.receive, self._lose)
        self.protocol.send = self._transport.send
        signals.on_end(self._lose)
        self._watch = ParentWatch(self._lose)
        self._transport.start(source, sink)
        while True:
            try:
                self._loop.run_forever()
            except (KeyboardInterrupt, SystemExit) as error:  # out of a task that is not ours: the loop can go on
                logger.error("a task tried to end the process", exc_info=error)

    def start_io(self, *_: Any, **__: Any) -> NoReturn:
        """pygls's ways to run: its reading does not survive odd bytes, and whoever can reach a port could run commands."""
        raise NotImplementedError("a Server runs on its standard streams: run_stdio")

    start_tcp = start_ws = start_io

    def report_server_error(self, error: Exception, source: object) -> None:
        """pygls would show every error to the person; here it goes to the log."""
        logger.error("%s", source, exc_info=error)

    def follow_client(self) -> None:
        """Watch the process that the client says it is."""
        if self._watch is not None and self.process_id is not None:
            self._watch.follow(self.process_id)

    def end(self) -> None:
        """End the process, soon and in order. To be called on the loop."""
        if self._ending is None:
            self._exit_code = self._code()
            self.protocol.state = State.SHUT_DOWN  # nothing that comes now may begin
            self._arm()
            self._ending = self._loop.create_task(self._wind_down())

    async def _wind_down(self) -> None:
        try:
            for task in self.protocol.running.tasks:
                task.cancel()
            for hook in self._exits:
                self.protocol.running.run("on_exit", hook, lambda _: None)
            end = self._loop.time() + HOLD
            if self.protocol.running.tasks:
                await asyncio.wait(self.protocol.running.tasks, timeout=GRACE)
            while self._unfinished and self._loop.time() < end:
                await asyncio.wait(self.protocol.running.tasks, timeout=end - self._loop.time(), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._transport.close(FLUSH)
            self._log.close(LOG_FLUSH)
            os._exit(self._code())  # an ordinary end would wait for threads that wait for the client

    def _lose(self, reason: str) -> None:
        """Called in other threads: the conversation is over, though the loop may not know."""
        self._arm()
        self._loop.call_soon_threadsafe(self.end)
        logger.info("the server ends: %s", reason)

    def _arm(self) -> None:
        """See to it that the process ends even if the loop is blocked."""
        self._resort_after(LAST_RESORT, HOLD)

    def _resort_after(self, seconds: float, hold: float) -> None:
        """End the process after so many seconds, or later while something is unfinished, but not after `hold` more."""
        timer = threading.Timer(seconds, lambda: self._resort(hold))
        timer.daemon = True
        timer.start()

    def _resort(self, hold: float) -> None:
        if self._unfinished and hold > 0:
            self._resort_after(LAST_RESORT, hold - LAST_RESORT)
        else:
            os._exit(self._code())

    def _code(self) -> int:
        """What the process ends with: decided when it begins to end, or now."""
        if self._exit_code is not None:
            return self._exit_code
        return 0 if self.protocol.state is State.SHUT_DOWN else 1
