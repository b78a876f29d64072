"""What a file says: its lines as pip reads them, each part with its place.

All values are immutable. A parsed line knows nothing of where it stands, so that one parse serves every place and every revision in
which the same text occurs; its spans count from the first character of the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from packaging.markers import Marker
from packaging.specifiers import SpecifierSet

from reqd.core.text import NOWHERE, Range, Span, Text


class Option(NamedTuple):
    """One option as pip reads it: its canonical long name, its value (None for a flag), and where both stand."""

    name: str
    value: str | None
    span: Span
    value_span: Span


@dataclass(frozen=True, slots=True)
class Requirement:
    """One declared need. A part that is absent is None or empty.

    `specifier_span` is empty where no specifier is written, and then stands where one would be. `url` is also the path of a local
    project, as written.
    """

    raw: str
    name: str | None
    project: str | None
    span: Span
    extras: tuple[str, ...] = ()
    specifier: SpecifierSet = field(default_factory=SpecifierSet)
    marker: Marker | None = None
    url: str | None = None
    is_editable: bool = False
    options: tuple[Option, ...] = ()
    name_span: Span = NOWHERE
    extras_span: Span = NOWHERE
    specifier_span: Span = NOWHERE
    marker_span: Span = NOWHERE
    url_span: Span = NOWHERE

    @property
    def written_specifier(self) -> str:
        """The specifier as it stands in the file, without parentheses; as packaging writes it where it goes over several lines."""
        written = self.raw[self.specifier_span.start : self.specifier_span.end].strip("() \t")
        return written if written and len(written.splitlines()) == 1 else str(self.specifier)

    @property
    def asked(self) -> str:
        """What is asked for, in one word or a few: name, extras and specifier, or the URL's name."""
        if self.url is not None or self.name is None:
            return self.name or self.url or ""
        extras = f"[{','.join(self.extras)}]" if self.extras else ""
        return f"{self.name}{extras}{''.join(self.written_specifier.split())}"

    @property
    def is_hashed(self) -> bool:
        return any(option.name == "--hash" for option in self.options)


@dataclass(frozen=True, slots=True)
class Include:
    """Another file that this one draws in: by `-r` as requirements, by `-c` as constraints. `target` is as written."""

    raw: str
    kind: str
    target: str
    span: Span
    target_span: Span

    @property
    def is_constraint(self) -> bool:
        return self.kind == "constraint"


@dataclass(frozen=True, slots=True)
class Options:
    """A line of options that hold for the whole run."""

    raw: str
    options: tuple[Option, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment or a blank line."""

    raw: str


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that pip refuses: what is wrong, on the smallest span that shows it, and pip's own words.

    `repair` is the text that the span should hold, where that is certain. `is_option` tells an option's fault from a requirement's.
    """

    raw: str
    message: str
    span: Span
    reason: str = ""
    repair: str | None = None
    is_option: bool = False


Line: TypeAlias = Requirement | Include | Options | Remark | Malformed


class Problem(NamedTuple):
    """Something wrong with a file as a whole, found before any line was read."""

    code: str
    message: str


@dataclass(frozen=True)
class Manifest:
    """A file that declares what is needed, as it was at one moment.

    `lines` are pip's logical lines in reading order, `starts` the offset in `text` at which each begins. `version` is the editor's
    number for an open document and None for a file read from disk.
    """

    path: str
    text: Text
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    version: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.version is not None

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The requirements with their places, in reading order."""
        return tuple(Entry(self, start, line) for start, line in self.placed if isinstance(line, Requirement))

    @cached_property
    def includes(self) -> tuple[tuple[int, Include], ...]:
        """The includes, each with the offset of its line, in reading order."""
        return tuple((start, line) for start, line in self.placed if isinstance(line, Include))

    @property
    def placed(self) -> Iterator[tuple[int, Line]]:
        return zip(self.starts, self.lines, strict=True)

    def range(self, start: int, span: Span) -> Range:
        """The document's range of a span that counts from the line beginning at `start`."""
        return self.text.range(span.moved(start))


class Entry(NamedTuple):
    """A requirement where it stands: its manifest, the offset of its line, and the requirement."""

    manifest: Manifest
    start: int
    requirement: Requirement

    @property
    def written(self) -> str:
        """The specifier as it stands in the file."""
        return self.requirement.written_specifier

    @property
    def line_number(self) -> int:
        """One-based, as people count."""
        return self.manifest.text.point(self.start + self.requirement.span.start).line + 1

    def range(self, span: Span) -> Range:
        return self.manifest.range(self.start, span)


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A manifest that is named somewhere and does not exist."""

    path: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A manifest that exists and is not read. `reason` completes "it is not read: ".

    `is_outside` tells that it lies outside of the opened folder, so that pip may well read it.
    """

    path: str
    reason: str
    is_outside: bool = False


ManifestReading: TypeAlias = Manifest | MissingFile | Unreadable
