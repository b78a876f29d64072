"""Which lines uv refuses that pip accepts: by class, against uv itself, and where it is told."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import uv

from reqd.check import check
from reqd.core.environment import Environment, Tools
from reqd.core.finding import EditFix
from reqd.core.manifest import Malformed
from reqd.knowledge.uv import refusal
from reqd.manifests.requirements.parse import parsed_line
from tests import fixture

PATH = f"{fixture.ROOT}/requirements.txt"
HASH = "sha256:" + "ba7816bf8f01cfea" * 4
FOLDER = "uv installs only folders as editable: leave out the -e for uv"
ARCHIVE = "uv downloads only what ends in .whl, .tar.gz or .zip"

# Each with the piece on which the sentence stands.
REFUSED = {
    "-e git+https://example.org/a.git#egg=a": ("git+https://example.org/a.git#egg=a", FOLDER),
    "-e git://example.org/a.git#egg=a": ("git://example.org/a.git#egg=a", FOLDER),
    "-e './a'": ("./a", "uv takes the quotation marks for a part of the path"),
    "-e./a": ("-e", "uv expects a blank after -e"),
    "--edit ./a": ("--edit", "uv knows no option --edit in a requirements file"),
    "a @ hg+https://example.org/a": ("hg+https://example.org/a", "uv installs from repositories of git only, not of hg"),
    "svn+http://example.org/a#egg=a": ("svn+http://example.org/a#egg=a", "uv installs from repositories of git only, not of svn"),
    "bzr+lp:a#egg=a": ("bzr+lp:a#egg=a", "uv installs from repositories of git only, not of bzr"),
    "git+git://example.org/a.git": ("git+git://example.org/a.git", "uv fetches a repository by https, ssh or file, not by git"),
    "a @ ftp://example.org/a-1.zip": ("ftp://example.org/a-1.zip", "uv downloads by https only, not by ftp"),
    "a @ https://example.org/tarball/main": ("https://example.org/tarball/main", ARCHIVE),
    "a @ https://example.org/a-1.tgz": ("https://example.org/a-1.tgz", ARCHIVE),
    "a @ https://example.org/get?file=a.zip": ("https://example.org/get?file=a.zip", ARCHIVE),
    "a --no-binary a": ("--no-binary a", "behind a requirement uv reads only --hash, not --no-binary"),
    "a==1 --config-settings=x=y": ("--config-settings=x=y", "behind a requirement uv reads only --hash, not --config-settings"),
    "a --pre": ("--pre", "behind a requirement uv reads only --hash, not --pre"),
    "a===1.0-local": ("===1.0-local", "uv compares only with versions of PEP 440, and 1.0-local is none"),
    "a; python_version === '3.1'": ("python_version === '3.1'", "uv knows no === in a marker: write == instead"),
    "a ;": (" ;", "uv expects a marker after the ;"),
    "https://example.org/a-1.zip ;  # note": (" ;", "uv expects a marker after the ;"),
    "a==1 --hash=sha256:123": ("sha256:123", "uv takes only a whole digest, which has 64 digits for sha256"),
    "a==1 --hash=sha384:123": ("sha384:123", "uv takes only a whole digest, which has 96 digits for sha384"),
    "-rbase.txt": ("-r", "uv expects a blank after -r"),
    "--requirem base.txt": ("--requirem", "uv knows no option --requirem in a requirements file"),
    "-r base.txt -r more.txt": ("-r more.txt", "uv takes this for a part of the file's name: write it on a line of its own"),
    "-fhttps://example.org": ("-f", "uv expects a blank after -f"),
    "--extra-index https://example.org": ("--extra-index", "uv knows no option --extra-index in a requirements file"),
    "--pypi-url https://example.org": ("--pypi-url", "uv knows no option --pypi-url in a requirements file"),
    "--only-final a": ("--only-final", "uv knows no option --only-final in a requirements file"),
    f"--hash={HASH}": ("--hash", "uv knows no option --hash in a requirements file"),
    "-i https://example.org --no-index": (
        "--no-index",
        "uv takes this for a part of the value of --index-url: write it on a line of its own",
    ),
    "--no-binary a,b": ("a,b", "uv takes one name for --no-binary: write one line for each"),
}
ACCEPTED = [
    *("a", "a==1.0", "A.b [c] >=1,<2 ; python_version > '3'", "a (>=1)", "a===1.0", "a~=1.0", "a==1.*", "a>=1,"),
    *("a @ https://example.org/a-1.zip", "a @ https://example.org/a-1.zip?key=1#sha256=" + "0" * 64, "./a", "-e ./a", "--editable=./a"),
    *("a @ git+https://example.org/a.git@v1", "git+ssh://git@example.org/a.git", "a @ git+file:///a", "-e file:///a"),
    *(f"a==1 --hash={HASH}", f"a==1 --hash {HASH} --hash={HASH}", f"a==1 --hash={HASH} --pre", "a --hash=sha256:123"),
    *(
        "--pre",
        "--no-index --pre",
        "--pre --no-index",
        "-i https://example.org",
        "--index-url=https://example.org",
        "-i 'https://example.org'",
    ),
    *("--prefer-binary", "--use-feature fast-deps", "--trusted-host example.org --pre", "--no-binary a", "--only-binary=:all:"),
    *("--require-hashes", "# a remark", ""),
]


@pytest.mark.parametrize(("raw", "expected"), REFUSED.items(), ids=REFUSED)
def test_each_kind_of_line_has_its_sentence(raw: str, expected: tuple[str, str]) -> None:
    found = refusal(parsed_line(raw))
    assert found is not None
    assert (raw[found.span.start : found.span.end], found.message) == expected


@pytest.mark.parametrize("raw", ACCEPTED)
def test_nothing_is_said_of_lines_that_both_take(raw: str) -> None:
    assert refusal(parsed_line(raw)) is None


@pytest.mark.parametrize("raw", ["requests = 1", "--frobnicate", "a ~=1", "- a", "a -- for something"])
def test_nothing_is_said_of_what_pip_refuses_or_drops(raw: str) -> None:
    assert refusal(parsed_line(raw)) is None


# What uv says of a line that it has read: nothing is there to be installed from.
READ = ("No solution found", "Distribution not found", "Git operation failed", "neither `pyproject.toml`", "not supported for local")


def is_refused(text: str, folder: Path) -> bool:
    """Whether uv stops before it looks for anything; where it takes a word for a part of a name, it only finds no such file."""
    (folder / "requirements.txt").write_text(text, encoding="utf-8")
    tool = [uv.find_uv_bin(), "--no-config", "--color", "never", "pip", "install", "--python", sys.executable]
    rest = ["--dry-run", "--offline", "--no-index", "--no-deps", "-r", "requirements.txt"]
    done = subprocess.run([*tool, *rest], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    is_misread = any(words in done.stderr for words in ("failed to read from file", "'./a'", "ftp:"))
    return done.returncode != 0 and (is_misread or not any(words in done.stderr for words in READ))


@pytest.mark.parametrize("raw", REFUSED)
def test_uv_refuses_what_pip_accepts(raw: str, tmp_path: Path) -> None:
    assert not isinstance(parsed_line(raw), Malformed)
    assert is_refused(raw + "\n", tmp_path)


@pytest.mark.parametrize("raw", ACCEPTED)
def test_uv_reads_what_is_not_told(raw: str, tmp_path: Path) -> None:
    assert not is_refused(raw + "\n", tmp_path)


def told(text: str, kind: str = "uv", tools: Tools | None = fixture.TOOLS) -> list[str]:
    environment = fixture.environment("a 1\n")
    assert isinstance(environment, Environment)
    snapshot = replace(fixture.Case(replace(environment, kind=kind), {PATH: text}).snapshot(), tools=tools)
    return [finding.message for finding in check(snapshot, PATH) if finding.code == "uv-refuses"]


def test_it_is_told_where_uv_made_the_environment_and_is_there() -> None:
    assert told("a ;") == ["uv expects a marker after the ;"]
    assert told("a ;", kind="venv") == []
    assert told("a ;", tools=Tools(None, "/bin/python3")) == []
    assert told("a ;", tools=None) == []


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("a ;\nb\n", "Remove it", "a\nb\n"),
        ("a==1;  # note\n", "Remove it", "a==1  # note\n"),
        ("-rbase.txt\n", "Write a blank after -r", "-r base.txt\n"),
        ("-fhttps://example.org\n", "Write a blank after -f", "-f https://example.org\n"),
    ],
)
def test_what_both_take_is_written(text: str, title: str, expected: str) -> None:
    environment = fixture.environment("a 1\n")
    assert isinstance(environment, Environment)
    snapshot = fixture.Case(replace(environment, kind="uv"), {PATH: text}).snapshot()
    fixes = [fix for finding in check(snapshot, PATH) for fix in finding.fixes if fix.title == title]
    assert isinstance(fixes[0], EditFix)
    assert fixture.applied(text, list(fixes[0].edits)) == expected
