"""What installed packages require and lack: against models that are slow and plain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from reqd.check import check
from reqd.core import unmet as judging
from reqd.core.bound import holds_plainly, plain
from reqd.core.dependency import added, dependents, requirements
from reqd.core.environment import Environment
from reqd.core.finding import Finding
from reqd.core.metadata import demands, read
from reqd.core.unmet import unmet, unmet_of_extra
from reqd.core.view import View
from reqd.knowledge.needs import bringing, listed
from reqd.rules import RULES
from tests import fixture

CODES = ("unmet-dependency", "missing-extra", "incompatible-python")
NAMES = "abcde"
VERSIONS = ("1", "1.0", "1.5", "2.0", "2.0rc1", "2.0.post1", "2.1+local", "1!1.0", "10.0", "0")
OPERATORS = ("==", "!=", "<", "<=", ">", ">=", "~=", "===")
MARKERS = ("", "", "", "; python_version < '3'", "; python_version >= '3.8'", "; extra == 'x'", "; extra == 'y' and os_name == 'posix'")
EXTRAS = ("", "", "[x]", "[y]", "[X, y]")

releases = st.lists(st.integers(0, 11), min_size=1, max_size=4).map(lambda numbers: ".".join(map(str, numbers)))
clauses = st.builds("{}{}".format, st.sampled_from(OPERATORS), st.sampled_from(VERSIONS))
bounds = st.lists(clauses, max_size=2).map(",".join)
forms = st.sampled_from(("{}{}{}{}", "{}{}{}{}", "{} {} ({}) {}", "{}{}({}{}", "{} {}[{}]{}"))
texts = st.builds(str.format, forms, st.sampled_from(NAMES), st.sampled_from(EXTRAS), bounds, st.sampled_from(MARKERS))
packages = st.dictionaries(st.sampled_from(NAMES), st.tuples(st.sampled_from(VERSIONS), st.lists(texts, max_size=4)), max_size=5)
Packages = Mapping[str, tuple[str, list[str]]]


def made(packages: Packages) -> Environment:
    lines = ["python 3.12.1"]
    for name, (version, required) in packages.items():
        lines += [f"{name} {version}", "  Provides-Extra: x", "  Provides-Extra: y", *(f"  Requires-Dist: {text}" for text in required)]
    return described("\n".join(lines) + "\n")


def described(body: str) -> Environment:
    found = fixture.environment(body)
    assert isinstance(found, Environment)
    return found


def readable(packages: Packages, name: str) -> Iterator[Requirement]:
    for text in packages[name][1]:
        try:
            yield Requirement(text)
        except InvalidRequirement:
            continue


def is_met(packages: Packages, requirement: Requirement) -> bool:
    return requirement.name in packages and requirement.specifier.contains(packages[requirement.name][0], prereleases=True)


def holds(requirement: Requirement, environment: Environment, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**environment.markers, "extra": extra})


def required(packages: Packages, environment: Environment, name: str, extras: set[str]) -> set[Requirement]:
    """What a package requires of others, with the extras that it asks of itself."""
    found = {each for each in readable(packages, name) if any(holds(each, environment, extra) for extra in extras or {""})}
    asked = {extra.lower() for each in found if each.name == name for extra in each.extras}
    if asked <= extras:
        return {each for each in found if each.name != name}
    return required(packages, environment, name, extras | asked)


class TestUnmet:
    @given(packages)
    def test_it_is_what_packaging_says_of_each_requirement(self, packages: Packages) -> None:
        environment = made(packages)
        expected = {
            (name, str(each))
            for name in packages
            for each in readable(packages, name)
            if holds(each, environment) and not is_met(packages, each)
        }
        assert {(each.distribution.name, str(each.requirement)) for each in unmet(environment)} == expected

    @given(packages, st.sampled_from(NAMES), st.sampled_from("xy"))
    def test_an_extra_lacks_what_it_and_the_extras_that_it_asks_for_lack(self, packages: Packages, name: str, extra: str) -> None:
        environment = made(packages)
        if name not in packages:
            return
        expected: set[tuple[str, str]] = set()
        waiting = [(name, extra)]
        for owner, each in waiting:
            for requirement in required(packages, environment, owner, {each}) - required(packages, environment, owner, set()):
                if is_met(packages, requirement):
                    further = [(requirement.name, one.lower()) for one in requirement.extras]
                    waiting += [one for one in further if one not in waiting]
                else:
                    expected.add((owner, str(requirement)))
        found = unmet_of_extra(environment, environment.distributions[name][0], extra)
        assert {(each.distribution.name, str(each.requirement)) for each in found} == expected

    def test_it_is_judged_once_for_an_environment(self) -> None:
        environment = described("a 1\n  Requires-Dist: b\n")
        assert unmet(environment) is unmet(environment)
        assert unmet(described("a 1\n  Requires-Dist: b\nb 1\n")) == ()

    def test_what_an_extra_lacks_is_forgotten_with_its_environment(self) -> None:
        judging._of_extras.cache_clear()
        for number in range(20):
            environment = described(f"a {number}\n  Requires-Dist: b; extra == 'x'\n")
            assert unmet_of_extra(environment, environment.distributions["a"][0], "x")
        assert judging._of_extras.cache_info().currsize == 8


class TestPlainBounds:
    @given(st.lists(st.builds("{}{}".format, st.sampled_from(OPERATORS[:-1]), releases), max_size=3), releases)
    def test_they_hold_as_packaging_has_it(self, clauses: list[str], version: str) -> None:
        found = plain(f"name{' ' if clauses else ''}{', '.join(clauses)}")
        try:
            specifier = SpecifierSet(",".join(clauses))
        except ValueError:  # ~= with one number
            assert found is None
            return
        assert found is not None
        assert holds_plainly(found[1], version) == specifier.contains(version, prereleases=True)

    @given(texts, st.sampled_from(VERSIONS))
    def test_what_they_do_not_tell_is_left_to_packaging(self, text: str, version: str) -> None:
        found = plain(text)
        answer = holds_plainly(found[1], version) if found else None
        assert answer is None or answer == Requirement(text).specifier.contains(version, prereleases=True)

    @pytest.mark.parametrize(
        "text", ["a[x]>=1", "a (>=1)", "a>=1; os_name == 'posix'", "a @ https://example.org/", "a===1", "a>=1.*", "-a", ""]
    )
    def test_others_are_left_to_packaging_as_a_whole(self, text: str) -> None:
        assert plain(text) is None


class TestDemands:
    lines = st.sampled_from(
        (
            *("Requires-Dist: a", "requires-dist:b>=1", "Requires-Dist:", "X-Requires-Dist: c", "Requires-Dist : d", "\tRequires-Dist: e"),
            *(
                "Requires-Python: >=3",
                "requires-python:UNKNOWN",
                "Name: x",
                " folded",
                "From here",
                ": nameless",
                "no field",
                "\u00e9: f",
                "",
            ),
        )
    )

    @given(st.lists(st.tuples(lines, st.sampled_from(["\n", "\r\n", "\r"])), max_size=8))
    def test_they_are_what_reading_all_of_it_gives(self, lines: list[tuple[str, str]]) -> None:
        header = "".join(line + end for line, end in lines).encode()
        assert demands(header) == (read(header).requires_python, read(header).requires_dist)

    @given(st.binary())
    def test_bytes_never_raise(self, header: bytes) -> None:
        assert demands(header) == (read(header).requires_python, read(header).requires_dist)

    def test_a_header_of_a_million_lines_ends(self) -> None:
        assert len(demands(b"Requires-Dist: a\n x\n" * 500_000 + b"end").requires_dist) == 500_000


class TestExtras:
    ENVIRONMENT = described("""\
app 1
  Requires-Dist: always
  Requires-Dist: app[a, b]; extra == "all"
  Requires-Dist: app[all]; extra == "a"
  Requires-Dist: x; extra == "a"
  Requires-Dist: y[deep]; extra == "B"
y 1
  Requires-Dist: z; extra == "deep"
""")

    def test_those_that_a_package_asks_of_itself_count(self) -> None:
        (app,) = self.ENVIRONMENT.distributions["app"]
        assert [str(each) for each in added(self.ENVIRONMENT, app, "all")] == ['x; extra == "a"', 'y[deep]; extra == "b"']
        assert [each.name for each in requirements(self.ENVIRONMENT, app, frozenset({"a"}))] == ["always", "x", "y"]
        assert [each.name for each in requirements(self.ENVIRONMENT, app, frozenset({"B"}))] == ["always", "y"]

    def test_those_that_packages_ask_of_each_other_count(self) -> None:
        found = dependents(self.ENVIRONMENT, {"app": frozenset({"all"})})
        assert {name: [each.name for each in requiring] for name, requiring in found.items()} == {
            "always": ["app"],
            "x": ["app"],
            "y": ["app"],
            "z": ["y"],
        }
        assert set(dependents(self.ENVIRONMENT)) == {"always"}


class TestBringing:
    @given(packages, st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    def test_it_is_the_nearest_line(self, packages: Packages, asked: list[str]) -> None:
        view = seen(made(packages), "".join(f"{name}\n" for name in asked))
        assert view.environment is not None
        requiring = dependents(view.environment)
        distances = {name: {name: 0} for name in asked}
        for distance in distances.values():
            for step in range(1, len(NAMES) + 1):
                for name, by in requiring.items():
                    if name not in distance and any(distance.get(each.name) == step - 1 for each in by):
                        distance[name] = step
        nearest = {name: min(distances[line].get(name, 99) for line in asked) for line in asked for name in distances[line]}
        found = {name: str(entry.requirement.project) for name, entry in bringing(view, view.environment).items()}
        assert {name: distances[line][name] for name, line in found.items()} == nearest

    def test_names_are_listed_as_far_as_a_line_goes(self) -> None:
        assert [listed("abcdef"[:count]) for count in range(2, 7)] == [
            "a and b",
            "a, b and c",
            "a, b, c and d",
            "a, b, c and 2 more",
            "a, b, c and 3 more",
        ]


class TestFixes:
    HASHED = f"app==1 --hash=sha256:{'0' * 64}\n"

    @pytest.mark.parametrize(
        ("text", "titles"),
        [
            ("app\n", ["Install app into .venv"]),
            ("app==1\n", ["Install app==1 into .venv"]),
            (HASHED, []),
            ("app\nb==1\n", []),
            ("app\nb>=0\n", ["Install app into .venv"]),
        ],
    )
    def test_an_install_is_offered_where_it_would_mend_it(self, text: str, titles: list[str]) -> None:
        (finding,) = found(described("app 1\n  Requires-Dist: b>=2\nb 1\n"), text)
        assert finding.code == "unmet-dependency"
        assert [fix.title for fix in finding.fixes] == titles

    def test_the_line_that_stands_against_it_is_related(self) -> None:
        (finding,) = found(described("app 1\n  Requires-Dist: b>=2\nb 1\n"), "app\nb==1\n")
        assert [(each.message, each.range.start.line) for each in finding.related] == [("bounded here", 1)]

    @pytest.mark.parametrize("text", ["app[ab, abc]\n", "# autogenerated by uv\napp[ab]\n", "app[zzz]\n"])
    def test_no_extra_is_written_that_is_there_or_not_certain(self, text: str) -> None:
        assert [fix for each in found(described("app 1\n  Provides-Extra: abc\n"), text) for fix in each.fixes] == []


def seen(environment: Environment, text: str) -> View:
    snapshot = fixture.Case(environment=environment, files={f"{fixture.ROOT}/requirements.txt": text}).snapshot()
    manifest = snapshot.manifest(f"{fixture.ROOT}/requirements.txt")
    assert manifest is not None
    return View(snapshot, manifest)


def found(environment: Environment, text: str) -> tuple[Finding, ...]:
    view = seen(environment, text)
    return check(view.snapshot, view.manifest.path)


class TestAnything:
    @given(packages, st.lists(texts, max_size=4))
    def test_no_rule_fails(self, packages: Packages, lines: list[str]) -> None:
        view = seen(made(packages), "\n".join(lines))
        for rule in map(RULES.__getitem__, CODES):
            for hit in rule.check(view):
                assert hit.span.start < hit.span.end
                assert not hit.message.endswith(".")

    def test_names_are_compared_in_their_canonical_form(self) -> None:
        environment = described("Some.Thing 1\n  Requires-Dist: OTHER_thing\nOther-Thing 1\n")
        assert unmet(environment) == ()
        assert canonicalize_name("OTHER_thing") in environment.distributions
