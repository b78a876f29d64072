"""A requirements file as a manifest: every logical line read once, whatever it holds."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from reqd.core.manifest import Include, Line, Malformed, Manifest, Option, Options, Problem, Remark, Requirement
from reqd.core.text import Span
from reqd.manifests.requirements.lines import Logical, logical
from reqd.manifests.requirements.options import Given, OptionError, options, options_start, unclosed
from reqd.manifests.requirements.requirement import RequirementError, editable, requirement
from reqd.manifests.requirements.reuse import MARK, NOTHING, reading
from reqd.manifests.requirements.words import UnclosedQuoteError, words

# A line that was read is not read again while its text is the same. More lines than nearly every file has; but each key that is typed
# leaves a line behind that nobody wants again, at a kilobyte each, and a day of typing must not fill the memory.
_REMEMBERED = 4096


def parse(
    path: str, string: str, version: int | None = None, problems: tuple[Problem, ...] = (), previous: Manifest | None = None
) -> Manifest:
    """The manifest that a text is. Never raises: what pip would refuse is a line of its own kind.

    `previous` is what the file was before, if that is known: it makes no difference but to the time that this takes.
    """
    is_open = version is not None
    return Manifest(path, *reading(string, previous or NOTHING, _line if is_open else parsed_line, is_open), version, problems)


def _line(raw: str) -> Line:
    return Remark(raw) if raw == MARK else parsed_line(raw)


@lru_cache(maxsize=_REMEMBERED)
def parsed_line(raw: str) -> Line:
    """Read one logical line: a function of its text alone."""
    line = logical(raw)
    if not line.text:
        return Remark(raw)
    split = options_start(line.text)
    before = line.text[: split - 1] if 0 < split < len(line.text) else line.text[:split]  # one blank is no part of either
    written = before.rstrip(" ")
    try:
        given = options(words(line.text, split))
        if written:
            is_editable = any(option.name == "--editable" for option in given)
            return _moved(editable(before) if is_editable else requirement(before), raw, line, given)
        return _option_line(raw, line, given)
    except OptionError as fault:
        return _refused(raw, line, fault.message, fault.message, fault.start, fault.end, fault.repair)
    except UnclosedQuoteError as error:
        told = unclosed(line.text, split, error)
        return _refused(raw, line, told.message, str(error), told.start, told.end, told.repair)
    except RequirementError as fault:
        return _malformed(raw, line, written, fault, 0)


def _option_line(raw: str, line: Logical, given: list[Given]) -> Line:
    """Without a requirement before them the first -e counts, else the first -r, else the first -c, else all are options."""
    for name in ("--editable", "--requirement", "--constraint"):
        option = next((each for each in given if each.name == name and each.value is not None), None)
        if option is None:
            continue
        if name == "--editable":
            return _editable_line(raw, line, option, given)
        span = line.written(option.start, option.end)
        return Include(raw, name[2:], option.value or "", span, line.written(option.value_start, option.value_end))
    return Options(raw, _placed(line, given), line.written(0, len(line.text)))


def _editable_line(raw: str, line: Logical, option: Given, given: list[Given]) -> Line:
    """The parts stand inside the quotation marks, if any; in a value with escapes they have no places of their own."""
    value = option.value or ""
    inside = line.text.find(value, option.value_start, option.value_end)
    try:
        read = editable(value)
    except RequirementError as fault:
        malformed = _malformed(raw, line, value, fault, max(inside, option.value_start))
        needs_quotes = inside == option.value_start and " " in (malformed.repair or "")
        return replace(malformed, repair=f'"{malformed.repair}"') if needs_quotes else malformed
    if inside < 0:
        whole = Span(0, option.value_end - option.value_start)
        end = Span(whole.end, whole.end)
        read = replace(read, span=whole, name_span=whole, url_span=whole, extras_span=end, specifier_span=end, marker_span=end)
    return _moved(read, raw, line, given, max(inside, option.value_start))


def _refused(raw: str, line: Logical, message: str, reason: str, start: int, end: int, repair: str | None = None) -> Malformed:
    """A line that is refused for its options, unless what looks like one is of another language."""
    from reqd.manifests.requirements import explanation  # see `_malformed`

    continued = _continued(raw, reason)
    if continued is not None:
        return continued
    told = explanation.foreign(line.text)
    if told is not None:
        return Malformed(raw, told.message, line.written(told.start, told.end), reason, told.repair, told.code)
    return Malformed(raw, message, line.written(start, end), reason, repair, code="invalid-option")


def _malformed(raw: str, line: Logical, text: str, fault: RequirementError, offset: int) -> Malformed:
    from reqd.manifests.requirements import explanation  # most files need none, and it takes as long to import as 500 lines to read

    continued = _continued(raw, fault.reason)
    if continued is not None:
        return continued
    told = explanation.explain(text, fault.reason, fault.start, fault.end, "" if offset else line.text)
    span = line.written(told.start + offset, told.end + offset)
    return Malformed(raw, told.message, span, fault.reason, told.repair, told.code)


def _continued(raw: str, reason: str) -> Malformed | None:
    """A line that is refused for its backslashes alone."""
    from reqd.manifests.requirements import continuation  # see `_malformed`

    told = continuation.broken(raw)
    return Malformed(raw, told.message, Span(told.start, told.end), reason, told.repair, told.code) if told is not None else None


def _placed(line: Logical, given: list[Given]) -> tuple[Option, ...]:
    return tuple(
        Option(each.name, each.value, line.written(each.start, each.end), line.written(each.value_start, each.value_end)) for each in given
    )


def _moved(read: Requirement, raw: str, line: Logical, given: list[Given], offset: int = 0) -> Requirement:
    """The requirement with its spans counted in the line as written, and its options."""
    placed = _placed(line, [each for each in given if each.name != "--editable"])
    if offset == 0 and line.bends == ((0, 0),):
        return replace(read, raw=raw, options=placed) if placed or read.raw != raw else read

    def moved(span: Span) -> Span:
        return line.written(span.start + offset, span.end + offset)

    return replace(
        read,
        raw=raw,
        options=placed,
        span=moved(read.span),
        name_span=moved(read.name_span),
        extras_span=moved(read.extras_span),
        specifier_span=moved(read.specifier_span),
        marker_span=moved(read.marker_span),
        url_span=moved(read.url_span),
    )
