"""`reqd serve`: talks to an editor over standard input and output."""

from __future__ import annotations

import gc
import linecache
from argparse import ArgumentParser
from collections.abc import Sequence

from reqd.cli.options import parser

DESCRIPTION = "Talks to an editor over standard input and output, until the editor ends. Editors start it; people need not."

# Values that are made between two looks for garbage.
_BETWEEN = 20000


def main(arguments: Sequence[str]) -> int:
    """Serve until the editor says good-bye or is gone. Arguments that are not known are ignored, since editors append their own."""
    given, _ = _parser().parse_known_args(arguments)
    from reqd.lsp.server import serve

    # What was imported stays until the end. Looking for garbage in it would now and then take as long as fifteen keystrokes.
    gc.freeze()
    gc.set_threshold(_BETWEEN, *gc.get_threshold()[1:])
    linecache.clearcache()  # a megabyte of source that attrs writes there while the protocol's types are imported
    return serve(given.process_id)


def _parser() -> ArgumentParser:
    made = parser("serve", DESCRIPTION, "example:\n  reqd serve --stdio")
    made.add_argument("--stdio", action="store_true", help="speak over standard input and output, which it always does")
    made.add_argument("--clientProcessId", metavar="N", dest="process_id", type=_number, help="end when the process of this number ends")
    return made


def _number(text: str) -> int | None:
    """A process id; what is none is ignored, since an editor could do nothing about it."""
    return int(text) if text.isascii() and text.isdigit() else None
