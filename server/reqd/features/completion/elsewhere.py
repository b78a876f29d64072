"""What other lines say: the requirements of this file, of those in its folder, and of the workspace's other files, in that order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from reqd.core import place
from reqd.core.manifest import Entry
from reqd.core.snapshot import open_and_read
from reqd.core.view import View

# A workspace may hold thousands of files. So many requirements are looked through in a few milliseconds, and hold nearly every name.
_LIMIT = 20_000


def entries(view: View, start: int) -> Iterator[Entry]:
    """The requirements of all files that are known, this one's first; without the line that begins at `start`, where a person writes."""
    own = view.manifest
    others = sorted((each for each in open_and_read(view.snapshot) if each is not own), key=lambda each: _order(view, each.path))
    found = (entry for manifest in (own, *others) for entry in manifest.entries)
    return (entry for entry in islice(found, _LIMIT) if entry.manifest is not own or entry.start != start)


def _order(view: View, path: str) -> tuple[bool, str]:
    return place.parent(path) != view.folder, path
