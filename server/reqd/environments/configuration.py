"""pyvenv.cfg, the file that makes a folder an environment, read as CPython's `site.py` and `getpath.py` read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from reqd import disk
from reqd.core import place

NAME = "pyvenv.cfg"
# The ones that tools write have less than a kilobyte.
LIMIT = 64 * 1024

# Keys in lower case, and their values, both without the blanks around them.
Configuration: TypeAlias = Mapping[str, str]


def read(root: str) -> Configuration | disk.Absent | disk.Refused:
    """The keys and values of an environment's configuration; lines without an equals sign say nothing, as in PEP 405."""
    found = disk.content(place.joined(root, NAME), LIMIT)
    if not isinstance(found, bytes):
        return found
    if b"\0" in found:
        return disk.Refused("it is not a text file")
    return parse(found.decode("utf-8-sig", "replace"))


def parse(text: str) -> Configuration:
    """Of several lines with one key the last counts, except for `home`, where the first does: so CPython has it."""
    values: dict[str, str] = {}
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        key = key.strip().lower()
        if equals and not (key == "home" and "home" in values):
            values[key] = value.strip()
    return values


def includes_system(configuration: Configuration) -> bool:
    """Whether the environment sees what its base Python has installed."""
    return configuration.get("include-system-site-packages", "").lower() == "true"
