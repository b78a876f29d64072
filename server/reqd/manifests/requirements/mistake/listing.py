"""Lists of requirements that are written otherwise than one on each line: with numbers, quotes, commas, brackets, as a table."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import BULLET, EXTRAS, NAME, OPERATOR, SENTENCE, VERSION, Explanation, is_requirement, remark, whole

_QUOTED = re.compile(rf"""["']?({NAME}{EXTRAS}[^"',]*)["']\s*[,;]?\Z|(["'])({NAME}[^"']*)\2\s*[,;]?\Z""")
_ITEM = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*(?:,|\Z)""")
_LIST = re.compile(r"""(?:(?:[\w.-]*(?:requir|depend|packages|deps)[\w.-]*\s*[=:]\s*)?[\[(]\s*)?((?:"[^"]*"|'[^']*').*?)\s*[\])]?\s*,?\Z""")
_BULLETED = re.compile(rf"({BULLET})(\S.*)\Z")
# What a numbered heading says, which is the name of no package that somebody wants.
_HEADING = re.compile(
    r"(?:introduction|installation|usage|requirements?|configuration|functions?|contents?|overview|licen[sc]e|prerequisites?|setup|features?"
    r"|dependencies|libraries|library|modules?|packages?|description|authors?|contact|python[0-9.]*)\Z",
    re.IGNORECASE,
)
# Letters as the encoding utf-7 writes them, of which nobody can tell here what they say.
_ENCODED = re.compile(r"\+A[A-H][A-Za-z0-9+/]+-?\Z")
_TABLE = re.compile(rf"({NAME})(\s+)({VERSION})(?:\s+(\S+)(?:\s+(?:wheel|sdist))?)?\Z")
_IN_BRACKETS = re.compile(rf"({NAME})(\s*\()\s*v?({VERSION})\s*(\))\Z")
_HEAD = re.compile(r"package\s+version\b.*\Z|name\s+version\s+build\b.*\Z", re.IGNORECASE)
_SPELLED_OUT = re.compile(rf"({NAME})(\s*[,:-]?\s+(?:version|ver\.?|v\.?)\s*:?\s*)({VERSION})\Z", re.IGNORECASE)
_ENUMERATED = re.compile(rf"{NAME}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){NAME})+\Z")
_BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*")
_NO_PACKAGE = re.compile(r"(?:version|chapter|section|part|step|release|revision|level|phase|windows|ubuntu|debian|macos)\Z", re.IGNORECASE)
_RULER = re.compile(r"[-=~_*+.|:#^][-=~_*+.|:#^\s]{2,}\Z")
_DECORATED = re.compile(r"(?:[-~*]{3}|={4}).*\Z")
_BRACKET = re.compile(r"[\[\](){}]+\s*[,;:]?\Z")
_OF_THE_RUN = re.compile(
    r"\s+((?:-i|--index-url|--extra-index-url|-f|--find-links)(?:=|\s+)\w+:\S+|--trusted-host(?:=|\s+)\S+|--pre)(?=\s|\Z)"
)


def each(text: str, is_certain: bool = False) -> str | None:
    """The requirements that `text` is a list of, one on each line; None where some of it may be prose.

    That it is a list is certain where something else tells that packages are meant.
    """
    if not SENTENCE.isdisjoint(text.lower().split()):
        return None
    pieces = re.split(r"\s*,\s*(?=[A-Za-z])", text.strip().rstrip(","))
    if len(pieces) == 1:
        pieces = re.split(r"\s+(?=[A-Za-z])", text.strip())
        if not is_certain and not _is_list(pieces):
            return None
    return "\n".join(pieces) if all(map(is_requirement, pieces)) else None


def _is_list(pieces: list[str]) -> bool:
    """Prose may name one requirement; a list of them has versions, and at its end, or but one member."""
    versions = [re.search(OPERATOR, piece) is not None for piece in pieces]
    return len(pieces) == 1 or (2 * sum(versions) >= len(pieces) and (versions[-1] or sum(versions) > 1))


def several(text: str) -> Explanation | None:
    """`requests==2.31.0 flask==3.0`."""
    lines = _enumerated(text) or each(text)
    if lines is None or "\n" not in lines:
        return None
    return whole(text, "each requirement needs a line of its own", lines)


def _enumerated(text: str) -> str | None:
    """The names in `numpy, pandas and scipy`, one on each line."""
    names = _BETWEEN.split(text) if _ENUMERATED.match(text) else []
    return "\n".join(names) if names and SENTENCE.isdisjoint(name.lower() for name in names) else None


def with_options(text: str) -> Explanation | None:
    """`torch==2.0.1 torchvision==0.15.2 --index-url URL`: the rest of a command; the options hold for all of them."""
    begin = _OF_THE_RUN.search(text)
    if begin is None or text.startswith("-"):
        return None
    names, rest = text[: begin.start()], text[begin.start() :]
    options = _OF_THE_RUN.findall(rest)
    packages = each(names, is_certain=True)
    if packages is None or "\n" not in packages or _OF_THE_RUN.sub("", rest).strip():
        return None
    return whole(text, "each requirement and each option needs a line of its own", "\n".join((*options, packages)))


def after_semicolon(text: str) -> Explanation | None:
    """`requests==2.31.0;flask`."""
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()]
    if len(pieces) < 2 or not all(map(is_requirement, pieces)):
        return None
    message = "each requirement needs a line of its own; after a semicolon comes a marker"
    return whole(text, message, "\n".join(pieces))


def quoted(text: str) -> Explanation | None:
    """`"requests>=2",` or `["requests", "flask"]`: a list of Python or JSON."""
    message = "requirements are written without quotation marks and commas, one on each line"
    found = _QUOTED.match(text)
    written = (found[1] or found[3]).strip() if found else ""
    if written and is_requirement(written):
        return whole(text, message, written)
    listed = _LIST.match(text)
    items = _items(listed[1]) if listed else ()
    return whole(text, message, "\n".join(items)) if items and all(map(is_requirement, items)) else None


def _items(text: str) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    while at < len(text) and (item := _ITEM.match(text, at)):
        found.append((item[1] or item[2] or "").strip())
        at = item.end()
    return tuple(found) if at >= len(text) else ()


def bulleted(text: str) -> Explanation | None:
    """`1. requests`, `* flask`."""
    found = _BULLETED.match(text)
    if found is None or _HEADING.match(found[2]):
        return None
    if not is_requirement(found[2]):
        return None
    # What stands in brackets behind a blank is a remark as often as it is an extra.
    is_certain = " [" not in found[2] and not _ENCODED.match(text)
    return whole(text, "requirements are written one on each line, without numbers or bullets", found[2] if is_certain else None)


def table(text: str) -> Explanation | None:
    """A line of what `pip list` prints, today or ten years ago."""
    if _HEAD.match(text):
        return whole(text, "this is the head of a table; pip freeze writes what a requirements file needs", "")
    message = "a version is written after ==, like in name==version"
    if found := _IN_BRACKETS.match(text):
        return Explanation(message, found.start(2), len(text), f"=={found[3]}")
    if (found := _SPELLED_OUT.match(text)) and not _NO_PACKAGE.match(found[1]):
        return Explanation(message, *found.span(2), "==")
    found = _TABLE.match(text)
    if found is None or _NO_PACKAGE.match(found[1]):
        return None
    if found[4] is None:
        return Explanation(message, *found.span(2), "==" if "." in found[3] else None)
    # The third column is what pip would install instead, or the folder of an editable project.
    is_outdated = re.fullmatch(VERSION, found[4])
    return Explanation(message, found.start(2), len(text), f"=={found[3]}" if is_outdated else None)


def ruler(text: str) -> Explanation | None:
    """A line of dashes, or of equals signs, with or without words."""
    if _RULER.match(text):
        return whole(text, "a line of signs alone means nothing to pip; remove it, or begin it with #", "")
    if _DECORATED.match(text):
        return remark(text, "this is not a requirement; a remark begins with #")
    return None


def bracket(text: str) -> Explanation | None:
    """The brackets around a list."""
    if _BRACKET.match(text):
        return whole(
            text, "a bracket alone means nothing to pip; requirements are written one on each line, without brackets around them", ""
        )
    return None
