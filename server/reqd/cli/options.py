"""The arguments that several subcommands share, and the shape of their help."""

from __future__ import annotations

import os
from argparse import ArgumentParser, RawDescriptionHelpFormatter

BOUNDS = """\
The environment is looked for in the file's folder and in the folders above it, up to the root of its git
repository; outside of a repository up to the current folder. Without one there, the activated environment
(VIRTUAL_ENV) counts."""


def parser(command: str, description: str, epilog: str) -> ArgumentParser:
    """A parser for one subcommand; the epilog stands below the options as it is written."""
    return ArgumentParser(
        prog=f"reqd {command}".strip(),
        description=description,
        epilog=epilog,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )


def add_environment(to: ArgumentParser) -> None:
    to.add_argument("--environment", metavar="FOLDER", type=_absolute, default="", help="the environment, instead of the one that is found")


def add_path(to: ArgumentParser) -> None:
    to.add_argument("path", metavar="PATH", nargs="?", default=".", help="a requirements file, or its folder (default: the current folder)")


def add_consent(to: ArgumentParser) -> None:
    to.add_argument("--yes", action="store_true", help="agree to everything that would be asked")
    to.add_argument("--plan", action="store_true", help="only say what would be run")


def _absolute(folder: str) -> str:
    """On the command line a path counts from the current folder, in the settings of an editor from the workspace folder."""
    return os.path.abspath(folder) if folder else ""
