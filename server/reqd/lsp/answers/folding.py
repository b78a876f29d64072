"""Answers `textDocument/foldingRange`: what can be folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.features.folding import folding
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd

_KINDS = {"comment": types.FoldingRangeKind.Comment, "imports": types.FoldingRangeKind.Imports, "region": types.FoldingRangeKind.Region}


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding_range(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return []
        return [types.FoldingRange(start_line=fold.first, end_line=fold.last, kind=_KINDS[fold.kind]) for fold in folding(manifest)]
