"""Many file events become few: a quiet period, a ceiling, and one word for "too many to name"."""

from __future__ import annotations

from dataclasses import dataclass, field

from reqd.core.events import PathsChanged, Rescan

# Installers write for a while; one look after they pause is worth more than a look at each file. A tenth of a second is what a person
# does not notice.
QUIET = 0.1
# A build that never pauses must not keep its changes to itself for ever.
CEILING = 3.0
# Naming more paths than this costs more than looking at everything that is known.
LIMIT = 2000


@dataclass(slots=True)
class Batch:
    """Collects changed paths; knows no clock, so every call is told the time in seconds."""

    paths: set[str] = field(default_factory=set)
    first: float = 0.0
    last: float = 0.0
    is_flooded: bool = False

    def add(self, path: str, now: float) -> None:
        if not self:
            self.first = now
        self.last = now
        self.is_flooded = self.is_flooded or len(self.paths) >= LIMIT
        if not self.is_flooded:
            self.paths.add(path)

    def flood(self, now: float) -> None:
        """Events were lost: whatever was named, everything must be looked at."""
        self.add("", now)
        self.is_flooded = True

    def __bool__(self) -> bool:
        return self.is_flooded or bool(self.paths)

    def due(self) -> float:
        """The time at which what was collected is to be handed on. Only meaningful when there is something."""
        return min(self.last + QUIET, self.first + CEILING)

    def take(self) -> PathsChanged | Rescan:
        """Hand on what was collected and begin anew."""
        event = Rescan() if self.is_flooded else PathsChanged(frozenset(self.paths))
        self.paths = set()
        self.is_flooded = False
        return event
