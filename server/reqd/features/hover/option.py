"""An option: what pip does with it, and with the value that it is given here."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.manifest import Include, Line, Option, Options, Requirement
from reqd.core.text import Span
from reqd.features.hover.content import Block, Code, Strong, named, paragraph
from reqd.features.hover.option_meaning import FEATURES, MEANINGS
from reqd.features.spot import Spot
from reqd.manifests.requirements.dropped import unused
from reqd.manifests.requirements.options import SHORT
from reqd.manifests.requirements.syntax import Kind, Part

_OF_A_REQUIREMENT = frozenset({"--hash", "--config-settings"})
# pip keeps these in one place for the whole run, wherever it reads them. Their values are names, or one of two words for all and none.
_OF_NAMES = frozenset({"--no-binary", "--only-binary", "--all-releases", "--only-final"})
_GROUPS = {":all:": "all packages", ":none:": "no package, and takes back what was said before it"}
# How many letters of a digest are shown: enough to compare two at a glance.
_DIGEST = 12


def told(at: Spot) -> tuple[Span, tuple[Block, ...]] | None:
    """The blocks, and the span of the option or of its value; None where it is no option that pip reads there."""
    assert at.part is not None
    option = next((each for each in _options(at.line) if each.span.start <= at.part.span.start < each.span.end), None)
    name = option.name if option is not None else _leading(at.line, at.part)
    if not name:
        return None
    value = (*_value(option), *_among(at.line, option)) if option is not None and option.value else ()
    place = tuple(_place(at.line, name))
    if at.part.kind is Kind.ARGUMENT and value:
        return at.part.span, (*value, *place)
    return at.part.span, (paragraph(Strong(name), ": ", MEANINGS[name]), *value, *place)


def _options(line: Line) -> tuple[Option, ...]:
    match line:
        case Requirement(options=options) | Options(options=options):
            return options
        case Include(raw=raw):
            return unused(raw)
        case _:
            return ()


def _leading(line: Line, part: Part) -> str:
    """The option that makes the line what it is: `-r`, `-c` or `-e`."""
    if isinstance(line, Include):
        name = "--constraint" if line.is_constraint else "--requirement"
    elif isinstance(line, Requirement) and line.is_editable:
        name = "--editable"
    else:
        return ""
    written = part.text.partition("=")[0]
    return name if SHORT.get(written[:2]) == name or (len(written) > 2 and name.startswith(written)) else ""


def _value(option: Option) -> Iterator[Block]:
    value = option.value or ""
    if option.name in _OF_NAMES:
        yield from _names(value)
    elif option.name == "--hash":
        yield from _hash(value)
    elif option.name == "--config-settings":
        key, _, setting = value.partition("=")
        yield paragraph("The setting ", Code(key), " is ", Code(setting) if setting else "empty")
    elif option.name == "--use-feature" and value in FEATURES:
        yield paragraph(Strong(value), ": ", FEATURES[value])


def _names(value: str) -> Iterator[Block]:
    for group in dict.fromkeys(name for name in value.split(",") if name in _GROUPS):
        yield paragraph(Strong(group), f" stands for {_GROUPS[group]}")
    names = [name.strip() for name in value.split(",") if name.strip() and name not in _GROUPS]
    if names:
        yield paragraph("It holds for ", *named(names))


def _hash(value: str) -> Iterator[Block]:
    algorithm, _, digest = value.partition(":")
    short = f"{digest[:_DIGEST]}…" if len(digest) > _DIGEST else digest
    yield paragraph("The fingerprint is ", Code(short), ", computed with ", Code(algorithm), " from the file that pip may install")


def _among(line: Line, option: Option) -> Iterator[Block]:
    """Why there are several hashes, where there are."""
    if option.name == "--hash" and sum(each.name == "--hash" for each in _options(line)) > 1:
        yield paragraph("Each hash of this line stands for another file that may be installed, such as one for each system")


def _place(line: Line, name: str) -> Iterator[Block]:
    """That the option does not do there what it seems to."""
    match line:
        case Requirement() if name in _OF_NAMES:
            yield paragraph("It stands behind a requirement, and still pip applies it to the whole install")
        case Requirement() if name not in _OF_A_REQUIREMENT and name != "--editable":
            yield paragraph("It stands behind a requirement, where pip ignores it; it needs a line of its own")
        case Include() if name not in _OF_NAMES and name not in ("--requirement", "--constraint"):
            yield paragraph("It stands on the line of another file, where pip ignores it; it needs a line of its own")
        case Options() if name in _OF_A_REQUIREMENT:
            yield paragraph("It stands on a line of its own, where pip ignores it; it belongs behind a requirement")
        case _:
            return
