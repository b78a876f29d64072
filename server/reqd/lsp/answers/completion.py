"""Answers `textDocument/completion`: what can be written at a place, in the form that the client takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.manifest import Manifest
from reqd.features.completion import completions
from reqd.features.completion.content import Completion, Kind
from reqd.lsp import convert
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.client import Client
    from reqd.lsp.server import Reqd

_KINDS = {
    Kind.NAME: types.CompletionItemKind.Module,
    Kind.EXTRA: types.CompletionItemKind.Property,
    Kind.OPERATOR: types.CompletionItemKind.Operator,
    Kind.VERSION: types.CompletionItemKind.Value,
    Kind.VARIABLE: types.CompletionItemKind.Variable,
    Kind.VALUE: types.CompletionItemKind.Value,
    Kind.LOGIC: types.CompletionItemKind.Keyword,
    Kind.OPTION: types.CompletionItemKind.Keyword,
    Kind.ARGUMENT: types.CompletionItemKind.EnumMember,
    Kind.FILE: types.CompletionItemKind.File,
    Kind.FOLDER: types.CompletionItemKind.Folder,
    Kind.RULE: types.CompletionItemKind.Constant,
}
# What makes an editor ask besides letters, for which it asks anyway: what begins an operator, extras, a marker, a value, an option, a
# path. A blank too, for what follows `-r` and the words of a marker; behind a name it is not answered, nor in a comment.
_TRIGGERS = ("=", "<", ">", "~", "!", "[", ",", ";", "-", "'", '"', "/", ":", " ")


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=list(_TRIGGERS)))
    def completion(params: types.CompletionParams) -> types.CompletionList:
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return types.CompletionList(is_incomplete=False, items=[])
        offset = asked.offset(reqd, manifest, params.position)
        typed = (params.context.trigger_character or "") if params.context else ""
        return listed(reqd, manifest, offset, completions(reqd.daemon.snapshot, manifest, offset, typed))


def listed(reqd: Reqd, manifest: Manifest, offset: int, found: tuple[Completion, ...]) -> types.CompletionList:
    """The completions of one answer, which all replace the same piece: it is written once where the client lets it be."""
    if not found:
        return types.CompletionList(is_incomplete=False, items=[])
    whole = asked.shown(reqd, manifest, found[0].span)
    end = convert.position(manifest.text, manifest.text.point(offset), reqd.client.encoding)
    before = types.Range(start=whole.start, end=end)
    items = [_item(reqd.client, each) for each in found]
    if reqd.client.shares_edit_ranges:
        both = types.EditRangeWithInsertReplace(insert=before, replace=whole) if reqd.client.inserts_or_replaces else whole
        return types.CompletionList(is_incomplete=False, items=items, item_defaults=types.CompletionItemDefaults(edit_range=both))
    for item in items:
        text = item.text_edit_text or item.label
        item.text_edit_text = None
        item.text_edit = (
            types.InsertReplaceEdit(new_text=text, insert=before, replace=whole)
            if reqd.client.inserts_or_replaces
            else types.TextEdit(range=whole, new_text=text)
        )
    return types.CompletionList(is_incomplete=False, items=items)


def _item(client: Client, each: Completion) -> types.CompletionItem:
    """A completion without its place. Its text, its order and what it is found by are its label where nothing else is said."""
    is_snippet = bool(each.snippet) and client.takes_snippets
    text = each.snippet if is_snippet else each.text
    return types.CompletionItem(
        label=each.label,
        label_details=types.CompletionItemLabelDetails(description=each.detail) if each.detail and client.shows_label_details else None,
        kind=_KINDS[each.kind],
        detail=each.detail or None,
        documentation=each.documentation or None,
        preselect=True if each.is_preselected and client.preselects else None,
        sort_text=each.order,
        filter_text=each.matched if each.matched != each.label else None,
        insert_text_format=types.InsertTextFormat.Snippet if is_snippet else None,
        text_edit_text=text if text != each.label else None,
    )
