-- What a person may have besides the configuration of clients/neovim/README.md: colours, line numbers, borders.
vim.o.termguicolors, vim.o.background = true, "dark"
vim.cmd.colorscheme("catppuccin")
local ground, letters, faded = "#1e1e2e", "#cdd6f4", "#8b90aa"
for name, colour in pairs({ Error = "#f38ba8", Warn = "#f9c96b", Info = "#89dceb", Hint = faded }) do
  vim.api.nvim_set_hl(0, "Diagnostic" .. name, { fg = colour })
  vim.api.nvim_set_hl(0, "DiagnosticUnderline" .. name, { undercurl = true, sp = colour })
end
vim.api.nvim_set_hl(0, "LspInlayHint", { fg = "#7da6d9", italic = true })
vim.api.nvim_set_hl(0, "LspCodeLens", { fg = faded })
vim.api.nvim_set_hl(0, "LineNr", { fg = "#5b607a" })
vim.api.nvim_set_hl(0, "NormalFloat", { fg = letters, bg = ground })
vim.api.nvim_set_hl(0, "FloatBorder", { fg = "#6f7596", bg = ground })
vim.api.nvim_set_hl(0, "FloatTitle", { fg = "#89b4fa", bg = ground, bold = true })

vim.o.number, vim.o.signcolumn, vim.o.cursorline = true, "yes", true
vim.o.laststatus, vim.o.ruler, vim.o.showmode, vim.o.cmdheight = 0, false, false, 0
vim.o.fillchars, vim.o.winborder = "eob: ", "rounded"
vim.diagnostic.config({ virtual_text = { prefix = "■" }, severity_sort = true, signs = { text = { "✗", "!", "i", "·" } } })
vim.lsp.inlay_hint.enable(true)

-- Neovim lists choices at the foot of the screen; many plugins show them at the cursor, as this does.
vim.ui.select = function(items, options)
  local lines = vim.tbl_map(function(item) return " " .. options.format_item(item) .. " " end, items)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  local window = vim.api.nvim_open_win(buffer, true, {
    relative = "cursor",
    row = 1,
    col = 0,
    width = math.max(unpack(vim.tbl_map(vim.api.nvim_strwidth, lines))),
    height = #lines,
    style = "minimal",
    title = " Code actions ",
  })
  vim.wo[window].cursorline = true
end
