"""What is written for people: sentences, headings, remarks that were not marked."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import (
    BULLET,
    EXTRAS,
    NAME,
    OPERATOR,
    SENTENCE,
    VERSION,
    Explanation,
    is_requirement,
    may_ask,
    remark,
    whole,
)

_PYTHON = re.compile(
    r"python\s*(?:[0-9](?:\.[0-9x]+)*)?\s*(?:version)?\s*[:=~(<>-]*\s*v?(?:[0-9]+(?:\.(?:[0-9]+|x))*)?[+*)]*"
    r"(?:\s+(?:or|and)\s+(?:later|newer|above|higher|up|greater)\b.*)?\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"({NAME}{EXTRAS}(?:\s*{OPERATOR}\s*{VERSION}(?:\+[\w.]+)?)?)(\s+)([A-Za-z(/:\u2013\u2014|].*)\Z")
_SIGN = re.compile(r"//|/\*|\u2013|\u2014|:|\||\(")
_VERSION_BEHIND_SIGN = re.compile(rf"(?:\u2013|\u2014|:|\|)+\s*v?(?=[0-9]+\.)({VERSION})\Z")
# What begins a remark in other languages hides whatever stands behind it, unless that is a version.
_REMARK_SIGN = re.compile(r"(?://|/\*)(?!\s*v?[0-9])|\([^0-9]*\)?\Z")
_GLUED = re.compile(r"(\S)#(?:(?=\s)|(?=(\w)))")
_SPECIFIED = re.compile(rf"{NAME}\s*(?:\[[^\]]*\]\s*)?(?:\(\s*)?(?:[=<>!~]=|[<>;@])")
_SENTENCE = re.compile(
    r"\S+\s+\S+\s+\S+\s+\S+|[^=<>~!;@\s]*\s[^=<>~!;@\s]*\s[^=<>~!;@]*\Z|[^=<>~!;@]*[:.?]\Z|\S+\s+\S+:\S+\Z|.*\.{4}"
    r"|\S+\s[*`'].*|.*[^\W\x00-\x7f]"
)
# What may name a package that is meant: it must not vanish in a comment that nobody has looked at.
_ASKING = re.compile(rf"{OPERATOR}\s*[0-9]|\binstall\s|:\s*[\w.-]+\Z|\\\Z")
_NAMES = re.compile(rf"{NAME}{EXTRAS}(?:\s+{NAME}{EXTRAS}){{1,7}}\Z")
_FIRST = re.compile(r"[^\sA-Za-z0-9]+|\S")

_UNDECIDED = "a remark after a requirement begins with #; another version stands behind a comma, and another package on a line of its own"
_NOT_A_REQUIREMENT = "this is not a requirement; a remark begins with #"


def python(text: str) -> Explanation | None:
    """`Python 3.8`, which is no package."""
    return remark(text, "pip cannot install Python itself; a remark begins with #") if _PYTHON.match(text) else None


def glued_remark(text: str) -> Explanation | None:
    """`requests==2.31.0# the client`."""
    found = next((each for each in _GLUED.finditer(text) if is_requirement(text[: each.end(1)])), None)
    if found is None or (found[2] and not re.search(OPERATOR, text[: found.start()])):
        return None
    return Explanation("put a space before #", found.end(1), found.end(), " #")


def behind_requirement(text: str) -> Explanation | None:
    """`requests==2.31.0 for the client`."""
    found = _BEHIND.match(text)
    if found is None or ";" in text or re.match(rf"{NAME}{EXTRAS}\s*{OPERATOR}", found[3]):
        return None
    has_version = re.search(OPERATOR, found[1]) is not None
    has_sign = _SIGN.match(found[3]) is not None
    if not has_version and (not has_sign or found[3][0] in ":("):
        return None
    if not has_version and (version := _VERSION_BEHIND_SIGN.match(found[3])):
        return Explanation("a version is written after ==", found.start(2), found.start(3) + version.start(1), "==")
    is_remark = " " in found[3] or has_sign
    message = "a remark after a requirement begins with #"
    if is_remark and may_ask(found[3]) and not _REMARK_SIGN.match(found[3]):
        return Explanation(_UNDECIDED, *found.span(3))
    if not is_remark:
        message = "only one requirement stands on a line, and a remark after it begins with #"
    return Explanation(message, *found.span(3), f"# {found[3]}" if is_remark else None)


def sentence(text: str) -> Explanation | None:
    """A sentence or a heading. What asks for something besides is not hidden behind a number sign."""
    words = text.lower().split()
    if _SPECIFIED.match(text) or _are_names(text):
        return None
    if not _SENTENCE.match(text) and (len(words) < 2 or SENTENCE.isdisjoint(words)):
        return None
    is_certain = len(words) > 5 or text[-1] in ".:?" or words[0] in SENTENCE or (len(words) != 3 and not SENTENCE.isdisjoint(words))
    asks = _ASKING.search(text) or (len(words) < 6 and re.match(BULLET, text))
    return remark(text, _NOT_A_REQUIREMENT) if is_certain and not asks else whole(text, _NOT_A_REQUIREMENT)


def few_words(text: str) -> Explanation | None:
    """`numpy pandas`, or `Version Control`: only who wrote it knows."""
    pieces = re.split(r"\s+(?=[A-Za-z])", text)
    if not _are_names(text) and (len(pieces) < 2 or not all(map(is_requirement, pieces))):
        return None
    return whole(text, "pip reads one package on each line; write each on a line of its own, or begin a remark with #")


def _are_names(text: str) -> bool:
    words = text.split()
    is_short = len(words) < 3 or text == text.lower()
    return _NAMES.match(text) is not None and is_short and SENTENCE.isdisjoint(text.lower().split())


def unnameable(text: str) -> Explanation | None:
    """What begins with a sign that no name has."""
    found = _FIRST.match(text)
    if found is None or found[0].isalnum():
        return None
    return Explanation(f"a requirement begins with a package's name, and no name begins with {found[0][0]}", *found.span())
