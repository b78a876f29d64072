"""A client for tests: starts a server, talks to it over its standard streams, and holds it to one answer per request.

Nothing here waits for a time: every wait is for a message, or for the end of the process, and has a deadline.

    with Conversation([sys.executable, "-m", "reqd", "lsp"]) as conversation:
        conversation.initialize(rootUri=folder.as_uri())
        answer = conversation.request("textDocument/hover", {...})

Leaving the block shuts the server down politely, and fails when a request was not answered exactly once, when the server wrote
anything but well-formed messages, or when it ended with another code than 0. A block left by an exception prints the transcript.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, TypeAlias

from tests.wire import Message as Message
from tests.wire import framed, read

Responder: TypeAlias = Callable[[Any], Any]

# Generous, because a busy machine is no failure; a test that passes never waits as long.
DEADLINE = 15.0
# Of a long conversation a failure shows the end.
SHOWN = 60


class Conversation:
    """One server process and all that was said.

    `command` is the server's command line. `answers` maps the methods that the server may call to functions from the parameters to the
    result; a request for any other method is kept and never answered. `is_polite` is whether leaving the block shuts the server down.
    `log` is where the server's standard error goes, a descriptor; without it, to `log()`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: str | os.PathLike[str] | None = None,
        environment: Mapping[str, str] | None = None,
        answers: Mapping[str, Responder] | None = None,
        is_polite: bool = True,
        log: int = subprocess.PIPE,
    ) -> None:
        self.answers = dict(answers or {})
        self.is_polite = is_polite
        self.messages: list[Message] = []
        self.asked: Counter[int | str] = Counter()
        self.faults: list[str] = []
        self._transcript: list[str] = []
        self._log = bytearray()
        self._news = threading.Condition()
        self._saying = threading.Lock()
        self._has_ended = False
        self._last_id = 0
        self._begin = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(os.environ, **(environment or {})),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            bufsize=0,
        )
        self._may_listen = threading.Event()
        self._may_listen.set()
        self._listeners = [threading.Thread(target=target, daemon=True) for target in (self._listen, self._listen_to_log)]
        for listener in self._listeners:
            listener.start()

    # --- saying ---

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._note("-->", data[:300].decode("utf-8", "backslashreplace").partition("\r\n\r\n")[2] or repr(data[:300]))
        assert self.process.stdin is not None
        view = memoryview(data)
        with self._saying:  # an answer may be sent while the test speaks
            while view:
                view = view[self.process.stdin.write(view) or 0 :]

    def send(self, message: object) -> None:
        """Send any JSON value as one message; a request in it is expected to be answered."""
        if isinstance(message, dict) and "method" in message and _is_id(message.get("id")):
            self.asked[message["id"]] += 1
        self.raw(framed(json.dumps(message).encode()))

    def ask(self, method: str, params: object = None) -> int:
        """Send a request, do not wait; its id. `params` is left out when None."""
        self._last_id += 1
        self.send(_message(method, params) | {"id": self._last_id})
        return self._last_id

    def notify(self, method: str, params: object = None) -> None:
        """Send a notification. `params` is left out when None."""
        self.send(_message(method, params))

    def request(self, method: str, params: object = None, deadline: float = DEADLINE) -> Any:
        """Send a request and wait; its result. Fails when it is answered with an error."""
        response = self.response(self.ask(method, params), deadline)
        assert "error" not in response, self._failure(f"{method} was answered with {response['error']}")
        return response["result"]

    def refused(self, method: str, params: object = None, deadline: float = DEADLINE) -> int:
        """Send a request and wait; the code of the error. Fails when it is answered with a result."""
        response = self.response(self.ask(method, params), deadline)
        assert "error" in response, self._failure(f"{method} was not refused")
        return int(response["error"]["code"])

    def initialize(self, **params: Any) -> Any:
        """The opening of every conversation: `initialize` with these parameters, its result, and `initialized`."""
        result = self.request("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {}} | params)
        self.notify("initialized", {})
        return result

    # --- hearing ---

    def wait(self, description: str, predicate: Callable[[Message], bool], deadline: float = DEADLINE, after: int = 0) -> Message:
        """The first message, of those from number `after` on, that the predicate accepts; one that has come already counts."""
        until = time.monotonic() + deadline
        with self._news:
            seen = after
            while True:
                for message in self.messages[seen:]:
                    if predicate(message):
                        return message
                seen = max(seen, len(self.messages))
                left = until - time.monotonic()
                assert left > 0, self._failure(f"waited {deadline} s for {description}")
                assert not self._has_ended, self._failure(f"the server closed its output; waited for {description}")
                self._news.wait(left)

    def response(self, message_id: object, deadline: float = DEADLINE) -> Message:
        """The response to the request of that id."""
        return self.wait(f"the response to {message_id!r}", lambda message: _is_response(message) and message["id"] == message_id, deadline)

    def notification(
        self, method: str, predicate: Callable[[Any], bool] = lambda _: True, deadline: float = DEADLINE, after: int = 0
    ) -> Any:
        """The parameters of the first notification, or request of the server, of that method that the predicate accepts.

        `after` is a value of `heard()`: messages that came before it do not count.
        """

        def is_wanted(message: Message) -> bool:
            return message.get("method") == method and predicate(message.get("params"))

        return self.wait(f"a {method}", is_wanted, deadline, after).get("params")

    def heard(self) -> int:
        """How many messages have come so far; see `after`."""
        with self._news:
            return len(self.messages)

    def is_alive(self) -> bool:
        """Whether the server answers a request that it does not know, as it must."""
        return self.refused("test/unknown") == -32601

    def log(self) -> str:
        """What the server wrote to its standard error until now."""
        return bytes(self._log).decode("utf-8", "backslashreplace")

    def stop_reading(self) -> None:
        """From the next message on, read nothing until `resume_reading`: a client that hangs."""
        self._may_listen.clear()

    def resume_reading(self) -> None:
        self._may_listen.set()

    # --- ending ---

    def end(self, deadline: float = DEADLINE) -> int:
        """The code with which the server ends; it must end by itself before the deadline."""
        try:
            code = self.process.wait(deadline)
        except subprocess.TimeoutExpired:
            raise AssertionError(self._failure(f"the server still runs after {deadline} s")) from None
        self.resume_reading()
        for listener in self._listeners:
            listener.join(DEADLINE)
        return code

    def close_input(self) -> None:
        """Let the server see the end of its input."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def close_output(self) -> None:
        """Let the server find that nobody can read it any more. For when one more message has come after `stop_reading`."""
        assert self.process.stdout is not None
        self.process.stdout.close()

    def say_goodbye(self) -> int:
        """`shutdown`, `exit`, and the code with which the server ends."""
        self.request("shutdown")
        self.notify("exit")
        return self.end()

    def check(self) -> None:
        """Fail unless every request was answered exactly once and only messages were written. For after the end."""
        answered = Counter(message["id"] for message in self.messages if _is_response(message) and message["id"] is not None)
        assert not self.faults, self._failure("; ".join(self.faults))
        assert answered == self.asked, self._failure(f"asked but not answered: {self.asked - answered}; too much: {answered - self.asked}")

    def transcript(self) -> str:
        """The last of both sides, in order, with the seconds since the start, and of the server's log."""
        log = self.log().splitlines()
        return "\n".join(["--- transcript", *self._transcript[-SHOWN:], "--- log", *log[-SHOWN:], "---"])

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        try:
            if error is not None:
                print(self.transcript())
            elif self.is_polite:
                code = self.say_goodbye()
                assert code == 0, self._failure(f"the server ended with {code}")
                self.check()
        finally:
            self._discard()

    # --- how ---

    def _discard(self) -> None:
        self.process.kill()
        self.process.wait()
        self.resume_reading()
        for listener in self._listeners:
            listener.join(1)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        try:
            while self._may_listen.wait() and (message := read(self.process.stdout)) is not None:
                self._note("<--", _beginning(message))
                with self._news:
                    self.messages.append(message)
                    self._news.notify_all()
                self._respond(message)
        except (OSError, ValueError) as error:
            self.faults.append(f"the server wrote no message: {error}")
        with self._news:
            self._has_ended = True
            self._news.notify_all()

    def _respond(self, message: Message) -> None:
        responder = self.answers.get(message.get("method", "")) if "id" in message else None
        if responder is not None:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": responder(message.get("params"))})

    def _listen_to_log(self) -> None:
        try:
            while self.process.stderr is not None and (piece := self.process.stderr.read(65536)):
                self._log += piece
        except ValueError:  # closed by the end of the conversation
            return

    def _note(self, direction: str, text: str) -> None:
        self._transcript.append(f"{time.monotonic() - self._begin:7.3f} {direction} {text}")

    def _failure(self, reason: str) -> str:
        return f"{reason}\n{self.transcript()}"


def _message(method: str, params: object) -> Message:
    message = {"jsonrpc": "2.0", "method": method}
    return message if params is None else message | {"params": params}


def _beginning(message: Message) -> str:
    """What is noted of a message; of a long one no more is written out, for somebody may be measuring how soon it came."""
    return "".join(islice(json.JSONEncoder().iterencode(message), 300))[:300]


def _is_id(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)


def _is_response(message: Message) -> bool:
    return "id" in message and "method" not in message
