"""Writes server/RULES.md, the manual of the findings, from the rules' own pages: `python -m tests.manual`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reqd.rules import RULES, Rule

PATH = Path(__file__).parent.parent / "server" / "RULES.md"

_HEAD = """\
# Findings

Every finding that reqd reports, by its code. An *error* is what pip would refuse, a *warning* what makes the environment differ from the
file, *information* is advice, and a *hint* is true but quiet. The setting `severity` changes each of them, or turns it off.

In the examples the findings are drawn under the lines. The tests run every example of this page.
"""
_FENCE = re.compile(r"```(?P<kind>\w+)(?: (?P<title>[^\n]*))?\n(?P<body>.*?)```\n?", re.DOTALL)
# What stands above a block, by the block's kind. The blocks are written for the tests; these words are for the reader.
_LEADS = {
    "env": "The environment:",
    "file": "The file `{title}`:",
    "folder": "The files that are there:",
    "variables": "The variables that are set:",
    "requirements": "The requirements:",
    "after": "After *{title}*:",
    "creates": "*{title}* makes:",
    "runs": "*{title}* runs:",
}


def manual() -> str:
    """The whole page: what the severities mean, the codes, and a section for each rule."""
    contents = "".join(f"- [{rule.code}](#{rule.code}): {_summary(rule)}\n" for rule in RULES.values())
    return "\n".join((_HEAD, contents, *map(_section, RULES.values())))


def _summary(rule: Rule) -> str:
    return rule.page.splitlines()[0]


def _section(rule: Rule) -> str:
    return f"## {rule.code}\n\nSeverity: {rule.severity.word}\n\n{''.join(_readable(rule.page)).rstrip()}\n"


def _readable(page: str) -> Iterator[str]:
    """The page with a sentence above each block, and blocks of a kind that every viewer knows."""
    at = 0
    for found in _FENCE.finditer(page):
        yield page[at : found.start()]
        yield f"{_LEADS[found['kind']].format(title=found['title'])}\n\n```{_language(found['kind'])}\n{found['body']}```\n"
        at = found.end()
    yield page[at:]


def _language(kind: str) -> str:
    return "console" if kind == "runs" else "text"


if __name__ == "__main__":
    PATH.write_text(manual(), encoding="utf-8")
