"""From a file's bytes to its text, as pip decodes it, and a word of warning where other tools would read something else."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from reqd.core.manifest import Problem

# pip's order: UTF-16's little-endian mark is how UTF-32's begins.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
)
# PEP 263's comment, as pip looks for it.
_COMMENT = re.compile(rb"coding[:=]\s*([-\w.]+)")
# Every byte stands for itself or for one letter, and ASCII for ASCII. Others, such as UTF-7, turn a comment into a requirement.
_HARMLESS = re.compile(r"utf-8|ascii|iso8859-\d+|cp125\d")
# Those which need no word: the rest of the world reads them alike, at least where a file holds nothing but ASCII.
_USUAL = ("utf-8", "ascii", "iso8859-1")


class Decoded(NamedTuple):
    text: str
    problems: tuple[Problem, ...] = ()


def decoded(content: bytes) -> Decoded:
    """The text by its byte order mark, else by its coding comment, else as UTF-8. Bytes that fit none of them become one letter each."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], codec, name)
    written = next(_comments(content), "utf-8")
    codec = _harmless(written)
    warnings = () if codec in _USUAL else (_unusual(written) if codec else _hiding(written),)
    try:
        text = content.decode(codec or "utf-8")
    except UnicodeDecodeError as error:
        return Decoded(content.decode("latin-1"), warnings or (_undecodable(content, error, codec.upper()),))
    return Decoded(text, warnings or ((_UNMARKED,) if "\0" in text else ()))


def hiding_comment(text: str) -> tuple[int, str] | None:
    """The offset of the line whose comment names an encoding that can hide requirements, and what to say of it; None without one."""
    offset = 0
    for line in text.split("\n", 2)[:2]:
        written = next(_comments(line.encode("utf-8", "replace")), None)
        if written is not None:
            return None if _harmless(written) else (offset, _hiding(written).message)
        offset += len(line) + 1
    return None


def _marked(content: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(content.decode(codec), (_unusual(name),) if name else ())
    except UnicodeDecodeError as error:
        return Decoded(content.decode(codec, "replace"), (_undecodable(content, error, name or "UTF-8"),))


def _comments(content: bytes) -> Iterator[str]:
    for line in content.split(b"\n", 2)[:2]:
        found = _COMMENT.search(line) if line.startswith(b"#") else None
        if found:
            yield found[1].decode("ascii")


def _harmless(written: str) -> str:
    """The canonical name of a harmless codec; nothing for every other one."""
    try:
        name = codecs.lookup(written).name
    except LookupError:
        return ""
    return name if _HARMLESS.fullmatch(name) else ""


def _hiding(written: str) -> Problem:
    message = f"A comment names the encoding {written}, which can hide requirements; the file is read as UTF-8: remove it"
    return Problem("file-encoding", message)


def _unusual(name: str) -> Problem:
    return Problem("file-encoding", f"The file is encoded as {name}, which pip reads and most other tools do not: save it as UTF-8")


def _undecodable(content: bytes, error: UnicodeDecodeError, name: str) -> Problem:
    line = content.count(b"\n", 0, error.start) + 1
    return Problem("file-encoding", f"Line {line} holds bytes that are not {name}: save the file as UTF-8")


_UNMARKED = Problem("file-encoding", "The file holds NUL bytes, as one in UTF-16 without its mark does: save it as UTF-8")
