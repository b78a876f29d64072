"""What is proposed can be written: it replaces one piece of one line, and pip reads the line that it makes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reqd.core.environment import Environment
from reqd.core.manifest import Include, Options, Requirement
from reqd.core.snapshot import Snapshot
from reqd.features.completion import completions
from reqd.features.completion.content import Completion, Kind
from reqd.features.completion.path import relative
from reqd.features.hover.option_meaning import MEANINGS
from reqd.manifests import parse
from reqd.manifests.requirements.options import FLAGS, SHORT, VALUED
from reqd.manifests.requirements.parse import parsed_line
from tests.conformance.composed import LETTERS, TEXTS, damaged
from tests.conformance.pip_reading import by_pip
from tests.conformance.reading import ERROR
from tests.fixture import ROOT, Case, environment

PATH = f"{ROOT}/requirements.txt"
INSTALLED = """\
python 3.12.1
PyYAML 6.0.1
zope.interface 6.1
requests 2.31.0
  Provides-Extra: socks
  Provides-Extra: use-chardet-on-py3
  Provides-Extra: not an extra
local 1.2.3+cpu.1
pre 2.0rc1
post 1.0.post1
dev 0.1.dev3
epoch 1!2.0
one 7
year 2024.10.1
legacy 2004d
padded 1.02.03
"""
NAMES = ("PyYAML", "zope.interface", "requests", "local", "pre", "post", "dev", "epoch", "one", "year", "legacy", "padded", "elsewhere")
OTHER = "elsewhere[a]>=1.0,!=1.5,==1.*\nelsewhere===1.0\nrequests==2.30.0\n./lib\n-e ./tool\n"
OPERATORS = ("==", ">=", "~=", "<", "!=", "<=", ">", "===", "=", "!", "~")
TRIGGERS = ("", " ", "-", "=", "/", '"')


def snapshot(text: str) -> Snapshot:
    return Case(
        environment(INSTALLED), {PATH: text, f"{ROOT}/sub/dev.txt": OTHER, f"{ROOT}/a b.txt": "", f"{ROOT}/odd'.txt": ""}
    ).snapshot()


KNOWN = snapshot("")


def proposed(text: str, offset: int | None = None, typed: str = "") -> tuple[Completion, ...]:
    manifest = parse(PATH, text, version=1)
    known = Snapshot(
        folders=(ROOT,), manifests={**KNOWN.manifests, PATH: manifest}, listings=KNOWN.listings, environments=KNOWN.environments
    )
    return completions(known, manifest, len(text) if offset is None else offset, typed)


def chosen(text: str, completion: Completion) -> str:
    return f"{text[: completion.span.start]}{completion.text}{text[completion.span.end :]}"


@given(TEXTS | damaged() | LETTERS, st.integers(0, 400), st.sampled_from(TRIGGERS))
@example("a\r\nb", 2, "")
@example("a \\\n", 4, "")
@example("a \\\n  # c \\\n", 9, "")
@example("a # reqd: ignore[", 17, "")
@example("\x0c# reqd: ", 9, "")
@example("a; 'x\\\ny' ", 10, "")
@example("-r \\\nb", 6, "")
def test_a_piece_of_one_line_is_replaced(text: str, offset: int, typed: str) -> None:
    found = proposed(text, min(offset, len(text)), typed)
    assert len({each.span for each in found}) <= 1
    assert len({each.label for each in found}) == len(found)
    for each in found:
        assert 0 <= each.span.start <= min(offset, len(text)) <= each.span.end <= len(text)
        assert len(f"{text[each.span.start : each.span.end]}.".splitlines()) == 1
        assert len(f"{each.text}.".splitlines()) == 1


@given(TEXTS | damaged() | LETTERS, st.integers(0, 400))
def test_without_an_environment_and_at_any_place_nothing_fails(text: str, offset: int) -> None:
    manifest = parse(PATH, text)
    completions(Snapshot(manifests={PATH: manifest}), manifest, offset)
    completions(Snapshot(), manifest, -offset)


CLAUSES = st.tuples(st.sampled_from(("==", ">=", "~=", "<", "!=")), st.sampled_from(("1.0", "2.31.0"))).map("".join)
BEGINNINGS = st.one_of(
    st.sampled_from(NAMES).flatmap(lambda name: st.integers(0, len(name)).map(lambda end: name[:end])),
    st.tuples(st.sampled_from(NAMES), st.sampled_from(("", " ", "[socks]")), st.sampled_from(("", *OPERATORS))).map("".join),
    st.tuples(st.sampled_from(NAMES), CLAUSES, st.just(","), st.sampled_from(("", *OPERATORS))).map("".join),
    st.sampled_from(("requests[", "requests[s", "requests[socks,", "requests[socks, use-", "elsewhere [")),
)
TAILS = st.sampled_from(("", "  # why", " --hash=sha256:aa", "; python_version < '3.14'", " ; os_name == 'nt'  # why", "\nflask\n"))


@given(BEGINNINGS, TAILS)
@example("legacy==", "")
@example("requests ", "<2.0  # why")
@example("requests>=1.0,", "<2.0")
@example("requests<", "=2.0")
@example("requests<", "2.0")
@example("requests==", "2.0")
@example("requests=", "=2.0; os_name == 'nt'")
@example("req", "uests[socks]==2.0")
@example("requests[s", "ocks]==2.0")
@example("requests[", "socks,use-chardet-on-py3]==2.0")
def test_pip_reads_the_line_that_it_makes(beginning: str, tail: str) -> None:
    kinds = (Kind.NAME, Kind.VERSION, Kind.EXTRA, Kind.OPERATOR)
    for each in proposed(beginning + tail, len(beginning)):
        if each.kind in kinds and re.search(r"[\w\]]$", each.text):
            line = chosen(beginning + tail, each)
            assert by_pip(line)[0].reading != ERROR, line
            assert isinstance(parse(PATH, line).lines[0], Requirement), line


@given(st.sampled_from(NAMES), st.integers(1, 14), st.sampled_from(("", "-", "_", ".")), st.booleans())
@example("PyYAML", 2, "_", True)
def test_a_name_is_found_under_every_spelling(name: str, end: int, separator: str, is_upper: bool) -> None:
    """An editor compares what is typed with the letters it was given."""
    head = name[: min(end, len(name) - 1)].rstrip(".")
    written = f"{head.upper() if is_upper else head}{separator}{name[len(head)] if name[len(head)] != '.' else ''}"
    found = {each.label: each for each in proposed(written)}
    assert found[name].matched.startswith(written)
    assert found[name].text == name


def test_every_marker_that_is_proposed_is_one() -> None:
    for variable in proposed("a; "):
        for operator in proposed(f"a; {variable.text} "):
            for value in proposed(f"a; {variable.text} {operator.text} "):
                line = f"a; {variable.text} {operator.text} {value.text}"
                assert isinstance(parsed_line(line), Requirement), line
                assert [each.text for each in proposed(f"{line} ")] == ["and", "or"]


@pytest.mark.parametrize("value", ['6.1 "x', "a #1", "a --b", "a\\", "a\nb", ""])
def test_a_value_that_cannot_be_quoted_is_not_proposed(value: str) -> None:
    manifest = parse(PATH, "a; platform_version == ")
    known = KNOWN.environments[f"{ROOT}/.venv"]
    assert isinstance(known, Environment)
    odd = Environment(known.root, known.kind, known.python, known.interpreter, {"platform_version": value}, {})
    held = Snapshot(folders=(ROOT,), manifests={PATH: manifest}, listings=KNOWN.listings, environments={odd.root: odd})
    assert completions(held, manifest, len(manifest.text.string)) == ()


def test_every_option_is_proposed_and_read() -> None:
    values = {"--hash": "sha256:aa", "--config-settings": "a=b", "--use-feature": "fast-deps"}
    of_file = {each.label: each for each in proposed("-")}
    of_requirement = {each.label: each for each in proposed("a -")}
    assert of_file.keys() | of_requirement.keys() | {"-C"} == FLAGS | VALUED | SHORT.keys()
    assert MEANINGS.keys() == FLAGS | VALUED
    for label, each in of_file.items():
        name = SHORT.get(label, label)
        line = each.text + ("" if name in FLAGS else values.get(name, "x"))
        assert isinstance(parsed_line(line), Options | Include | Requirement), line
    for label, each in of_requirement.items():
        line = f"a {each.text}{values[label].removeprefix('sha256:')}"
        assert isinstance(parsed_line(line), Requirement), line


@pytest.mark.parametrize(
    "option", [f"{each} " for each in sorted(VALUED)] + [f"{each}=" for each in sorted(VALUED)] + ["-r", "-c", "-e ", "-f"]
)
def test_every_value_that_is_proposed_is_read(option: str) -> None:
    for each in proposed(option):
        line = f"{option}{each.text}{'aa' if each.text.endswith(':') and 'hash' in option else ''}"
        assert by_pip(f"a {line}" if "--hash" in line else line)[0].reading != ERROR, line


def test_a_file_is_proposed_as_it_must_be_written() -> None:
    found = {each.label: each.text for each in proposed("-r ")}
    assert found == {"a b.txt": '"a b.txt"', "sub/dev.txt": "sub/dev.txt"}
    line = parsed_line(f"-r {found['a b.txt']}")
    assert isinstance(line, Include)
    assert line.target == "a b.txt"


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("/a/b/c.txt", "/a/b", "c.txt"),
        ("/a/c.txt", "/a/b", "../c.txt"),
        ("/c.txt", "/", "c.txt"),
        ("/a", "/a/b", ".."),
        ("/a/b", "/a/b", "."),
        ("/a/bc/d", "/a/b", "../bc/d"),
        ("C:\\a\\b\\c.txt", "C:\\a", "b/c.txt"),
        ("D:\\a\\c.txt", "C:\\a", ""),
    ],
)
def test_a_path_is_written_as_it_is_seen_from_the_file(path: str, folder: str, expected: str) -> None:
    assert relative(path, folder) == expected


@pytest.mark.parametrize("text", ["a ", "a==1 ", " ", "a # b ", "- ", "-i https://x ", "a; b == 'c' "])
def test_a_blank_alone_calls_nothing_up(text: str) -> None:
    assert proposed(text, typed=" ") == ()


@pytest.mark.parametrize("text", ["-r ", "-e ", "a; ", "a; os_name ", "a; os_name == ", "--no-binary "])
def test_a_blank_behind_which_something_must_follow_does(text: str) -> None:
    assert proposed(text, typed=" ") != ()


def test_a_constraint_has_no_extras() -> None:
    manifest = parse(f"{ROOT}/constraints.txt", "requests[")
    held = Snapshot(folders=(ROOT,), manifests={manifest.path: manifest}, listings=KNOWN.listings, environments=KNOWN.environments)
    assert completions(held, manifest, len(manifest.text.string)) == ()


def test_what_metadata_says_is_made_harmless() -> None:
    hostile = environment("evil 1.0\n  Summary: a\u202eb https://me:secret@example.com\n")
    manifest = parse(PATH, "")
    held = Snapshot(folders=(ROOT,), manifests={PATH: manifest}, listings=KNOWN.listings, environments={f"{ROOT}/.venv": hostile})
    first = completions(held, manifest, 0)[0]
    assert first.documentation == "a\\u202eb https://****@example.com"
