"""Carries out what a command planned: runs a plan and shows how far it is, has the editor apply an edit, or writes a file anew."""

from __future__ import annotations

import asyncio

from lsprotocol import types

from reqd.actions.plan import Plan, Refusal
from reqd.core import place
from reqd.core.events import PathsChanged
from reqd.core.finding import EditFix
from reqd.core.hygiene import clean
from reqd.core.snapshot import Snapshot, boundary
from reqd.daemon import Daemon
from reqd.lsp import convert, progress
from reqd.lsp.agreement import disagreement
from reqd.lsp.client import Client
from reqd.lsp.process import Server
from reqd.lsp.questions import NoAnswer
from reqd.lsp.result import Result, fail, note, refuse, tell
from reqd.perform.convert import converted
from reqd.perform.outcome import Cancelled, Done, Failed, Outcome, RefusedError
from reqd.perform.run import run


async def carry_out(server: Server, client: Client, daemon: Daemon, planned: Plan | Refusal, verb: str) -> Result:
    """Run a plan that the person agrees to, and answer when its consequences were looked at. Raises CancelledError where it was stopped."""
    if isinstance(planned, Refusal):
        return refuse(server, planned.reason)
    refusal = await disagreement(server, client, daemon.snapshot, planned)
    if refusal:
        return refuse(server, refusal)
    async with progress.shown(server, client, planned.title, verb) as shown:
        with server.unfinished():
            outcome = await run(planned, shown.report)
        daemon.handle(PathsChanged(frozenset({planned.environment, *_watched(daemon.snapshot, planned.environment)})))
        await daemon.rest()  # Emacs loses what comes right behind the answer to a command, so the findings come before it
        shown.last = _summary(outcome)
    match outcome:
        case Done():
            return {"outcome": "done"}
        case Cancelled():
            raise asyncio.CancelledError
        case Failed():
            return fail(server, daemon.snapshot, outcome)


def _watched(snapshot: Snapshot, root: str) -> tuple[str, ...]:
    return getattr(snapshot.environments.get(root), "watches", ())


def _summary(outcome: Outcome) -> str:
    match outcome:
        case Done():
            return f"{outcome.plan.title}: done"
        case Cancelled():
            return f"{outcome.plan.title}: cancelled, everything is as before"
        case Failed():
            return outcome.reason


async def send(server: Server, client: Client, snapshot: Snapshot, fix: EditFix, notes: tuple[str, ...]) -> Result:
    """Have the editor apply an edit. Nothing is written here, so a person can undo it as what they typed themselves."""
    if not client.applies_edits:
        return refuse(server, "This editor cannot apply an edit that it did not ask for; use the code action instead")
    edit = convert.workspace_edit(snapshot, fix, client)
    try:
        answer = await server.request(types.WORKSPACE_APPLY_EDIT, types.ApplyWorkspaceEditParams(edit=edit, label=fix.title))
    except NoAnswer:
        return refuse(server, "The editor did not say whether it applied the edit")
    if not answer.applied:
        return refuse(server, f"The editor did not apply the edit{': ' + answer.failure_reason if answer.failure_reason else ''}")
    for each in notes:
        note(server, types.MessageType.Info, clean(each))
    return {"outcome": "done", "changed": True, "notes": list(notes)}


async def write_utf8(server: Server, daemon: Daemon, path: str) -> Result:
    """Write a file as UTF-8, and answer when its consequences were looked at. What is not saved in the editor is not written over."""
    manifest = daemon.snapshot.manifest(path)
    if manifest is None:
        return refuse(server, f"{place.name(path)} is not a file that reqd has read")
    shown = manifest.text.string if manifest.is_open else None
    try:
        with server.unfinished():
            done = await asyncio.to_thread(converted, path, boundary(daemon.snapshot, path), shown)
    except RefusedError as refused:
        return refuse(server, str(refused))
    if not done.is_needed:
        tell(server, types.MessageType.Info, f"{place.name(path)} is UTF-8 already")
        return {"outcome": "done", "changed": False}
    daemon.handle(PathsChanged(frozenset({path})))
    await daemon.rest()
    tell(server, types.MessageType.Info, f"{place.name(path)} is {done.change} now")
    return {"outcome": "done", "changed": True}
