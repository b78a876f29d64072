"""Writes what the sources say of themselves into the documents: `python -m tests.manual`.

server/RULES.md, the manual of the findings, is made from the rules' own pages; the README's tables of findings and of settings from the
first sentence of each page, and from what the settings say of themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path

from reqd.core.settings import Settings
from reqd.rules import RULES, Rule

PATH = Path(__file__).parent.parent / "server" / "RULES.md"
README = Path(__file__).parent.parent / "README.md"

_HEAD = """\
# Findings

Every finding that reqd reports, by its code. An *error* is what pip would refuse, a *warning* what makes the environment differ from the
file, *information* is advice, and a *hint* is true but quiet. The setting `severity` changes each of them, or turns it off.

In the examples the findings are drawn under the lines. The tests run every example of this page.
"""
_FENCE = re.compile(r"```(?P<kind>\w+)(?: (?P<title>[^\n]*))?\n(?P<body>.*?)```\n?", re.DOTALL)
# What ends a table.
END = "\n\n"
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


def readme(text: str) -> str:
    """The README with its tables as they should be: each stands behind a comment with its name, up to the next blank line."""
    for name, table in _tables().items():
        head, mark, rest = text.partition(f"<!-- {name} -->\n")
        text = f"{head}{mark}{table}{rest[rest.find(END) + 1 :]}" if mark else text
    return text


def _tables() -> Mapping[str, str]:
    findings = "".join(f"| {rule.code} | {rule.severity.word} | {_summary(rule)} |\n" for rule in RULES.values())
    defaults = asdict(Settings())
    settings = "".join(
        f"| `{each.name}` | `{json.dumps(defaults[each.name])}` | {each.metadata['description']} |\n" for each in fields(Settings)
    )
    return {
        "findings": f"| code | default | when |\n| --- | --- | --- |\n{findings}",
        "settings": f"| setting | default | meaning |\n| --- | --- | --- |\n{settings}",
    }


if __name__ == "__main__":
    PATH.write_text(manual(), encoding="utf-8")
    README.write_text(readme(README.read_text(encoding="utf-8")), encoding="utf-8")
