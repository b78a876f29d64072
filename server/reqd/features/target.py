"""Where something leads: a piece of a manifest, another file, or a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit, urlunsplit

from reqd.core.manifest import Entry
from reqd.core.snapshot import Snapshot, open_and_read
from reqd.core.text import Point, Range

TOP = Range(Point(0, 0), Point(0, 0))


class Target(NamedTuple):
    """A piece of the file at an absolute path."""

    path: str
    range: Range = TOP


def of_entry(entry: Entry) -> Target:
    """The name of a requirement, where it stands."""
    return Target(entry.manifest.path, entry.range(entry.requirement.name_span))


def entries(snapshot: Snapshot, project: str) -> Iterator[Entry]:
    """The requirements and constraints of a project in every manifest that is known."""
    for manifest in sorted(open_and_read(snapshot), key=lambda manifest: manifest.path):
        yield from (entry for entry in manifest.entries if entry.requirement.project == project)


def page(url: str) -> str:
    """A URL that an editor may open in a browser: http or https, without a user's name or password; empty for every other one.

    Of what leads to a repository (`git+https://…@v1#egg=…`) it is the repository.
    """
    system, plus, address = url.partition("+")
    is_repository = plus != "" and system.isalpha()
    try:
        parts = urlsplit(address if is_repository else url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "${" in url:
        return ""
    path = parts.path.partition("@")[0] if is_repository else parts.path
    return urlunsplit((parts.scheme, f"[{host}]{port}" if ":" in host else f"{host}{port}", path, parts.query, ""))
