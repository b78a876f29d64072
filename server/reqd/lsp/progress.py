"""Shows the person what is being done, where the client can show it, and lets them stop it there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from lsprotocol import types

from reqd.lsp.client import Client
from reqd.lsp.process import Server
from reqd.lsp.questions import NoAnswer
from reqd.perform.outcome import Progress

_numbers = count(1)


class Shown:
    """A progress that is shown, or one that nobody sees."""

    def __init__(self, server: Server, token: str | None) -> None:
        self._server = server
        self.token = token
        self.last = ""

    def report(self, progress: Progress) -> None:
        self.last = progress.message
        self._send(types.WorkDoneProgressReport(message=progress.message, percentage=progress.percentage, cancellable=True))

    def begin(self, title: str) -> None:
        self._send(types.WorkDoneProgressBegin(title=title, cancellable=True))

    def end(self, message: str) -> None:
        self._send(types.WorkDoneProgressEnd(message=message))

    def _send(self, value: types.WorkDoneProgressBegin | types.WorkDoneProgressReport | types.WorkDoneProgressEnd) -> None:
        if self.token is not None:
            self._server.progress(types.ProgressParams(token=self.token, value=value))


@asynccontextmanager
async def shown(server: Server, client: Client, title: str, verb: str) -> AsyncIterator[Shown]:
    """A progress with that title for the time of the block. The cancel button cancels the task that runs the block."""
    token = await _created(server, f"reqd/{verb}/{next(_numbers)}") if client.shows_progress else None
    progress = Shown(server, token)
    progress.begin(title)
    try:
        if token is None:
            yield progress
        else:
            with server.cancel_token(token):
                yield progress
    finally:
        progress.end(progress.last)


async def _created(server: Server, token: str) -> str | None:
    """The token once the client knows it. Some clients show tokens to people, so it says what it is for."""
    try:
        await server.request(types.WINDOW_WORK_DONE_PROGRESS_CREATE, types.WorkDoneProgressCreateParams(token=token))
    except NoAnswer:
        return None
    return token
