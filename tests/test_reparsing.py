"""A text that is read again after an edit: nobody can tell it from one that was read for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from reqd.core.change import change
from reqd.core.events import ManifestChanged
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot
from reqd.core.text import Text
from reqd.daemon import Daemon
from reqd.lsp import convert
from reqd.lsp.client import Client
from reqd.lsp.documents import Documents
from reqd.manifests import parse
from reqd.manifests.requirements.lines import logical_lines
from reqd.manifests.requirements.parse import parsed_line

PATH = "/project/requirements.txt"
LINES = "".join(f"package-{number} == {number}\n" for number in range(9))

# Everything that ends a line for pip or for an editor, what continues one, what keeps it from being continued, and few enough words
# that the same line comes twice.
PIECES = (
    "\r",
    "\n",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\\",
    "\\\n",
    "\\\r",
    "\\\r\n",
    "#",
    " #",
    " ",
    "\ufeff",
)
WORDS = ("a", "b==1", "-r c.txt", "--pre", "\u00e9", "\U0001f40d", "\t", "'", " --hash=sha256:x")
DOCUMENTS = st.lists(st.sampled_from((*PIECES, *PIECES, *WORDS)), max_size=24).map("".join)


# Where something is put in, how many characters it replaces, and what it is.
EDITS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12), DOCUMENTS.map(lambda text: text[:9])), min_size=1, max_size=6)


def edited(text: str, edits: list[tuple[int, int, str]]) -> Iterator[str]:
    """The text after each of the edits."""
    for at, removed, put_in in edits:
        at = min(at, len(text))
        text = text[:at] + put_in + text[at + removed :]
        yield text


def assert_read_anew(manifest: Manifest, text: str) -> None:
    """That a manifest is what its text alone makes of it."""
    assert manifest.text.string == text
    assert [(start, line.raw) for start, line in manifest.placed] == list(_lines(text))
    assert manifest == parse(PATH, text, manifest.version)
    assert manifest.text.line_starts == Text(text).line_starts


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """A byte order mark that an editor sends is a line of its own."""
    lead = 1 if text.startswith("\ufeff") else 0
    yield from [(0, "\ufeff")][:lead]
    yield from ((lead + start, raw) for start, raw in logical_lines(text[lead:]))


@settings(deadline=None)  # the first line that is refused takes longer: what explains it is imported then
@given(DOCUMENTS, EDITS, st.booleans())
def test_any_edits_leave_what_the_text_alone_would_make(text: str, edits: list[tuple[int, int, str]], are_counted: bool) -> None:
    manifest = parse(PATH, text, 0)
    for number, after in enumerate(edited(text, edits)):
        if are_counted:
            assert manifest.text.line_starts
        manifest = parse(PATH, after, number, previous=manifest)
        assert_read_anew(manifest, after)


@given(DOCUMENTS, DOCUMENTS)
def test_a_change_is_the_smallest_that_makes_one_text_of_the_other(before: str, after: str) -> None:
    start, end, growth, length = change(before, after)
    new_end = end + growth
    assert 0 <= start <= min(end, new_end)
    assert (before[:start], before[end:], length) == (after[:start], after[new_end:], len(after))
    assert before == after or before[start : start + 1] != after[start : start + 1]
    assert start in (end, new_end) or before[end - 1] != after[new_end - 1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("", "a\nb\n"),
        ("a\nb\n", ""),
        ("a\nb\n", "a\nb\n"),
        ("a\rb\nc\nd\n", "a\r\nb\nc\nd\n"),
        ("a\r\nb\r\nc\r\n", "a\rb\r\nc\r\n"),
        ("a\r\nb\r\nc\r\n", "a\nb\r\nc\r\n"),
        ("a\rx\nb\nc\n", "a\r\nb\nc\n"),
        ("a\nb\nc\nd\n", "a\nb\\\nc\nd\n"),
        ("a\nb\\\nc\nd\n", "a\nb\nc\nd\n"),
        ("#a\\\nb\nc\n", "a\\\nb\nc\n"),
        ("a\\\nb\nc\n", "#a\\\nb\nc\n"),
        ("a\\\n#b\\\nc\nd\n", "a\\\nb\\\nc\nd\n"),
        ("a\n\nb\\", "a\n\\\nb\\"),
        ("a\nb", "a\nb\\"),
        ("a\nb\nc", "a\nb\n\nc"),
        ("a\nb\nc\n", "a b\nc\n"),
        ("a\nb\nc\n", "a\u2028b\nc\n"),
        ("a\nb\nc\n", "a\nb\U0001f40d\nc\n"),
        ("a\nb\nc\nd\n", "d\na\nb\nc\n"),
    ],
)
def test_an_edit_at_the_edge_of_a_line_leaves_what_the_text_alone_would_make(before: str, after: str) -> None:
    previous = parse(PATH, before, 0)
    assert previous.text.line_starts
    assert_read_anew(parse(PATH, after, 1, previous=previous), after)


def test_the_lines_that_an_edit_leaves_alone_are_the_very_same() -> None:
    before = parse(PATH, LINES)
    parsed_line.cache_clear()
    after = parse(PATH, LINES.replace("package-4 ==", "package-4 >="), previous=before)
    assert [new is old for new, old in zip(after.lines, before.lines, strict=True)] == [number != 4 for number in range(9)]


def test_lines_that_change_places_are_the_very_same() -> None:
    before = parse(PATH, LINES)
    parsed_line.cache_clear()
    after = parse(PATH, "".join(reversed(LINES.splitlines(keepends=True))), previous=before)
    assert all(new is old for new, old in zip(after.lines, reversed(before.lines), strict=True))


def test_an_open_document_is_read_from_what_was_held_of_it(tmp_path: Path) -> None:
    """From its first version on, whose text the disk has told already."""
    path = str(tmp_path / "requirements.txt")
    on_disk = parse(path, LINES)
    parsed_line.cache_clear()
    daemon = SimpleNamespace(snapshot=Snapshot(manifests={path: on_disk}))
    taken: list[Manifest] = []

    def handle(event: ManifestChanged) -> None:
        daemon.snapshot = Snapshot(manifests={path: event.manifest})
        taken.append(event.manifest)

    daemon.handle = handle
    documents = Documents(Client(), cast(Daemon, daemon))
    documents.open(types.TextDocumentItem(convert.uri(path), "pip-requirements", 1, LINES))
    parsed_line.cache_clear()
    documents.change(convert.uri(path), f"{LINES}six\n", 2)
    assert [(manifest.version, len(manifest.lines)) for manifest in taken] == [(1, 9), (2, 10)]
    assert all(line is known for manifest in taken for line, known in zip(manifest.lines, on_disk.lines, strict=False))
