"""When a client is asked to fetch again what it shows."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, cast

import pytest

from reqd.lsp.client import Client
from reqd.lsp.process import Server
from reqd.lsp.questions import NoAnswer
from reqd.lsp.refresh import Refresher
from tests.conversation import DEADLINE

pytestmark = pytest.mark.asyncio
HINTS, LENSES = "workspace/inlayHint/refresh", "workspace/codeLens/refresh"


class Listener:
    """Stands for the server: keeps what the client is asked. The client refuses, or never answers."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.asked: Counter[str] = Counter()
        self._refuses = refuses
        self._news = asyncio.Event()

    async def request(self, method: str) -> Any:
        self.asked[method] += 1
        self._news.set()
        if self._refuses:
            raise NoAnswer("no")
        await asyncio.Event().wait()

    async def hears(self) -> None:
        """Wait for the next round."""
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), DEADLINE)
        await asyncio.sleep(0)  # the other requests of the round


def refresher(listener: Listener, *methods: str) -> Refresher:
    return Refresher(cast("Server", listener), Client(refreshes=methods))


async def test_several_changes_become_one_round() -> None:
    listener = Listener()
    refreshing = refresher(listener, HINTS, LENSES)
    for _ in range(5):
        refreshing.schedule()
    await listener.hears()
    assert listener.asked == {HINTS: 1, LENSES: 1}


@pytest.mark.parametrize("refuses", [True, False])
async def test_a_client_that_refuses_or_never_answers_is_asked_at_the_next_change_again(refuses: bool) -> None:
    listener = Listener(refuses=refuses)
    refreshing = refresher(listener, HINTS)
    for _ in range(3):
        refreshing.schedule()
        await listener.hears()
    assert listener.asked == {HINTS: 3}


async def test_a_client_that_takes_no_such_request_gets_none() -> None:
    refreshing = refresher(Listener())
    refreshing.schedule()
    assert refreshing._timer is None
