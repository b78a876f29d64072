"""Tells the client which questions are answered, and where it can be told: for which documents.

What is announced in the answer to `initialize` holds for every document that the client sends. A client that takes registrations later
is given one for requirements files alone, so that it asks nothing about the other files of a language that has no name of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability

from reqd.manifests.names import LANGUAGES

# Which documents: by the language where it has a name, and by the file's name, since `-r` may draw in any text.
_SELECTOR: list[dict[str, str]] = [
    *({"language": language} for language in sorted(LANGUAGES)),
    *({"scheme": "file", "pattern": pattern} for pattern in ("**/*.txt", "**/*.in")),
]
# What can be registered later: the method, the server's capability, and where the client says that it takes registrations.
# The main job (diagnostics, code actions) is not among them: it is announced at once, so that no client can miss it.
_QUESTIONS: tuple[tuple[str, str, str], ...] = (
    (types.TEXT_DOCUMENT_HOVER, "hover_provider", "text_document.hover"),
    (types.TEXT_DOCUMENT_COMPLETION, "completion_provider", "text_document.completion"),
    (types.TEXT_DOCUMENT_INLAY_HINT, "inlay_hint_provider", "text_document.inlay_hint"),
    (types.TEXT_DOCUMENT_CODE_LENS, "code_lens_provider", "text_document.code_lens"),
    (types.TEXT_DOCUMENT_DOCUMENT_LINK, "document_link_provider", "text_document.document_link"),
    (types.TEXT_DOCUMENT_DEFINITION, "definition_provider", "text_document.definition"),
    (types.TEXT_DOCUMENT_REFERENCES, "references_provider", "text_document.references"),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, "document_symbol_provider", "text_document.document_symbol"),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, "folding_range_provider", "text_document.folding_range"),
    (types.TEXT_DOCUMENT_SELECTION_RANGE, "selection_range_provider", "text_document.selection_range"),
    ("textDocument/semanticTokens", "semantic_tokens_provider", "text_document.semantic_tokens"),
    (types.TEXT_DOCUMENT_FORMATTING, "document_formatting_provider", "text_document.formatting"),
    (types.TEXT_DOCUMENT_RANGE_FORMATTING, "document_range_formatting_provider", "text_document.range_formatting"),
    (types.TEXT_DOCUMENT_ON_TYPE_FORMATTING, "document_on_type_formatting_provider", "text_document.on_type_formatting"),
)


def postponed(
    client: types.ClientCapabilities, server: types.ServerCapabilities, plain: Callable[[object], Any]
) -> list[types.Registration]:
    """Take out of the server's capabilities what this client lets be registered later, and give the registrations.

    `plain` turns a value of the protocol's types into JSON's.
    """
    return list(_postponed(client, server, plain))


def _postponed(
    client: types.ClientCapabilities, server: types.ServerCapabilities, plain: Callable[[object], Any]
) -> Iterator[types.Registration]:
    for method, ours, theirs in _QUESTIONS:
        options = getattr(server, ours)
        if options and get_capability(client, f"{theirs}.dynamic_registration"):
            setattr(server, ours, None)
            given = {} if options is True else plain(options)
            yield types.Registration(id=f"reqd/{method}", method=method, register_options={**given, "documentSelector": _SELECTOR})
