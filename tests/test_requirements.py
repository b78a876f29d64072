"""The parts of requirement lines stand where their spans say, whatever the line holds, and no text is too much for the parser."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.markers import Marker
from packaging.specifiers import SpecifierSet

from reqd.core.manifest import Include, Line, Malformed, Option, Options, Remark, Requirement
from reqd.core.text import Span
from reqd.manifests import parse
from reqd.manifests.requirements.lines import logical_lines
from reqd.manifests.requirements.parse import parsed_line

# What `str.splitlines` takes for the end of a line, which is what pip uses.
LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Many times what it takes; a reading that is not linear takes minutes.
PATIENCE = 10.0


def only(text: str) -> Line:
    lines = parse("/project/requirements.txt", text).lines
    assert len(lines) == 1
    return lines[0]


def at(line: Line, span: Span) -> str:
    return line.raw[span.start : span.end]


class Parts(NamedTuple):
    """What the spans of a requirement hold."""

    name: str
    extras: str = ""
    specifier: str = ""
    marker: str = ""
    url: str = ""


PARTS = {
    "requests": Parts("requests"),
    "requests_ >=2": Parts("requests_", specifier=">=2"),
    "requests==2.31.0": Parts("requests", specifier="==2.31.0"),
    "requests == 2.31.0": Parts("requests", specifier="== 2.31.0"),
    "  requests >=2 , <3  # why": Parts("requests", specifier=">=2 , <3"),
    "\trequests\t[socks]\t>=2": Parts("requests", "[socks]", ">=2"),
    "requests (>=2,<3)": Parts("requests", specifier="(>=2,<3)"),
    "requests[socks,security]>=2;python_version<'3'": Parts("requests", "[socks,security]", ">=2", "python_version<'3'"),
    "requests [ socks ] ; os_name == 'nt' # \u00e9": Parts("requests", "[ socks ]", marker="os_name == 'nt'"),
    "requests ;  os_name == 'a;b'": Parts("requests", marker="os_name == 'a;b'"),
    "requests; os_name == '\U0001f40d' # \U0001f40d": Parts("requests", marker="os_name == '\U0001f40d'"),
    "requests; os_name == 'e\u0301'": Parts("requests", marker="os_name == 'e\u0301'"),
    "requests>=2;": Parts("requests", specifier=">=2"),
    "requests==1.0 --hash=sha256:aa --hash=sha256:bb": Parts("requests", specifier="==1.0"),
    "\u00a0requests==1": Parts("requests", specifier="==1"),
    "requests==\\\n1.0": Parts("requests", specifier="==\\\n1.0"),
    "requests \\\n    ==1.0 \\\n    --hash=sha256:aa": Parts("requests", specifier="==1.0"),
    "requests \\\r\n    ==1.0 \\\r\n    ; os_name == 'nt'": Parts("requests", specifier="==1.0", marker="os_name == 'nt'"),
    "re\\\nquests[so\\\ncks]": Parts("re\\\nquests", "[so\\\ncks]"),
    "requests ; os_name \\\n == 'nt' # why": Parts("requests", marker="os_name \\\n == 'nt'"),
    "\\\nrequests": Parts("requests"),
    "\\\\requests\\\\\n==1": Parts("requests", specifier="==1"),
    "a @ https://example.org/a.zip": Parts("a", url="https://example.org/a.zip"),
    "a[x]@https://example.org/a.zip ; os_name == 'nt'": Parts("a", "[x]", marker="os_name == 'nt'", url="https://example.org/a.zip"),
    "a @ a": Parts("a", url="a"),
    "-e a[x] @ git+https://example.org/a": Parts("a", "[x]", url="a"),
    "-e 'a[x] @ git+https://example.org/a'": Parts("a", "[x]", url="git+https://example.org/a"),
    "-e \"a @ git+https://example.org/a ; os_name == 'nt'\"": Parts("a", marker="os_name == 'nt'", url="git+https://example.org/a"),
    "-e ./a[x]": Parts("./a", "[x]", url="./a"),
    "--editable=./a": Parts("./a", url="./a"),
    "  -e  './a b'  # why": Parts("./a b", url="./a b"),
    "./a[x] ; os_name == 'nt'": Parts("./a", "[x]", marker="os_name == 'nt'", url="./a"),
    "https://example.org/a-1-py3-none-any.whl": Parts(
        "https://example.org/a-1-py3-none-any.whl", url="https://example.org/a-1-py3-none-any.whl"
    ),
}


@pytest.mark.parametrize("text", PARTS)
def test_each_part_stands_where_its_span_says(text: str) -> None:
    line = only(text)
    assert isinstance(line, Requirement)
    spans = (line.name_span, line.extras_span, line.specifier_span, line.marker_span, line.url_span)
    assert Parts(*(at(line, span) for span in spans)) == PARTS[text]


def test_a_value_with_escapes_is_one_place() -> None:
    line = only(r"-e 'a'\ @\ git+https://example.org/a")
    assert isinstance(line, Requirement)
    assert (line.name, at(line, line.name_span)) == ("a", r"'a'\ @\ git+https://example.org/a")


@pytest.mark.parametrize(
    ("text", "target", "whole"),
    [
        ("-r base.txt", "base.txt", "-r base.txt"),
        ("  -rbase.txt # why", "base.txt", "-rbase.txt"),
        ("--requirement=base.txt", "base.txt", "--requirement=base.txt"),
        ("--requirem  base.txt", "base.txt", "--requirem  base.txt"),
        ("-r 'with blank.txt'", "'with blank.txt'", "-r 'with blank.txt'"),
        ("-r \\\n  base.txt", "base.txt", "-r \\\n  base.txt"),
        ("--pre -c base.txt", "base.txt", "-c base.txt"),
        ("-c ../\U0001f40d/e\u0301.txt", "../\U0001f40d/e\u0301.txt", "-c ../\U0001f40d/e\u0301.txt"),
    ],
)
def test_an_include_and_its_target_stand_where_their_spans_say(text: str, target: str, whole: str) -> None:
    line = only(text)
    assert isinstance(line, Include)
    assert (at(line, line.target_span), at(line, line.span)) == (target, whole)


def test_options_stand_where_their_spans_say() -> None:
    line = only("  --pre -i https://example.org --find-links='./a b' # why")
    assert isinstance(line, Options)
    assert [(option.name, at(line, option.span), at(line, option.value_span)) for option in line.options] == [
        ("--pre", "--pre", ""),
        ("--index-url", "-i https://example.org", "https://example.org"),
        ("--find-links", "--find-links='./a b'", "'./a b'"),
    ]


def test_the_hashes_of_a_continued_line_stand_where_their_spans_say() -> None:
    line = only("a==1 \\\r\n    --hash=sha256:aa \\\r\n    --hash sha256:bb")
    assert isinstance(line, Requirement)
    assert [at(line, option.value_span) for option in line.options] == ["sha256:aa", "sha256:bb"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("requests = 2.0", " = "),
        ("  requests = 2.0  # why", " = "),
        ("requests \\\n  = 2.0", " \\\n  = "),
        ("\U0001f40d requests", "\U0001f40d"),
        ("requests; python_version < 3", "3"),
        ("requests==1.0 --hsh=sha256:aa", "--hsh"),
        ("-e 'git+https://example.org/a#egg=a[x]'", "git+https://example.org/a#egg=a[x]"),
        ("a @ https://example.org/a.zip#egg=a[x]", "egg=a[x]"),
        ("-r 'base.txt", "'base.txt"),
        ("<<<<<<< HEAD", "<<<<<<< HEAD"),
        ("a\0b", "\0"),
    ],
)
def test_what_is_wrong_stands_where_its_span_says(text: str, part: str) -> None:
    line = only(text)
    assert isinstance(line, Malformed)
    assert at(line, line.span) == part


def test_merge_conflicts_are_malformed_and_the_lines_between_them_are_read() -> None:
    lines = parse("/project/requirements.txt", "<<<<<<< HEAD\na==1\n||||||| base\n=======\na==2\n>>>>>>> other\n").lines
    assert [type(line) for line in lines] == [Malformed, Requirement, Malformed, Malformed, Requirement, Malformed]


@pytest.mark.parametrize("separator", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r"])
def test_pip_ends_a_line_where_no_editor_does(separator: str) -> None:
    manifest = parse("/project/requirements.txt", f"# hidden{separator}evil==1\nb")
    entries = [
        (entry.requirement.name, entry.line_number, entry.range(entry.requirement.name_span).start.column) for entry in manifest.entries
    ]
    assert entries == ([("evil", 2, 0), ("b", 3, 0)] if separator == "\r" else [("evil", 1, 9), ("b", 2, 0)])


# --- any text ----------------------------------------------------------------------------------------------------------------------

LETTERS = st.sampled_from("aB1._-[]=<>~!;@#,'\"\\ \t\n\r()*+/:${}%|\x00\x0c\x1c\x85\u00a0\u2028\ufeff\u00e9\u0301\U0001f40d\ud800")
WORDS = st.sampled_from(
    (
        *("requests", "a", "[x]", "==1.0", ">=2,<3", "; os_name == 'nt'", " @ https://e.org/a.zip", "-e ", "-r ", "-c ", "./a"),
        *(" --hash=sha256:aa", " # x", "\\\n", "\\\r\n", " ", "\t", "\n", "\r\n", "=", "'", '"', "git+https://e.org/a#egg=b"),
        *("\U0001f40d", "e\u0301"),
    )
)
TEXTS = st.one_of(st.text(LETTERS, max_size=60), st.lists(WORDS, max_size=12).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_the_logical_lines_and_their_ends_are_the_text(text: str) -> None:
    offset = 0
    for start, raw in logical_lines(text):
        assert not text[offset:start] or LINE_END.fullmatch(text[offset:start])
        assert text[start : start + len(raw)] == raw
        offset = start + len(raw)
    assert not text[offset:] or LINE_END.fullmatch(text[offset:])


@settings(max_examples=800, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_span_lies_in_its_line(text: str) -> None:
    for line in parse("/project/requirements.txt", text).lines:
        for span in spans(line):
            assert 0 <= span.start <= span.end <= len(line.raw)
        assert not isinstance(line, Malformed) or line.span.start < line.span.end or not line.raw.strip()


def spans(line: Line) -> list[Span]:
    match line:
        case Requirement():
            parts = [line.span, line.name_span, line.extras_span, line.specifier_span, line.marker_span, line.url_span]
            return parts + _option_spans(line.options)
        case Include():
            return [line.span, line.target_span]
        case Options():
            return [line.span, *_option_spans(line.options)]
        case Malformed():
            return [line.span]
        case Remark():
            return []


def _option_spans(options: tuple[Option, ...]) -> list[Span]:
    return [span for option in options for span in (option.span, option.value_span)]


def unfolded(text: str) -> str:
    """The text as pip joins it."""
    return re.sub(rf"(?:\\+(?:{LINE_END.pattern}))+\\*", "", text)


@settings(max_examples=800, deadline=None)
@given(TEXTS)
def test_what_stands_in_a_span_is_the_part(text: str) -> None:
    for line in parse("/project/requirements.txt", text).lines:
        if isinstance(line, Requirement) and line.name and line.name_span != line.url_span:
            assert unfolded(at(line, line.name_span)) == line.name
            assert SpecifierSet(unfolded(at(line, line.specifier_span)).strip("() \t")) == line.specifier
            assert unfolded(at(line, line.url_span)) == (line.url or "")
            assert bool(at(line, line.extras_span).strip("[] \t\\\n\r")) == bool(line.extras)
            if line.marker is not None:
                assert Marker(unfolded(at(line, line.marker_span)).strip()) == line.marker


# --- much text ---------------------------------------------------------------------------------------------------------------------

# Lines as long as those that are searched for mistakes, made of what the searches look for, and ended so that they fail.
PIECES = (
    "a",
    "1",
    ".",
    " ",
    "=",
    "a ",
    "a,",
    "1.",
    "a=",
    "==1",
    ",==1",
    ";a",
    "[a]",
    "'",
    '"',
    "${",
    "a.",
    "-",
    "_",
    "1 ",
    "; os_name",
    "#egg=",
    "pip install ",
    "://a",
)
ENDS = ("", "!", " =", "'", "\u00e9", ",", ";", "==", "\t!", " ;a")

MUCH = {
    "many lines": "".join(f"package-{number}=={number % 50}.{number % 7}\n" for number in range(100_000)),
    "many lines with ranges and markers": "".join(f"p{n}[x]>=1.{n},<2 ; python_version >= '3.8'  # {n}\n" for n in range(100_000)),
    "many lines that pip refuses": "".join(f"package {number} is = good\n" for number in range(20_000)),
    "blanks": " " * 100_000,
    "blanks and a comment": " " * 100_000 + "#",
    "a name, blanks and a comment": "a" + " " * 100_000 + "# x",
    "number signs": "a" + "#" * 100_000,
    "blanks and number signs": "a# " * 40_000,
    "a long name": "a" * 100_000,
    "a long name with a fault": "a" * 100_000 + "!",
    "dashes": "-" * 100_000,
    "dots": "a" + "." * 100_000 + "!",
    "blanks inside": "a" + " " * 100_000 + "b",
    "words": "a " * 50_000,
    "commas": "a," * 50_000,
    "specifiers": "a" + ">=1," * 25_000 + ">=1",
    "parentheses": "a; " + "(" * 50_000,
    "matched parentheses": "a; " + "(" * 5_000 + "os_name=='nt'" + ")" * 5_000,
    "conditions": "a; " + " and ".join(["os_name == 'nt'"] * 5_000),
    "brackets": "a" + "[" * 100_000,
    "extras": "a[" + ",".join(["x"] * 50_000) + "]",
    "quotes": "-r " + "'" * 100_000,
    "words in quotes": "-r " + "'a' " * 25_000,
    "backslashes": "\\" * 100_000,
    "continuations": "a \\\n" * 50_000,
    "hashes": "a==1 " + "--hash=sha256:aa \\\n" * 10_000,
    "a long link": "a @ https://example.org/" + "a" * 100_000,
    "a long path": "./" + "a/" * 50_000,
    "names of folders": "a\\" * 50_000 + "!",
    "equals signs": "a" + "=" * 100_000,
    "quotation": '"' + "a" * 100_000,
    "a command": "pip install " + "a " * 50_000,
    "variables": "${A}" * 25_000,
    "mistakes": "".join(f"{piece * (1990 // len(piece))}{end}\n" for piece in PIECES for end in ENDS),
}  # fmt: skip


@pytest.mark.parametrize("kind", MUCH)
def test_the_reading_takes_a_time_that_grows_with_the_text_alone(kind: str) -> None:
    parsed_line.cache_clear()
    begin = time.perf_counter()
    parse("/project/requirements.txt", MUCH[kind])
    assert time.perf_counter() - begin < PATIENCE


def test_a_byte_order_mark_that_an_editor_sends_is_no_part_of_the_first_line() -> None:
    manifest = parse("/project/requirements.txt", "\ufeffflask==1\n\ufeffclick", version=1)
    (entry,) = manifest.entries
    assert entry.range(entry.requirement.name_span) == ((0, 1), (0, 6))
    assert isinstance(manifest.lines[2], Malformed)
