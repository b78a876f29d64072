"""What pip accepts in a requirements file and uv refuses, line by line.

Found by giving some thousand lines of real files to `uv pip install`. uv promises less than pip's whole format, and says so on its page
"Compatibility with pip".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from packaging.version import InvalidVersion, Version

from reqd.core.manifest import Include, Line, Option, Options, Requirement
from reqd.core.text import Span
from reqd.knowledge.suppression import without_comment

_KNOWN = frozenset(
    (
        *("-r", "-c", "-e", "-i", "-f", "--requirement", "--constraint", "--editable", "--index-url", "--extra-index-url", "--find-links"),
        *("--no-index", "--no-binary", "--only-binary", "--require-hashes", "--trusted-host", "--use-feature", "--pre", "--prefer-binary"),
    )
)
# Their values reach to the end of the line, whatever follows.
_GREEDY = frozenset({"--index-url", "--extra-index-url", "--find-links", "--no-binary", "--only-binary"})
_WORD = re.compile(r"--[A-Za-z0-9-]+|-[A-Za-z]")
# A repository may do without the slashes: `bzr+lp:project`.
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9.-]*\+[A-Za-z]+(?=:)|[A-Za-z][A-Za-z0-9.-]*(?=://))")
_ARCHIVES = (".whl", ".tar.gz", ".zip")
_DIGITS = {"sha256": 64, "sha384": 96, "sha512": 128}


class Refusal(NamedTuple):
    """Where and why uv stops, as a sentence; and what could stand there for both installers, where that is certain."""

    span: Span
    message: str
    repair: str | None = None


def refusal(line: Line) -> Refusal | None:
    """Why uv refuses a line that pip accepts; None where it accepts it, or where pip refuses it too.

    Words that belong to nothing are not judged: pip drops them, which is told as a mistake of its own.
    """
    match line:
        case Requirement():
            return next(_of_requirement(line), None)
        case Include():
            return next(_of_include(line), None)
        case Options():
            return next(_of_options(line), None)
        case _:
            return None


def _of_requirement(line: Requirement) -> Iterator[Refusal]:
    if line.is_editable:
        yield from _of_word(line.raw, len(line.raw) - len(line.raw.lstrip()))
        yield from _of_editable(line)
    yield from _of_text(line)
    if line.url is not None:
        yield from _of_url(line.url, line.url_span)
    first = line.options[0] if line.options else None
    if first is not None and not line.raw.startswith("--hash", first.span.start):
        name = line.raw[first.span.start : first.value_span.start].rstrip("= \t\"'") or first.name
        yield Refusal(first.span, f"behind a requirement uv reads only --hash, not {name}")
    if line.url is not None or any(clause.operator in ("==", "===") for clause in line.specifier):
        yield from _of_hashes(line.options)


def _of_editable(line: Requirement) -> Iterator[Refusal]:
    scheme = _SCHEME.match(line.url or "")
    if scheme and scheme[1].lower() != "file":
        yield Refusal(line.url_span, "uv installs only folders as editable: leave out the -e for uv")
    if line.raw[: line.span.start].rstrip("=").endswith(("'", '"')):
        yield Refusal(line.span, "uv takes the quotation marks for a part of the path")


def _of_url(url: str, span: Span) -> Iterator[Refusal]:
    scheme = _SCHEME.match(url)
    if scheme is None or "${" in url:
        return
    name, _, inner = scheme[1].lower().partition("+")
    if inner and name != "git":
        yield Refusal(span, f"uv installs from repositories of git only, not of {name}")
    elif inner and inner not in ("https", "http", "ssh", "file"):
        yield Refusal(span, f"uv fetches a repository by https, ssh or file, not by {inner}")
    elif not inner and name not in ("https", "http", "file"):
        yield Refusal(span, f"uv downloads by https only, not by {name}")
    elif name in ("https", "http") and not re.split(r"[?#]", url)[0].endswith(_ARCHIVES):
        yield Refusal(span, "uv downloads only what ends in .whl, .tar.gz or .zip")


def _of_text(line: Requirement) -> Iterator[Refusal]:
    for clause in line.specifier:
        if clause.operator == "===" and not _is_version(clause.version):
            yield Refusal(line.specifier_span, f"uv compares only with versions of PEP 440, and {clause.version} is none")
    if line.marker is not None and " === " in str(line.marker):
        yield Refusal(line.marker_span, "uv knows no === in a marker: write == instead")
    if line.name is not None and line.name.endswith("_"):
        yield Refusal(line.name_span, "uv takes no name that ends with _")
    end = line.options[0].span.start if line.options else len(line.raw)
    written = without_comment(line.raw)[:end].rstrip()
    if line.marker is None and written.endswith(";"):
        yield Refusal(Span(len(written[:-1].rstrip()), len(written)), "uv expects a marker after the ;", "")


def _is_version(text: str) -> bool:
    try:
        return bool(Version(text))
    except InvalidVersion:
        return False


def _of_hashes(options: tuple[Option, ...]) -> Iterator[Refusal]:
    for option in options:
        algorithm, _, digest = (option.value or "").partition(":")
        if option.name == "--hash" and len(digest) != _DIGITS.get(algorithm, len(digest)):
            yield Refusal(option.value_span, f"uv takes only a whole digest, which has {_DIGITS[algorithm]} digits for {algorithm}")


def _of_include(line: Include) -> Iterator[Refusal]:
    yield from _of_word(line.raw, line.span.start)
    rest = without_comment(line.raw)[line.span.end :]
    if re.match(r"[ \t]+-", rest):
        span = Span(line.span.end + len(rest) - len(rest.lstrip()), line.span.end + len(rest.rstrip()))
        yield Refusal(span, "uv takes this for a part of the file's name: write it on a line of its own")


def _of_options(line: Options) -> Iterator[Refusal]:
    for index, option in enumerate(line.options):
        yield from _of_word(line.raw, option.span.start)
        if option.name in _GREEDY and index + 1 < len(line.options):
            rest = Span(line.options[index + 1].span.start, line.options[-1].span.end)
            yield Refusal(rest, f"uv takes this for a part of the value of {option.name}: write it on a line of its own")
        if option.name in ("--no-binary", "--only-binary") and "," in (option.value or ""):
            yield Refusal(option.value_span, f"uv takes one name for {option.name}: write one line for each")


def _of_word(raw: str, start: int) -> Iterator[Refusal]:
    """An option that uv does not know, be it only by a beginning of its name; or a short one with its value glued to it."""
    word = _WORD.match(raw, start)
    if word is None:
        return
    if word.group() not in _KNOWN:
        yield Refusal(Span(*word.span()), f"uv knows no option {word.group()} in a requirements file")
    elif len(word.group()) == 2 and raw[word.end() : word.end() + 1] not in ("", "=", " ", "\t"):
        yield Refusal(Span(*word.span()), f"uv expects a blank after {word.group()}", f"{word.group()} ")
