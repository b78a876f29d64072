"""Asks the client to ask again for what it has fetched, when something changed that it cannot know of."""

from __future__ import annotations

import asyncio

from reqd.lsp.client import Client
from reqd.lsp.process import Server

# Seconds that several changes have to become one request.
QUIET = 0.05


class Refresher:
    """One round of requests for several changes: each kind of thing that this client can be asked to fetch again.

    The next round does not wait for the answers to this one: some clients do as they are asked and never answer.
    """

    def __init__(self, server: Server, client: Client) -> None:
        self._server = server
        self._client = client
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def schedule(self) -> None:
        if self._timer is None and self._client.refreshes:
            self._timer = asyncio.get_running_loop().call_later(QUIET, self._ask)

    def _ask(self) -> None:
        self._timer = None
        for method in self._client.refreshes:
            task = asyncio.get_running_loop().create_task(self._asked(method))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _asked(self, method: str) -> None:
        try:
            await self._server.request(method)
        except Exception:  # noqa: BLE001 - it is logged where it is raised, and the next change asks again
            return
