"""The editor's questions in the protocol's words: one file each, which registers its handler and turns what `features/` says into types.

A handler answers from the one snapshot, at once. A question about a document that is no manifest has an empty answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reqd.lsp.answers import (
    code_lens,
    completion,
    definition,
    document_link,
    folding,
    formatting,
    hover,
    inlay_hint,
    selection,
    semantic_tokens,
    symbol,
)

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd

# Each registers what it answers.
QUESTIONS: tuple[Callable[[Reqd], None], ...] = (
    code_lens.register,
    completion.register,
    definition.register,
    document_link.register,
    inlay_hint.register,
    folding.register,
    formatting.register,
    hover.register,
    selection.register,
    semantic_tokens.register,
    symbol.register,
)


def register(reqd: Reqd) -> None:
    """Let the server answer every question."""
    for question in QUESTIONS:
        question(reqd)
