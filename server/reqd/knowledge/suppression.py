"""Comments by which a person silences findings: which lines and which rules they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reqd.core.finding import Finding
from reqd.core.manifest import Manifest, Remark
from reqd.core.text import Span

# What hides a requirement from a reader must not be able to hide its own finding.
UNSILENCED = frozenset({"hidden-requirement"})
# It judges the comments, so that only its name silences it.
JUDGE = "unused-suppression"

# Brackets that are never closed name rules nevertheless: to ignore everything instead is not what was meant.
_WORDS = re.compile(r"#\s*(?P<words>reqd:\s*ignore(?P<file>-file)?(?![\w-])(?:\s*\[(?P<codes>[^\]#\\\r\n]*)\]?)?)(?P<rest>[^#\\\r\n]*)")
_CODE = re.compile(r"[^\s,]+")
_COMMENT = re.compile(r"(?:^|(?<=\s))#")


class Code(NamedTuple):
    """A rule's name as written, and where it stands."""

    text: str
    span: Span


class Suppression(NamedTuple):
    """A comment that silences. `start` is its logical line's, and its spans count from there.

    `span` holds its words, `whole` also the number sign and the reason behind them. `codes` is None where all rules are meant.
    """

    start: int
    end: int
    span: Span
    whole: Span
    codes: tuple[Code, ...] | None
    is_for_file: bool
    is_in_head: bool
    is_alone: bool

    def names(self, code: str) -> bool:
        """Whether it is for findings of this rule."""
        if code in UNSILENCED:
            return False
        if self.codes is None:
            return code != JUDGE
        return any(each.text == code for each in self.codes)

    def covers(self, manifest: Manifest, finding: Finding) -> bool:
        """Whether a finding stands where it silences: on its logical line, or anywhere in its file."""
        if self.is_for_file:
            return self.is_in_head
        return self.start <= manifest.text.offset(finding.range.start) <= self.end

    def silences(self, manifest: Manifest, finding: Finding) -> bool:
        return self.names(finding.code) and self.covers(manifest, finding)


def suppressions(manifest: Manifest) -> tuple[Suppression, ...]:
    """The comments of a manifest that silence something, in reading order. Those of a continued line are for all of it."""
    return tuple(_suppressions(manifest)) if "reqd:" in manifest.text.string else ()


def without_comment(raw: str) -> str:
    """A line without its comment, which begins at a number sign that stands first or after a blank, as pip has it."""
    found = _COMMENT.search(raw)
    return raw[: found.start()] if found else raw


def _suppressions(manifest: Manifest) -> Iterator[Suppression]:
    is_head = True
    for start, line in manifest.placed:
        is_remark = isinstance(line, Remark)
        is_head = is_head and is_remark
        if "reqd:" not in line.raw:
            continue
        for found in _WORDS.finditer(line.raw, len(without_comment(line.raw))):
            yield Suppression(
                start=start,
                end=start + len(line.raw),
                span=Span(*found.span("words")),
                whole=Span(*found.span()),
                codes=_codes(found),
                is_for_file=found["file"] is not None,
                is_in_head=is_head,
                is_alone=is_remark,
            )


def _codes(found: re.Match[str]) -> tuple[Code, ...] | None:
    if found["codes"] is None:
        return None
    return tuple(Code(each.group(), Span(*each.span()).moved(found.start("codes"))) for each in _CODE.finditer(found["codes"]))
