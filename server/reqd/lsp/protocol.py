"""Lifecycle and dispatch: one answer to every request, whatever a client sends and whatever a handler does.

pygls gives the types, the registry of features and the capabilities built from it; receiving, running handlers, cancelling and sending
are ours. A handler that returns a value has run at once, between two messages; one that returns a coroutine becomes a task.
"""

from __future__ import annotations

import asyncio
import enum
import inspect
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from cattrs import Converter
from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder
from pygls.exceptions import JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol

from reqd.core.hygiene import clean
from reqd.lsp import message
from reqd.lsp.message import Id, Malformed, Notification, Request, Response
from reqd.lsp.parameters import parameters
from reqd.lsp.questions import ANSWER_TIME, Questions
from reqd.lsp.running import Failure, Running, failure

if TYPE_CHECKING:
    from reqd.lsp.process import Server

logger = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[Any], Any]

# Seconds that `shutdown` waits for the handlers it has cancelled. Visual Studio Code kills a server 2 s after it has asked.
SHUTDOWN_TIME = 1.5


class State(enum.Enum):
    """Where in its life the server is (Language Server Protocol 3.17, "Server lifecycle")."""

    CREATED = enum.auto()
    RUNNING = enum.auto()
    SHUT_DOWN = enum.auto()


class Protocol(LanguageServerProtocol):
    """The server's side of one conversation. `send` takes the message bodies that leave; see `Outbox.put`."""

    _server: Server

    def __init__(self, server: Server, converter: Converter) -> None:
        super().__init__(server, converter)
        self.state = State.CREATED
        self.client_capabilities = types.ClientCapabilities()
        self.position_encoding = types.PositionEncodingKind.Utf16
        self.send: Callable[..., bool] = lambda *_, **__: False
        self.running = Running()
        self.questions = Questions(lambda body: self.send(body), converter)
        self._cancellable: dict[Id, asyncio.Task[Any]] = {}
        self._own: dict[str, Handler] = {
            types.INITIALIZE: self._initialize,
            types.SHUTDOWN: self._shut_down,
            types.WORKSPACE_EXECUTE_COMMAND: self._execute,
        }

    def _register_builtin_features(self) -> None:
        """None of pygls's: its document store reads the disk, and its lifecycle is what this class replaces."""

    # --- receiving ---

    def receive(self, body: bytes) -> None:
        """Take one message."""
        match message.message(body):
            case Request() as request:
                self._take_request(request)
            case Notification() as notification:
                self._take_notification(notification)
            case Response() as response:
                self.questions.take(response)
            case Malformed(code, reason, sender_id):
                logger.warning("a message is refused: %s", reason)
                self._answer(None if sender_id in self.running else sender_id, "", Failure(code, reason))

    def _take_request(self, request: Request) -> None:
        if request.id in self.running:
            self._answer(None, request.method, Failure(message.INVALID_REQUEST, "a request with this id is not answered yet"))
            return
        answer = partial(self._answer, request.id, request.method)
        refusal = self._refusal(request.method)
        handler = self._handler(request.method, is_request=True)
        if refusal is not None:
            answer(refusal)
        elif handler is None:
            answer(Failure(message.METHOD_NOT_FOUND, f"the server has no method {clean(request.method)}"))
        else:
            self.running.run(request.method, partial(self._called, request, handler), answer, request.id)

    def _refusal(self, method: str) -> Failure | None:
        """Why a request of this method has no place at this point of the server's life."""
        if self.state is State.SHUT_DOWN:
            return Failure(message.INVALID_REQUEST, "the server is shut down")
        if self.state is State.CREATED and method != types.INITIALIZE:
            return Failure(message.SERVER_NOT_INITIALIZED, "the server waits for initialize")
        if self.state is State.RUNNING and method == types.INITIALIZE:
            return Failure(message.INVALID_REQUEST, "the server is initialized already")
        return None

    def _take_notification(self, notification: Notification) -> None:
        method, params = notification.method, notification.params
        if method == types.EXIT:
            self._server.end()
        elif self.state is State.RUNNING:
            if method == types.CANCEL_REQUEST and message.is_id(_named(params, "id")):
                self.running.cancel(params["id"])
            elif method == types.WINDOW_WORK_DONE_PROGRESS_CANCEL and _named(params, "token") in self._cancellable:
                self._cancellable[params["token"]].cancel()
            handler = self._handler(method, is_request=False)
            if handler is not None:
                self.running.run(method, partial(self._called, notification, handler), _forgotten)

    def _handler(self, method: str, *, is_request: bool) -> Handler | None:
        """The handler of that method; None also where the protocol has it as the other kind of message."""
        if method in types.METHOD_TO_TYPES and is_request != (types.METHOD_TO_TYPES[method][1] is not None):
            return None
        own = self._own.get(method)
        return own if method in {types.INITIALIZE, types.SHUTDOWN} else self.fm.features.get(method, own)

    def _called(self, call: Request | Notification, handler: Handler) -> Any:
        try:
            params = parameters(self._converter, call.method, call.params)
        except Exception as error:  # noqa: BLE001 - the converter's hooks raise whatever the value makes them raise
            logger.warning("%s: the parameters are not what the protocol says: %s", clean(call.method), type(error).__name__)
            return Failure(message.INVALID_PARAMS, f"these are no parameters of {clean(call.method)}")
        return handler(params)

    # --- sending ---

    def _answer(self, request_id: Id | None, method: str, outcome: Any) -> None:
        if not isinstance(outcome, Failure):
            try:
                self.send(message.body({"id": request_id, "result": self._converter.unstructure(outcome)}))
                return
            except Exception as error:  # noqa: BLE001 - `failure` logs it
                outcome = failure(method, error)
        self.send(message.body({"id": request_id, "error": {"code": outcome.code, "message": outcome.reason}}))

    def notify(self, method: str, params: Any | None = None) -> None:
        """Tell the client. Of the diagnostics of one document that it has not read yet only the newest are kept."""
        key = f"{method} {params.uri}" if method == types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS and params is not None else None
        if not self.send(message.body(message.call(method, self._converter.unstructure(params))), key, is_news=True):
            logger.debug("%s is not sent: the client does not read", method)

    def plain(self, value: object) -> Any:
        """A value of the protocol's types in JSON's."""
        return self._converter.unstructure(value)

    async def request(self, method: str, params: Any | None = None, timeout: float | None = ANSWER_TIME) -> Any:
        """Ask the client; its result. Raises NoAnswer."""
        return await self.questions.ask(method, params, timeout)

    async def send_request_async(self, method: str, params: Any | None = None, *_: Any) -> Any:
        """What pygls's `…_async` methods call: `request`, with its time-out."""
        return await self.request(method, params)

    def send_request(self, *_: Any, **__: Any) -> NoReturn:
        """pygls's way of asking by callback keeps what is never answered for ever."""
        raise NotImplementedError("ask with `request`, which has a time-out")

    # --- lifecycle ---

    def _initialize(self, params: types.InitializeParams) -> types.InitializeResult:
        self.client_capabilities = params.capabilities
        self.position_encoding = position_encoding(params.capabilities)
        self._server.process_id = params.process_id
        handler = self.fm.features.get(types.INITIALIZE)
        if handler is not None and inspect.iscoroutinefunction(handler):
            raise TypeError("nothing may happen before initialize is answered: its handler must not be a coroutine")
        if handler is not None:
            handler(params)
        self.server_capabilities = self._capabilities()
        self.state = State.RUNNING
        self._server.follow_client()
        return types.InitializeResult(capabilities=self.server_capabilities, server_info=self.server_info)

    def _capabilities(self) -> types.ServerCapabilities:
        builder: Any = ServerCapabilitiesBuilder(
            self.client_capabilities,
            set(self.fm.features),
            self.fm.feature_options,
            list(self.fm.commands),
            types.TextDocumentSyncKind.Full,
            position_encoding=self.position_encoding,
        )
        capabilities: types.ServerCapabilities = builder.build()
        for adjust in self._server.adjustments:
            adjust(capabilities)
        return capabilities

    def _shut_down(self, _: object) -> Any:
        self.state = State.SHUT_DOWN
        pending = self.running.tasks
        for task in pending:
            task.cancel()
        return _ended(pending) if pending else None

    def _execute(self, params: types.ExecuteCommandParams) -> Any:
        command = self.fm.commands.get(params.command)
        if command is None:
            raise JsonRpcInvalidParams(f"the server has no command {clean(params.command)}")
        return command(list(params.arguments or ()))

    @contextmanager
    def cancel_token(self, token: Id) -> Iterator[None]:
        """While the block runs, the cancel button of the progress with that token cancels the task that runs it."""
        task = asyncio.current_task()
        if task is not None:
            self._cancellable[token] = task
        try:
            yield
        finally:
            self._cancellable.pop(token, None)


def position_encoding(capabilities: types.ClientCapabilities) -> types.PositionEncodingKind:
    """In what the columns of this conversation are counted: code points, as we do, where the client can; bytes; else UTF-16 units."""
    offered = (capabilities.general and capabilities.general.position_encodings) or ()
    preferred = (types.PositionEncodingKind.Utf32, types.PositionEncodingKind.Utf8)
    return next((encoding for encoding in preferred if encoding in offered), types.PositionEncodingKind.Utf16)


async def _ended(tasks: frozenset[asyncio.Task[Any]]) -> None:
    await asyncio.wait(tasks, timeout=SHUTDOWN_TIME)


def _named(params: Any, name: str) -> Any:
    value = params.get(name) if isinstance(params, dict) else None
    return value if message.is_id(value) else None


def _forgotten(_: object) -> None:
    """Nobody waits for what a notification comes to."""
