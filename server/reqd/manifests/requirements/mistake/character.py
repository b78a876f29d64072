"""Characters that look like others, or like nothing: what a word processor, a web page or another keyboard puts into a line."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import EXTRAS, NAME, VERSION, Explanation, is_requirement

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_PLAIN = {
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02", '"'),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u00b4\u2032\uff07", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F) if chr(code) not in "\"'"},
    "\u3001": ",",
    "\u3002": ".",
    "\u2265": ">=",
    "\u2264": "<=",
    "\u2260": "!=",
}
_UNUSUAL = re.compile(f"[{''.join(_PLAIN)}]")
_DASHES = "".join(character for character, plain in _PLAIN.items() if plain == "-")
_DASH_BEFORE_NUMBER = re.compile(rf"[{_DASHES}]\s*v?[0-9]")
# A number without a dot may belong to the name.
_DASH_BEFORE_VERSION = re.compile(rf"(?=[A-Za-z]){NAME}{EXTRAS}(\s*[{_DASHES}]+\s*v?)(?=[0-9]+\.)(?:{VERSION})(?:\s*;.*)?\Z")
_OPTION = re.compile(r"(?:-[rcef]|--[a-z]+-?[a-z]*)[ =]\S+\Z")


_VERSION_OR_NAME = "write == where a version follows, and - within a name"


def invisible(text: str) -> Explanation | None:
    """A zero-width blank, a byte order mark, a mark of direction, a control character."""
    found = list(_INVISIBLE.finditer(text))
    if not found:
        return None
    start, end = found[0].start(), found[-1].end()
    kept = _INVISIBLE.sub("", text[start:end])
    message = f"an invisible character (U+{ord(found[0].group()):04X}) stands here; remove it"
    return Explanation(message, start, found[0].end() if not kept else end, kept)


def dash(text: str) -> Explanation | None:
    """`requests\u20132.31.0`, where a plain dash would make another project's name of it."""
    found = _DASH_BEFORE_VERSION.match(text)
    return Explanation("a version is written after ==, not after a dash", *found.span(1), "==") if found else None


def typographic(text: str) -> Explanation | None:
    """Quotation marks that curl, long dashes, blanks that do not break, full-width letters; where plain ones make a line that pip reads."""
    found = list(_UNUSUAL.finditer(text))
    if not found:
        return None
    start, end = found[0].start(), found[-1].end()
    plain = _UNUSUAL.sub(lambda each: _PLAIN[each.group()], text)
    is_one_word = plain.isascii() and " " not in plain.strip()
    if not (is_one_word or is_requirement(plain.strip()) or _OPTION.match(plain)):
        return None
    if not _OPTION.match(plain) and _DASH_BEFORE_NUMBER.search(text):
        return Explanation(f"pip does not know the character {found[0].group()}; {_VERSION_OR_NAME}", start, found[0].end())
    repair = _UNUSUAL.sub(lambda each: _PLAIN[each.group()], text[start:end])
    return Explanation(_message(found[0].group()), start, end, repair)


def _message(character: str) -> str:
    plain = _PLAIN[character]
    if plain == " ":
        return f"this blank is not the one of the space bar (U+{ord(character):04X}); write a plain one"
    return f"pip does not know the character {character}; write {plain}"
