"""What a reader makes of a requirements file, in terms that pip and reqd both have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Values = Mapping[str, object]

NOTHING: Values = {}


class Reading(NamedTuple):
    """What a reader makes of one logical line.

    `kind` is "requirement", "requirement-file", "constraint-file", "options" or "error", and of pip also "path": what it would read if
    the folder that it looked for were there.

    `hashes` are digests by algorithm, `settings` those for the build by key, and `options` the values of all other options by pip's name
    for them, without those that are as they were.
    """

    kind: str
    name: str = ""
    extras: frozenset[str] = frozenset()
    specifier: str = ""
    marker: str = ""
    url: str = ""
    is_editable: bool = False
    hashes: Values = NOTHING
    settings: Values = NOTHING
    target: str = ""
    options: Values = NOTHING


class Placed(NamedTuple):
    """A reading with the one-based numbers of the first and the last physical line it was read from, as pip counts them."""

    first: int
    last: int
    reading: Reading


ERROR = Reading("error")
