"""Drives a real Neovim without a screen: what a person would do, and what Neovim itself then shows.

The configuration is the one that `clients/neovim/README.md` gives to people, so that what they copy is what is tested.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

import pynvim

T = TypeVar("T")

README = Path(__file__).parents[2] / "clients" / "neovim" / "README.md"
# Found before a test sets a PATH of its own. The variable names another release than the one on PATH.
NEOVIM = os.environ.get("REQD_NEOVIM") or shutil.which("nvim") or "nvim"
# Generous, because a busy machine is no failure; a test that passes never waits as long.
DEADLINE = 30.0
# No story is longer. pynvim waits for Neovim without a limit of its own, so then Neovim is killed.
LIMIT = 120.0
# Neovim 0.11 brought `vim.lsp.config`, which the first block of the README uses.
CONFIGURABLE = (0, 11)

# A choice without a person: `reqd_choose` is the title of the entry to take. What is offered and reported is kept to be looked at.
# Up to Neovim 0.8 an entry is a pair of the client's number and the action; one of the code lenses has its words in a command.
_EARS = r"""
_G.reqd = { offered = vim.NIL, progress = {}, messages = {} }
_G.reqd_choose = ""
vim.ui.select = function(items, _, choose)
  local offered, chosen = {}, nil
  for _, item in ipairs(items) do
    local action = item.lens and item.lens.command or item.action or item[2]
    table.insert(offered, action.title)
    if action.title == _G.reqd_choose then chosen = item end
  end
  _G.reqd.offered = offered
  choose(chosen)
end
local function listen(method, keep)
  local original = vim.lsp.handlers[method]
  vim.lsp.handlers[method] = function(err, result, ...)
    keep(result)
    return original(err, result, ...)
  end
end
listen("$/progress", function(result) table.insert(_G.reqd.progress, result.value) end)
listen("window/showMessage", function(result) table.insert(_G.reqd.messages, result.message) end)
"""
_DIAGNOSTICS = r"""
return vim.tbl_map(function(each)
  local code = each.code or (each.user_data and each.user_data.lsp and each.user_data.lsp.code)
  return { each.lnum, each.col, each.end_lnum, each.end_col, code, each.message }
end, vim.diagnostic.get(0))
"""
_IS_READY = r"""
local clients = (vim.lsp.get_clients or vim.lsp.buf_get_clients)(vim.lsp.get_clients and { bufnr = 0 } or 0)
for _, client in pairs(clients) do
  if client.initialized or client.server_capabilities then return true end
end
return false
"""


class Diagnostic(NamedTuple):
    """A diagnostic as Neovim keeps it: lines from zero, columns in bytes from zero, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    message: str


class Neovim:
    """One Neovim process with the README's configuration; it and the server inherit this process's variables."""

    def __init__(self) -> None:
        self._is_closed = False
        self._nvim = pynvim.attach("child", argv=[NEOVIM, "--clean", "--embed", "--headless", "-n"])
        self.process = int(self._nvim.funcs.getpid())
        self._limit = threading.Timer(LIMIT, self.kill)
        self._limit.daemon = True
        self._limit.start()
        self.version = tuple(self._nvim.exec_lua("local v = vim.version() return { v.major, v.minor }"))
        self._nvim.exec_lua(_EARS)
        self._nvim.exec_lua(configuration(is_new=self.version >= CONFIGURABLE))

    def __enter__(self) -> Neovim:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    # --- what a person does ---

    def open(self, path: Path) -> None:
        """Edit the file, and wait until a server is attached to it."""
        self.command(f"edit {self._nvim.funcs.fnameescape(str(path))}")
        self.until(lambda: self._nvim.exec_lua(_IS_READY), f"a server for {path.name}")

    def command(self, text: str) -> None:
        """An Ex command, such as `undo` or `write`."""
        self._nvim.command(text)

    def type(self, number: int, text: str) -> None:
        """Replace a line, counted from zero."""
        self._nvim.current.buffer[number] = text

    def undo(self) -> None:
        self.command("undo")

    def titles(self, line: int, column: int = 0) -> list[str]:
        """The code actions that are offered with the cursor there, none of them taken."""
        return self._act("", line, column)

    def apply(self, title: str, line: int, column: int = 0) -> None:
        """Take the code action of that title with the cursor there; its effect may come later."""
        offered = self._act(title, line, column)
        assert title in offered, f"{title!r} is not offered, but {offered}"

    def at(self, line: int, column: int = 0) -> None:
        """Put the cursor there: the line from zero, the column in bytes from zero."""
        self._nvim.current.window.cursor = (line + 1, column)

    def press(self, keys: str) -> None:
        """Type keys, with names such as `<Esc>`."""
        self._nvim.input(keys)

    def lua(self, code: str, *arguments: Any) -> Any:
        """What a person's configuration or mapping would run; its answer."""
        return self._nvim.exec_lua(code, *arguments)

    def choose(self, title: str) -> None:
        """From now on take the entry of that title from every menu."""
        self.lua("_G.reqd.offered = vim.NIL; _G.reqd_choose = ...", title)

    # --- what Neovim shows ---

    def diagnostics(self) -> list[Diagnostic]:
        """What is shown in the current buffer, in reading order."""
        return sorted(Diagnostic(*each) for each in self._nvim.exec_lua(_DIAGNOSTICS))

    def lines(self) -> list[str]:
        """The text of the current buffer."""
        return list(self._nvim.current.buffer[:])

    def place(self) -> tuple[str, int, int]:
        """The name of the current buffer's file, and the cursor's line and column from zero."""
        line, column = self._nvim.current.window.cursor
        return Path(self._nvim.current.buffer.name).name, line - 1, column

    def progress(self) -> list[dict[str, Any]]:
        """Every progress value that came so far: its `kind`, and `title`, `message`, `percentage` where it has them."""
        return list(self._nvim.exec_lua("return _G.reqd.progress"))

    def messages(self) -> list[str]:
        """Everything that the server showed to the person so far."""
        return list(self._nvim.exec_lua("return _G.reqd.messages"))

    def complaints(self) -> list[str]:
        """The warnings and errors in the log that Neovim keeps of its servers; some releases make the file when there is one."""
        log = Path(self.lua("return vim.lsp.get_log_path()"))
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else ()
        return [line for line in lines if line.startswith(("[WARN]", "[ERROR]"))]

    def servers(self) -> list[int]:
        """The process ids of the servers that this Neovim runs."""
        return list(self._nvim.api.get_proc_children(self.process))

    def until(self, question: Callable[[], T], description: str) -> T:
        """The first true answer. Neovim works between two questions."""
        return until(question, description, self._state)

    # --- the end ---

    def close(self) -> None:
        """Leave Neovim as a person does."""
        if self._is_closed:
            return
        self._is_closed = True
        self._limit.cancel()
        with suppress(EOFError, OSError):  # it is gone before it can answer
            self._nvim.command("qall!")
        self._nvim.close()

    def kill(self) -> None:
        """End Neovim without any good-bye."""
        os.kill(self.process, signal.SIGKILL)

    # --- how ---

    def _act(self, title: str, line: int, column: int) -> list[str]:
        self.choose(title)
        self.at(line, column)
        self._nvim.exec_lua("vim.lsp.buf.code_action()")
        return self.until(lambda: self._nvim.exec_lua("return _G.reqd.offered"), "code actions") or []

    def _state(self) -> str:
        return f"shown: {self.diagnostics()}; text: {self.lines()}; told: {self.messages()}; progress: {self.progress()}"


def until(question: Callable[[], T], description: str, state: Callable[[], str] = str) -> T:
    """The first true answer; fails with the description, and the state of things, when there is none before the deadline."""
    end = time.monotonic() + DEADLINE
    while not (answer := question()):
        assert time.monotonic() < end, f"waited {DEADLINE} s for {description}; {state()}"
        time.sleep(0.02)
    return answer


def configuration(is_new: bool) -> str:
    """The README's first Lua block for a new Neovim, its second for an older one."""
    new, old = re.findall(r"```lua\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return str(new if is_new else old)


def is_alive(process: int) -> bool:
    """Whether it runs; one that is dead and waits for its parent to notice does not."""
    state = Path(f"/proc/{process}/stat")
    if Path("/proc/self").exists():
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] not in "ZX"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
