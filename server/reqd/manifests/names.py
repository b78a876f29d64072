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
# What tools make, and nobody writes requirements into; conda's packages and Bazel's links hold whole copies of other projects.
IGNORED = frozenset(
    (
        *(".git", ".hg", ".svn", ".bzr"),
        *(".tox", ".nox", ".eggs", ".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", ".direnv", ".terraform"),
        *(".idea", ".vscode"),
        *("__pycache__", "__pypackages__", "site-packages", "dist-packages", "conda-meta", "node_modules", "bower_components"),
    )
)
# Nobody's project, whatever folder is open.
_PACKAGES = frozenset({"site-packages", "dist-packages", "node_modules"})
# A folder of that name holds one file for each purpose: `requirements/dev.txt`.
_FOLDER = "requirements"


def is_manifest(path: str) -> bool:
    """Whether the file at an absolute path declares requirements, going by its name and its folder's; case does not count."""
    name = place.name(path).lower()
    if _NAME.fullmatch(name):
        return True
    return name.endswith((".txt", ".in")) and place.name(place.parent(path)).lower() == _FOLDER


def is_foreign(path: str, folder: str) -> bool:
    """Whether a file below a folder lies in what tools made there, such as an environment's packages or another project's copy."""
    below = place.seen_from(path, folder).replace("\\", "/").split("/")
    return not IGNORED.isdisjoint(below[:-1]) or not _PACKAGES.isdisjoint(path.replace("\\", "/").split("/"))
