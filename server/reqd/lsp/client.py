"""What the client at the other end can do: asked once of its capabilities, and of its name only where those are not what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability

from reqd.lsp import convert


@dataclass(slots=True)
class Client:
    """One field for each difference between clients that changes what is sent.

    `opened` remembers under which URI a client opened a path, since one file has many URIs and a client knows only its own.
    """

    encoding: types.PositionEncodingKind | str = types.PositionEncodingKind.Utf16
    pulls: bool = False
    pulls_workspace: bool = False
    shows_related: bool = False
    shows_unnecessary: bool = False
    shows_code_pages: bool = False
    shows_markdown: bool = False
    versioned_edits: bool = False
    creates_files: bool = False
    applies_edits: bool = False
    takes_action_literals: bool = False
    shows_progress: bool = False
    asks: bool = False
    watches_files: bool = False
    has_configuration: bool = False
    announces_configuration: bool = False
    nests_symbols: bool = False
    shows_link_tooltips: bool = False
    takes_snippets: bool = False
    inserts_or_replaces: bool = False
    shares_edit_ranges: bool = False
    shows_label_details: bool = False
    preselects: bool = False
    refreshes: tuple[str, ...] = ()
    manual: str = ""
    opened: dict[str, str] = field(default_factory=dict)

    def uri(self, path: str) -> str:
        """The URI under which the client knows the path."""
        return self.opened.get(path) or convert.uri(path)


# What a client can be asked to fetch again, and where it says so.
_REFRESHES: tuple[tuple[str, str], ...] = (
    (types.WORKSPACE_DIAGNOSTIC_REFRESH, "workspace.diagnostics.refresh_support"),
    (types.WORKSPACE_INLAY_HINT_REFRESH, "workspace.inlay_hint.refresh_support"),
    (types.WORKSPACE_CODE_LENS_REFRESH, "workspace.code_lens.refresh_support"),
)
# Clients that do otherwise than their capabilities say, by the beginning of the name they give themselves.
# Neovim 0.12 that is told to pull again asks for the whole workspace where it is offered, and leaves its open files as they were.
_FORGET_OPEN_FILES = ("Neovim",)


def client(params: types.InitializeParams, encoding: types.PositionEncodingKind | str, manual: str) -> Client:
    """Read what a client says of itself. What is absent is not there."""
    capabilities = params.capabilities
    name = params.client_info.name if params.client_info else ""

    def has(name: str) -> bool:
        return bool(_capability(capabilities, name))

    # A client that pulls and cannot be told to pull again would miss every install made in a terminal: it is pushed to.
    pulls = _capability(capabilities, "text_document.diagnostic") is not None and has("workspace.diagnostics.refresh_support")
    return Client(
        encoding=encoding,
        pulls=pulls,
        pulls_workspace=not name.startswith(_FORGET_OPEN_FILES),
        shows_related=has("text_document.publish_diagnostics.related_information"),
        shows_unnecessary=_capability(capabilities, "text_document.publish_diagnostics.tag_support") is not None,
        shows_code_pages=has("text_document.publish_diagnostics.code_description_support"),
        shows_markdown=next(iter(_capability(capabilities, "text_document.hover.content_format") or ()), "") == types.MarkupKind.Markdown,
        versioned_edits=has("workspace.workspace_edit.document_changes"),
        creates_files=types.ResourceOperationKind.Create
        in (_capability(capabilities, "workspace.workspace_edit.resource_operations") or ()),
        applies_edits=has("workspace.apply_edit"),
        takes_action_literals=_capability(capabilities, "text_document.code_action.code_action_literal_support") is not None,
        shows_progress=has("window.work_done_progress"),
        asks=_capability(capabilities, "window.show_message") is not None,
        watches_files=has("workspace.did_change_watched_files.dynamic_registration"),
        has_configuration=has("workspace.configuration"),
        announces_configuration=has("workspace.did_change_configuration.dynamic_registration"),
        nests_symbols=has("text_document.document_symbol.hierarchical_document_symbol_support"),
        shows_link_tooltips=has("text_document.document_link.tooltip_support"),
        takes_snippets=has("text_document.completion.completion_item.snippet_support"),
        inserts_or_replaces=has("text_document.completion.completion_item.insert_replace_support"),
        shares_edit_ranges="editRange" in (_capability(capabilities, "text_document.completion.completion_list.item_defaults") or ()),
        shows_label_details=has("text_document.completion.completion_item.label_details_support"),
        preselects=has("text_document.completion.completion_item.preselect_support"),
        refreshes=tuple(method for method, name in _REFRESHES if has(name) and (pulls or method != types.WORKSPACE_DIAGNOSTIC_REFRESH)),
        manual=manual,
    )


def _capability(capabilities: types.ClientCapabilities, name: str) -> Any:
    return get_capability(capabilities, name)
