"""Answers `textDocument/definition` and `textDocument/references`: where a package or a file is defined, and where it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.view import View
from reqd.features.definition import definition
from reqd.features.reference import references
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.Location]:
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return []
        found = definition(View(reqd.daemon.snapshot, manifest), asked.offset(reqd, manifest, params.position))
        return [asked.location(reqd, target) for target in found]

    @reqd.feature(types.TEXT_DOCUMENT_REFERENCES)
    def named(params: types.ReferenceParams) -> list[types.Location]:
        """With or without the place that was asked about, as the client wishes."""
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return []
        offset = asked.offset(reqd, manifest, params.position)
        point = manifest.text.point(offset)
        found = references(View(reqd.daemon.snapshot, manifest), offset)
        if not params.context.include_declaration:
            found = tuple(each for each in found if each.path != manifest.path or not each.range.start <= point <= each.range.end)
        return [asked.location(reqd, target) for target in found]
