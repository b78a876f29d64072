"""Conversations with the misbehaving server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conversation import Conversation
from tests.protocol.speech import COMMAND


@pytest.fixture
def conversation() -> Iterator[Conversation]:
    """An initialized conversation, checked and ended with shutdown and exit."""
    with Conversation(COMMAND) as conversation:
        conversation.initialize()
        yield conversation


@pytest.fixture(scope="module")
def lasting() -> Iterator[Conversation]:
    """One conversation for all that must leave the server as it was; every request of all those tests is counted at the end."""
    with Conversation(COMMAND) as conversation:
        conversation.initialize()
        yield conversation


@pytest.fixture
def rude() -> Iterator[Conversation]:
    """A conversation that is not begun, and that the test ends itself."""
    with Conversation(COMMAND, is_polite=False) as conversation:
        yield conversation
