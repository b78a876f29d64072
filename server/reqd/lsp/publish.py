"""Knows what the client has been shown, and tells it only what is news."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterable

from lsprotocol import types

from reqd.check import check
from reqd.core.environment import Environment
from reqd.core.events import Event, ManifestChanged
from reqd.core.finding import Finding
from reqd.core.lacking import is_open
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot, choice, is_listed, is_settled
from reqd.daemon import Daemon
from reqd.lsp import convert
from reqd.lsp.client import Client
from reqd.lsp.process import Server
from reqd.lsp.refresh import Refresher

# Seconds after which findings are shown although something was not looked at yet: a disk may hang, and the file itself can be judged.
PATIENCE = 1.0
# Findings of so many files are told at once; those of more, as when an environment of hundreds of files is read, in turns.
_FEW = 16
# Seconds of such a turn, after which messages are read again: short beside what a person notices.
_TURN = 0.01


class Publisher:
    """Pushes diagnostics, but not what the client pulls: its open files, and every file once it has asked for the workspace's.

    `changed` is the daemon's news; everything runs on the event loop.
    """

    def __init__(self, server: Server, client: Client) -> None:
        self._server = server
        self._client = client
        self._is_workspace_pulled = False
        self._shown: dict[str, tuple[str, int | None, list[types.Diagnostic]]] = {}
        self._impatient: dict[str, asyncio.TimerHandle] = {}
        self._waiting: dict[str, None] = {}
        self._judged: tuple[Snapshot | None, dict[str, tuple[Finding, ...]]] = (None, {})
        self._news = asyncio.Event()
        self._refresher = Refresher(server, client)
        self.daemon: Daemon | None = None

    @property
    def snapshot(self) -> Snapshot:
        assert self.daemon is not None
        return self.daemon.snapshot

    def findings(self, path: str) -> tuple[Finding, ...]:
        """The findings of a manifest as it is now, judged once: whoever is told of them asks for their fixes next, again and again."""
        if self._judged[0] is not self.snapshot:
            self._judged = (self.snapshot, {})
        known = self._judged[1]
        if path not in known:
            known[path] = check(self.snapshot, path)
        return known[path]

    def changed(self, event: Event, paths: Iterable[str]) -> None:
        """The findings of these manifests may differ now. After an edit of its own a client fetches what it shows unasked."""
        self._news.set()
        self._news = asyncio.Event()
        if not isinstance(event, ManifestChanged):
            self._refresher.schedule()
        urgent = tuple(paths)
        if len(urgent) > _FEW:
            later = dict.fromkeys(path for path in urgent if not is_open(self.snapshot.manifests.get(path)))
            urgent = tuple(path for path in urgent if path not in later)
            self._postpone(later)
        for path in urgent:
            self._waiting.pop(path, None)
            self._tell(path)

    def _postpone(self, paths: dict[str, None]) -> None:
        if not self._waiting:
            asyncio.get_running_loop().call_soon(self._tell_waiting)
        self._waiting.update(paths)

    def _tell_waiting(self) -> None:
        """Tell of those that wait until the turn is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + _TURN
        while self._waiting and loop.time() < end:
            path = next(iter(self._waiting))
            del self._waiting[path]
            self._tell(path)
        if self._waiting:
            loop.call_soon(self._tell_waiting)

    def _tell(self, path: str) -> None:
        if path in self._shown or _is_ready(self.snapshot, path):
            self._push(path)
        elif path not in self._impatient:
            self._impatient[path] = asyncio.get_running_loop().call_later(PATIENCE, self._push, path)

    async def settled(self, path: str) -> None:
        """Wait until all that the findings and fixes of a manifest depend on was looked at, or patience ends."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not _is_ready(self.snapshot, path) and loop.time() < end:
            news = self._news
            try:
                await asyncio.wait_for(news.wait(), end - loop.time())
            except asyncio.TimeoutError:
                return

    def _push(self, path: str) -> None:
        timer = self._impatient.pop(path, None)
        if timer is not None:
            timer.cancel()
        version, diagnostics = (None, []) if self._is_pulled(path) else self._diagnostics(path)
        uri = self._client.uri(path)
        shown_uri, shown_version, shown = self._shown.get(path, (uri, None, []))
        if shown_uri != uri:
            self._publish(shown_uri, None, [])
            shown_version, shown = None, []
        is_open = version is not None
        if diagnostics == shown and (version == shown_version or not is_open):
            return
        if is_open or diagnostics:
            self._shown[path] = (uri, version, diagnostics)
        else:
            self._shown.pop(path, None)
        self._publish(uri, version, diagnostics)

    def _publish(self, uri: str, version: int | None, diagnostics: list[types.Diagnostic]) -> None:
        params = types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics, version=version)
        self._server.text_document_publish_diagnostics(params)

    def _is_pulled(self, path: str) -> bool:
        """Whether the client fetches the diagnostics itself; pushed too, they would be shown twice."""
        reading = self.snapshot.manifests.get(path)
        return self._is_workspace_pulled or (self._client.pulls and isinstance(reading, Manifest) and reading.is_open)

    def _diagnostics(self, path: str) -> tuple[int | None, list[types.Diagnostic]]:
        reading = self.snapshot.manifests.get(path)
        version = reading.version if isinstance(reading, Manifest) else None
        if not isinstance(reading, Manifest) and not is_listed(self.snapshot, path):
            return version, []
        return version, [convert.diagnostic(self.snapshot, finding, self._client) for finding in self.findings(path)]

    # --- for those who pull ---

    def report(self, path: str, previous: str | None) -> types.DocumentDiagnosticReport:
        """The findings of one manifest; only their number when the client has them already."""
        _, diagnostics = self._diagnostics(path)
        result = _fingerprint(diagnostics)
        if result == previous:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=result)
        return types.RelatedFullDocumentDiagnosticReport(items=diagnostics, result_id=result)

    def workspace_report(self, previous: dict[str, str]) -> types.WorkspaceDiagnosticReport:
        """The findings of every manifest that is known, and none for those that the client still believes in.

        Who asks once will ask again, so from now on nothing is pushed, and what was is taken back.
        """
        if not self._is_workspace_pulled:
            self._is_workspace_pulled = True
            for path in tuple(self._shown):
                self._push(path)
        known = [path for path in self.snapshot.manifests if isinstance(self.snapshot.manifests[path], Manifest)]
        believed = [path for path in map(convert.path, previous) if path is not None]
        return types.WorkspaceDiagnosticReport(items=[self._workspace_item(path, previous) for path in dict.fromkeys((*known, *believed))])

    def _workspace_item(self, path: str, previous: dict[str, str]) -> types.WorkspaceDocumentDiagnosticReport:
        version, diagnostics = self._diagnostics(path)
        uri, result = self._client.uri(path), _fingerprint(diagnostics)
        if previous.get(uri) == result:
            return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=result, version=version)
        return types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=diagnostics, result_id=result, version=version)


def _is_ready(snapshot: Snapshot, path: str) -> bool:
    """Whether the findings are known and their fixes too, which without an environment name the Pythons of this machine.

    Some editors ask for the fixes when findings come, and not again before the findings differ.
    """
    is_sound = isinstance(snapshot.environments.get(choice(snapshot, path).root), Environment)
    return is_settled(snapshot, path) and (is_sound or "tools" not in snapshot.awaited)


def _fingerprint(diagnostics: list[types.Diagnostic]) -> str:
    """A short word for what was shown, the same in every process for the same diagnostics."""
    return f"{zlib.crc32(repr(diagnostics).encode('utf-8', 'surrogatepass')):08x}"
