"""The language server: one small function for each message that an editor sends."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterable
from typing import Any

from lsprotocol import types

from reqd import __version__
from reqd.core import settings
from reqd.core.events import Event, FoldersChanged, SettingsChanged
from reqd.core.hygiene import clean
from reqd.daemon import Daemon
from reqd.lsp import announcing, answers, convert, offer
from reqd.lsp import client as clients
from reqd.lsp.client import Client
from reqd.lsp.command import Commands
from reqd.lsp.documents import Documents
from reqd.lsp.process import Server
from reqd.lsp.publish import Publisher
from reqd.lsp.questions import NoAnswer

log = logging.getLogger(__name__)

SECTION = "reqd"
_WATCHED = "**/*.{txt,in}"
_WATCHED_ENVIRONMENT = "**/{pyvenv.cfg,*.dist-info}"


class Reqd(Server):
    """The conversation with one editor: what it can do, what it has been shown, and the daemon behind it."""

    client: Client
    daemon: Daemon
    publisher: Publisher
    commands: Commands
    documents: Documents

    def __init__(self) -> None:
        super().__init__("reqd", __version__)
        self.folders: tuple[str, ...] = ()
        self.postponed: list[types.Registration] = []

    def begin(self, params: types.InitializeParams) -> None:
        self.client = clients.client(params, self.position_encoding, manual())
        self.publisher = Publisher(self, self.client)
        self.daemon = Daemon(self.changed, self.tell, os.environ.get("VIRTUAL_ENV", ""))
        self.publisher.daemon = self.daemon
        self.commands = Commands(self, self.client, self.daemon)
        self.documents = Documents(self.client, self.daemon)
        self.folders = _folders(params)
        self.set(params.initialization_options)

    def changed(self, event: Event, paths: frozenset[str]) -> None:
        """The daemon's news."""
        self.publisher.changed(event, paths)
        self.documents.claim()

    def tell(self, message: str) -> None:
        """Tell the person something that limits what reqd can do."""
        log.warning("%s", clean(message))
        self.window_show_message(types.ShowMessageParams(type=types.MessageType.Warning, message=clean(message)))

    def set(self, value: object) -> None:
        """Take settings; what is wrong with them is said in the log and changes nothing."""
        given = value.get(SECTION, value) if isinstance(value, dict) else value
        read, ignored = settings.parsed(given)
        for sentence in ignored:
            self.window_log_message(types.LogMessageParams(type=types.MessageType.Warning, message=clean(sentence)))
        self.daemon.handle(SettingsChanged(read))


def manual() -> str:
    """The URI of the rules' manual, where it is installed with the package or lies beside it; else nothing."""
    here = os.path.dirname(os.path.abspath(__file__))
    for folder in (os.path.join(here, ".."), os.path.join(here, "..", "..")):
        path = os.path.normpath(os.path.join(folder, "RULES.md"))
        if os.path.isfile(path):
            return convert.uri(path)
    return ""


def _folders(params: types.InitializeParams) -> tuple[str, ...]:
    uris = [folder.uri for folder in params.workspace_folders or ()]
    if not uris and params.root_uri:
        uris = [params.root_uri]
    if not uris and params.root_path and os.path.isabs(params.root_path):
        return (os.path.normpath(params.root_path),)
    return _paths(uris)


def _paths(uris: Iterable[str]) -> tuple[str, ...]:
    """The folders that URIs name, each once; those that are not on a disk are left out."""
    return tuple(dict.fromkeys(path for uri in uris if (path := convert.path(uri)) is not None))


def server() -> Reqd:
    """A server with every feature registered, ready to be run."""
    reqd = Reqd()
    _register_lifecycle(reqd)
    _register_documents(reqd)
    _register_workspace(reqd)
    _register_requests(reqd)
    _register_commands(reqd)
    answers.register(reqd)
    reqd.on_capabilities(lambda capabilities: _adjust(reqd, capabilities))
    return reqd


def serve(process_id: int | None = None) -> int:
    """Speak on the standard streams until the editor leaves. `process_id` is the editor's, where the command line names it."""
    reqd = server()
    reqd.process_id = process_id
    reqd.run_stdio()


def _adjust(reqd: Reqd, capabilities: types.ServerCapabilities) -> None:
    """Say what pygls cannot know."""
    if not reqd.client.pulls:
        capabilities.diagnostic_provider = None
    elif capabilities.diagnostic_provider is not None:
        capabilities.diagnostic_provider.workspace_diagnostics = reqd.client.pulls_workspace
    reqd.postponed = announcing.postponed(reqd.protocol.client_capabilities, capabilities, reqd.protocol.plain)
    capabilities.workspace = types.WorkspaceOptions(
        workspace_folders=types.WorkspaceFoldersServerCapabilities(supported=True, change_notifications=True)
    )


def _register_lifecycle(reqd: Reqd) -> None:
    @reqd.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        reqd.begin(params)

    @reqd.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        """Only now may the client be told and asked things; so only now the folders are looked at."""
        reqd.daemon.handle(FoldersChanged(reqd.folders))
        await asyncio.gather(_register(reqd), _configure(reqd))  # some clients never answer one of them

    @reqd.feature(types.SET_TRACE)
    def set_trace(params: types.SetTraceParams) -> None:
        reqd.protocol.trace = params.value
        logging.getLogger("reqd").setLevel(logging.WARNING if params.value == types.TraceValue.Off else logging.DEBUG)

    async def close() -> None:
        if hasattr(reqd, "daemon"):
            reqd.daemon.close()

    reqd.on_exit(close)


async def _register(reqd: Reqd) -> None:
    """Announce what was kept for now, and let the editor watch too, where it can: it may see what no file system of ours tells."""
    wanted = [*reqd.postponed]
    if reqd.client.watches_files:
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in (_WATCHED, _WATCHED_ENVIRONMENT)]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
        wanted.append(types.Registration(id="reqd/watch", method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES, register_options=options))
    if reqd.client.announces_configuration:
        wanted.append(types.Registration(id="reqd/configuration", method=types.WORKSPACE_DID_CHANGE_CONFIGURATION))
    if wanted:
        try:
            await reqd.request(types.CLIENT_REGISTER_CAPABILITY, types.RegistrationParams(registrations=wanted))
        except NoAnswer:
            log.info("the editor takes no registrations: it does not watch files for reqd, and asks only what was announced at once")


async def _configure(reqd: Reqd) -> None:
    """Ask for the settings, where the client keeps them for its servers."""
    if not reqd.client.has_configuration:
        return
    params = types.ConfigurationParams(items=[types.ConfigurationItem(section=SECTION)])
    try:
        answer = await reqd.request(types.WORKSPACE_CONFIGURATION, params)
    except NoAnswer:
        return
    if answer and answer[0] is not None:
        reqd.set(answer[0])


def _register_documents(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        reqd.documents.open(params.text_document)

    @reqd.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        """Each change is the whole text; of several the last one counts."""
        if params.content_changes:
            reqd.documents.change(params.text_document.uri, params.content_changes[-1].text, params.text_document.version)

    @reqd.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        reqd.documents.close(params.text_document.uri)

    @reqd.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        """Some clients watch nothing, and some disks tell nothing: what a saved file is near is looked at."""
        path = convert.path(params.text_document.uri)
        if path is not None:
            reqd.daemon.watcher.add(path)


def _register_workspace(reqd: Reqd) -> None:
    @reqd.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        for path in _paths(change.uri for change in params.changes):
            reqd.daemon.watcher.add(path)

    @reqd.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def did_change_workspace_folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        removed = _paths(folder.uri for folder in params.event.removed)
        added = _paths(folder.uri for folder in params.event.added)
        reqd.folders = tuple(dict.fromkeys((*(folder for folder in reqd.folders if folder not in removed), *added)))
        reqd.daemon.handle(FoldersChanged(reqd.folders))

    @reqd.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        """Clients either send the settings with the news or want to be asked."""
        if reqd.client.has_configuration:
            await _configure(reqd)
        elif params.settings is not None:
            reqd.set(params.settings)


def _register_requests(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=list(offer.KINDS), resolve_provider=False))
    async def code_action(params: types.CodeActionParams) -> list[offer.Action]:
        path = convert.path(params.text_document.uri)
        if path is None:
            return []
        await reqd.publisher.settled(path)
        snapshot = reqd.daemon.snapshot
        manifest = snapshot.manifest(path)
        return offer.actions(snapshot, manifest, reqd.publisher.findings(path), params, reqd.client) if manifest else []

    @reqd.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        """Nothing is left to resolve, but some clients ask all the same."""
        return action

    @reqd.feature(
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        types.DiagnosticOptions(identifier="reqd", inter_file_dependencies=True, workspace_diagnostics=True),
    )
    async def diagnostic(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        path = convert.path(params.text_document.uri)
        if path is None:
            return types.RelatedFullDocumentDiagnosticReport(items=[])
        await reqd.publisher.settled(path)
        return reqd.publisher.report(path, params.previous_result_id)

    @reqd.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        for path in tuple(reqd.daemon.snapshot.manifests):
            await reqd.publisher.settled(path)
        return reqd.publisher.workspace_report({each.uri: each.value for each in params.previous_result_ids})


def _register_commands(reqd: Reqd) -> None:
    @reqd.command("reqd.createEnvironment")
    async def create_environment(arguments: list[Any]) -> Any:
        return await reqd.commands.create_environment(arguments)

    @reqd.command("reqd.install")
    async def install(arguments: list[Any]) -> Any:
        return await reqd.commands.install(arguments)

    @reqd.command("reqd.refreeze")
    async def refreeze(arguments: list[Any]) -> Any:
        return await reqd.commands.refreeze(arguments)

    @reqd.command("reqd.convert")
    async def convert_to_utf8(arguments: list[Any]) -> Any:
        return await reqd.commands.convert(arguments)
