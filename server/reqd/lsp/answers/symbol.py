"""Answers `textDocument/documentSymbol` and `workspace/symbol`: what a file consists of, and what the workspace asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core import place
from reqd.core.manifest import Manifest
from reqd.core.snapshot import boundary
from reqd.features.symbol import Symbol, symbols, workspace_symbols
from reqd.features.target import Target
from reqd.lsp import convert
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd

_KINDS = {"package": types.SymbolKind.Package, "file": types.SymbolKind.File, "option": types.SymbolKind.Property}


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def of_document(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        manifest = asked.manifest(reqd, params.text_document)
        found = () if manifest is None else symbols(manifest)
        if manifest is not None and reqd.client.nests_symbols:
            return [_nested(reqd, manifest, symbol) for symbol in found]
        return [_flat(reqd, symbol, "") for symbol in found]

    @reqd.feature(types.WORKSPACE_SYMBOL)
    def of_workspace(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        snapshot = reqd.daemon.snapshot
        found = workspace_symbols(snapshot, params.query)
        return [_flat(reqd, symbol, place.seen_from(symbol.path, boundary(snapshot, symbol.path))) for symbol in found]


def _nested(reqd: Reqd, manifest: Manifest, symbol: Symbol) -> types.DocumentSymbol:
    return types.DocumentSymbol(
        name=symbol.name or "?",  # the protocol forbids an empty one
        detail=symbol.detail,
        kind=_KINDS[symbol.kind],
        range=convert.span(manifest.text, symbol.range, reqd.client.encoding),
        selection_range=convert.span(manifest.text, symbol.name_range, reqd.client.encoding),
    )


def _flat(reqd: Reqd, symbol: Symbol, container: str) -> types.SymbolInformation:
    return types.SymbolInformation(
        name=f"{symbol.name}{symbol.detail}" if symbol.kind == "package" else symbol.name or "?",
        kind=_KINDS[symbol.kind],
        location=asked.location(reqd, Target(symbol.path, symbol.name_range)),
        container_name=container or None,
    )
