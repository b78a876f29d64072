"""`reqd env python`: prints the path of an environment's interpreter alone, for scripts."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence

from reqd.cli.chosen import chosen, sound
from reqd.cli.options import BOUNDS, add_environment, parser
from reqd.cli.terminal import write_exactly

DESCRIPTION = "Prints the absolute path of the interpreter of a file's or folder's environment, and nothing else."
STATUS = "exit status: 0 printed, 2 there is no environment, or it is broken"


def main(arguments: Sequence[str]) -> int:
    """Print the path, or say why there is none."""
    given = _parser().parse_args(arguments)
    write_exactly(sound(chosen(given.path, given.environment)).interpreter)
    return 0


def _parser() -> ArgumentParser:
    made = parser("env python", DESCRIPTION, f'{BOUNDS}\n\n{STATUS}\n\nexample:\n  "$(reqd env python)" -m pytest')
    made.add_argument(
        "path", metavar="FILE", nargs="?", default=".", help="a file, a folder or an environment (default: the current folder)"
    )
    add_environment(made)
    return made
