"""What stands behind an operator and is no version, or none that this operator takes."""

from __future__ import annotations

import re

from packaging.version import InvalidVersion, Version

from reqd.manifests.requirements.told import EXTRAS, NAME, OPERATOR, VERSION, Explanation

_QUOTED = re.compile(rf"""{NAME}{EXTRAS}\s*{OPERATOR}\s*((["'])({VERSION})\2)\Z""")
_NEWEST = re.compile(rf"""{NAME}{EXTRAS}(\s*(?:==|>=|~=|=)\s*(?:\*|["']\*?["']|latest|newest|any))\Z""", re.IGNORECASE)
_WILDCARDS = re.compile(r"(?<=[0-9])(\.\*(?:\.\*)+)(?=\s*(?:,|;|\Z))")
_WITH_ORDER = re.compile(r"(?:>=|<=|~=|<|>)\s*(?:[0-9]+!)?[0-9][0-9.]*?(\.\*)(?=\s*(?:,|;|\Z))")
_LETTER = re.compile(r"[=!]=\s*[0-9]+(?:\.[0-9]+)*\.([xX](?:\.[xX])*)(?=\s*(?:,|;|\Z))")
_LOCAL = re.compile(r"(?:>=|<=|~=|<|>)\s*[0-9][\w.]*(\+[A-Za-z0-9][\w.-]*)(?=\s*(?:,|;|\Z))")
_ONE_NUMBER = re.compile(r"~=\s*(?:[0-9]+!)?[0-9]+(?=\s*(?:,|;|\Z))")
_DOT_AT_END = re.compile(rf"{OPERATOR}\s*[0-9]+(?:\.[0-9]+)*(\.)(?=\s*(?:,|;|\Z))")
_WITH_COMMAS = re.compile(r"==\s*([0-9]+(?:\.[0-9]+)*(?:,[0-9]+)+)\Z")
_WITH_BLANK = re.compile(r"[=<>~]=\s*[0-9][0-9.]*((?<=[0-9])\s+\.|\.\s+)(?=[0-9])")
_NEXT = re.compile(rf"{NAME}{EXTRAS}\s*{OPERATOR}\s*{VERSION}(?=({NAME}){EXTRAS}\s*{OPERATOR})")
# What could belong to the version before it.
_SUFFIX = re.compile(r"(?:alpha|beta|[abcrv][0-9]|a\b|b\b|c\b|pre|preview|rc|rev|post|dev)", re.IGNORECASE)
_SPECIFIED = re.compile(rf"{NAME}\s*(?:\[[^\]]*\]\s*)?(?:\(\s*)?(?:[=<>!~]=|[<>;@])")
_COMPARED = re.compile(rf"({OPERATOR})\s*([^\s,;()=<>!~]*)")


def quoted(text: str) -> Explanation | None:
    """`requests=="2.31.0"`."""
    found = _QUOTED.match(text)
    return Explanation("a version is written without quotation marks", *found.span(1), found[3]) if found else None


def newest(text: str) -> Explanation | None:
    """`requests==latest`, `requests==*`."""
    found = _NEWEST.match(text)
    return (
        Explanation("pip installs the newest version where none is written; the name alone is enough", *found.span(1), "")
        if found
        else None
    )


def wildcards(text: str) -> Explanation | None:
    """`django==5.*.*`."""
    found = _WILDCARDS.search(text)
    return Explanation("one .* at the end is enough; it stands for all that follows", *found.span(1), ".*") if found else None


def wildcard_with_order(text: str) -> Explanation | None:
    """`requests>=2.*`."""
    found = _WITH_ORDER.search(text)
    return Explanation(".* can be used with == and != only", *found.span(1), "") if found else None


def wildcard_letter(text: str) -> Explanation | None:
    """`requests==2.x`."""
    found = _LETTER.search(text)
    return Explanation("for any number write *, not x", *found.span(1), "*") if found else None


def local_with_order(text: str) -> Explanation | None:
    """`torch>=2.0+cu118`."""
    found = _LOCAL.search(text.partition(";")[0])
    return Explanation("a version with a + can be used with == and != only", *found.span(1)) if found else None


def compatible_with_one_number(text: str) -> Explanation | None:
    """`requests~=2`, which `~=2.0` says."""
    found = _ONE_NUMBER.search(text.partition(";")[0])
    if found is None:
        return None
    return Explanation("after ~= stands a version with at least two numbers, like 1.0", *found.span(), f"{found[0]}.0")


def dot_at_end(text: str) -> Explanation | None:
    """`requests==2.31.`."""
    found = _DOT_AT_END.search(text.partition(";")[0])
    return Explanation("a version does not end with a dot", *found.span(1), "") if found else None


def divided(text: str) -> Explanation | None:
    """`numpy==1,19`, `numpy==1.19 .5`."""
    if found := _WITH_COMMAS.search(text):
        return Explanation("between the numbers of a version stand dots", *found.span(1), found[1].replace(",", "."))
    found = _WITH_BLANK.search(text.partition(";")[0])
    return Explanation("a version is written without a blank in it", *found.span(1), ".") if found else None


def next_requirement(text: str) -> Explanation | None:
    """`six==1.16.0requests==2.31.0`: what happens when a file without a last line end is written on."""
    found = _NEXT.match(text)
    if found is None:
        return None
    is_certain = found[1][0].isalpha() and not _SUFFIX.match(found[1])
    message = "here begins another requirement; each needs a line of its own"
    return Explanation(message, *found.span(1), f"\n{found[1]}" if is_certain else None)


def refused(text: str) -> Explanation | None:
    """`requests==2010h`, `requests==`."""
    if not _SPECIFIED.match(text):
        return None
    for found in _COMPARED.finditer(text.partition(";")[0]):
        if not found[2]:
            return Explanation(f"a version is missing after {found[1]}", *found.span(1))
        if found[1] != "===" and not found[2].endswith(".*") and not _is_version(found[2]):
            return Explanation(f"{found[2]} is not a version for pip; one looks like 1.2, 1.2rc1 or 1.2.post1", *found.span(2))
    return None


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True
