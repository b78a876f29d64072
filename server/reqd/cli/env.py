"""`reqd env`: says what is known of the environments of a project, or of one."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from importlib import import_module

from reqd.cli.complaint import CannotRunError
from reqd.cli.options import BOUNDS, parser

# Each is a module of the package `environment`; what is none of them is a path to list.
ACTIONS: Mapping[str, str] = {
    "list": "the environments of a project, and which files each is for",
    "show": "everything that is known of one environment",
    "python": "the path of its interpreter, for scripts",
}

DESCRIPTION = """\
Says what is known of the environments of a project: in a folder, below it, and in the folders
above it. They are read from their files, and nothing of them is started."""
STATUS = "exit status: 0 said, 2 there is none"


def main(arguments: Sequence[str]) -> int:
    """Do what the first word says, and list where it is a path."""
    named = arguments[0] if arguments else "list"
    if named in ("-h", "--help"):
        _parser().print_help()
        return 0
    _look_for_slips(named)
    action = import_module(f"reqd.cli.environment.{named if named in ACTIONS else 'list'}")
    status: int = action.main(arguments[1:] if named in ACTIONS else arguments)
    return status


def _look_for_slips(named: str) -> None:
    """Raise CannotRunError for a word that is neither an action nor a path, and is nearly an action."""
    from difflib import get_close_matches

    near = get_close_matches(named, ACTIONS, n=1)
    if near and named not in ACTIONS and not os.path.lexists(named):
        raise CannotRunError(f"there is no file or folder {named}; did you mean reqd env {near[0]}?")


def _parser() -> ArgumentParser:
    rows = "\n".join(f"  {name:<8}{purpose}" for name, purpose in ACTIONS.items())
    actions = f"actions:\n{rows}\n\nWithout one of these words it is list. reqd env ACTION --help says more about each."
    made = parser("env", DESCRIPTION, f"{actions}\n\n{BOUNDS}\n\n{STATUS}\n\nexample:\n  reqd env show requirements-dev.txt")
    made.add_argument("action", metavar="ACTION", nargs="?", help=f"one of {', '.join(ACTIONS)} (default: list)")
    made.add_argument("path", metavar="PATH", nargs="?", help="a folder or a file (default: the current folder)")
    return made
