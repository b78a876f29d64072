"""Answers `textDocument/selectionRange`: what a growing selection takes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.manifest import Manifest
from reqd.features.selection import selection
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_SELECTION_RANGE)
    def selection_range(params: types.SelectionRangeParams) -> list[types.SelectionRange]:
        manifest = asked.manifest(reqd, params.text_document)
        return [] if manifest is None else [_selection(reqd, manifest, position) for position in params.positions]


def _selection(reqd: Reqd, manifest: Manifest, position: types.Position) -> types.SelectionRange:
    """One range for each position, as the protocol wants it, each inside its parent."""
    parent: types.SelectionRange | None = None
    for span in reversed(selection(manifest, asked.offset(reqd, manifest, position))):
        parent = types.SelectionRange(range=asked.shown(reqd, manifest, span), parent=parent)
    assert parent is not None
    return parent
