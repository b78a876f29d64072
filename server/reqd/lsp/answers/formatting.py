"""Answers `textDocument/formatting`, `rangeFormatting` and `onTypeFormatting`: the edits that write a manifest neatly."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.finding import Edit
from reqd.core.manifest import Manifest
from reqd.core.text import Span
from reqd.features.formatting import formatting
from reqd.lsp import convert
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd

# A line is finished when the next one begins.
_FINISHED = "\n"


def register(reqd: Reqd) -> None:
    def edited(manifest: Manifest, edits: Iterable[Edit]) -> list[types.TextEdit]:
        encoding = reqd.client.encoding
        return [types.TextEdit(range=convert.span(manifest.text, edit.range, encoding), new_text=edit.text) for edit in edits]

    @reqd.feature(types.TEXT_DOCUMENT_FORMATTING)
    def document(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        manifest = asked.manifest(reqd, params.text_document)
        return [] if manifest is None else edited(manifest, formatting(manifest))

    @reqd.feature(types.TEXT_DOCUMENT_RANGE_FORMATTING)
    def part(params: types.DocumentRangeFormattingParams) -> list[types.TextEdit]:
        manifest = asked.manifest(reqd, params.text_document)
        return [] if manifest is None else edited(manifest, formatting(manifest, asked.span(reqd, manifest, params.range)))

    @reqd.feature(types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, types.DocumentOnTypeFormattingOptions(first_trigger_character=_FINISHED))
    def finished(params: types.DocumentOnTypeFormattingParams) -> list[types.TextEdit]:
        """The line above the cursor, unless it goes on where the cursor is."""
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None or params.ch != _FINISHED or params.position.line == 0:
            return []
        above = manifest.text.line_starts[min(params.position.line, len(manifest.text.line_starts) - 1)] - 1
        at = Span(above, above)
        return edited(manifest, (edit for edit in formatting(manifest, at) if edit.range.end.line < params.position.line))
