"""What pip drops of a line is found where pip's own parser drops it, and what the fixes leave is read by pip as it was meant."""

from __future__ import annotations

import contextlib
import io
import json
import shlex
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pip._internal.exceptions import PipError
from pip._internal.req import req_file

from reqd.check import check
from reqd.core.finding import EditFix, applied
from reqd.core.manifest import Malformed, MissingFile
from reqd.core.snapshot import Snapshot, below
from reqd.core.text import Text
from reqd.manifests import parse
from reqd.manifests.requirements.dropped import dropped, unused
from reqd.manifests.requirements.lines import logical
from reqd.manifests.requirements.options import OptionError, leftovers, options, options_start
from reqd.manifests.requirements.words import UnclosedQuoteError, words

CORPUS = Path(__file__).parent.parent / "../shared/corpus"
PATH = "/project/requirements.txt"
PIECES = (
    "requests",
    "-",
    "--",
    "-r",
    "-e",
    "-i",
    "a.txt",
    "--pre",
    "--no-binary",
    ":all:",
    "--hash=sha256:aa",
    "'two words'",
    ";",
    "-fx",
    "--index",
)


def by_pip(line: str) -> list[str] | None:
    """The words of a line that pip's option parser gives back, or None where it refuses the line."""
    _, written = req_file.break_args_options(line)
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # where optparse prints its usage
            _, left = req_file.build_parser().parse_args(shlex.split(written))
    except (req_file.OptionParsingError, PipError, ValueError):
        return None
    return list(left)


def by_us(line: str) -> list[str] | None:
    """The same, without the two dashes behind which pip reads no option."""
    try:
        found = [word.text for word in leftovers(words(line, options_start(line)))]
    except (OptionError, UnclosedQuoteError):
        return None
    if "--" in found:
        found.remove("--")
    return found


@given(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_the_words_that_pip_drops_are_those_that_we_drop(line: str) -> None:
    theirs = by_pip(line)
    if theirs is not None:
        assert by_us(line) == theirs


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real lines is not beside the checkout")
def test_of_real_lines_pip_drops_the_words_that_we_drop() -> None:
    lines = [json.loads(line)["text"] for line in (CORPUS / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
    theirs = {line: left for line in lines if (left := by_pip(line)) is not None}
    assert {line: by_us(line) for line in theirs} == theirs


@given(st.lists(st.sampled_from((*PIECES, "# remark", "\\\n", "\t", "  ")), max_size=7).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_what_is_dropped_stands_where_its_span_says(raw: str) -> None:
    """The spans hold the dropped words, and those of options that are given again."""
    read = logical(raw)
    try:
        found = words(read.text, options_start(read.text))
        options(found)
    except (OptionError, UnclosedQuoteError):
        return
    spans = dropped(raw)
    placed = [read.written(word.start, word.end) for word in leftovers(found)]
    assert all(any(span.start <= word.start and word.end <= span.end for span in spans) for word in placed)
    assert list(spans) == sorted(spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("raw", "pieces"),
    {
        "- bs4": ["- bs4"],
        "\t- bs4 # why": ["- bs4"],
        "PyPDF2 -- for  PDF": ["-- for  PDF"],
        "x --pre a --no-index b c": ["a", "b c"],
        "-e a -e b -e c": ["-e b", "-e c"],
        "-r a -c b -r c": ["-r c"],
        "-c a -c b": ["-c b"],
        "x -r a -r b": [],
        "-f a --find-links=b": ["--find-links=b"],
        "requests==1 --hash=sha256:aa --hash=sha256:bb": [],
        "requests==1 --hash=sha256:aa six --hash=sha256:bb": ["six"],
        "requests==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb six": ["six"],
        "- a==1 --hash=sha256:aa": ["- a==1"],
        "x \\\n-r a b": ["b"],
        "\\- x\\": ["- x"],
        "- it's": [],
        "x-y a": [],
    }.items(),
)
def test_the_pieces(raw: str, pieces: list[str]) -> None:
    assert [raw[span.start : span.end] for span in dropped(raw)] == pieces


def test_options_beside_a_file_are_unused() -> None:
    raw = "--pre -r a.txt -c b.txt -r d.txt"
    assert [raw[option.span.start : option.span.end] for option in unused(raw)] == ["--pre", "-c b.txt"]
    assert unused("--pre -e a") == ()
    assert unused("requests --pre") == ()


class Read(NamedTuple):
    """What pip makes of a whole file: what it asks for, the files it draws in, and the options for the whole run."""

    requirements: list[str]
    includes: list[str]
    options: list[tuple[str, object]]


def read(text: str) -> Read:
    whole = Read([], [], [])
    fresh = vars(req_file.build_parser().get_default_values())
    for _, line in req_file.preprocess(text):
        arguments, given_options = req_file.get_line_parser(None)(line)
        if arguments or given_options.editables:
            whole.requirements.append(arguments or f"-e {given_options.editables[0]}")
        elif given_options.requirements or given_options.constraints:
            whole.includes.append((given_options.requirements or given_options.constraints)[0])
        else:
            held = {name: value for name, value in vars(given_options).items() if str(value) != str(fresh[name])}
            whole.options.extend(sorted((name, str(value)) for name, value in held.items() if name != "index_url" or value))
    return whole


MOVE, OWN = "Move it to the top", "Move it to a line of its own"
INDEX = "https://example.org"


@pytest.mark.parametrize(
    ("before", "title", "after"),
    [
        ("- requests\n", "Write requests", Read(["requests"], [], [])),
        ("- r base.txt", "Write -r base.txt", Read([], ["base.txt"], [])),
        ("a -- b\r\nc", "Make it a comment", Read(["a", "c"], [], [])),
        ("sentence - transformers", "Write sentence-transformers", Read(["sentence-transformers"], [], [])),
        ("--pre requests>=2 # why", OWN, Read(["requests>=2"], [], [("pre", "True")])),
        (f"-i {INDEX} requests", OWN, Read(["requests"], [], [("index_url", INDEX)])),
        ("-r a.txt -r b.txt # why", OWN, Read([], ["a.txt", "b.txt"], [])),
        ("-r a.txt b.txt\r\n", "Write -r b.txt on a line of its own", Read([], ["a.txt", "b.txt"], [])),
        ("-e ./a -e ./b", OWN, Read(["-e ./a", "-e ./b"], [], [])),
        ("-r a.txt -c b.txt", OWN, Read([], ["b.txt", "a.txt"], [])),
        ("--pre -r a.txt", OWN, Read([], ["a.txt"], [("pre", "True")])),
        ("-r a.txt --pre --no-index", OWN, Read([], ["a.txt"], [("pre", "True")])),
        (f"a == 1 --index-url {INDEX} --hash=sha256:aa # why", OWN, Read(["a == 1"], [], [("index_url", INDEX)])),
        (f'a --extra-index-url "{INDEX}/a b"', OWN, Read(["a"], [], [("extra_index_urls", f"['{INDEX}/a b']")])),
        ("a\n--pre", MOVE, Read(["a"], [], [("pre", "True")])),
        ("a\r\n--pre # why\r\nb", MOVE, Read(["a", "b"], [], [("pre", "True")])),
        (
            "-requests>=2 ; python_version > '3'",
            "Write requests>=2",
            Read(["requests>=2 ; python_version > '3'"], [], []),
        ),
        (f"-index-url {INDEX}", "Write --index-url", Read([], [], [("index_url", INDEX)])),
        ("-constraints-dev.txt", "Write -c constraints-dev.txt", Read([], ["constraints-dev.txt"], [])),
        ("-e git+https://a.b/c#egg=d ; os_name == 'nt'", "Write -e \"d @ git+https://a.b/c ; os_name == 'nt'\"", None),
        ("-U requests # why", "Remove it", Read(["requests"], [], [])),
        ("requests --proxy http://a.b --hash=sha256:aa", "Remove it", Read(["requests"], [], [])),
        ("-pytest", "Write pytest", Read(["pytest"], [], [])),
    ],
)
def test_a_fix_leaves_what_pip_reads_as_it_was_meant(before: str, title: str, after: Read | None) -> None:
    expected = after or Read(["-e d @ git+https://a.b/c ; os_name == 'nt'"], [], [])
    assert read(fixed(before, title)) == expected


def fixed(text: str, title: str) -> str:
    """The text once the first fix of that title is applied."""
    fixes = {fix.title: fix for fix in reversed(offered(text))}
    assert title in fixes
    return applied(Text(text), fixes[title].edits)


def offered(text: str) -> list[EditFix]:
    manifest = parse(PATH, text, version=1)
    alone = Snapshot(manifests={PATH: manifest})
    missing = {path: MissingFile(path) for path in below(alone, PATH) if path != PATH}
    findings = check(Snapshot(folders=("/project",), manifests={PATH: manifest, **missing}), PATH)
    return [fix for finding in findings for fix in finding.fixes if isinstance(fix, EditFix)]


@pytest.mark.parametrize("text", ["a\n--pre\\", "a\n--no-index\n--index-url x", "a\n-r b.txt\n--pre"])
def test_what_would_be_read_otherwise_is_not_moved_to_the_top(text: str) -> None:
    fixes = [applied(Text(text), fix.edits) for fix in offered(text) if fix.title == MOVE]
    assert [sorted(read(each)[2]) for each in fixes] == [sorted(read(text)[2])] * len(fixes)
    assert len(fixes) == ("--index-url" in text)


@given(st.lists(st.sampled_from((*PIECES, "six==1", "# remark", "-requests", "-U", "--proxy", "--index_url")), max_size=6).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_no_fix_of_a_line_that_pip_reads_leaves_one_that_it_refuses(line: str) -> None:
    text = f"first\n{line}\nlast"
    if not any(isinstance(each, Malformed) for each in parse(PATH, text).lines):
        left = [applied(Text(text), fix.edits) for fix in offered(text)]
        refused = [each for each in left if any(isinstance(line, Malformed) for line in parse(PATH, each).lines)]
        assert refused == []


@given(st.lists(st.sampled_from((*PIECES, "-pytest", "-U", "-v", "--timeout", "--no-deps", "--requirements")), max_size=6).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_a_refused_option_is_repaired_only_where_pip_then_reads_the_line(line: str) -> None:
    refused = [each for each in parse(PATH, line).lines if isinstance(each, Malformed) and each.code == "invalid-option"]
    left = [applied(Text(line), fix.edits) for fix in offered(line)] if refused else []
    assert [each for each in left if any(isinstance(line, Malformed) for line in parse(PATH, each).lines)] == []
