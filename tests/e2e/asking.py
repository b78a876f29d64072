"""What a person asks Neovim of the text at hand, each in the words of old and new releases, and what Neovim then shows."""

from __future__ import annotations

from typing import Any

from tests.e2e.neovim import Neovim

_FLOATING = r"""
local lines = {}
for _, window in ipairs(vim.api.nvim_list_wins()) do
  if vim.api.nvim_win_get_config(window).relative ~= "" then
    vim.list_extend(lines, vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false))
  end
end
return lines
"""
_LISTED = r"""
local entries = vim.fn.getqflist()
if #entries == 0 then entries = vim.fn.getloclist(0) end
return vim.tbl_map(function(each)
  return { vim.fn.fnamemodify(vim.fn.bufname(each.bufnr), ":t"), each.lnum - 1, each.text }
end, entries)
"""
# Neovim 0.12 keeps lenses by itself once they are enabled, and names the client beside each.
_SHOW_LENSES = "if vim.lsp.codelens.enable then vim.lsp.codelens.enable(true, { bufnr = 0 }) else vim.lsp.codelens.refresh() end"
_LENSES = r"""
local asked = vim.lsp.codelens.enable and { bufnr = 0 } or 0
return vim.tbl_map(function(each) return (each.lens or each).command.title end, vim.lsp.codelens.get(asked))
"""
_FORMAT = "if vim.lsp.buf.format then vim.lsp.buf.format() else vim.lsp.buf.formatting_sync() end"
_FORMAT_LINES = r"""
local first, last = ...
if vim.lsp.buf.format then
  vim.lsp.buf.format({ range = { start = { first, 0 }, ["end"] = { last, 0 } } })
else
  vim.lsp.buf.range_formatting({}, { first, 0 }, { last, 0 })
end
"""
_HINTS = r"""
return vim.tbl_map(function(each)
  return { each.inlay_hint.position.line, each.inlay_hint.label }
end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
"""


def hover(neovim: Neovim, line: int, column: int = 0) -> list[str]:
    """The lines of the window that tells of what is there."""
    neovim.at(line, column)
    neovim.lua("vim.lsp.buf.hover()")
    return neovim.until(lambda: list(neovim.lua(_FLOATING)), "a floating window")


def completions(neovim: Neovim, line: int, text: str) -> list[dict[str, Any]]:
    """Write the text as that line and ask at its end what can follow: the menu's entries, which stays open."""
    neovim.type(line, text)
    neovim.at(line)
    neovim.lua("vim.o.completeopt = 'menuone'; vim.bo.omnifunc = 'v:lua.vim.lsp.omnifunc'")
    neovim.press("A<C-x><C-o>")
    return neovim.until(lambda: list(neovim.lua("return vim.fn.complete_info({ 'items' }).items")), "completions")


def accept(neovim: Neovim) -> None:
    """Take the first entry of the menu, and leave insert mode."""
    neovim.press("<C-y><Esc>")
    neovim.until(lambda: neovim.lua("return vim.api.nvim_get_mode().mode") == "n", "the end of insert mode")


def define(neovim: Neovim, line: int, column: int = 0) -> None:
    """Jump to what defines the thing that is there; the jump may come later."""
    neovim.at(line, column)
    neovim.lua("vim.lsp.buf.definition()")


def references(neovim: Neovim, line: int, column: int = 0) -> list[tuple[str, int, str]]:
    """Where the thing that is there is named: a file's name, a line from zero, and that line, as the quickfix list has them."""
    neovim.at(line, column)
    neovim.lua("vim.lsp.buf.references()")
    return _listed(neovim)


def symbols(neovim: Neovim) -> list[tuple[str, int, str]]:
    """The parts of the file, as the list of places has them (a window's own list from Neovim 0.11 on)."""
    neovim.lua("vim.lsp.buf.document_symbol()")
    return _listed(neovim)


def everywhere(neovim: Neovim, query: str) -> list[tuple[str, int, str]]:
    """The parts of all files of the project whose names hold the letters, as the quickfix list has them."""
    neovim.lua("vim.lsp.buf.workspace_symbol(...)", query)
    return _listed(neovim)


def _listed(neovim: Neovim) -> list[tuple[str, int, str]]:
    return [(name, line, text) for name, line, text in neovim.until(lambda: neovim.lua(_LISTED), "a list of places")]


def show_lenses(neovim: Neovim) -> None:
    neovim.lua(_SHOW_LENSES)


def selection(neovim: Neovim) -> str:
    """What is selected (from Neovim 0.10 on)."""
    return "\n".join(neovim.lua("return vim.fn.getregion(vim.fn.getpos('v'), vim.fn.getpos('.'))"))


def lenses(neovim: Neovim) -> list[str]:
    """The words of the code lenses that are shown."""
    return list(neovim.lua(_LENSES))


def run_lens(neovim: Neovim, title: str) -> None:
    """Take the code lens of that title above the first line; its effect may come later."""
    neovim.choose(title)
    neovim.at(0)
    neovim.lua("vim.lsp.codelens.run()")


def reformat(neovim: Neovim, *lines: int) -> None:
    """Format the buffer, or from one line to another, both counted from zero and included."""
    if lines:
        neovim.lua(_FORMAT_LINES, *(line + 1 for line in lines))
    else:
        neovim.lua(_FORMAT)


def hints(neovim: Neovim) -> list[tuple[int, str]]:
    """The inlay hints that are shown: line and words."""
    return [(line, label) for line, label in neovim.lua(_HINTS)]
