"""The syntax of one logical line: every part that means something, in reading order, each with its place.

What a line is was decided before, by pip's rules; here its text is taken apart along the places that were found then. Nothing is
looked for in a line that pip refuses: it is one part, an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reqd.core.manifest import Include, Line, Malformed, Option, Options, Remark, Requirement
from reqd.core.text import Span
from reqd.manifests.requirements.lines import Logical, comment_start, joined_line
from reqd.manifests.requirements.parse import parsed_line

# Lines whose parts are remembered: those on a few screens. An editor asks for the same ones again and again.
_REMEMBERED = 1024


class Kind(Enum):
    """What a part of a line is."""

    NAME = "name"
    EXTRA = "extra"
    OPERATOR = "operator"
    VERSION = "version"
    URL = "url"
    FRAGMENT = "fragment"
    VARIABLE = "marker variable"
    COMPARISON = "marker operator"
    VALUE = "marker value"
    LOGIC = "marker keyword"
    OPTION = "option"
    ARGUMENT = "option value"
    PATH = "path"
    PUNCTUATION = "punctuation"
    DROPPED = "dropped word"
    COMMENT = "comment"
    CONTINUATION = "continuation"
    ERROR = "error"


class Part(NamedTuple):
    """A part of a line: its span counts from the line's first character, `text` is what pip reads of it.

    What a continuation cuts through is several parts with the same text, the continuation between them.
    """

    kind: Kind
    span: Span
    text: str


class _Piece(NamedTuple):
    """A part before it is cut at continuations: offsets in the joined line."""

    kind: Kind
    start: int
    end: int


_EXTRAS = re.compile(r"(?P<punctuation>[\[\],])|(?P<extra>[^\s\[\],]+)")
# What follows === is one word, whatever it holds (PEP 440, "Arbitrary equality").
_SPECIFIER = re.compile(
    r"(?P<operator>===)\s*(?P<word>[^\s;)]+)|(?P<comparison>==|~=|!=|<=|>=|<|>)|(?P<punctuation>[(),])|(?P<version>[^\s(),=<>!~]+)"
)
_MARKER = re.compile(
    r"(?P<value>'[^']*'|\"[^\"]*\")|(?P<operator>===|==|~=|!=|<=|>=|<|>|\bnot\s+in\b|\bin\b)|(?P<logic>\b(?:and|or)\b)"
    r"|(?P<punctuation>[()])|(?P<variable>[A-Za-z_][\w.]*)"
)
_GAP = re.compile(r"\S+")
_SEPARATOR = re.compile(r"[;@,=\"']+")


@lru_cache(maxsize=_REMEMBERED)
def parts(raw: str) -> tuple[Part, ...]:
    """The parts of a logical line, in reading order, none within another. Between them stand only blanks, line ends, and what pip
    does not read."""
    return taken_apart(parsed_line(raw))


def taken_apart(line: Line) -> tuple[Part, ...]:
    """The same for a line that was read already, and not remembered: for who goes through a whole file once."""
    joined = joined_line(line.raw)
    cut = comment_start(joined.text)
    pieces = list(_filled(joined.text[:cut], sorted(_pieces(line, joined, cut), key=lambda piece: piece.start)))
    comment = joined.text.find("#", cut)
    if comment >= 0:
        pieces.append(_Piece(Kind.COMMENT, comment, len(joined.text.rstrip())))
    found = [part for piece in pieces for part in _cut(line.raw, joined, piece)]
    return tuple(sorted((*found, *_continuations(line.raw)), key=lambda part: part.span))


def _pieces(line: Line, joined: Logical, cut: int) -> Iterator[_Piece]:
    match line:
        case Requirement():
            yield from _requirement(line, joined)
        case Include():
            yield from _option(Option(line.kind, line.target, line.span, line.target_span), joined, Kind.PATH)
        case Options():
            for option in line.options:
                yield from _option(option, joined)
        case Malformed():
            text = joined.text[:cut]
            yield _Piece(Kind.ERROR, len(text) - len(text.lstrip()), len(text.rstrip()))
        case Remark():
            pass


def _requirement(line: Requirement, joined: Logical) -> Iterator[_Piece]:
    if line.url is None or line.name_span != line.url_span:
        yield _Piece(Kind.NAME, *_read(line.name_span, joined))
    yield from _lexed(_EXTRAS, line.extras_span, joined, {"punctuation": Kind.PUNCTUATION, "extra": Kind.EXTRA})
    specifier = {"operator": Kind.OPERATOR, "comparison": Kind.OPERATOR, "punctuation": Kind.PUNCTUATION}
    yield from _lexed(_SPECIFIER, line.specifier_span, joined, {**specifier, "word": Kind.VERSION, "version": Kind.VERSION})
    if line.url is not None:
        yield from _url(line.url_span, joined)
    yield from _lexed(
        _MARKER,
        line.marker_span,
        joined,
        {
            "value": Kind.VALUE,
            "operator": Kind.COMPARISON,
            "logic": Kind.LOGIC,
            "punctuation": Kind.PUNCTUATION,
            "variable": Kind.VARIABLE,
        },
    )
    for option in line.options:
        yield from _option(option, joined)


def _read(span: Span, joined: Logical) -> tuple[int, int]:
    """A span of the line as written, in the joined line."""
    return joined.read(span.start), joined.read(span.end - 1) + 1 if span.end > span.start else joined.read(span.start)


def _lexed(expression: re.Pattern[str], span: Span, joined: Logical, kinds: dict[str, Kind]) -> Iterator[_Piece]:
    """A piece for each named group that takes part in each match."""
    start, end = _read(span, joined)
    for found in expression.finditer(joined.text, start, end):
        for name, kind in kinds.items():
            if found[name] is not None:
                yield _Piece(kind, *found.span(name))


def _url(span: Span, joined: Logical) -> Iterator[_Piece]:
    start, end = _read(span, joined)
    sign = joined.text.find("#", start, end)
    yield _Piece(Kind.URL, start, end if sign < 0 else sign)
    if sign >= 0:
        yield _Piece(Kind.FRAGMENT, sign, end)


def _option(option: Option, joined: Logical, kind: Kind = Kind.ARGUMENT) -> Iterator[_Piece]:
    """The option's name, and its value where it has one; an equals sign between them is neither's."""
    start, end = _read(option.span, joined)
    value, value_end = _read(option.value_span, joined)
    if option.value is None or value >= value_end:
        yield _Piece(Kind.OPTION, start, len(joined.text[start:end].rstrip("= \t")) + start)
        return
    yield _Piece(Kind.OPTION, start, start + len(joined.text[start:value].rstrip("= \t\"'")))
    yield _Piece(kind, value, value_end)


def _filled(text: str, pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces with what stands between them: separators, options that count elsewhere (`-e`), and words that pip drops."""
    at = 0
    for piece in (*pieces, _Piece(Kind.ERROR, len(text), len(text))):
        for found in _GAP.finditer(text, at, max(piece.start, at)):
            yield _Piece(_between(found.group()), *found.span())
        if piece.end > piece.start:
            yield piece
        at = max(at, piece.end)


def _between(word: str) -> Kind:
    if _SEPARATOR.fullmatch(word):
        return Kind.PUNCTUATION
    return Kind.OPTION if word.startswith("-") and len(word) > 1 else Kind.DROPPED


def _cut(raw: str, joined: Logical, piece: _Piece) -> Iterator[Part]:
    """The piece in the line as written, cut where a continuation goes through it, without blanks around."""
    text = joined.text[piece.start : piece.end]
    edges = sorted({piece.start, piece.end, *(bend for bend, _ in joined.bends if piece.start < bend < piece.end)})
    for start, end in pairwise(edges):
        begin, stop = joined.written(start, end)
        written = raw[begin:stop]
        trimmed = Span(begin + len(written) - len(written.lstrip()), begin + len(written.rstrip()))
        if trimmed.start < trimmed.end:
            yield Part(piece.kind, trimmed, text)


def _continuations(raw: str) -> Iterator[Part]:
    """The backslashes that continue a line."""
    if "\\" not in raw:
        return
    offset = 0
    for piece, body in zip(raw.splitlines(keepends=True), raw.splitlines(), strict=True):
        stripped = body.rstrip("\\")
        if len(stripped) < len(body) and not body.lstrip().startswith("#"):
            yield Part(Kind.CONTINUATION, Span(offset + len(stripped), offset + len(body)), "\\")
        offset += len(piece)
