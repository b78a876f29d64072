"""What a rule sees: one manifest, all that it draws in, and the environment it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reqd.core import place
from reqd.core.environment import BrokenEnvironment, Environment, NoEnvironment
from reqd.core.evaluation import Values, is_true, sorted_values
from reqd.core.finding import Finding, Fix, Related, Severity
from reqd.core.manifest import Entry, Manifest, Requirement
from reqd.core.snapshot import Choice, Snapshot, below, boundary, choice, open_and_read, target
from reqd.core.text import Span


class Hit(NamedTuple):
    """What a rule found: the span counts from the beginning of the line at `start`."""

    start: int
    span: Span
    message: str
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True)
class View:
    """The part of a snapshot that the findings of one manifest depend on. Computed parts are computed once."""

    snapshot: Snapshot
    manifest: Manifest
    # What the other rules found, for the one that judges suppressions.
    found: tuple[Finding, ...] = ()

    @cached_property
    def choice(self) -> Choice:
        return choice(self.snapshot, self.manifest.path)

    @cached_property
    def reading(self) -> Environment | BrokenEnvironment | NoEnvironment | None:
        """The environment as it was read; None while it was not looked at yet."""
        if not self.choice.root:
            return NoEnvironment("")
        return self.snapshot.environments.get(self.choice.root)

    @property
    def environment(self) -> Environment | None:
        """The environment, where there is a sound one."""
        return self.reading if isinstance(self.reading, Environment) else None

    @property
    def folder(self) -> str:
        """The folder the manifest lies in: where an install runs, and where an environment is created."""
        return place.parent(self.manifest.path)

    def shown(self, path: str) -> str:
        """A path as this manifest's reader would write it."""
        return place.seen_from(path, boundary(self.snapshot, self.manifest.path))

    @cached_property
    def is_constraints(self) -> bool:
        """Whether the file only bounds what others require: its name says so, or it is drawn in by `-c` alone.

        A file whose name says that it requires does require, whoever bounds something else with it besides.
        """
        name = place.name(self.manifest.path).lower()
        if "require" in name or "constraint" in name:
            return "require" not in name
        kinds = {
            include.kind
            for manifest in open_and_read(self.snapshot)
            for _, include in manifest.includes
            if target(manifest, include) == self.manifest.path
        }
        return kinds == {"constraint"}

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The requirements of this very file, in reading order."""
        return self.manifest.entries

    @cached_property
    def closure(self) -> tuple[tuple[Entry, bool], ...]:
        """Every requirement that holds when this file is installed, and whether it is a constraint; this file's own come first."""
        return tuple(self._closure())

    def _closure(self) -> Iterator[tuple[Entry, bool]]:
        waiting = [(self.manifest, self.is_constraints)]
        seen: set[tuple[str, bool]] = set()
        while waiting:
            manifest, is_constraint = waiting.pop()
            if (manifest.path, is_constraint) in seen:
                continue
            seen.add((manifest.path, is_constraint))
            entries = self.entries if manifest is self.manifest else manifest.entries
            yield from ((entry, is_constraint) for entry in entries)
            for _, include in reversed(manifest.includes):
                reading = self.snapshot.manifests.get(target(manifest, include))
                if isinstance(reading, Manifest):
                    waiting.append((reading, is_constraint or include.is_constraint))

    @cached_property
    def projects(self) -> Mapping[str, list[Entry]]:
        """The active requirements and constraints of the whole closure by project, in the closure's order."""
        grouped: dict[str, list[Entry]] = {}
        for entry, _ in self.closure:
            if entry.requirement.project and self.is_active(entry.requirement) is not False:
                grouped.setdefault(entry.requirement.project, []).append(entry)
        return grouped

    def are_together(self, first: Requirement, second: Requirement) -> bool:
        """Whether two active requirements hold at once for sure: without an environment, only where their markers are the same."""
        return self.environment is not None or first.marker == second.marker

    def whereabouts(self, entry: Entry) -> str:
        """Where an entry stands, in words: the line, and the file where it is another one."""
        line = f"line {entry.line_number}"
        return line if entry.manifest is self.manifest else f"{line} of {self.shown(entry.manifest.path)}"

    @cached_property
    def environment_place(self) -> str:
        """Where this manifest's environment is, or where it would be created: `.venv` beside it, or beside its `requirements` folder."""
        if self.choice.root:
            return self.choice.root
        folder = self.folder
        return place.joined(place.parent(folder) if place.name(folder) == "requirements" else folder, ".venv")

    @cached_property
    def manifests(self) -> tuple[Manifest, ...]:
        """This manifest and all that it draws in, as far as their text is known, in reading order."""
        found = (self.snapshot.manifests.get(path) for path in below(self.snapshot, self.manifest.path))
        return tuple(reading for reading in found if isinstance(reading, Manifest))

    def is_active(self, requirement: Requirement) -> bool | None:
        """Whether the marker holds in the environment; None where there is a marker and no environment to ask."""
        if requirement.marker is None:
            return True
        if self.environment is None:
            return None
        return is_true(requirement.written_marker, self._values)

    @cached_property
    def _values(self) -> Values:
        return sorted_values(self.environment.markers) if self.environment else ()

    @cached_property
    def required(self) -> tuple[Entry, ...]:
        """The lines of this very file that ask for something here: named, active, and no constraint."""
        if self.is_constraints:
            return ()
        return tuple(entry for entry in self.entries if entry.requirement.project and self.is_active(entry.requirement))

    @cached_property
    def environment_name(self) -> str:
        return self.shown(self.environment_place)
