"""The tables of names: against this Python's own list of its modules, and against the rules of names themselves."""

from __future__ import annotations

import sys

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from reqd.knowledge.import_names import PACKAGES
from reqd.knowledge.python_modules import is_module, since

MINOR = sys.version_info.minor
# Not told although they are there: internals that nobody imports on purpose, and names of packages that people want.
UNTOLD = frozenset(
    (
        *("antigravity", "genericpath", "idlelib", "nt", "ntpath", "nturl2path", "opcode", "posix", "posixpath", "py_compile", "pyclbr"),
        *("pydoc_data", "pyexpat", "sre_compile", "sre_constants", "sre_parse", "stringprep", "this", "turtledemo", "lib2to3"),
        *("configparser", "readline", "profiling"),
        *("crypt", "msilib", "nis", "ossaudiodev", "spwd"),  # of one system only, and gone by now
    )
)


def test_every_module_of_this_python_is_known_by_name() -> None:
    modules = {name for name in sys.stdlib_module_names if not name.startswith("_")} - UNTOLD
    assert {name for name in modules if not is_module(name, MINOR, "posix") and not is_module(name, MINOR, "nt")} == set()


@pytest.mark.parametrize(
    "name", sorted(UNTOLD | {"requests", "six", "enum34", "typing_extensions", "importlib.metadata", "test", "_thread"})
)
def test_what_is_no_module_or_is_left_alone(name: str) -> None:
    assert not is_module(name, MINOR, "posix")


@pytest.mark.parametrize(
    ("name", "first", "last"), [("dataclasses", 7, 99), ("tomllib", 11, 99), ("imp", 0, 11), ("telnetlib", 0, 12), ("json", 0, 99)]
)
def test_a_module_is_one_from_its_first_to_its_last_python(name: str, first: int, last: int) -> None:
    assert [minor for minor in range(100) if is_module(name, minor)] == list(range(first, last + 1))


def test_without_a_python_only_what_all_have_is_one() -> None:
    assert [name for name in ("json", "typing", "dataclasses", "tomllib", "imp", "curses", "winreg") if is_module(name)] == [
        "json",
        "typing",
        "dataclasses",
    ]


def test_since_is_told_only_where_older_pythons_did_without() -> None:
    assert (since("json"), since("Typing"), since("tomllib")) == ("", "3.5", "3.11")


@pytest.mark.parametrize(("name", "package"), PACKAGES.items(), ids=PACKAGES)
def test_an_import_name_is_looked_up_by_its_canonical_form_and_is_another_one_than_its_package(name: str, package: tuple[str, str]) -> None:
    written, first = package
    assert canonicalize_name(name) == name
    assert canonicalize_name(written) not in PACKAGES
    assert str(Version(first)) == first
    assert not is_module(name)
