"""No bytes are too odd to be read and checked, and none take long: every property, every rule, every regular expression."""

from __future__ import annotations

import importlib
import inspect
import itertools
import logging
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import reqd.actions
import reqd.core
import reqd.manifests
import reqd.rules
from reqd.check import check
from reqd.core.environment import Distribution, Environment, Listing
from reqd.core.manifest import Include, Malformed, Manifest, Options, Requirement
from reqd.core.snapshot import Snapshot, above, below
from reqd.core.view import View
from reqd.manifests import parse
from reqd.manifests.decoding import decoded
from reqd.manifests.requirements.parse import parsed_line
from tests.conformance.composed import LINES, TEXTS, damaged

MAIN, BASE, VENV = "/p/requirements.txt", "/p/x", "/p/.venv"
INSTALLED = {name: (Distribution(name, "1.0", f"{VENV}/lib/{name}.dist-info"),) for name in ("a", "requests", "b")}
ENVIRONMENT = Environment(VENV, "venv", "3.12.1", f"{VENV}/bin/python", {"python_version": "3.12", "os_name": "posix"}, INSTALLED)

# Composed lines in an encoding of their own, with bytes that belong to none.
CONTENTS = st.one_of(
    st.binary(max_size=60),
    st.builds(
        lambda text, codec, junk: text.encode(codec, "replace") + junk,
        damaged() | TEXTS,
        st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "latin-1", "cp1252")),
        st.sampled_from((b"", b"", b"\xff", b"\0", b"\n# coding: utf-7\n", b"\r")),
    ),
)


def known(*manifests: Manifest, environment: Environment | None = ENVIRONMENT) -> Snapshot:
    """A folder that holds these files, and the environment if there is one."""
    environments = {environment.root: environment} if environment else {}
    paths = tuple(manifest.path for manifest in manifests)
    return Snapshot(
        folders=("/p",),
        manifests={manifest.path: manifest for manifest in manifests},
        listings={"/p": Listing(manifests=paths, environments=tuple(environments))},
        environments=environments,
    )


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


@example(b"a\n-r x\n", b"-c requirements.txt\n")
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(CONTENTS, CONTENTS)
def test_any_bytes_are_read_and_checked(caplog: pytest.LogCaptureFixture, content: bytes, base: bytes) -> None:
    text, problems = decoded(content)
    main = parse(MAIN, text, None, problems)
    look_at(main)
    other = parse(BASE, decoded(base).text)
    for snapshot in (known(main, other), known(main, environment=None)):
        assert below(snapshot, MAIN)[0] == MAIN
        assert MAIN in above(snapshot, MAIN)
        assert all(finding.path == MAIN and finding.message for finding in check(snapshot, MAIN))
        assert len(View(snapshot, main).closure) >= len(main.entries)
    assert caplog.messages == []


def look_at(manifest: Manifest) -> None:
    """Every property that a rule may ask for, and the place of every part."""
    assert manifest.is_compiled in (True, False)
    assert manifest.is_hashed in (True, False)
    for entry in manifest.entries:
        read = entry.requirement
        assert (entry.written, read.asked, read.is_hashed, entry.line_number >= 1) == (
            read.written_specifier,
            read.asked,
            read.is_hashed,
            True,
        )
        for span in (read.span, read.version_span, read.name_span, read.extras_span, read.marker_span, read.url_span):
            shown = entry.range(span)
            assert shown.start <= shown.end
    for start, line in manifest.placed:
        if isinstance(line, Include | Options | Malformed | Requirement):
            assert manifest.range(start, line.span).start >= manifest.text.point(start)


# --- time --------------------------------------------------------------------------------------------------------------------------

# What is repeated, and what ends the repetition so that a search for more of it fails.
PIECES = (
    *(
        "a",
        "A",
        "1",
        ".",
        "-",
        "_",
        " ",
        "\t",
        "\n",
        "\r",
        "=",
        "a ",
        "a,",
        "1.",
        "a=",
        "==1",
        ",==1",
        ";a",
        "[a]",
        "[",
        "]",
        "(",
        "((",
        ")",
    ),
    *(
        "'",
        '"',
        "${",
        "${A}",
        "a.",
        "1 ",
        "; os_name",
        "#egg=",
        "&egg=",
        "pip install ",
        "://",
        "://a",
        "://a:b",
        "/",
        "\\",
        "a\\",
        "@",
        "a@",
    ),
    *(":", "#", " #", "<", "--", "-a ", "a-", "{", "{{", "}", "`", "*", "!", "~", "\u00e9", "coding:", "$", "?token", "# via ", " -r "),
)
ENDS = ("", "!", " =", "'", "\u00e9", "\t!", " ;a", "]", "\n", "=")
LEADS = ("", "a", "a==1 ")

# The modules that explain what pip refuses: they are asked about no line that is longer than 2,000 characters.
EXPLAINING = ("reqd.manifests.requirements.explanation", "reqd.manifests.requirements.mistake")


class Pattern(NamedTuple):
    """A regular expression of the sources, and how it is asked."""

    module: str
    name: str
    compiled: re.Pattern[str] | re.Pattern[bytes]
    methods: tuple[str, ...]


def patterns() -> Iterator[Pattern]:
    for package in (reqd.manifests, reqd.core, reqd.rules, reqd.actions):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    asked = set(re.findall(rf"\b{name}\.(match|search|fullmatch|sub|finditer|split|findall)\(", source))
                    yield Pattern(found.name, name, value, tuple(sorted(asked)) or ("match",))


PATTERNS = list(patterns())


def test_the_expressions_are_found() -> None:
    assert {"_PIN", "_NO_PATH", "_COMMENT", "_USER_INFO"} <= {pattern.name for pattern in PATTERNS}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern.module.removeprefix('reqd.')}-{pattern.name}")
def test_an_expression_takes_a_time_that_grows_with_the_text(pattern: Pattern) -> None:
    """One of the second degree is allowed where the text is bounded, and there takes some milliseconds; one of the third, seconds."""
    length, most = (2000, 0.5) if pattern.module.startswith(EXPLAINING) else (8000, 0.02)
    for method, lead, piece, end in itertools.product(pattern.methods, LEADS[:2], PIECES, ENDS):
        text = pumped(lead, piece, end, length)
        # A machine that is busy with something else is asked again.
        assert any(seconds(pattern, method, text) < most for _ in range(5)), (method, lead, piece, end)


def pumped(lead: str, piece: str, end: str, length: int) -> str:
    return lead + piece * (length // len(piece)) + end


def seconds(pattern: Pattern, method: str, text: str) -> float:
    """How long one question takes."""
    given = text.encode() if isinstance(pattern.compiled.pattern, bytes) else text
    arguments = (given[:0], given) if method == "sub" else (given,)
    begin = time.perf_counter()
    found = getattr(pattern.compiled, method)(*arguments)
    for _ in found if method == "finditer" else ():
        pass
    return time.perf_counter() - begin


@pytest.mark.parametrize("lead", LEADS)
def test_a_line_of_any_shape_is_explained_at_once(lead: str) -> None:
    """Also by the expressions that are written where they are asked. With one of the third degree it would take minutes."""
    slow = {}
    for piece in PIECES:
        for end in ENDS:
            begin = time.perf_counter()
            parsed_line(pumped(lead, piece, end, 1980))
            taken = time.perf_counter() - begin
            if taken > 1.0:
                slow[lead + piece, end] = taken
    assert slow == {}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(LINES, st.integers(0, 60), st.sampled_from(PIECES))
def test_a_line_that_something_long_got_into_is_checked_at_once(caplog: pytest.LogCaptureFixture, line: str, at: int, piece: str) -> None:
    text = line[:at] + piece * (20_000 // len(piece)) + line[at:]
    begin = time.perf_counter()
    check(known(parse(MAIN, text)), MAIN)
    assert time.perf_counter() - begin < 3.0
    assert caplog.messages == []
