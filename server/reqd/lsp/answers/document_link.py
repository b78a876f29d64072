"""Answers `textDocument/documentLink`: what a click leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.manifest import Manifest
from reqd.core.view import View
from reqd.features.linking import Link, linking
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions(resolve_provider=False))
    def document_link(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        manifest = asked.manifest(reqd, params.text_document)
        return [] if manifest is None else [_link(reqd, manifest, link) for link in linking(View(reqd.daemon.snapshot, manifest))]


def _link(reqd: Reqd, manifest: Manifest, link: Link) -> types.DocumentLink:
    place = asked.shown(reqd, manifest, link.span)
    return types.DocumentLink(range=place, target=_address(reqd, link), tooltip=link.sentence if reqd.client.shows_link_tooltips else None)


def _address(reqd: Reqd, link: Link) -> str:
    """A URI; one that leads into a file ends in its line, as editors have it."""
    if isinstance(link.to, str):
        return link.to
    line = link.to.range.start.line
    return f"{reqd.client.uri(link.to.path)}#L{line + 1}" if line else reqd.client.uri(link.to.path)
