"""Which files are requirements files: by their names, by their folders, and by what an editor calls their language."""

from __future__ import annotations

from fnmatch import fnmatchcase
from itertools import product
from types import SimpleNamespace
from typing import cast

import pytest
from lsprotocol import types

from reqd.core.events import Event, ManifestChanged
from reqd.core.snapshot import Snapshot
from reqd.daemon import Daemon
from reqd.lsp.client import Client
from reqd.lsp.documents import Documents
from reqd.manifests import parse
from reqd.manifests.names import IGNORED, is_foreign, is_manifest

# The names that people give to requirements files.
PATTERNS = (
    "requirements*.txt",
    "*requirements.txt",
    "requirements*.in",
    "*.requirements.txt",
    "constraints*.txt",
)
NAMES = {
    "requirements*.txt": ("requirements.txt", "requirements-dev.txt", "requirements_test.txt", "requirements.lock.txt", "Requirements.TXT"),
    "*requirements.txt": ("dev-requirements.txt", "test_requirements.txt", "myrequirements.txt"),
    "requirements*.in": ("requirements.in", "requirements-dev.in"),
    "*.requirements.txt": ("docs.requirements.txt", ".requirements.txt"),
    "constraints*.txt": ("constraints.txt", "constraints-3.12.txt"),
}
OTHERS = ("notes.txt", "requirements.md", "requirements", "requirements.txt.bak", "requirement.txt", "constraint.txt", "dev.in", "setup.py")
# What editors call the language of requirements files; each has a word of its own.
LANGUAGES = ("pip-requirements", "requirements", "requirementstxt", "requirements.txt", "pip_requirements")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_each_pattern_has_names(pattern: str) -> None:
    for name in NAMES[pattern]:
        assert fnmatchcase(name.lower(), pattern)
        assert is_manifest(f"/w/{name}")
        assert is_manifest(f"C:\\w\\{name}")


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_are_none(name: str) -> None:
    assert not is_manifest(f"/w/{name}")


def test_the_patterns_are_all_there_is() -> None:
    """Every name that pieces of such names make is a manifest exactly where one of the patterns says so."""
    pieces = ("", "requirements", "constraints", "dev", "-", ".", "s")
    for name in {"".join(parts) + end for parts in product(pieces, repeat=3) for end in (".txt", ".in", ".cfg", "")}:
        assert is_manifest(f"/w/{name}") is any(fnmatchcase(name, pattern) for pattern in PATTERNS), name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/w/requirements/dev.txt", True),
        ("/w/requirements/dev.in", True),
        ("/w/Requirements/dev.txt", True),
        ("C:\\w\\requirements\\dev.txt", True),
        ("/w/requirements/README.md", False),
        ("/w/requirements/deep/dev.txt", False),
        ("/w/dev/dev.txt", False),
    ],
)
def test_a_folder_of_that_name_holds_one_file_for_each_purpose(path: str, expected: bool) -> None:
    assert is_manifest(path) is expected


@pytest.mark.parametrize("folder", ["node_modules", ".git", ".tox", ".nox", "site-packages", *sorted(IGNORED)])
def test_what_lies_in_a_folder_that_tools_made_is_foreign(folder: str) -> None:
    assert is_foreign(f"/w/{folder}/x/requirements.txt", "/w")
    assert is_foreign(f"/w/sub/{folder}/requirements.txt", "/w")
    assert not is_foreign(f"/w/{folder}.txt", "/w")


@pytest.mark.parametrize("folder", ["node_modules", "site-packages", "dist-packages"])
def test_what_is_installed_is_foreign_even_where_its_own_folder_is_opened(folder: str) -> None:
    assert is_foreign(f"/w/{folder}/x/requirements.txt", f"/w/{folder}/x")


def test_a_folder_of_a_tools_name_may_be_opened_itself() -> None:
    assert not is_foreign("/w/.cache/x/requirements.txt", "/w/.cache/x")


# --- what an editor says -----------------------------------------------------------------------------------------------------------


def taken(path: str, language: str, snapshot: Snapshot) -> bool:
    """Whether a document that is opened is taken for a requirements file."""
    heard: list[Event] = []
    daemon = cast(Daemon, SimpleNamespace(snapshot=snapshot, handle=heard.append))
    documents = Documents(cast(Client, SimpleNamespace(opened={})), daemon)
    documents.open(types.TextDocumentItem(uri=f"file://{path}", language_id=language, version=1, text="a\n"))
    return [event for event in heard if isinstance(event, ManifestChanged)] != []


OPENED = Snapshot(folders=("/w",))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_editor_may_say_that_a_file_of_any_name_is_one(language: str) -> None:
    assert taken("/w/needed.lst", language, OPENED)


@pytest.mark.parametrize("language", ["text", "plaintext", "python", "toml", "pip-constraints", ""])
def test_a_language_of_other_files_says_nothing_and_the_name_does(language: str) -> None:
    assert not taken("/w/notes.txt", language, OPENED)
    assert taken("/w/requirements.txt", language, OPENED)


def test_no_language_makes_a_manifest_of_what_is_installed() -> None:
    assert not taken("/w/.venv/lib/python3.12/site-packages/x/needed.lst", "pip-requirements", OPENED)
    assert not taken("/w/node_modules/x/requirements.txt", "pip-requirements", OPENED)


def test_what_another_file_draws_in_is_one_whatever_its_name() -> None:
    snapshot = Snapshot(folders=("/w",), manifests={"/w/base": parse("/w/base", "a\n")})
    assert taken("/w/base", "text", snapshot)
