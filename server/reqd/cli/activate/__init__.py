"""`reqd activate`: prints the line with which the shell that asks activates the environment of a folder."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from reqd.cli.activate.script import script
from reqd.cli.activate.shell import SHELLS, Shell, guessed
from reqd.cli.chosen import chosen, sound
from reqd.cli.complaint import CannotRunError
from reqd.cli.options import add_environment, parser
from reqd.cli.terminal import is_terminal, shown, tell, visible, write_exactly

DESCRIPTION = """\
Prints the line that activates the environment of a folder, written for your shell. reqd runs nothing,
and no program can change the shell that started it; the shell itself evaluates the line with

  bash, zsh, sh   eval "$(reqd activate)"
  fish            reqd activate | source
  csh, tcsh       eval "`reqd activate`"
  PowerShell      reqd activate | Out-String | Invoke-Expression
  cmd             for /f "delims=" %i in ('reqd activate') do @%i
  xonsh           execx($(reqd activate))
  Nushell         type the line that is printed

Evaluating the line runs the script that lies in the environment. One that came with a folder from
somebody else is that somebody's code: activate only what you or your tools made."""
EPILOG = """\
The environment is looked for in the folder and in the folders above it, up to the root of its git
repository; outside of a repository up to the current folder. One that is activated already does not count.

Where there is no environment, or it is broken, or its script for the shell is missing or was written for
another folder, nothing is printed but the reason, beside the output.

exit status: 0 printed, 2 nothing to activate

example:
  reqd activate --shell bash"""


def main(arguments: Sequence[str]) -> int:
    """Print the line, and for a person how to use it."""
    given = _parser().parse_args(arguments)
    shell = SHELLS[given.shell] if given.shell else _guessed()
    environment = sound(chosen(given.path, given.environment, is_activated=False))
    path = script(environment, shell)
    quoted = shell.quoted(path)
    if quoted is None:
        raise CannotRunError(f"{shell.name} has no way to write the name {shown(path)}: rename the folder, or use another shell")
    write_exactly(shell.line.format(quoted))
    if is_terminal():
        _advise(shell, given)
    return 0


def _parser() -> ArgumentParser:
    made = parser("activate", DESCRIPTION, EPILOG)
    made.add_argument(
        "path", metavar="PATH", nargs="?", default=".", help="a folder, a file or an environment (default: the current folder)"
    )
    made.add_argument("--shell", choices=tuple(SHELLS), help="the shell, instead of the one that asks")
    add_environment(made)
    return made


def _guessed() -> Shell:
    shell = guessed()
    if shell is None:
        raise CannotRunError(f"it is not known which shell asks: name it with --shell, one of {', '.join(SHELLS)}")
    return shell


def _advise(shell: Shell, given: Namespace) -> None:
    """How the line comes to be run: a program cannot change the shell that started it."""
    if not shell.usage:
        tell(f"This only prints the line: type it in {shell.name} to activate the environment")
        return
    options = (*(("--shell", given.shell) if given.shell else ()), *(("--environment", given.environment) if given.environment else ()))
    words = (*options, *((given.path,) if given.path != "." else ()))
    command = " ".join(("reqd activate", *(_word(shell, word) for word in words)))
    tell(f"This only prints the line; {shell.name} runs it with: {visible(shell.usage.format(command))}")


def _word(shell: Shell, word: str) -> str:
    return word if word.replace("-", "").isalnum() else shell.quoted(word) or word
