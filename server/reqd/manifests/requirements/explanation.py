"""What is wrong with a line that pip refuses, in plain words, on the smallest span, with the repair where only one thing can be meant."""

from __future__ import annotations

import re

from reqd.manifests.requirements.mistake import foreign, recognised
from reqd.manifests.requirements.told import Explanation

__all__ = ["Explanation", "explain", "foreign"]

# A longer line was not typed by a person, and not every expression that recognises a mistake would be done with it soon.
_LIMIT = 2000

# What must not vanish in a comment.
_ASKING = re.compile(r"\binstall\b|==|\s--?[a-z]")

# The parser's words and ours, by how the parser's begin. The span is the parser's.
_REASONS: tuple[tuple[str, str], ...] = (
    ("Expected package name", "a requirement begins with a package's name"),
    ("Expected semicolon (after name", "after a package's name comes a version like ==1.0, or a ; and a marker"),
    (
        "Expected comma (within version",
        'after this can come a comma and another version like <3, or a ; and a condition like python_version >= "3.8"',
    ),
    ("Expected end or semicolon", "only a ; and a marker can come after this"),
    ("Expected semicolon (after version", "only a ; and a marker can come after this"),
    ("Expected semicolon (after URL", "only a ; and a marker can come after this"),
    ("Expected a marker variable", "a marker compares a variable like python_version with a quoted value like '3.12'"),
    ("Expected end of marker", "a marker ends before this; its conditions are joined by and, or by or"),
    ("Expected marker operator", "a marker compares with an operator like == or in"),
    (".* suffix cannot be used", ".* can only follow the numbers of a release"),
    (".* suffix can only be used", ".* can be used with == and != only"),
    ("Local version label can only", "a version with a + can be used with == and != only"),
    ("Invalid URL", "this URL is not complete"),
    ("Expected matching RIGHT", "a bracket that was opened is not closed"),
    ("Only a folder", "only a folder or a repository can be installed as editable; a repository's address begins with git+"),
    ("Expected extra name", "the name of an extra is missing here"),
    ("Expected comma between extra", "between extras stands a comma"),
    ("Expected URL after @", "after the @ comes a URL, like https://example.org/name.zip"),
)


def explain(text: str, reason: str, start: int, end: int, whole: str = "") -> Explanation:
    """Explain why `text` is refused. `reason` and the offsets are the parser's own, used where nothing better is recognised.

    `whole` is the text with the options behind it, for what is no requirements file's language at all.
    """
    if max(len(text), len(whole)) > _LIMIT:
        return _by_reason(text, reason, start, end)
    told = foreign(whole) or recognised(text)
    if told is None:
        return _by_reason(text, reason, start, end)
    return told._replace(repair=None) if told.end <= len(text) and _breaks(told.repair or "", whole[len(text) :]) else told


def _breaks(repair: str, behind: str) -> bool:
    """Whether what stands behind a text would mean something else once it is repaired: an option, or a command behind a dash."""
    return bool(behind) and ("\n" in repair or (repair.startswith("#") and _ASKING.search(behind) is not None))


def _by_reason(text: str, reason: str, start: int, end: int) -> Explanation:
    message = next((ours for theirs, ours in _REASONS if reason.startswith(theirs)), "")
    if not message:
        message = reason[:1].lower() + reason[1:].rstrip(".")
    while start < end - 1 and text[start : start + 1].isspace():
        start += 1
    if start >= len(text):
        start = max(len(text) - 1, 0)
    if end <= start + 1:
        end = _word_end(text, start)
    return Explanation(message, start, min(max(end, start + 1), max(len(text), 1)))


def _word_end(text: str, start: int) -> int:
    """Where the word ends that begins at `start`; one letter alone would hardly be seen."""
    end = start
    while end < len(text) and not text[end].isspace():
        end += 1
    return end
