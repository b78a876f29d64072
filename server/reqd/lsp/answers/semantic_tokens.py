"""Answers `textDocument/semanticTokens`: colours of the whole document, of a range of it, and of what changed since the last time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.text import Point, Text
from reqd.features.highlighting import TYPES, Highlight, highlights
from reqd.lsp import convert
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd

_LEGEND = types.SemanticTokensLegend(token_types=list(TYPES), token_modifiers=[])
_NUMBERS = {name: number for number, name in enumerate(TYPES)}
# Of so many documents what was answered last is kept, so that the next answer can be a difference. An editor shows a few at a time.
_KEPT = 8


class _Answered:
    """What each document was answered last, under a name that its next question will give."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, list[int]]] = {}
        self._number = 0

    def kept(self, uri: str, data: list[int]) -> str:
        self._number += 1
        self._last.pop(uri, None)
        self._last[uri] = (str(self._number), data)
        if len(self._last) > _KEPT:
            del self._last[next(iter(self._last))]
        return str(self._number)

    def before(self, uri: str, result: str) -> list[int] | None:
        name, data = self._last.get(uri, ("", []))
        return data if name == result else None


def register(reqd: Reqd) -> None:
    answered = _Answered()

    def whole(document: types.TextDocumentIdentifier) -> types.SemanticTokens:
        manifest = asked.manifest(reqd, document)
        data = [] if manifest is None else encoded(manifest.text, highlights(manifest), reqd.client.encoding)
        return types.SemanticTokens(data=data, result_id=answered.kept(document.uri, data))

    @reqd.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _LEGEND)
    def full(params: types.SemanticTokensParams) -> types.SemanticTokens:
        return whole(params.text_document)

    @reqd.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, _LEGEND)
    def delta(params: types.SemanticTokensDeltaParams) -> types.SemanticTokens | types.SemanticTokensDelta:
        """Everything anew where what the client has is not known any more."""
        before = answered.before(params.text_document.uri, params.previous_result_id)
        now = whole(params.text_document)
        if before is None:
            return now
        return types.SemanticTokensDelta(edits=difference(before, list(now.data)), result_id=now.result_id)

    @reqd.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, _LEGEND)
    def part(params: types.SemanticTokensRangeParams) -> types.SemanticTokens:
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return types.SemanticTokens(data=[])
        within = asked.span(reqd, manifest, params.range)
        return types.SemanticTokens(data=encoded(manifest.text, highlights(manifest, within), reqd.client.encoding))


def encoded(text: Text, found: Iterable[Highlight], encoding: types.PositionEncodingKind | str) -> list[int]:
    """Five numbers for each highlight (LSP 3.17, "Semantic Tokens"): lines and columns since the one before, length, type, no modifiers."""
    data: list[int] = []
    line = column = 0
    wide = text.wide_lines
    for start, length, name in found:
        if start.line in wide:
            start, length = _converted(text, start, length, encoding)
        if start.line != line:
            column = 0
        data += (start.line - line, start.column - column, length, _NUMBERS[name], 0)
        line, column = start
    return data


def _converted(text: Text, start: Point, length: int, encoding: types.PositionEncodingKind | str) -> tuple[Point, int]:
    begin = convert.column(text, start, encoding)
    end = convert.column(text, Point(start.line, start.column + length), encoding)
    return Point(start.line, begin), end - begin


def difference(before: list[int], after: list[int]) -> list[types.SemanticTokensEdit]:
    """The one piece that differs, in numbers; none where nothing does."""
    shared = min(len(before), len(after))
    start = next((index for index in range(shared) if before[index] != after[index]), shared)
    if start == len(before) == len(after):
        return []
    end = next((index for index in range(shared - start) if before[-1 - index] != after[-1 - index]), shared - start)
    return [types.SemanticTokensEdit(start=start, delete_count=len(before) - start - end, data=after[start : len(after) - end])]
