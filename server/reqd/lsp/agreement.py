"""Asks the person whether to go on, where a plan does what they may not expect."""

from __future__ import annotations

from lsprotocol import types

from reqd.actions.plan import Plan
from reqd.core import place
from reqd.core.snapshot import Snapshot
from reqd.lsp.client import Client
from reqd.lsp.process import Server
from reqd.lsp.questions import NoAnswer

# Seconds a person has to agree. No answer is no.
CONSENT = 300.0
_AGREE = "Go on"


async def disagreement(server: Server, client: Client, snapshot: Snapshot, plan: Plan) -> str:
    """Why the person does not agree to what is surprising in the plan; empty where they do, or nothing is."""
    surprises = "; ".join((*_abroad(snapshot, plan.environment), *plan.surprises))
    if not surprises:
        return ""
    in_terminal = f"run `reqd install` in a terminal in {plan.folder}"
    if not client.asks:
        return f"This needs your agreement, which this editor cannot ask for; {in_terminal}. {surprises}"
    params = types.ShowMessageRequestParams(
        type=types.MessageType.Warning,
        message=f"{plan.title}? {surprises}.",
        actions=[types.MessageActionItem(title=_AGREE), types.MessageActionItem(title="Cancel")],
    )
    try:
        answer = await server.request(types.WINDOW_SHOW_MESSAGE_REQUEST, params, CONSENT)
    except NoAnswer:
        return f"Nobody agreed to what this does; {in_terminal} to go on. {surprises}"
    return "" if answer is not None and answer.title == _AGREE else "Not agreed to, so nothing was done"


def _abroad(snapshot: Snapshot, root: str) -> tuple[str, ...]:
    """A cloned folder may bring settings with it that name somebody else's environment; the activated one is the person's own."""
    is_chosen = root == snapshot.active or not snapshot.settings.environment
    if is_chosen or any(place.is_within(root, folder) for folder in snapshot.folders):
        return ()
    return (f"{root} lies outside of the opened folder",)
