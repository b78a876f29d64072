"""`reqd explain`: prints what a finding means, with examples."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from reqd.cli.complaint import CannotRunError
from reqd.cli.options import parser
from reqd.cli.terminal import Line, Piece, write
from reqd.rules import RULES, Rule

DESCRIPTION = "Prints what a finding means and what can be done about it; without a code, the list of all."

# Longer lines tire the eye, however wide the terminal is.
WIDTH = 100

_LIST = re.compile(r"^(?:[-*#|]|\d+\.|\s)", re.MULTILINE)
_FENCE = re.compile(r"```(?P<kind>\w+) ?(?P<title>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADINGS = {
    "env": "With this environment:",
    "file": "With this file {title}:",
    "folder": "With these files there:",
    "variables": "With these variables set:",
    "requirements": "This is reported, under the line that it is about:",
    "after": "After the fix “{title}”:",
    "creates": "The fix “{title}” creates:",
    "runs": "The fix “{title}” runs:",
    "refreeze": "After reqd freeze:",
}
_WORDS = {"none": "(there is none)", "broken": "(it is broken)"}


def main(arguments: Sequence[str]) -> int:
    """Print one page, or the list of all codes."""
    code = _parser().parse_args(arguments).code
    if code is None:
        write(_list())
        return 0
    if code not in RULES:
        raise CannotRunError(_unknown(code))
    write(_page(RULES[code]))
    return 0


def _parser() -> ArgumentParser:
    made = parser("explain", DESCRIPTION, "example:\n  reqd explain version-mismatch")
    made.add_argument("code", metavar="CODE", nargs="?", help="the word in brackets behind a finding's severity")
    return made


def _list() -> Iterator[Line]:
    width = max(map(len, RULES))
    for rule in RULES.values():
        yield Piece(f"{rule.code:<{width}}  ", "bold"), Piece(f"{rule.severity.word:<11}  "), Piece(rule.page.splitlines()[0])


def _unknown(code: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(code, RULES)
    hint = f"did you mean {' or '.join(near)}?" if near else "the codes are"
    return f"there is no finding with the code {code}; {hint} {', '.join(RULES) if not near else 'reqd explain lists all codes'}"


def _page(rule: Rule) -> Iterator[Line]:
    yield (Piece(rule.code, "bold"), Piece(f" ({rule.severity.word})"))
    yield ()
    at = 0
    for fence in _FENCE.finditer(rule.page):
        yield from _prose(rule.page[at : fence.start()])
        yield from _example(fence)
        at = fence.end()
    yield from _prose(rule.page[at:])


def _prose(text: str) -> Iterator[Line]:
    """Paragraphs, filled anew for the terminal; lists and whatever is indented stay as they are."""
    from shutil import get_terminal_size
    from textwrap import wrap

    width = min(WIDTH, get_terminal_size().columns)
    for paragraph in text.strip().split("\n\n") if text.strip() else ():
        lines = paragraph.splitlines() if _LIST.search(paragraph) else wrap(paragraph, width)
        yield from ((Piece(line),) for line in lines)
        yield ()


def _example(fence: re.Match[str]) -> Iterator[Line]:
    heading = _HEADINGS.get(fence["kind"], "For example:").format(title=fence["title"])
    yield (Piece(heading, "italic"),)
    yield ()
    for line in fence["body"].splitlines():
        yield (Piece(f"    {_WORDS.get(line, line)}"),)
    yield ()
