"""What distributions say of themselves and require of each other: against importlib, pip and Python's parser of e-mail."""

from __future__ import annotations

import email
import json
import os
import re
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pip
import pytest
import uv
from hypothesis import example, given
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.utils import canonicalize_name

from reqd import environments
from reqd.core.dependency import dependents, requirements
from reqd.core.environment import Distribution, Environment
from reqd.core.metadata import Metadata, metadata, read, well_known
from tests import fixture
from tests.test_environments import run
from tests.wheels import wheel

SAID = """
Metadata-Version: 2.4
Name: said
Version: 1.0
Summary: Says all there is to say,
        on two lines — with a dash
License-Expression: MIT OR Apache-2.0
License: MIT License
Home-Page: https://example.org/said
Project-URL: Bug Tracker, https://example.org/said/issues
Project-URL: Source Code,https://example.org/said/source?a=1,2
Author: Ärmel Said
Author-email: Ärmel Said <said@example.org>
Classifier: License :: OSI Approved :: BSD License
Requires-Python: >=3.8,
  <4
Requires-Dist: plain>=1
Requires-Dist: old; python_version < "3"
Requires-Dist: new (>=2,<3) ; python_version >= "3"
Requires-Dist: here; sys_platform != "win32" or extra == "fast"
Requires-Dist: Slow_Thing[deep]>=1; extra == "fast-and_slow"
Requires-Dist: only-without; extra != "fast"
Requires-Dist: both; python_version >= "3" and extra == "fast"
Provides-Extra: fast
Provides-Extra: Fast_and.slow

Requires-Dist: manual
"""
LICENSED = """
Metadata-Version: 1.1
Name: licensed
Version: 1.0
Summary: UNKNOWN
Home-page: UNKNOWN
Author-email: someone@example.org
License: Copyright Somebody
        Permission is granted to whoever reads all of this.
Project-URL: Home-Page!, https://example.org/licensed
Description: A manual
        Requires-Dist: manual
Classifier: License :: OSI Approved :: MIT License
Classifier: License :: OSI Approved :: Apache Software License
Classifier: Topic :: Utilities
Requires-Dist: said
Requires-Dist: plain

A manual.
"""
# Where a virtual environment keeps packages, by the word that every Python knows; "venv" came with 3.11.
SCHEME = "nt" if os.name == "nt" else "posix_prefix"
NAMES = ("said", "licensed", "plain", "new", "here", "only-without", "Slow_Thing", "both", "bare")
EXTRAS = ((), ("fast",), ("fast-and-slow",), ("fast", "fast-and-slow"), ("none",))

FIELDS = """
import importlib.metadata, json
names = ("Summary", "License-Expression", "License", "Home-Page", "Author", "Requires-Python", "Project-URL",
         "Requires-Dist", "Provides-Extra")
print(json.dumps({each.metadata["Name"]: {name: each.metadata.get_all(name) for name in names} | {"requires": each.requires}
                  for each in importlib.metadata.distributions()}))
"""
DEPENDENCIES = """
import json, sys
sys.path.append(sys.argv[1])
from pip._internal.metadata import get_environment
print(json.dumps([[each.canonical_name, extras, [str(one) for one in each.iter_dependencies(extras)]]
                  for each in get_environment([sys.argv[2]]).iter_all_distributions() for extras in json.loads(sys.argv[3])]))
"""


def installed(text: str) -> Distribution:
    """A distribution whose METADATA has these lines."""
    return Distribution("it", "1.0", "/it-1.0.dist-info", header=text.encode())


def described(body: str) -> Environment:
    """The environment of an `env` block."""
    found = fixture.environment(body)
    assert isinstance(found, Environment)
    return found


def unfolded(values: list[str] | None) -> list[str]:
    return [" ".join(value.split()) for value in values or ()]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real environment of wheels that say much, say it oddly, or require each other."""
    folder = tmp_path_factory.mktemp("said")
    packages, root = folder / "wheels", folder / ".venv"
    for name, text in (("said", SAID), ("licensed", LICENSED)):
        wheel(packages, name, "1.0", files={f"{name}-1.0.dist-info/METADATA": text.lstrip(), f"{name}.py": ""})
    for name, requires in {"plain": (), "new": ("plain>=1", "missing; python_version < '3'"), "here": ("New[x]", "bare")}.items():
        wheel(packages, name, "2.0", requires)
    wheel(packages, "only-without", "1.0", ["Slow.Thing ; python_version >= '3'"], {"more": ["both"]})
    for name in ("Slow_Thing", "both", "bare"):
        wheel(packages, name, "1.0")
    run(sys.executable, "-m", "venv", "--without-pip", str(root))
    tool = [uv.find_uv_bin(), "pip", "install", "--quiet", "--offline", "--no-config", "--no-index", "--no-deps"]
    run(*tool, "--find-links", str(packages), "--python", str(root), *NAMES)
    return root


@pytest.fixture(scope="module")
def environment(root: Path) -> Environment:
    reading = environments.read(str(root))
    assert isinstance(reading, Environment), reading
    return reading


def site_packages(root: Path) -> str:
    return sysconfig.get_path("purelib", SCHEME, {"base": str(root), "platbase": str(root)})


class TestAgainstTheEnvironmentItself:
    def test_all_fields_are_as_importlib_has_them(self, environment: Environment) -> None:
        answer: dict[str, Any] = json.loads(run(environment.interpreter, "-X", "utf8", "-c", FIELDS))
        assert len(answer) == len(NAMES)
        for name, fields in answer.items():
            (distribution,) = environment.distributions[canonicalize_name(name)]
            found = metadata(distribution)
            assert list(found.requires_dist) == unfolded(fields["Requires-Dist"]) == unfolded(fields["requires"])
            assert [f"{label}, {url}" for label, url in found.urls] == [
                re.sub(r"\s*,\s*", ", ", value, count=1) for value in unfolded(fields["Project-URL"])
            ]
            assert list(found.provides_extra) == [canonicalize_name(extra) for extra in fields["Provides-Extra"] or ()]
            for own, theirs in ((found.summary, "Summary"), (found.requires_python, "Requires-Python")):
                assert [own] == [value.replace("UNKNOWN", "") for value in unfolded(fields[theirs]) or [""]]
            if fields["License-Expression"] or name != "licensed":
                assert found.license == (fields["License-Expression"] or fields["License"])[0]

    @pytest.mark.parametrize("name", ["said", "licensed", "here"])
    @pytest.mark.xfail(sys.version_info < (3, 11), reason="there pip asks pkg_resources, which keeps what an extra excludes")
    def test_dependencies_are_as_pip_has_them(self, environment: Environment, root: Path, name: str) -> None:
        """For the Python of the environment, of which each extra that pip is asked for is looked at alone."""
        folder = os.path.dirname(os.path.dirname(pip.__file__))
        answer = json.loads(run(environment.interpreter, "-c", DEPENDENCIES, folder, site_packages(root), json.dumps(EXTRAS)))
        expected = {tuple(extras): sorted(found) for project, extras, found in answer if project == name}
        (distribution,) = environment.distributions[name]
        ours = {extras: requirements(environment, distribution, frozenset(extras)) for extras in EXTRAS}
        assert {extras: sorted(map(str, found)) for extras, found in ours.items()} == expected

    def test_dependents_are_as_pip_shows_them(self, environment: Environment, root: Path) -> None:
        shown = run(sys.executable, "-m", "pip", "--python", str(root), "--disable-pip-version-check", "show", *NAMES)
        expected = dict(re.findall(r"(?ms)^Name: (\S+)$.*?^Required-by: ?(.*?)$", shown))
        found = dependents(environment)
        names = {name: sorted((each.written for each in found.get(canonicalize_name(name), ())), key=str.lower) for name in NAMES}
        assert {name: ", ".join(requiring) for name, requiring in names.items()} == expected
        assert any(expected.values())


class TestFields:
    def test_what_is_said_is_read(self) -> None:
        assert read(SAID.lstrip().encode()) == Metadata(
            summary="Says all there is to say, on two lines — with a dash",
            license="MIT OR Apache-2.0",
            author="Ärmel Said",
            home_page="https://example.org/said",
            urls=(("Bug Tracker", "https://example.org/said/issues"), ("Source Code", "https://example.org/said/source?a=1,2")),
            requires_python=">=3.8, <4",
            requires_dist=(
                "plain>=1",
                'old; python_version < "3"',
                'new (>=2,<3) ; python_version >= "3"',
                'here; sys_platform != "win32" or extra == "fast"',
                'Slow_Thing[deep]>=1; extra == "fast-and_slow"',
                'only-without; extra != "fast"',
                'both; python_version >= "3" and extra == "fast"',
            ),
            provides_extra=("fast", "fast-and-slow"),
        )

    def test_what_old_tools_wrote_is_read(self) -> None:
        assert read(LICENSED.lstrip().encode()) == Metadata(
            license="MIT License, Apache Software License",
            author="someone@example.org",
            home_page="https://example.org/licensed",
            urls=(("Home-Page!", "https://example.org/licensed"),),
            requires_dist=("said", "plain"),
        )

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("License-Expression: MIT\nLicense: other", "MIT"),
            ("License: BSD\nClassifier: License :: OSI Approved :: MIT License", "BSD"),
            ("License: UNKNOWN\nClassifier: License :: Public Domain", "Public Domain"),
            ("License: The whole text\n of it", "The whole text"),
            ("License: A text left out\n \nClassifier: License :: Public Domain", "Public Domain"),
            ("License: \n        MIT", "MIT"),
            ("Classifier: License", ""),
            ("", ""),
        ],
    )
    def test_a_licence_is_its_expression_or_its_name_or_its_classifiers(self, text: str, expected: str) -> None:
        assert metadata(installed(text)).license == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Project-URL: Docs, https://a", (("Docs", "https://a"),)),
            ("Project-URL: https://a", ()),
            ("Project-URL: Docs,", ()),
            ("Project-URL: A, x\nProject-URL: A, y", (("A", "x"), ("A", "y"))),
        ],
    )
    def test_a_url_has_a_label_and_one_without_is_left_out(self, text: str, expected: tuple[tuple[str, str], ...]) -> None:
        assert metadata(installed(text)).urls == expected

    def test_an_extra_that_is_no_name_is_left_out(self) -> None:
        text = "Provides-Extra: dev_tools\nProvides-Extra: a b\nProvides-Extra: x]\nProvides-Extra: Dev-Tools\nProvides-Extra:"
        assert metadata(installed(text)).provides_extra == ("dev-tools",)

    @pytest.mark.parametrize(
        ("label", "kind"),
        [("What's New?", "changelog"), ("Home-page", "homepage"), ("Bug_Tracker", "issues"), ("GitHub", "source"), ("Chat", ""), ("", "")],
    )
    def test_labels_are_known_whatever_their_punctuation(self, label: str, kind: str) -> None:
        assert well_known(label) == kind

    def test_a_url_is_found_by_what_it_is_for(self) -> None:
        found = metadata(installed("Project-URL: Chat, https://c\nProject-URL: Docs, https://d\nProject-URL: Documentation, https://e"))
        assert (found.url("documentation"), found.url("source"), found.url("")) == ("https://d", "", "https://c")

    def test_nothing_is_read_twice(self) -> None:
        assert metadata(installed("Summary: A")) is metadata(installed("Summary: A"))


PIECES = (
    "Summary: a",
    "summary:b",
    "Requires-Dist: c; d",
    "Requires-Dist:",
    "Requires-Dist: e ",
    " folded",
    "\tfolded: too",
    " ",
    "From me",
)
ODDITIES = (
    "From : x",
    "From: x",
    ":x",
    "words",
    "two words: x",
    "",
    "\x0cSummary: x",
    "Summary\x0b: y",
    "Requires-Dist : z",
    "é: 1",
    "x:é",
)
TERMS = st.sampled_from(("extra == 'x'", 'extra=="a-B"', "extra != 'x'", "'x' == extra", "os_name == 'posix'", 'os_name == "nt"'))
MARKERS = st.recursive(
    TERMS, lambda inner: st.tuples(inner, st.sampled_from((" and ", " or ")), inner).map("".join) | inner.map("({})".format)
)
LINES = st.lists(st.tuples(st.sampled_from(PIECES * 3 + ODDITIES), st.sampled_from(("\n", "\r\n", "\r"))), max_size=12)


class TestAnything:
    @given(LINES)
    def test_lines_are_fields_as_for_python_s_parser_of_e_mail(self, lines: list[tuple[str, str]]) -> None:
        text = "".join(map("".join, lines))
        message, found = email.message_from_string(text), read(text.encode())
        assert unfolded(list(found.requires_dist)) == unfolded(message.get_all("Requires-Dist"))
        assert unfolded([found.summary]) == (unfolded(message.get_all("Summary")) or [""])[:1]

    @given(st.binary() | LINES.map(lambda lines: "".join(map("".join, lines)).encode("utf-16-le")))
    def test_bytes_never_raise(self, header: bytes) -> None:
        assert isinstance(read(header), Metadata)
        distribution = Distribution("it", "1.0", "", header=header + b"\nRequires-Dist: " + header)
        assert isinstance(requirements(ENVIRONMENT, distribution), tuple)

    @given(st.text(alphabet="ab1 ;()[]<>=!~,.'\"@*\n\t\\", max_size=40))
    def test_requirements_never_raise(self, text: str) -> None:
        requirements(ENVIRONMENT, installed(f"Requires-Dist: {text}\nRequires-Dist: a; {text}\nRequires-Dist: a{text}"), frozenset("x"))

    @example("os_name == 'posix' or os_name == 'nt' and extra == 'x'", frozenset())
    @example("os_name == 'posix' and extra == 'A_b'", frozenset(("a.B",)))
    @given(MARKERS, st.frozensets(st.sampled_from(("x", "A.b", ""))))
    def test_extras_add_what_they_add_as_packaging_has_it(self, marker: str, extras: frozenset[str]) -> None:
        values = ({**ENVIRONMENT.markers, "extra": extra} for extra in extras or ("",))
        found = requirements(ENVIRONMENT, installed(f"Requires-Dist: a; {marker}"), extras)
        assert bool(found) == any(Marker(marker).evaluate(each) for each in values)

    @pytest.mark.parametrize("depth", [10, 100, 500, 1_000, 20_000])
    def test_brackets_without_number_never_raise(self, depth: int) -> None:
        text = f"""Requires-Dist: a; {"(" * depth}python_version > "3"{")" * depth}\nRequires-Dist: b"""
        assert requirements(ENVIRONMENT, installed(text))[-1].name == "b"

    @pytest.mark.parametrize(
        "value", ["a==" + "1" * 10_000, "a; python_version > '" + "1" * 10_000 + "'", "a[", "a b", "a>", "a; x", "@", ""]
    )
    def test_what_is_no_requirement_is_left_out_and_the_others_are_not(self, value: str) -> None:
        assert [str(each) for each in requirements(ENVIRONMENT, installed(f"Requires-Dist: {value}\nRequires-Dist: b"))][-1:] == ["b"]


ENVIRONMENT = described("""\
python 3.12.1
Alpha 1.0
  Requires-Dist: beta>=1
  Requires-Dist: gamma; extra == "more"
  Requires-Dist: gamma; python_version < "3.12"
Beta 2.0
  Requires-Dist: Gone.Thing
  Requires-Dist: ??
Delta 1.0
  Requires-Dist: BETA
  Requires-Dist: beta<3
""")

BOUNDS = (
    *("b", "B.c", "d-_e", "-", ";", "==", "!=", "<", ">=", "~=", "===", "1", "2.0", "3.*", "4.", "5rc1", "12345678901", "\u0661"),
    *(",", "[f]", "(", ")", "@", " ", "\t", "\u00a0"),
)


class TestDependents:
    def test_they_are_named_whether_or_not_what_they_require_is_installed(self) -> None:
        assert names(ENVIRONMENT) == {"beta": ["alpha", "delta"], "gone-thing": ["beta"]}

    def test_extras_that_are_asked_for_count(self) -> None:
        assert names(ENVIRONMENT, {"alpha": frozenset(("more",))})["gamma"] == ["alpha"]

    def test_the_python_of_the_environment_counts(self) -> None:
        older = described("python 3.11.1\na 1\n  Requires-Dist: b; python_version < '3.12'\n")
        newer = described("python 3.12.1\na 1\n  Requires-Dist: b; python_version < '3.12'\n")
        assert (names(older), names(newer)) == ({"b": ["a"]}, {})

    def test_one_that_is_hidden_by_another_requires_nothing(self) -> None:
        twice = described("a 1\na 2\n  Requires-Dist: b\n")
        assert names(twice) == {}

    def test_they_are_found_once_for_an_environment(self) -> None:
        assert dependents(ENVIRONMENT) is dependents(ENVIRONMENT)

    def test_another_environment_at_the_same_place_has_its_own(self) -> None:
        """Also where the first one is gone and the second takes its place in memory."""
        for name in "abcdefghijklmnopqrst":
            made = described(f"x 1\n  Requires-Dist: {name}\n")
            assert names(made) == {name: ["x"]}

    @given(st.lists(st.sampled_from(BOUNDS), max_size=8).map("".join))
    def test_whoever_is_required_is_named_however_it_is_written(self, text: str) -> None:
        made = described(f"x 1\n  Requires-Dist: {text}\n")
        required = requirements(made, made.distributions["x"][0])
        assert names(made) == {canonicalize_name(each.name): ["x"] for each in required}


def names(environment: Environment, extras: dict[str, frozenset[str]] | None = None) -> dict[str, list[str]]:
    return {project: [each.name for each in requiring] for project, requiring in dependents(environment, extras or {}).items()}
