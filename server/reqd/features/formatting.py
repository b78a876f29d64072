"""A manifest written neatly: blanks and separators as most people and tools write them, and nothing that pip would read otherwise.

The form is the one that packaging and pip-compile give to a requirement. Order, names, quoted texts and comments stay as they are, and
so does every line that is not certain to be read the same afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reqd.core.finding import Edit
from reqd.core.manifest import Include, Line, Malformed, Manifest, Options, Remark, Requirement
from reqd.core.text import Span
from reqd.manifests.requirements.parse import parsed_line
from reqd.manifests.requirements.syntax import Kind, Part, parts

# As pip-compile and uv write what goes over several lines.
_INDENT = "    "
# Lines whose form is remembered: whoever formats on every save asks for the same ones again.
_REMEMBERED = 4096


def formatting(manifest: Manifest, within: Span | None = None) -> tuple[Edit, ...]:
    """The edits that format a manifest, or the lines of it that a span touches. None for what a compiler wrote: it has its own form."""
    if manifest.is_compiled:
        return ()
    return tuple(_edits(manifest, within or Span(0, len(manifest.text.string))))


def _edits(manifest: Manifest, within: Span) -> Iterator[Edit]:
    end = len(manifest.text.string)
    for start, line in manifest.placed:
        if start <= within.end and within.start <= start + len(line.raw):
            new = formatted(line.raw, manifest.text.line_end)
            if new != line.raw:
                yield _change(manifest, start, line.raw, new)
            if start + len(line.raw) == end and new.strip() and not new.endswith("\\"):
                yield Edit(manifest.path, manifest.text.range(Span(end, end)), manifest.text.line_end)


def _change(manifest: Manifest, start: int, old: str, new: str) -> Edit:
    """The replacement of what differs, so that a cursor in the rest of the line stays where it is."""
    shortest = min(len(old), len(new))
    head = next((index for index in range(shortest) if old[index] != new[index]), shortest)
    tail = next((index for index in range(shortest - head) if old[-1 - index] != new[-1 - index]), shortest - head)
    span = Span(start + head, start + len(old) - tail)
    return Edit(manifest.path, manifest.text.range(span), new[head : len(new) - tail])


@lru_cache(maxsize=_REMEMBERED)
def formatted(raw: str, line_end: str = "\n") -> str:
    """One logical line, formatted; as it is where pip might read the other form differently."""
    line = parsed_line(raw)
    found = parts(raw)
    is_cut = sum(part.kind is Kind.COMMENT for part in found) > 1
    if isinstance(line, Malformed) or is_cut or any(part.kind is Kind.DROPPED for part in found):
        return raw
    if "\\" in raw and not (isinstance(line, Requirement) and line.is_hashed):
        return raw  # somebody broke the line where it pleased them
    if isinstance(line, Requirement) and any(option.span.start < line.span.start for option in line.options):
        return raw
    new = _written(line, raw, found, line_end)
    return new if new != raw and _meaning(parsed_line(new)) == _meaning(line) else raw


def _written(line: Line, raw: str, found: tuple[Part, ...], line_end: str) -> str:
    match line:
        case Remark():
            return raw.rstrip()
        case Requirement():
            return _commented(_requirement(line, raw, found, line_end), raw, found, line_end)
        case Include() | Options():
            return _commented(" ".join(_options(found)), raw, found, line_end)
        case Malformed():
            return raw


def _commented(text: str, raw: str, found: tuple[Part, ...], line_end: str) -> str:
    """With the comment one blank behind; one that stood on a line of its own, below hashes, stays on one."""
    comment = next((part for part in found if part.kind is Kind.COMMENT), None)
    if comment is None:
        return text
    before = raw[: comment.span.start].rstrip(" \t")
    is_own_line = bool(before) and before[-1] in "\r\n"
    return f"{text} \\{line_end}{_INDENT}{comment.text}" if is_own_line else f"{text} {comment.text}"


def _requirement(line: Requirement, raw: str, found: tuple[Part, ...], line_end: str) -> str:
    of_options = min((option.span.start for option in line.options), default=len(raw))
    head = [part for part in found if part.span.start < of_options and part.kind not in (Kind.COMMENT, Kind.CONTINUATION)]
    text = _named(line, head) if line.name_span != line.url_span else _link(line, raw, head)
    if line.marker is not None:
        text += f"{' ; ' if line.url is not None else '; '}{_marker(line, head)}"
    options = list(_options(tuple(part for part in found if part.span.start >= of_options)))
    separator = f" \\{line_end}{_INDENT}" if line.is_hashed else " "
    return separator.join((text, *options))


def _named(line: Requirement, found: list[Part]) -> str:
    extras = ",".join(dict.fromkeys(part.text for part in found if part.kind is Kind.EXTRA))
    text = f"{line.name}[{extras}]" if extras else f"{line.name}"
    if line.url is not None:
        return f"{text} @ {line.url}"
    clauses = "".join(
        part.text + ("," if part.kind is Kind.VERSION else "") for part in found if part.kind in (Kind.OPERATOR, Kind.VERSION)
    )
    return text + clauses.rstrip(",")


def _link(line: Requirement, raw: str, found: list[Part]) -> str:
    """A URL or a folder, its brackets and quotation marks as they are written; one blank after -e."""
    body = [part for part in found if line.marker is None or part.span.start < line.marker_span.start]
    while body[-1].text == ";":
        del body[-1]
    first = body.pop(0)
    if first.kind is not Kind.OPTION or not body:
        return raw[first.span.start : body[-1].span.end if body else first.span.end]
    blank = "" if body[0].span.start == first.span.end else " "
    return f"{first.text}{blank}{raw[body[0].span.start : body[-1].span.end]}"


def _marker(line: Requirement, found: list[Part]) -> str:
    """One blank around operators and keywords, and none inside of brackets."""
    text = opening = ""
    for part in found:
        if part.span.start >= line.marker_span.start:
            word = " ".join(part.text.split()) if part.kind is Kind.COMPARISON else part.text
            text += word if not text or opening == "(" or part.text == ")" else f" {word}"
            opening = part.text
    return text


def _options(found: tuple[Part, ...]) -> Iterator[str]:
    """Each option with its value, and between them what was written there: an equals sign, a blank, or nothing."""
    text = ""
    end = 0
    for part in found:
        if part.kind is Kind.OPTION:
            if text:
                yield text
            text = part.text
        elif part.kind is Kind.PUNCTUATION:
            text += part.text
        elif part.kind in (Kind.ARGUMENT, Kind.PATH):
            text += part.text if part.span.start == end else f" {part.text}"
        end = part.span.end
    if text:
        yield text


def _meaning(line: Line) -> object:
    """What pip takes from a line."""
    match line:
        case Requirement():
            options = tuple((option.name, option.value) for option in line.options)
            read = (line.name, frozenset(line.extras), line.specifier, str(line.marker or ""), line.url, line.is_editable)
            return (*read, options)
        case Include():
            return (line.kind, line.target)
        case Options():
            return tuple((option.name, option.value) for option in line.options)
        case Remark():
            return line.raw.strip()
        case Malformed():
            return line.raw
