"""Our values in the protocol's words, and back: places, findings, edits and paths."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit, urlunsplit

from lsprotocol import types
from pygls import uris

from reqd.core.finding import Edit, EditFix, Finding, Severity
from reqd.core.hygiene import clean
from reqd.core.snapshot import Snapshot
from reqd.core.text import Point, Range, Text

if TYPE_CHECKING:
    from reqd.lsp.client import Client

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFORMATION: types.DiagnosticSeverity.Information,
    Severity.HINT: types.DiagnosticSeverity.Hint,
}
# Under which name the client shows our findings among those of others.
SOURCE = "reqd"
# Shown grey: true, and nothing to do about it.
_UNNECESSARY = frozenset({"inactive-requirement"})


def path(uri: str) -> str | None:
    """The absolute, normalised path of a `file:` URI; None for every other one and for what no path can hold.

    Only Windows has paths on other machines (RFC 8089, appendix E).
    """
    try:
        parts = urlsplit(uri)
        if parts.scheme != "file" or (parts.netloc not in ("", "localhost") and os.name != "nt"):
            return None
        found = _windows_path(parts, uri) if os.name == "nt" else os.fsdecode(unquote_to_bytes(parts.path))
    except ValueError:
        return None
    if not found or "\0" in found or not os.path.isabs(found):
        return None
    return os.path.normpath(found)


def _windows_path(parts: SplitResult, uri: str) -> str | None:
    return uris.to_fs_path(urlunsplit(parts._replace(netloc="")) if parts.netloc == "localhost" else uri)


def uri(path: str) -> str:
    """The `file:` URI of an absolute path. Where names are bytes (POSIX), it holds those bytes, be they text or not."""
    return uris.from_fs_path(path) or "" if os.name == "nt" else "file://" + quote(os.fsencode(path))


def position(text: Text, point: Point, encoding: types.PositionEncodingKind | str) -> types.Position:
    """A point in the columns of the conversation: code points, bytes, or UTF-16 units."""
    return types.Position(line=point.line, character=column(text, point, encoding))


def column(text: Text, point: Point, encoding: types.PositionEncodingKind | str) -> int:
    """A point's column as the conversation counts it."""
    if encoding == types.PositionEncodingKind.Utf32 or point.line not in text.wide_lines:
        return point.column
    before = text.line(point.line)[: point.column]
    if encoding == types.PositionEncodingKind.Utf8:
        return len(before.encode("utf-8", "surrogatepass"))
    return len(before.encode("utf-16-le", "surrogatepass")) // 2


def point(text: Text, place: types.Position, encoding: types.PositionEncodingKind | str) -> Point:
    """A position of the conversation as a point; one past a line's end is put at its end."""
    if place.line >= len(text.line_starts):
        return text.point(len(text.string))
    line = text.line(place.line)
    if encoding == types.PositionEncodingKind.Utf32 or line.isascii():
        return Point(place.line, min(place.character, len(line)))
    left = place.character
    for column, character in enumerate(line):
        left -= _units(character, encoding)
        if left < 0:
            return Point(place.line, column)
    return Point(place.line, len(line))


def _units(character: str, encoding: types.PositionEncodingKind | str) -> int:
    if encoding == types.PositionEncodingKind.Utf8:
        return len(character.encode("utf-8", "surrogatepass"))
    return 1 if ord(character) < 0x10000 else 2


def span(text: Text, place: Range, encoding: types.PositionEncodingKind | str) -> types.Range:
    return types.Range(start=position(text, place.start, encoding), end=position(text, place.end, encoding))


def piece(text: Text, place: types.Range, encoding: types.PositionEncodingKind | str) -> Range:
    """A range of the conversation as one of ours; `span` the other way round."""
    return Range(point(text, place.start, encoding), point(text, place.end, encoding))


def overlaps(place: Range, start: Point, end: Point) -> bool:
    """Whether a range touches the piece from `start` to `end`; a cursor at either edge does.

    Kate asks for the whole line of its cursor, which ends where the next line begins: what begins there is not meant.
    """
    is_whole_lines = start.line < end.line and end.column == 0
    return start <= place.end and (place.start < end if is_whole_lines else place.start <= end)


def diagnostic(snapshot: Snapshot, finding: Finding, client: Client) -> types.Diagnostic:
    text = snapshot.text(finding.path)
    related = [
        types.DiagnosticRelatedInformation(
            location=types.Location(uri=uri(each.path), range=span(snapshot.text(each.path), each.range, client.encoding)),
            message=clean(each.message),
        )
        for each in finding.related
    ]
    return types.Diagnostic(
        range=span(text, finding.range, client.encoding),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(href=f"{client.manual}#{finding.code}")
        if client.shows_code_pages and client.manual
        else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if finding.code in _UNNECESSARY and client.shows_unnecessary else None,
        related_information=related if related and client.shows_related else None,
    )


def workspace_edit(snapshot: Snapshot, fix: EditFix, client: Client) -> types.WorkspaceEdit:
    """The edit as this client takes it: with versions where it checks them, so that a stale edit is refused and not misplaced."""
    by_path: dict[str, list[types.TextEdit]] = {}
    for edit in fix.edits:
        by_path.setdefault(edit.path, []).append(_text_edit(snapshot, edit, client))
    if not client.versioned_edits and not fix.creates:
        return types.WorkspaceEdit(changes={client.uri(path): edits for path, edits in by_path.items()})
    creations: list[types.CreateFile] = [
        types.CreateFile(uri=uri(path), options=types.CreateFileOptions(ignore_if_exists=True)) for path in fix.creates
    ]
    changes = [
        types.TextDocumentEdit(
            text_document=types.OptionalVersionedTextDocumentIdentifier(uri=client.uri(path), version=_version(snapshot, path)),
            edits=list(edits),
        )
        for path, edits in by_path.items()
    ]
    return types.WorkspaceEdit(document_changes=[*creations, *changes])


def disjoint(fixes: Iterable[EditFix]) -> tuple[Edit, ...]:
    """The edits of all fixes that can be made together; one that touches what an earlier one changes is left out, and left out whole."""
    kept: list[Edit] = []
    for fix in fixes:
        if not any(_touch(edit, other) for edit in fix.edits for other in kept):
            kept.extend(fix.edits)
    return tuple(kept)


def _touch(edit: Edit, other: Edit) -> bool:
    is_apart = edit.range.end <= other.range.start or other.range.end <= edit.range.start
    return edit.path == other.path and (edit.range == other.range or not is_apart)


def _text_edit(snapshot: Snapshot, edit: Edit, client: Client) -> types.TextEdit:
    return types.TextEdit(range=span(snapshot.text(edit.path), edit.range, client.encoding), new_text=edit.text)


def _version(snapshot: Snapshot, path: str) -> int | None:
    manifest = snapshot.manifest(path)
    return None if manifest is None else manifest.version
