"""The syntax tree that `reqd parse` prints: as pip reads the lines, with the place of every part."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqd.cli import main
from reqd.features.tree import tree
from reqd.manifests import parse
from reqd.manifests.decoding import decoded

CORPUS = Path(__file__).parent.parent / "../shared/corpus"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real lines is not beside the checkout")

TEXT = """\
# head
requests[socks,security]>=2.0,<3 ; python_version < "3.13" \\
    --hash=sha256:aa --hash sha512:bb -C a=b -C a=c  # why

-r base.txt
-c "with blank.txt"
-e git+https://example.org/a.git@v1#egg=a
pkg @ https://example.org/pkg-1.0-py3-none-any.whl
-i https://example.org --pre --no-binary a,b -f x -f y
flask = 1
"""


def lines(text: str) -> list[Any]:
    return list(tree(parse("/project/requirements.txt", text)))


def without(line: Any, *names: str) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name not in ("text", "spans", *names)}


def test_every_kind_of_line_says_what_pip_reads() -> None:
    assert [without(line, "message", "reason", "code") for line in lines(TEXT)] == [
        {"kind": "comment", "line": 1, "end_line": 1},
        {
            "kind": "requirement",
            "line": 2,
            "end_line": 3,
            "name": "requests",
            "specifier": "<3,>=2.0",
            "extras": ["security", "socks"],
            "marker": 'python_version < "3.13"',
            "hashes": {"sha256": ["aa"], "sha512": ["bb"]},
            "config_settings": {"a": ["b", "c"]},
        },
        {"kind": "blank", "line": 4, "end_line": 4},
        {"kind": "include", "line": 5, "end_line": 5, "target": "base.txt"},
        {"kind": "constraint", "line": 6, "end_line": 6, "target": "with blank.txt"},
        {
            "kind": "requirement",
            "line": 7,
            "end_line": 7,
            "name": "a",
            "specifier": "",
            "url": "git+https://example.org/a.git@v1#egg=a",
            "editable": True,
        },
        {
            "kind": "requirement",
            "line": 8,
            "end_line": 8,
            "name": "pkg",
            "specifier": "",
            "url": "https://example.org/pkg-1.0-py3-none-any.whl",
        },
        {
            "kind": "option",
            "line": 9,
            "end_line": 9,
            "options": {"index_url": "https://example.org", "pre": True, "no_binary": ["a", "b"], "find_links": ["x", "y"]},
        },
        {"kind": "error", "line": 10, "end_line": 10},
    ]


def pieces(value: Any) -> Any:
    """The text at each span, instead of the span."""
    if isinstance(value, list):
        return [pieces(each) for each in value]
    return TEXT[value["start"] : value["end"]] if "start" in value else {name: pieces(each) for name, each in value.items()}


def test_every_part_has_its_place() -> None:
    spans = [{name: pieces(value) for name, value in line["spans"].items() if name != "parts"} for line in lines(TEXT)]
    assert spans[1] == {
        "name": "requests",
        "extras": ["socks", "security"],
        "specifier": [">=2.0", "<3"],
        "marker": 'python_version < "3.13"',
        "marker_variables": ["python_version"],
        "options": [
            {"option": "--hash=sha256:aa", "value": "sha256:aa"},
            {"option": "--hash sha512:bb", "value": "sha512:bb"},
            {"option": "-C a=b", "value": "a=b"},
            {"option": "-C a=c", "value": "a=c"},
        ],
        "comment": "# why",
        "continuations": ["\\"],
    }
    assert spans[4:6] == [{"target": '"with blank.txt"'}, {"url": "git+https://example.org/a.git@v1#egg=a", "fragment": "#egg=a"}]
    assert spans[3] == {"target": "base.txt"}
    assert spans[8] == {"error": " = "}


def test_lines_and_columns_count_as_pip_does() -> None:
    """A form feed ends a line for pip, and a surrogate pair is one code point."""
    found = lines("# 🐍\x0cflask==1  # 🐍\r\nrequests")
    assert [(line["kind"], line["line"], line["end_line"]) for line in found] == [
        ("comment", 1, 1),
        ("requirement", 2, 2),
        ("requirement", 3, 3),
    ]
    assert found[1]["spans"]["comment"] == {"line": 2, "column": 11, "end_line": 2, "end_column": 14, "start": 14, "end": 17}


@given(st.text())
def test_the_tree_is_json_whatever_the_text(text: str) -> None:
    found = lines(text)
    assert json.loads(json.dumps(found)) == found
    assert [line["line"] for line in found] == sorted(line["line"] for line in found)


# Relative to where pip was asked nothing existed; the tree does not ask.
MISSING = "path_missing"


# Two were asked in a constraints file; of two the path is one of another machine, as tests/conformance says.
MEANT = (
    "-e file:///Users/alecmitchell/Development/bundles/ucb_wallace/Dallinger",
    "-e .[jupyter,data,dev,docker]",
    "file://../../lib/project#egg=MyProject",
    "autobot-ml @ file://${PROJECT_ROOT}/../autobot",
)


def compared(line: Any, pip: Any) -> bool:
    if pip["kind"] == "error":
        return line["kind"] == "error" or MISSING in pip
    names = ["kind", *(name for name in ("name", "specifier", "extras", "marker", "url", "editable", "hashes", "target") if name in pip)]
    options = {name: value for name, value in pip.get("options", {}).items() if name != "format_control"} if pip["kind"] == "option" else {}
    given = line.get("options", {})
    return all(line.get(name) == pip[name] for name in names) and all(given.get(name) == value for name, value in options.items())


@needs_corpus
def test_real_lines_are_read_as_pip_reads_them() -> None:
    rows = [json.loads(row) for row in (CORPUS / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
    differing = [row["text"] for row in rows if not compared(lines(row["text"])[0], row["pip"])]
    assert len(rows) > 7000
    assert [text for text in differing if text not in MEANT] == []


@needs_corpus
def test_real_files_have_the_same_lines() -> None:
    for row in map(json.loads, (CORPUS / "files.jsonl").read_text(encoding="utf-8").splitlines()):
        found = lines(decoded((CORPUS / row["file"]).read_bytes()).text)
        expected = [(line["line"], line["end"], line["pip"]["kind"]) for line in row["lines"]]
        assert [(line["line"], line["end_line"], line["kind"]) for line in found] == expected, row["file"]


def test_the_command_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "anything.cfg"
    file.write_text(TEXT, encoding="utf-8")
    assert main(["parse", str(file), "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["lines"] == lines(TEXT)


def test_the_command_prints_the_parts_without_secrets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("a @ https://me:secret@example.org/a.zip\n", encoding="utf-8")
    assert main(["parse", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1: requirement",
        "    1:1    name             a",
        "    1:3    punctuation      @",
        "    1:5    url              https://****@example.org/a.zip",
    ]


def test_a_file_that_is_not_there_cannot_be_parsed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", str(tmp_path / "none.txt")]) == 2
    assert "there is no file" in capsys.readouterr().err
