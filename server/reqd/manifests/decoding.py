"""From a file's bytes to its text, as pip decodes it, and a word of warning where other tools would read something else."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from reqd.core.manifest import Problem
from reqd.core.text import Span

# pip's order: UTF-16's little-endian mark is how UTF-32's begins.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
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


class CodingComment(NamedTuple):
    """The name of an encoding as a comment has it, and where in the bytes it stands."""

    name: str
    span: Span


class Encoding(NamedTuple):
    """What a file's bytes are: the name of their encoding, Python's codec for it, and the mark that they begin with.

    There is no codec where a comment names an encoding that can hide requirements.
    """

    name: str
    codec: str
    mark: bytes = b""


def encoding(content: bytes) -> Encoding:
    """The encoding that the byte order mark tells, else the coding comment, else UTF-8; whether the bytes fit it is another question."""
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return Encoding(name, codec, mark)
    comment = coding_comment(content)
    if comment is None:
        return Encoding("UTF-8", "utf-8")
    return Encoding(comment.name, _harmless(comment.name))


def decoded(content: bytes) -> Decoded:
    """The text by its byte order mark, else by its coding comment, else as UTF-8. Bytes that fit none of them become one letter each."""
    written, codec, mark = encoding(content)
    if mark:
        return _marked(content[len(mark) :], codec, written)
    warnings = () if codec in _USUAL else (_unusual(written) if codec else _hiding(written),)
    try:
        text = content.decode(codec or "utf-8")
    except UnicodeDecodeError as error:
        return Decoded(content.decode("latin-1"), (_undecodable(content, error, codec.upper()),) if codec else warnings)
    return Decoded(text, warnings or ((_unmarked(content),) if "\0" in text else ()))


def coding_comment(content: bytes) -> CodingComment | None:
    """The first comment of the first two lines that names an encoding, as pip looks for it where the bytes have no mark."""
    offset = 0
    for line in content.split(b"\n", 2)[:2]:
        found = _COMMENT.search(line) if line.startswith(b"#") else None
        if found:
            return CodingComment(found[1].decode("ascii"), Span(*found.span(1)).moved(offset))
        offset += len(line) + 1
    return None


def hiding_comment(text: str) -> tuple[int, str] | None:
    """The offset of the line whose comment names an encoding that can hide requirements, and what to say of it; None without one."""
    offset = 0
    for line in text.split("\n", 2)[:2]:
        comment = coding_comment(line.encode("utf-8", "replace"))
        if comment is not None:
            return None if _harmless(comment.name) else (offset, _hiding(comment.name).message)
        offset += len(line) + 1
    return None


def unmarked_codec(content: bytes) -> str:
    """The codec of UTF-16 that lacks its mark, where that is certain: a letter of ASCII and a NUL take turns; else nothing."""
    if len(content) % 2 or not content.isascii():
        return ""
    for codec, letters, others in (("utf-16-le", content[0::2], content[1::2]), ("utf-16-be", content[1::2], content[0::2])):
        if letters and 0 not in letters and not any(others):
            return codec
    return ""


def _marked(content: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(content.decode(codec), (_MARKED if codec in _USUAL else _unusual(name),))
    except UnicodeDecodeError as error:
        return Decoded(content.decode(codec, "replace"), (_undecodable(content, error, name),))


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
    message = f"The file is encoded as {name}, which pip reads and most other tools do not: save it as UTF-8"
    return Problem("file-encoding", message, is_convertible=True)


_MARKED = Problem(
    "file-encoding",
    "The file begins with a byte order mark, which pip takes off and some tools take for a letter: save it as UTF-8 without it",
    is_convertible=True,
)


def _undecodable(content: bytes, error: UnicodeDecodeError, name: str) -> Problem:
    line = content.count(b"\n", 0, error.start) + 1
    return Problem("file-encoding", f"Line {line} holds bytes that are not {name}: save the file as UTF-8")


def _unmarked(content: bytes) -> Problem:
    message = "The file holds NUL bytes, as one in UTF-16 without its mark does: save it as UTF-8"
    return Problem("file-encoding", message, is_convertible=unmarked_codec(content) != "")
