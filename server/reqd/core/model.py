"""The values everything speaks in: what a file says, what an environment has, and what is worth telling.

All are immutable. A parsed line knows nothing of where it stands, so that one parse serves every place and every revision in which
the same text occurs; its spans count from the first character of the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from packaging.markers import Marker
from packaging.specifiers import SpecifierSet

from reqd.core.text import NOWHERE, Range, Span, Text

# --- what a file says -------------------------------------------------------------------------------------------------------------


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
    """A manifest that exists and is not read: a folder, too large, outside of the opened folders. `reason` completes "it is not read: "."""

    path: str
    reason: str


ManifestReading: TypeAlias = Manifest | MissingFile | Unreadable

# --- what an environment has ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Distribution:
    """One installed package. Name and version come from its folder's name, as pip and uv take them.

    `name` is canonical (PEP 503), `version` as written, `location` the absolute path of the `.dist-info`; `problem` says in half a
    sentence what is wrong with its files, and is empty where nothing is.
    """

    name: str
    version: str
    location: str
    problem: str = ""
    direct_url: str = ""
    is_editable: bool = False


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder into which packages are installed, as read from its files.

    `python` is the full version, `markers` the values of PEP 508's variables there, `distributions` every distribution by canonical
    name, first on the path first; `leftovers` the remains of interrupted installs; `watches` the folders in which a change tells
    that something was installed or removed.
    """

    root: str
    kind: str
    python: str
    interpreter: str
    markers: Mapping[str, str]
    distributions: Mapping[str, tuple[Distribution, ...]]
    leftovers: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    site_packages: tuple[str, ...] = ()

    def installed(self, project: str) -> Distribution | None:
        """The distribution that Python would import for a canonical name."""
        found = self.distributions.get(project)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class BrokenEnvironment:
    """A folder that is an environment and cannot be used; `reason` is a sentence without its full stop."""

    root: str
    reason: str
    watches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoEnvironment:
    """A folder that is no environment, or is gone."""

    root: str


EnvironmentReading: TypeAlias = Environment | BrokenEnvironment | NoEnvironment


class Listing(NamedTuple):
    """What one folder holds that matters here: manifests and environments, as absolute paths in order of precedence."""

    manifests: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


class Interpreter(NamedTuple):
    """A Python on this machine that can make environments."""

    version: str
    path: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What this machine offers for changing environments: absolute paths, found without starting anything.

    `installer` is a Python that has pip and does not belong to any project; `pythons` are newest first.
    """

    uv: str | None = None
    installer: str | None = None
    pythons: tuple[Interpreter, ...] = ()


# --- what is worth telling --------------------------------------------------------------------------------------------------------


class Severity(Enum):
    """How grave a finding is; the values order from gravest to mildest."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4

    @property
    def word(self) -> str:
        return self.name.lower()


class Edit(NamedTuple):
    """A replacement in one document."""

    path: str
    range: Range
    text: str


@dataclass(frozen=True, slots=True)
class EditFix:
    """A change of text that an editor carries out and can undo; `creates` are files to be made, empty."""

    title: str
    edits: tuple[Edit, ...] = ()
    creates: tuple[str, ...] = ()
    is_preferred: bool = False


@dataclass(frozen=True, slots=True)
class CommandFix:
    """A request to change the world, carried out by an action of that name; the arguments are plain JSON."""

    title: str
    command: str
    arguments: Mapping[str, object]
    is_preferred: bool = False


Fix: TypeAlias = EditFix | CommandFix


class Related(NamedTuple):
    """Another place that takes part in a finding."""

    path: str
    range: Range
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth telling. `message` is one sentence without a full stop, ready to be shown."""

    code: str
    severity: Severity
    path: str
    range: Range
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
