"""What can be written in a comment that silences findings: `# reqd: ignore[...]`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from reqd.check import check
from reqd.core.view import View
from reqd.features.completion.content import Completion, Kind, Proposal, completed
from reqd.features.completion.cursor import Cursor
from reqd.knowledge.suppression import UNSILENCED
from reqd.manifests.requirements.parse import parse
from reqd.rules import RULES

_WORD = re.compile(r"reqd:\s*(?P<word>[a-z-]*)")
_CODES = re.compile(r"reqd:\s*ignore(?P<file>-file)?\s*\[(?P<codes>[^\]#]*)")


def suppressing(view: View, at: Cursor) -> tuple[Completion, ...]:
    """What can follow `reqd:` in the comment before the cursor, and nothing in any other comment."""
    comment = at.head[at.head.rfind("#") :].lstrip("# \t")
    if found := _WORD.fullmatch(comment):
        return completed(at.span(len(found["word"]), "[a-z-]*"), _words(view, at))
    if found := _CODES.fullmatch(comment):
        *written, word = re.split(r"[,\s]+", found["codes"])
        proposals = _codes(_found(view, at, is_for_file=bool(found["file"])), frozenset(written))
        return completed(at.span(len(word), "[a-z-]*"), (each._replace(text=_closed(at, each.text), label=each.text) for each in proposals))
    return ()


def _words(view: View, at: Cursor) -> Iterable[Proposal]:
    codes = _found(view, at, is_for_file=False)
    for code in codes:
        yield Proposal(f"ignore[{code}]", Kind.RULE, "not to be told of this line", _sentence(code))
    yield Proposal("ignore", Kind.RULE, "nothing to be told of this line")
    yield Proposal("ignore-file", Kind.RULE, "nothing to be told of this file, where it stands above all requirements")
    if not codes:
        yield Proposal("ignore[", Kind.RULE, "the rules that are not to be told of this line")


def _codes(first: tuple[str, ...], written: frozenset[str]) -> Iterable[Proposal]:
    for code in (*first, *sorted(RULES)):
        if code not in written and code not in UNSILENCED:
            yield Proposal(code, Kind.RULE, "found here" if code in first else "", _sentence(code))


def _closed(at: Cursor, code: str) -> str:
    return code if at.rest("[a-z-]*")[:1] in ("]", ",") else f"{code}]"


def _sentence(code: str) -> str:
    return RULES[code].page.partition("\n")[0]


def _found(view: View, at: Cursor, *, is_for_file: bool) -> tuple[str, ...]:
    """The rules that would have something to tell of the line, or of the file, if the comment were not there."""
    string = view.manifest.text.string
    sign = string.rfind("#", at.start, at.offset)
    without = parse(view.manifest.path, string[:sign] + string[at.offset + len(at.behind) :], view.manifest.version, previous=view.manifest)
    manifests = {**view.snapshot.manifests, without.path: without}
    findings = check(replace(view.snapshot, manifests=manifests), without.path)
    end = len(string[:sign].rstrip())
    codes = (each.code for each in findings if is_for_file or at.start <= without.text.offset(each.range.start) <= end)
    return tuple(dict.fromkeys(code for code in codes if code not in UNSILENCED))
