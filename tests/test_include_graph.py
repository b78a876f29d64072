"""The tree of files that `-r` and `-c` make: what holds when the top file is installed is what pip gathers, each line with its origin."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packaging.utils import canonicalize_name
from pip._internal.exceptions import RequirementsFileParseError
from pip._internal.network.session import PipSession
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._internal.req.req_file import ParsedLine, RequirementsFileParser, get_line_parser, handle_requirement_line

from reqd.check import check
from reqd.core.events import FoldersChanged, ManifestChanged
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot, above, below
from reqd.core.step import step
from reqd.core.view import View
from reqd.manifests import parse
from reqd.settle import settled
from tests.conformance.reqd_reading import number

TOP = "requirements.txt"


class Held(NamedTuple):
    """A requirement that holds: what it names, whether it is a constraint, and the file and pip's number of the line it stands on."""

    project: str
    is_constraint: bool
    file: str
    line: int


class Meant(RequirementsFileParser):
    """pip, but for the one difference that is meant: what `-r` draws into a constraints file becomes constraints, as people expect.

    pip itself installs it (pypa/pip#8416, pypa/pip#12222), so that a file which was only to bound versions asks for packages.
    """

    def _parse_file(self, filename: str, constraint: bool) -> Generator[ParsedLine, None, None]:
        for line in super()._parse_file(filename, constraint):
            if constraint and line.requirement is None and line.opts.requirements:
                line.opts.constraints, line.opts.requirements = line.opts.requirements, []
            yield line


def by_pip(folder: Path, top: str = TOP, parser: type[RequirementsFileParser] = Meant) -> set[Held]:
    """What pip gathers from a file. Raises RequirementsFileParseError for a circle."""
    lines = parser(PipSession(), get_line_parser(None)).parse(str(folder / top), False)
    return {
        Held(_project(line), line.constraint, Path(line.filename).relative_to(folder).as_posix(), line.lineno)
        for line in lines
        if line.requirement is not None
    }


def _project(line: ParsedLine) -> str:
    return canonicalize_name(install_req_from_parsed_requirement(handle_requirement_line(line)).name or "")


def by_reqd(snapshot: Snapshot, folder: Path, top: str = TOP) -> set[Held]:
    view = View(snapshot, manifest(snapshot, folder, top))
    return {
        Held(
            entry.requirement.project or "",
            is_constraint,
            Path(entry.manifest.path).relative_to(folder).as_posix(),
            number(entry.manifest, entry.start),
        )
        for entry, is_constraint in view.closure
    }


def manifest(snapshot: Snapshot, folder: Path, name: str) -> Manifest:
    reading = snapshot.manifests[str(folder / name)]
    assert isinstance(reading, Manifest)
    return reading


def written(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def known(folder: Path, unsaved: Mapping[str, str] | None = None) -> Snapshot:
    """All that is known of a folder that is opened, and of the documents that are open in it with texts of their own."""
    documents = (ManifestChanged(parse(str(folder / name), text, version=1)) for name, text in (unsaved or {}).items())
    return settled(Snapshot(), FoldersChanged((str(folder),)), *documents)


TREES: Mapping[str, Mapping[str, str]] = {
    "one file": {TOP: "a==1\n\n# x\nb \\\n  ==2\nc\n"},
    "an include before, between and after": {
        TOP: "-r one.txt\na\n-r two.txt\nb\n-r three.txt\n", "one.txt": "c", "two.txt": "d", "three.txt": "e",
    },
    "constraints": {TOP: "a\n-c bounds.txt\n", "bounds.txt": "a<2\nb<3\n"},
    "a constraint on a package that nobody requires": {TOP: "a\n-c bounds.txt\n", "bounds.txt": "b<3\n"},
    "a diamond": {TOP: "-r one.txt\n-r two.txt\n", "one.txt": "-r leaf.txt\nb\n", "two.txt": "-r leaf.txt\nc\n", "leaf.txt": "a==1\n"},
    "the same file twice": {TOP: "-r leaf.txt\n-r leaf.txt\n", "leaf.txt": "a\n"},
    "the same file both ways": {TOP: "-r leaf.txt\n-c leaf.txt\n", "leaf.txt": "a==1\n"},
    "requirements in constraints": {
        TOP: "a\n-c one.txt\n", "one.txt": "b==1\n-r two.txt\n", "two.txt": "c==1\n-r three.txt\n", "three.txt": "d==1\n",
    },
    "constraints in constraints": {TOP: "a\n-c one.txt\n", "one.txt": "-c two.txt\n", "two.txt": "b==1\n"},
    "constraints in requirements": {TOP: "-r one.txt\n", "one.txt": "-c two.txt\na\n", "two.txt": "b==1\n"},
    "both ways by a diamond": {
        TOP: "-c one.txt\n-r two.txt\n", "one.txt": "-r leaf.txt\n", "two.txt": "-r leaf.txt\n", "leaf.txt": "a==1\n",
    },
    "folders": {
        TOP: "-r sub/one.txt\n", "sub/one.txt": "-r ../two.txt\n-r deep/three.txt\na\n", "two.txt": "b\n", "sub/deep/three.txt": "c\n",
    },
    "paths with detours": {TOP: "-r ./sub/../one.txt\n-r sub//two.txt\n", "one.txt": "a\n", "sub/two.txt": "b\n"},
    "names with blanks": {TOP: "-r 'one two.txt'\n-r three\\ four.txt\n", "one two.txt": "a\n", "three four.txt": "b\n"},
    "names that are glued, and long options": {
        TOP: "-rone.txt\n--constraint=two.txt\n--requirem three.txt\n", "one.txt": "a", "two.txt": "b", "three.txt": "c",
    },
    "the first -r of a line counts": {TOP: "-r one.txt -r two.txt -c three.txt\n", "one.txt": "a\n", "two.txt": "b\n", "three.txt": "c\n"},
    "an include behind a requirement does nothing": {TOP: "a -r one.txt\n", "one.txt": "b\n"},
    "lines that only Python ends": {TOP: "a\x0c-r one.txt\nb\n", "one.txt": "# x\u2028c\r\nd\r\n"},
    "a file that draws in nothing but files": {TOP: "-r one.txt\n", "one.txt": "-r two.txt\n", "two.txt": ""},
    "names of no manifest": {TOP: "-r one.list\n-c two\n", "one.list": "a\n", "two": "b\n"},
}  # fmt: skip

CIRCLES: Mapping[str, Mapping[str, str]] = {
    "itself": {TOP: "-r requirements.txt\n"},
    "itself as constraints": {TOP: "a\n-c requirements.txt\n"},
    "two files": {TOP: "-r one.txt\n", "one.txt": "-r requirements.txt\n"},
    "three files, by both ways": {TOP: "-r one.txt\n", "one.txt": "-c two.txt\n", "two.txt": "-r requirements.txt\n"},
    "a circle that the top file is no part of": {TOP: "-r one.txt\n", "one.txt": "-r two.txt\n", "two.txt": "-r one.txt\n"},
    "a detour": {TOP: "-r sub/../requirements.txt\n", "sub/x": ""},
    "a diamond with a circle": {TOP: "-r one.txt\n-r two.txt\n", "one.txt": "-r two.txt\n", "two.txt": "-c one.txt\n"},
}


@pytest.mark.parametrize("kind", TREES)
def test_what_holds_is_what_pip_gathers(kind: str, tmp_path: Path) -> None:
    folder = written(tmp_path, TREES[kind])
    assert by_reqd(known(folder), folder) == by_pip(folder)
    assert circles(known(folder), folder) == []


def test_what_constraints_require_is_a_constraint_and_would_be_installed_by_pip(tmp_path: Path) -> None:
    folder = written(tmp_path, {TOP: "a\n-c one.txt\n", "one.txt": "-r two.txt\n", "two.txt": "b==1\n"})
    assert Held("b", False, "two.txt", 1) in by_pip(folder, parser=RequirementsFileParser)
    assert Held("b", True, "two.txt", 1) in by_reqd(known(folder), folder)


@pytest.mark.parametrize("kind", CIRCLES)
def test_a_circle_is_found_where_pip_finds_one(kind: str, tmp_path: Path) -> None:
    folder = written(tmp_path, CIRCLES[kind])
    with pytest.raises(RequirementsFileParseError, match="recursively references itself"):
        by_pip(folder)
    assert circles(known(folder), folder) != []


def circles(snapshot: Snapshot, folder: Path, top: str = TOP) -> list[str]:
    """What is told of circles, in the top file or in one that it draws in."""
    findings = (finding for path in below(snapshot, str(folder / top)) for finding in check(snapshot, path))
    return [finding.message for finding in findings if finding.code == "include-cycle"]


def test_the_specifiers_of_a_package_are_united_each_with_its_origin(tmp_path: Path) -> None:
    files = {TOP: "-r one.txt\nAcme>=1\n-c two.txt\n", "one.txt": "b\nacme<3\n", "two.txt": "\nACME!=2\n"}
    folder = written(tmp_path, files)
    view = View(known(folder), manifest(known(folder), folder, TOP))
    assert [(str(entry.requirement.specifier), view.whereabouts(entry)) for entry in view.projects["acme"]] == [
        (">=1", "line 2"),
        ("<3", "line 2 of one.txt"),
        ("!=2", "line 2 of two.txt"),
    ]


@pytest.mark.parametrize("name", ["one.txt", "leaf.txt", TOP])
def test_what_is_not_saved_counts_before_the_disk(name: str, tmp_path: Path) -> None:
    """pip is asked of a copy in which it is saved."""
    files = {TOP: "-r one.txt\n", "one.txt": "-r leaf.txt\na\n", "leaf.txt": "b==1\n", "other.txt": "c\n"}
    text = "# x\n-c other.txt\nd==4\n"
    folder = written(tmp_path / "disk", files)
    copy = written(tmp_path / "copy", {**files, name: text})
    assert by_reqd(known(folder, {name: text}), folder) == by_pip(copy)
    assert by_reqd(known(folder), folder) == by_pip(folder)


def test_a_change_in_a_leaf_checks_every_file_above_it_again(tmp_path: Path) -> None:
    folder = written(tmp_path, {**TREES["both ways by a diamond"], "requirements-other.txt": "a\n"})
    snapshot = known(folder)
    taken = step(snapshot, ManifestChanged(parse(str(folder / "leaf.txt"), "a==2\n", version=1)))
    assert taken.affected == {str(folder / name) for name in (TOP, "one.txt", "two.txt", "leaf.txt")}


# --- trees that hypothesis makes ---------------------------------------------------------------------------------------------------

NAMES = (TOP, "one.txt", "two.txt", "sub/three.txt", "sub/deep/four.txt")
PLAIN = st.sampled_from(("a==1", "b", "# x", "", "c>=2 \\\n  --hash=sha256:aa", "--pre", "a<3 ; os_name == 'nt'", "d\x0ce"))
LINES = PLAIN | st.tuples(st.sampled_from(("-r ", "-c ", "--requirement=")), st.sampled_from(NAMES))
FILES = st.fixed_dictionaries({name: st.lists(LINES, max_size=4) for name in NAMES})


@example({name: [("-c ", "one.txt")] if name == TOP else [("-r ", "two.txt")] if name == "one.txt" else ["a"] for name in NAMES})
@settings(max_examples=150, deadline=None)
@given(FILES)
def test_any_tree_holds_what_pip_gathers(tree: Mapping[str, list[str | tuple[str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = written(Path(name).resolve(), {name: text(name, lines) for name, lines in tree.items()})
        snapshot = known(folder)
        assert_alike(snapshot, folder)
        for one in below(snapshot, str(folder / TOP)):
            assert str(folder / TOP) in above(snapshot, one)


def assert_alike(snapshot: Snapshot, folder: Path) -> None:
    try:
        expected = by_pip(folder)
    except RequirementsFileParseError:
        assert circles(snapshot, folder)
    else:
        assert circles(snapshot, folder) == []
        assert by_reqd(snapshot, folder) == expected


def text(name: str, lines: list[str | tuple[str, str]]) -> str:
    """A file's text; each include is written relative to it."""
    return "\n".join(line if isinstance(line, str) else line[0] + os.path.relpath(line[1], os.path.dirname(name) or ".") for line in lines)
