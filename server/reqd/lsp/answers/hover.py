"""Answers `textDocument/hover`: what is to be known of the thing at a place, as Markdown where the client likes that best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.features.hover import hover
from reqd.features.hover.rendering import markdown, plain
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return None
        found = hover(reqd.daemon.snapshot, manifest, asked.offset(reqd, manifest, params.position))
        if found is None:
            return None
        content = (
            types.MarkupContent(kind=types.MarkupKind.Markdown, value=markdown(found.blocks, reqd.client.uri))
            if reqd.client.shows_markdown
            else types.MarkupContent(kind=types.MarkupKind.PlainText, value=plain(found.blocks))
        )
        return types.Hover(contents=content, range=asked.shown(reqd, manifest, found.span))
