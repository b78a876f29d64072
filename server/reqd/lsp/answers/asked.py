"""What a question is about: the manifest of a document, and an offset in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.manifest import Manifest
from reqd.core.text import Span
from reqd.features.target import Target
from reqd.lsp import convert

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd


def manifest(reqd: Reqd, document: types.TextDocumentIdentifier) -> Manifest | None:
    """The manifest that a document is, if it is one."""
    found = reqd.daemon.snapshot.manifests.get(convert.path(document.uri) or "")
    return found if isinstance(found, Manifest) else None


def offset(reqd: Reqd, manifest: Manifest, position: types.Position) -> int:
    """Where in the manifest's text a position of the conversation is."""
    return manifest.text.offset(convert.point(manifest.text, position, reqd.client.encoding))


def span(reqd: Reqd, manifest: Manifest, place: types.Range) -> Span:
    """The piece of the manifest's text that a range of the conversation is."""
    return Span(offset(reqd, manifest, place.start), offset(reqd, manifest, place.end))


def shown(reqd: Reqd, manifest: Manifest, span: Span) -> types.Range:
    """A piece of the manifest's text as a range of the conversation."""
    return convert.span(manifest.text, manifest.text.range(span), reqd.client.encoding)


def location(reqd: Reqd, target: Target) -> types.Location:
    """A target in the protocol's words."""
    text = reqd.daemon.snapshot.text(target.path)
    return types.Location(uri=reqd.client.uri(target.path), range=convert.span(text, target.range, reqd.client.encoding))
