"""Markdown, reStructuredText and HTML."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import EXTRAS, NAME, ONLY_PACKAGES, OPERATOR, VERSION, Explanation, is_requirement, whole

_FENCE = re.compile(r"`{3,}\s*[\w+-]*\Z")
_QUOTES = re.compile(r"(?:'''|\"\"\")")
_ROW = re.compile(r"\|[^|]*\|.*\Z")
_CELLS = re.compile(rf"\|\s*`?({NAME}{EXTRAS})`?\s*(?:\|\s*`?({OPERATOR}?)\s*({VERSION})`?\s*)?\|[^|]*(?:\|\s*)?\Z")
_HEAD = re.compile(r"\|\s*(?:package|name|library|module|requirement|dependency|version)", re.IGNORECASE)
_EMPHASIS = re.compile(r"(\*\*|__|``|`)\s*([^*`]+?)\s*\1\Z")
_ANCHOR = re.compile(rf"\[({NAME}{EXTRAS})\]\(\S*\)\Z")
_ELEMENT = re.compile(r"(?:</?[A-Za-z][A-Za-z0-9]*(?=[\s/>])|<!(?:DOCTYPE|--)|&[a-z]+;)")

_HTML_REMARK = re.compile(r"<!--(?!.*--.*-->)(.*)-->\Z")
# Behind a semicolon a condition may have been meant to follow the line before.
_REMARK = re.compile(r"(?:;+|/{2,})\s*(?!.*(?:python_|platform|sys_|os_name|extra\b))(?![;/])(\S.*)\Z")

_MARKDOWN = f"this is Markdown; {ONLY_PACKAGES}"


def fence(text: str) -> Explanation | None:
    """The line above and the line below a piece of code, or of a remark of Python."""
    if _FENCE.match(text):
        return whole(text, _MARKDOWN, "")
    if _QUOTES.match(text):
        return whole(text, "pip does not know remarks between quotation marks; each line of a remark begins with #")
    return None


def row(text: str) -> Explanation | None:
    """`| requests | 2.31.0 |`."""
    if _ROW.match(text) is None:
        return None
    found = None if _HEAD.match(text) else _CELLS.match(text)
    wanted = f"{found[1]}{found[2] or '=='}{found[3]}" if found and found[3] else None
    return whole(text, f"this is the row of a table; {ONLY_PACKAGES}", wanted)


def emphasis(text: str) -> Explanation | None:
    """`**requests**`."""
    found = _EMPHASIS.match(text)
    if found is None:
        return None
    return whole(text, _MARKDOWN, found[2] if is_requirement(found[2]) else None)


def anchor(text: str) -> Explanation | None:
    """`[requests](https://example.org/requests)`."""
    found = _ANCHOR.match(text)
    return whole(text, _MARKDOWN, found[1]) if found else None


def remark(text: str) -> Explanation | None:
    """`<!-- foo -->`, `// foo`, `; foo`: the remarks of other languages."""
    if (found := _HTML_REMARK.match(text)) or (found := _REMARK.match(text)):
        written = found[1].strip()
        return whole(text, "a remark begins with #", f"# {written}" if written else "")
    return None


def element(text: str) -> Explanation | None:
    """`<br>`."""
    return whole(text, f"this is HTML; {ONLY_PACKAGES}") if _ELEMENT.match(text) else None
