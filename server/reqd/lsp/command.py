"""The three commands that change the world: planned, agreed to, performed, and told about."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from reqd.actions import create, install, refreeze
from reqd.actions.plan import Plan, Refusal
from reqd.actions.recreate import filled
from reqd.check import unmet
from reqd.core import place
from reqd.core.events import PathsChanged
from reqd.core.finding import EditFix
from reqd.core.hygiene import clean
from reqd.core.manifest import Manifest
from reqd.core.snapshot import boundary
from reqd.core.view import View
from reqd.daemon import Daemon
from reqd.lsp import convert, progress
from reqd.lsp.client import Client
from reqd.lsp.process import Server
from reqd.lsp.questions import NoAnswer
from reqd.perform.outcome import Cancelled, Done, Failed, Outcome
from reqd.perform.run import run

log = logging.getLogger(__name__)

# Seconds a person has to agree. No answer is no.
CONSENT = 300.0
_AGREE = "Go on"

Result = dict[str, object]


@dataclass(frozen=True, slots=True)
class Commands:
    """Each command takes one JSON object, `path` being the manifest's, and gives one with `outcome`: done, refused, failed."""

    server: Server
    client: Client
    daemon: Daemon

    async def create_environment(self, arguments: list[Any]) -> Result:
        """`path`, and if wished `environment`, `python` (a path or a version), `replace`, `install`."""
        given = _Given(arguments)
        await self.daemon.tools()
        planned = create.plan(self.daemon.snapshot, given.path, given.text("environment"), given.text("python"), given.flag("replace"))
        if isinstance(planned, Plan) and planned.replaces and given.flag("install"):
            installed = self._filling(given.path, planned)
            return await self._carry_out(installed if isinstance(installed, Refusal) else filled(planned, installed), "recreate")
        result = await self._carry_out(planned, "create")
        if result["outcome"] != "done" or not given.flag("install") or isinstance(planned, Refusal):
            return result
        return await self._carry_out(self._filling(given.path, planned), "install")

    def _filling(self, path: str, created: Plan) -> Plan | Refusal:
        """The plan that installs into an environment once it is there."""
        interpreter = create.interpreter(created.environment, created.programs[0].arguments[0])
        manifest = self.daemon.snapshot.manifests.get(path)
        if not isinstance(manifest, Manifest):
            return Refusal(f"{place.name(path)} is gone")
        return install.planned(View(self.daemon.snapshot, manifest), created.environment, interpreter, None)

    async def install(self, arguments: list[Any]) -> Result:
        """`path`, and if wished `projects` (canonical names; all when absent) and `reinstall`."""
        given = _Given(arguments)
        await self.daemon.tools()
        projects = given.names("projects")
        planned = install.plan(self.daemon.snapshot, given.path, projects, given.flag("reinstall"))
        return self._verified(await self._carry_out(planned, "install"), given.path, projects)

    def _verified(self, result: Result, path: str, projects: frozenset[str] | None) -> Result:
        """Done is what the environment shows, and not what an installer says."""
        left = unmet(self.daemon.snapshot, path, projects) if result["outcome"] == "done" else ""
        if not left:
            return result
        reason = f"The installer said that it succeeded, but {left}"
        self._tell(types.MessageType.Error, reason)
        return {"outcome": "failed", "reason": reason}

    async def refreeze(self, arguments: list[Any]) -> Result:
        """`path`, and if wished `style`: in place, or full. An edit that the client applies; nothing is written here."""
        given = _Given(arguments)
        style = given.text("style") or self.daemon.snapshot.settings.freeze
        frozen = refreeze.refreeze(self.daemon.snapshot, given.path, "full" if style == "full" else "in place")
        if isinstance(frozen, Refusal):
            return self._refused(frozen.reason)
        if not frozen.fix.edits:
            self._tell(types.MessageType.Info, f"{place.name(given.path)} already names what is installed")
            return {"outcome": "done", "changed": False}
        return await self._edited(frozen.fix, frozen.notes)

    async def _edited(self, fix: EditFix, notes: tuple[str, ...]) -> Result:
        if not self.client.applies_edits:
            return self._refused("This editor cannot apply an edit that it did not ask for; use the code action instead")
        edit = convert.workspace_edit(self.daemon.snapshot, fix, self.client)
        try:
            answer = await self.server.request(types.WORKSPACE_APPLY_EDIT, types.ApplyWorkspaceEditParams(edit=edit, label=fix.title))
        except NoAnswer:
            return self._refused("The editor did not say whether it applied the edit")
        if not answer.applied:
            return self._refused(f"The editor did not apply the edit{': ' + answer.failure_reason if answer.failure_reason else ''}")
        for note in notes:
            self.server.window_log_message(types.LogMessageParams(type=types.MessageType.Info, message=clean(note)))
        return {"outcome": "done", "changed": True, "notes": list(notes)}

    async def _carry_out(self, planned: Plan | Refusal, verb: str) -> Result:
        if isinstance(planned, Refusal):
            return self._refused(planned.reason)
        refusal = await self._disagreement(planned)
        if refusal:
            return self._refused(refusal)
        async with progress.shown(self.server, self.client, planned.title, verb) as shown:
            with self.server.unfinished():
                outcome = await run(planned, shown.report)
            self.daemon.handle(PathsChanged(frozenset({planned.environment, *self._watched(planned.environment)})))
            await self.daemon.rest()  # Emacs loses what comes right behind the answer to a command, so the findings come before it
            shown.last = _summary(outcome)
        match outcome:
            case Done():
                return {"outcome": "done"}
            case Cancelled():
                raise asyncio.CancelledError
            case Failed():
                return self._failed(outcome)

    def _watched(self, root: str) -> tuple[str, ...]:
        reading = self.daemon.snapshot.environments.get(root)
        return getattr(reading, "watches", ())

    def _abroad(self, root: str) -> tuple[str, ...]:
        """A cloned folder may bring settings with it that name somebody else's environment; the activated one is the person's own."""
        snapshot = self.daemon.snapshot
        if (
            root == snapshot.active
            or any(place.is_within(root, folder) for folder in snapshot.folders)
            or not snapshot.settings.environment
        ):
            return ()
        return (f"{root} lies outside of the opened folder",)

    async def _disagreement(self, plan: Plan) -> str:
        """Why the person does not agree to what is surprising in the plan; empty where they do, or nothing is."""
        surprises = (*self._abroad(plan.environment), *plan.surprises)
        if not surprises:
            return ""
        in_terminal = f"run `reqd install` in a terminal in {plan.folder}"
        if not self.client.asks:
            return f"This needs your agreement, which this editor cannot ask for; {in_terminal}. {'; '.join(surprises)}"
        params = types.ShowMessageRequestParams(
            type=types.MessageType.Warning,
            message=f"{plan.title}? {'; '.join(surprises)}.",
            actions=[types.MessageActionItem(title=_AGREE), types.MessageActionItem(title="Cancel")],
        )
        try:
            answer = await self.server.request(types.WINDOW_SHOW_MESSAGE_REQUEST, params, CONSENT)
        except NoAnswer:
            return f"Nobody agreed to what this does; {in_terminal} to go on. {'; '.join(surprises)}"
        return "" if answer is not None and answer.title == _AGREE else "Not agreed to, so nothing was done"

    def _refused(self, reason: str) -> Result:
        self._tell(types.MessageType.Warning, reason)
        return {"outcome": "refused", "reason": clean(reason)}

    def _failed(self, failed: Failed) -> Result:
        where = ""
        if failed.origin is not None:
            shown = place.seen_from(failed.origin.path, boundary(self.daemon.snapshot, failed.origin.path))
            where = f" ({shown}, line {failed.origin.line})"
        self._tell(types.MessageType.Error, f"{failed.reason}{where}")
        for line in failed.lines:
            self.server.window_log_message(types.LogMessageParams(type=types.MessageType.Log, message=line))
        result: Result = {"outcome": "failed", "reason": failed.reason, "lines": list(failed.lines)}
        return result if failed.origin is None else {**result, "path": failed.origin.path, "line": failed.origin.line}

    def _tell(self, kind: types.MessageType, message: str) -> None:
        self.server.window_show_message(types.ShowMessageParams(type=kind, message=clean(message)))


def _summary(outcome: Outcome) -> str:
    match outcome:
        case Done():
            return f"{outcome.plan.title}: done"
        case Cancelled():
            return f"{outcome.plan.title}: cancelled, everything is as before"
        case Failed():
            return outcome.reason


class _Given:
    """The arguments of a command. Raises JsonRpcInvalidParams for what is not of the right kind."""

    def __init__(self, arguments: list[Any]) -> None:
        given = arguments[0] if arguments else None
        if len(arguments) != 1 or not isinstance(given, Mapping):
            raise JsonRpcInvalidParams(message="the command takes one JSON object")
        self._given = given
        self.path = self.text("path")
        if not os.path.isabs(self.path) or "\0" in self.path or place.joined(self.path, ".") != self.path:
            raise JsonRpcInvalidParams(message="'path' must be the absolute path of a requirements file")

    def text(self, name: str) -> str:
        value = self._given.get(name, "")
        if not isinstance(value, str):
            raise JsonRpcInvalidParams(message=f"'{name}' must be a text")
        return value

    def flag(self, name: str) -> bool:
        value = self._given.get(name, False)
        if not isinstance(value, bool):
            raise JsonRpcInvalidParams(message=f"'{name}' must be true or false")
        return value

    def names(self, name: str) -> frozenset[str] | None:
        value = self._given.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise JsonRpcInvalidParams(message=f"'{name}' must be a list of texts")
        return frozenset(value)
