"""The command line: finds the subcommand, runs it, and turns every way of ending into an exit status."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from reqd.cli import terminal
from reqd.cli.complaint import INTERRUPTED, CannotRunError

# Each is a module of this package, imported only when it is asked for: a check must not wait for what serving needs.
COMMANDS: Mapping[str, str] = {
    "check": "compare requirements files with their virtual environment",
    "install": "install what a requirements file asks for",
    "create": "create a virtual environment",
    "freeze": "write the installed versions into a requirements file",
    "convert": "write a requirements file as UTF-8",
    "env": "say what is known of the environments of a project",
    "activate": "print the line that activates the environment of a folder",
    "doctor": "say why packages are not found after activation",
    "explain": "say what a finding means",
    "parse": "show how a requirements file is read",
    "serve": "talk to an editor (Language Server Protocol)",
}

CANNOT_RUN = 2
# What a shell reports of a program whose reader went away: 128 and the signal's number.
UNHEARD = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 is well, 1 is not, 2 could not run."""
    terminal.prepare()
    try:
        status = _status(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        terminal.silence()
        return UNHEARD
    except OSError as error:  # what is written to is full, or gone
        terminal.silence()
        print(f"reqd: the output could not be written: {error.strerror}", file=sys.stderr)
        return CANNOT_RUN
    return status


def _status(arguments: Sequence[str]) -> int:
    try:
        return _run(arguments)
    except SystemExit as ended:  # argparse: after a help text, or for a usage error
        return ended.code if isinstance(ended.code, int) else CANNOT_RUN
    except CannotRunError as complaint:
        sys.stdout.flush()
        print(f"reqd: {terminal.visible(str(complaint))}", file=sys.stderr)
        return CANNOT_RUN
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours must not look like a finding, which is 1
        print(f"reqd: this should not have happened: {type(error).__name__}: {terminal.visible(str(error))}", file=sys.stderr)
        return CANNOT_RUN


def _run(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        return _overview(arguments)
    is_check = arguments[0] == "check"
    if is_check:
        # It lives for a tenth of a second, and would spend a seventh of that looking for garbage that the end of the process removes.
        gc.disable()
    command = import_module(f"reqd.cli.{arguments[0]}")
    status: int = command.main(arguments[1:])
    if is_check:
        gc.freeze()  # or Python would look once more at its end, disabled or not
    return status


def _overview(arguments: Sequence[str]) -> int:
    """What there is, for `--help` and for those who named no command or one that does not exist."""
    from reqd import __version__
    from reqd.cli.options import parser

    overview = parser("", "Compares what requirements.txt asks for with what the virtual environment has.", _commands())
    overview.add_argument("--version", action="version", version=f"reqd {__version__}")
    overview.add_argument("command", metavar="COMMAND", nargs="?")
    named = overview.parse_args(arguments[:1]).command
    if named is not None:
        from difflib import get_close_matches

        near = get_close_matches(named, COMMANDS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"the commands are {', '.join(COMMANDS)}"
        raise CannotRunError(f"there is no command {named}; {hint}")
    overview.print_help(sys.stderr)
    return CANNOT_RUN


def _commands() -> str:
    rows = "\n".join(f"  {name:<9}{purpose}" for name, purpose in COMMANDS.items())
    return f"commands:\n{rows}\n\nreqd COMMAND --help says more about each.\n\nexample:\n  reqd check"
