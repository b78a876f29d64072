"""What a file consists of, and what the whole workspace asks for, by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from packaging.utils import canonicalize_name

from reqd.core.hygiene import clean
from reqd.core.manifest import Include, Line, Manifest, Options, Requirement
from reqd.core.snapshot import Snapshot, open_and_read
from reqd.core.text import Range

# As many as a list shows before a person types more letters.
LIMIT = 200

SymbolKind = Literal["package", "file", "option"]


class Symbol(NamedTuple):
    """One thing that a line names: its whole line, and where the name stands."""

    name: str
    detail: str
    kind: SymbolKind
    path: str
    range: Range
    name_range: Range


def symbols(manifest: Manifest) -> tuple[Symbol, ...]:
    """The requirements, included files and options of a file, in reading order."""
    return tuple(symbol for start, line in manifest.placed for symbol in _symbols(manifest, start, line))


def _symbols(manifest: Manifest, start: int, line: Line) -> Iterator[Symbol]:
    match line:
        case Requirement():
            name = clean(line.name or line.url or "")
            extras = f"[{','.join(line.extras)}]" if line.extras else ""
            address = f" @ {line.url}" if line.url and line.name else ""
            detail = clean(f"{extras}{line.written_specifier if line.url is None else address}")
            name_range = manifest.range(start, line.name_span)
            yield Symbol(name, detail, "package", manifest.path, manifest.range(start, line.span), name_range)
        case Include():
            name = clean(f"{'-c' if line.is_constraint else '-r'} {line.target}")
            yield Symbol(name, "", "file", manifest.path, manifest.range(start, line.span), manifest.range(start, line.target_span))
        case Options():
            for option in line.options:
                place = manifest.range(start, option.span)
                yield Symbol(option.name, clean(option.value or ""), "option", manifest.path, place, place)
        case _:
            return


def workspace_symbols(snapshot: Snapshot, query: str) -> tuple[Symbol, ...]:
    """The packages of all manifests whose name holds what was typed, those that begin with it first; at most LIMIT."""
    wanted = canonicalize_name(query)
    found = [
        (not project.startswith(wanted), project, manifest.path, entry.start, entry)
        for manifest in open_and_read(snapshot)
        for entry in manifest.entries
        if (project := entry.requirement.project or "") and wanted in project
    ]
    first = (entry for *_, entry in sorted(found, key=lambda each: each[:4])[:LIMIT])
    return tuple(symbol for entry in first for symbol in _symbols(*entry))
