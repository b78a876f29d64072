"""Which files are requirements files, by their names."""

from __future__ import annotations

import re

from reqd.core import place

# The names that people give: `requirements-dev.txt`, `dev-requirements.txt`, `docs.requirements.txt`, `requirements.in`,
# `constraints.txt`. What none of them matches is still known once a `-r` draws it in.
_NAME = re.compile(r"requirements.*\.(?:txt|in)|.*requirements\.txt|constraints.*\.txt")
# What editors call a requirements file's language. Each has its own word, and some have none (`text`, `plaintext`), so that a name
# counts before it.
LANGUAGES = frozenset({"pip-requirements", "requirements", "requirementstxt", "requirements.txt", "pip_requirements"})
# A folder of that name holds one file for each purpose: `requirements/dev.txt`.
_FOLDER = "requirements"


def is_manifest(path: str) -> bool:
    """Whether the file at an absolute path declares requirements, going by its name and its folder's; case does not count."""
    name = place.name(path).lower()
    if _NAME.fullmatch(name):
        return True
    return name.endswith((".txt", ".in")) and place.name(place.parent(path)).lower() == _FOLDER
