"""Lines and files of real projects are read as pip read them where they were collected, and as it reads them here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name

from reqd.core.manifest import Remark
from reqd.manifests import parse
from reqd.manifests.decoding import decoded
from tests.conformance.differences import differing, is_meant
from tests.conformance.reading import Reading
from tests.conformance.reqd_reading import by_reqd

CORPUS = Path(__file__).parents[2] / "../shared/corpus"
KINDS = {
    "requirement": "requirement",
    "include": "requirement-file",
    "constraint": "constraint-file",
    "option": "options",
    "error": "error",
}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real lines is not beside the checkout")


def collected(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()]


def test_real_lines_are_read_as_pip_reads_them_here() -> None:
    assert [words for each in collected("lines.jsonl") for words in differing(each["text"])] == []


def test_real_lines_are_read_as_pip_read_them_there() -> None:
    """A path that was missing there is no path for pip; the test above asks pip what it would be if it existed."""
    lines = [each for each in collected("lines.jsonl") if not is_meant(each["text"]) and not depends_on_place(each["pip"])]
    assert len(lines) > 7000
    assert [each["text"] for each in lines if not agrees(each["pip"], by_reqd(each["text"])[0].reading)] == []


def depends_on_place(told: Mapping[str, Any]) -> bool:
    """Whether pip refused a line for where it stood: beside a folder that was not there, or in a file of constraints."""
    return "path_missing" in told or "as constraints" in told.get("error", "")


def agrees(told: Mapping[str, Any], ours: Reading) -> bool:
    """Whether a verdict that was written down says what our reading says."""
    if KINDS[told["kind"]] != ours.kind:
        return False
    if ours.kind == "options":
        given = {**ours.options, "hashes": ours.hashes}
        return all(value in (given[name], str(given[name])) for name, value in told.get("options", {}).items())
    theirs = (
        canonicalize_name(told.get("name", "")),
        told.get("specifier", ""),
        frozenset(map(canonicalize_name, told.get("extras", ()))),
        told.get("marker", ""),
        told.get("url", ""),
        told.get("editable", False),
        told.get("hashes", {}),
        told.get("target", ""),
    )
    return theirs == (ours.name, ours.specifier, ours.extras, ours.marker, ours.url, ours.is_editable, ours.hashes, ours.target)


@pytest.mark.parametrize("name", sorted(path.name for path in (CORPUS / "files").glob("*.txt")))
def test_real_files_are_read_line_by_line_as_pip_read_them(name: str) -> None:
    told = next(each for each in collected("files.jsonl") if each["file"] == f"files/{name}")
    text = decoded((CORPUS / "files" / name).read_bytes()).text
    read = [each for each in told["lines"] if each["pip"]["kind"] not in ("blank", "comment")]
    assert differing(text) == []
    assert [(placed.first, placed.last) for placed in by_reqd(text)] == [(each["line"], each["end"]) for each in read]
    assert editor_lines(text) == [each["lsp_line"] for each in read]


def editor_lines(text: str) -> list[int]:
    """The editor's zero-based number of each line that is read."""
    manifest = parse("/project/requirements.txt", text)
    return [manifest.text.point(start).line for start, line in manifest.placed if not isinstance(line, Remark)]
