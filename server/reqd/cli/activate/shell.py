"""The shells: what each is called, which script of an environment is for it, how it is told to run that, and which one is asking."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from reqd import disk
from reqd.cli.activate import quoting

# A name that the kernel keeps of a process has fifteen characters, and the line of its numbers a few hundred.
_LIMIT = 4096
# Between a shell and reqd stand one or two programs that run it, such as uv.
_ANCESTORS = 8


class Shell(NamedTuple):
    """`scripts` are the names that makers of environments give the script for it, `line` runs it, and `usage` runs what reqd prints.

    `makers` says who makes such a script.
    """

    name: str
    scripts: tuple[str, ...]
    quoted: Callable[[str], str | None]
    line: str
    usage: str
    makers: str = "venv, virtualenv and uv make it"


_LATER = "virtualenv and uv make it, and venv does not"

SHELLS: Mapping[str, Shell] = {
    shell.name: shell
    for shell in (
        Shell("bash", ("activate",), quoting.posix, ". {}", 'eval "$({})"'),
        Shell("zsh", ("activate",), quoting.posix, ". {}", 'eval "$({})"'),
        Shell("sh", ("activate",), quoting.posix, ". {}", 'eval "$({})"'),
        Shell("fish", ("activate.fish",), quoting.fish, "source {}", "{} | source"),
        Shell("csh", ("activate.csh",), quoting.csh, "source {}", 'eval "`{}`"'),
        Shell("powershell", ("Activate.ps1", "activate.ps1"), quoting.powershell, "& {}", "{} | Out-String | Invoke-Expression"),
        Shell("cmd", ("activate.bat",), quoting.cmd, "{}", "for /f \"delims=\" %i in ('{}') do @%i"),
        Shell("nushell", ("activate.nu",), quoting.nushell, "overlay use {}", "", _LATER),
        Shell("xonsh", ("activate.xsh",), quoting.xonsh, "source {}", "execx($({}))", _LATER),
    )
}

# What the programs are called, where that is not the shell's name.
_PROGRAMS: Mapping[str, str] = {
    **dict.fromkeys(("dash", "ash", "busybox", "ksh", "ksh93", "mksh"), "sh"),
    "tcsh": "csh",
    "pwsh": "powershell",
    "nu": "nushell",
}


def guessed(variables: Mapping[str, str] = os.environ) -> Shell | None:
    """The shell that asks: the nearest one above this process where the system tells of processes in files, else that of the user.

    None where neither is one that is known. Nothing is started.
    """
    names = (*_ancestors(), variables.get("SHELL", ""), _of_windows(variables))
    return next((shell for name in names if (shell := _shell(name))), None)


def _shell(program: str) -> Shell | None:
    name = os.path.basename(program.replace("\\", "/")).lower().removesuffix(".exe").removeprefix("-")
    return SHELLS.get(_PROGRAMS.get(name, name))


def _ancestors() -> Iterator[str]:
    """The names of the programs that stand above this one, nearest first, as far as Linux's /proc tells them."""
    process = os.getppid()
    for _ in range(_ANCESTORS):
        yield _read(process, "comm").strip()
        # The name stands in brackets and may hold anything; behind it come the state and the parent (proc(5)).
        _, _, numbers = _read(process, "stat").rpartition(")")
        parent = numbers.split()[1:2]
        if not parent or parent == ["0"]:
            return
        process = int(parent[0])


def _read(process: int, name: str) -> str:
    found = disk.beginning(f"/proc/{process}/{name}", _LIMIT)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else ""


def _of_windows(variables: Mapping[str, str]) -> str:
    """Only cmd leaves its prompt in a variable for the programs that it starts."""
    if os.name != "nt":
        return ""
    return "cmd" if "PROMPT" in variables else "powershell"
