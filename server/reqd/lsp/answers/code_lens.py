"""Answers `textDocument/codeLens`: what stands above a file's first line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from reqd.core.view import View
from reqd.features.lens import Lens, lens
from reqd.lsp.answers import asked

if TYPE_CHECKING:
    from reqd.lsp.server import Reqd

_TOP = types.Position(line=0, character=0)


def register(reqd: Reqd) -> None:
    @reqd.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    def code_lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        manifest = asked.manifest(reqd, params.text_document)
        if manifest is None:
            return []
        place = types.Range(start=_TOP, end=_TOP)
        return [types.CodeLens(range=place, command=_command(each)) for each in lens(View(reqd.daemon.snapshot, manifest))]


def _command(shown: Lens) -> types.Command:
    """One that only tells has a command without a name, which editors show as words that cannot be clicked."""
    if shown.command is None:
        return types.Command(title=shown.title, command="")
    return types.Command(title=shown.title, command=shown.command.command, arguments=[dict(shown.command.arguments)])
