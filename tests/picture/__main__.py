"""Opens the shop's file in Neovim, asks what can be done about the last line, and draws the screen."""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
from pathlib import Path

from tests.e2e.neovim import Neovim
from tests.e2e.project import Project
from tests.picture import PICTURE
from tests.picture.drawing import drawn
from tests.picture.screen import Screen
from tests.picture.shop import CURSOR, shop

COLUMNS, ROWS = 100, 21
# `vim.lsp.codelens.enable` came with it.
OLDEST = (0, 12)
TITLE = "requirements.txt in Neovim"
DESCRIPTION = (
    "A requirements file. Above it, reqd tells the environment and how many requirements are satisfied. Behind the lines: a line that pip"
    " refuses, a package that is missing, one at the wrong version, a line that is not needed here, and the versions that are installed."
    " A menu offers what can be done about the wrong version."
)
TASTE = Path(__file__).with_name("taste.lua")
_SHOW = "vim.lsp.codelens.enable(true, { bufnr = 0 })"
_SHOWN = "return { #vim.lsp.codelens.get({ bufnr = 0 }), #vim.lsp.inlay_hint.get({ bufnr = 0 }) }"
# Neovim draws when it has nothing else to do; a moment later everything has been drawn, and told before this is.
_TELL = "local channel = ... vim.defer_fn(function() vim.rpcnotify(channel, 'drawn') end, 300)"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="reqd-picture-") as folder:
        project = shop(Path(folder))
        prepare(project)
        picture = drawn(photographed(project), TITLE, DESCRIPTION)
    PICTURE.write_text(picture, encoding="utf-8")
    print(PICTURE)
    return 0


def prepare(project: Project) -> None:
    """The machine that the project describes, for Neovim and what it starts."""
    (project.programs / "reqd").symlink_to(os.path.join(sysconfig.get_path("scripts"), "reqd"))
    os.environ.update(project.variables)
    os.chdir(project.folder)


def photographed(project: Project) -> Screen:
    """The screen with everything on it, and the menu open."""
    screen = Screen(COLUMNS, ROWS)
    with Neovim() as neovim:
        assert neovim.version >= OLDEST, f"the picture needs Neovim {OLDEST[0]}.{OLDEST[1]} or newer"
        nvim = neovim._nvim
        nvim.ui_attach(COLUMNS, ROWS, rgb=True, ext_linegrid=True)
        neovim.lua(TASTE.read_text(encoding="utf-8"))
        neovim.open(project.requirements)
        neovim.until(neovim.diagnostics, "findings")
        neovim.at(*CURSOR)
        neovim.lua(_SHOW)
        neovim.until(lambda: all(neovim.lua(_SHOWN)), "lenses and hints")
        neovim.lua("vim.lsp.buf.code_action()")
        neovim.until(lambda: neovim.lua("return vim.api.nvim_win_get_config(0).relative") != "", "the menu")
        neovim.lua(_TELL, nvim.channel_id)
        while (message := nvim.next_message())[1] != "drawn":
            if message[1] == "redraw":
                screen.take(message[2])
    return screen


if __name__ == "__main__":
    sys.exit(main())
