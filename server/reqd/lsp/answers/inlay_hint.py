"""Answers `textDocument/inlayHint`: the installed version behind a requirement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.view import View
from reqd.features.hinting import hinting
from reqd.lsp import convert
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint]:
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return []
        hints = hinting(View(reqd.daemon.snapshot, manifest), asked.span(reqd, manifest, params.range))
        return [
            types.InlayHint(
                position=convert.position(manifest.text, manifest.text.point(hint.offset), reqd.client.encoding),
                label=hint.label,
                tooltip=hint.sentence,
                padding_left=True,
            )
            for hint in hints
        ]
