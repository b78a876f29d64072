"""What is said of lines that pip refuses: quickly whatever the line, and never with a repair that pip refuses again."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reqd.check import check
from reqd.core.finding import EditFix, applied
from reqd.core.manifest import Malformed
from reqd.core.snapshot import Snapshot
from reqd.core.text import Text
from reqd.lsp.convert import disjoint
from reqd.manifests import parse
from reqd.manifests.requirements.explanation import explain
from tests import fixture

SPEC = Path(__file__).parent / "specs" / "what-people-write.md"
PATH = "/project/requirements.txt"

# Pieces whose repetition makes an expression look back, if it can be made to at all.
PIECES = (
    *(
        "a",
        "1",
        ".",
        "-",
        "_",
        " ",
        "=",
        "<",
        ">",
        "~",
        "!",
        "*",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ";",
        ":",
        "/",
        "@",
        "#",
        "+",
        "|",
        "`",
    ),
    *(
        "'",
        '"',
        "\\",
        "\t",
        "$",
        "&",
        "^",
        "\u00a0",
        "\u2013",
        "\u200b",
        "\uff1d",
        "a ",
        " a",
        "1.",
        ".1",
        "==1",
        ">=1.0",
        "a==1 ",
        "a, ",
        "'a', ",
    ),
    *(
        "a.b-c_",
        "[a]",
        "; a",
        "and ",
        " or ",
        "python_version ",
        "python_version < ",
        "; python_version < '3' ",
        "pip install ",
        "import a",
        "-r a ",
    ),
    *(
        "https://a",
        "#egg=a",
        "&a",
        "** ",
        "| a ",
        "1) ",
        "::",
        "=1",
        "-U ",
        "--pre ",
        "a=1=",
        "3.x",
        "\u2022 ",
        "<a>",
        "++",
        "a+b",
        "\uff1ba",
    ),
)
BEGINNINGS = (
    "",
    "a",
    "a==",
    "a; ",
    "a[",
    "a (",
    "pip install ",
    "http://a",
    "http://a#egg=",
    "[",
    "|",
    "1. ",
    "'",
    "- ",
    "a;python_version",
    "--",
)
# A line of as many characters as are looked at, on a slow machine that does other things as well.
SECONDS = 0.5


def blocks() -> list[str]:
    """The requirements files of the fixtures, without what is expected of them."""
    found = (block.body for block in fixture.blocks(SPEC.read_text(encoding="utf-8")) if block.kind == "requirements")
    return ["".join(line for line in body.splitlines(keepends=True) if " error[" not in line and " warning[" not in line) for body in found]


def told(line: str) -> Malformed | None:
    (parsed,) = parse(PATH, line).lines
    return parsed if isinstance(parsed, Malformed) else None


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_long_line_is_told_at_once(piece: str) -> None:
    for beginning in BEGINNINGS:
        for end in ("", "\x01", " x y"):
            text = (beginning + piece * 2000)[: 2000 - len(end)] + end
            start = time.process_time()
            explain(text, "", 0, 1, text)
            assert time.process_time() - start < SECONDS, f"{text[:40]!r}..."


@pytest.mark.parametrize("text", blocks(), ids=lambda text: ascii(text[:30]))
def test_a_line_that_is_repaired_is_read(text: str) -> None:
    manifest = parse(PATH, text)
    snapshot = Snapshot(folders=("/project",), manifests={PATH: manifest})
    for finding in check(snapshot, PATH):
        repairs = [fix for fix in finding.fixes if isinstance(fix, EditFix) and fix.is_preferred]
        if finding.code not in ("invalid-requirement", "conda-pin") or not repairs:
            continue
        repaired = parse(PATH, applied(Text(text), repairs[0].edits))
        assert len(refused(repaired.lines)) == len(refused(manifest.lines)) - 1, repairs[0].title


@pytest.mark.parametrize("text", blocks(), ids=lambda text: ascii(text[:30]))
def test_all_repairs_of_a_file_can_be_made_together(text: str) -> None:
    snapshot = Snapshot(folders=("/project",), manifests={PATH: parse(PATH, text)})
    repairs = [
        fix
        for finding in check(snapshot, PATH)
        for fix in finding.fixes
        if isinstance(fix, EditFix) and fix.is_preferred and finding.code in ("invalid-requirement", "conda-pin")
    ]
    edits = disjoint(repairs)
    assert len(edits) == sum(len(fix.edits) for fix in repairs)
    left = refused(parse(PATH, applied(Text(text), edits)).lines)
    assert len(left) == len(refused(parse(PATH, text).lines)) - len(repairs)


def refused(lines: tuple[object, ...]) -> list[Malformed]:
    return [line for line in lines if isinstance(line, Malformed)]
