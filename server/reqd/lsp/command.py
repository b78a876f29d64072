"""The four commands that change the world: what each of them plans, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsprotocol import types

from reqd.actions import create, install, refreeze
from reqd.actions.plan import Plan, Refusal
from reqd.actions.recreate import filled
from reqd.check import unmet
from reqd.core import place
from reqd.core.view import View
from reqd.daemon import Daemon
from reqd.lsp import execution
from reqd.lsp.arguments import Arguments
from reqd.lsp.client import Client
from reqd.lsp.process import Server
from reqd.lsp.result import Result, refuse, tell


@dataclass(frozen=True, slots=True)
class Commands:
    """Each command takes one JSON object, `path` being the manifest's, and gives one with `outcome`: done, refused, failed."""

    server: Server
    client: Client
    daemon: Daemon

    async def create_environment(self, arguments: list[Any]) -> Result:
        """`path`, and if wished `environment`, `python` (a path or a version), `replace`, `install`."""
        given = Arguments(arguments)
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
        manifest = self.daemon.snapshot.manifest(path)
        if manifest is None:
            return Refusal(f"{place.name(path)} is gone")
        return install.planned(View(self.daemon.snapshot, manifest), created.environment, interpreter, None)

    async def install(self, arguments: list[Any]) -> Result:
        """`path`, and if wished `projects` (canonical names; all when absent) and `reinstall`."""
        given = Arguments(arguments)
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
        tell(self.server, types.MessageType.Error, reason)
        return {"outcome": "failed", "reason": reason}

    async def _carry_out(self, planned: Plan | Refusal, verb: str) -> Result:
        return await execution.carry_out(self.server, self.client, self.daemon, planned, verb)

    async def refreeze(self, arguments: list[Any]) -> Result:
        """`path`, and if wished `style`: in place, or full. An edit that the client applies; nothing is written here."""
        given = Arguments(arguments)
        style = given.text("style") or self.daemon.snapshot.settings.freeze
        frozen = refreeze.refreeze(self.daemon.snapshot, given.path, "full" if style == "full" else "in place")
        if isinstance(frozen, Refusal):
            return refuse(self.server, frozen.reason)
        if not frozen.fix.edits:
            tell(self.server, types.MessageType.Info, f"{place.name(given.path)} already names what is installed")
            return {"outcome": "done", "changed": False}
        return await execution.send(self.server, self.client, self.daemon.snapshot, frozen.fix, frozen.notes)

    async def convert(self, arguments: list[Any]) -> Result:
        """`path`. The file itself is written, as UTF-8; an editor that has it open notices as it does of every other program."""
        return await execution.write_utf8(self.server, self.daemon, Arguments(arguments).path)
