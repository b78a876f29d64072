"""What pip and reqd read differently on purpose, in one table, each with its reason."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from pip._internal.req.req_file import preprocess
from pip._internal.utils.urls import url_to_path

from tests.conformance.pip_reading import by_pip
from tests.conformance.reading import ERROR, Placed, Reading
from tests.conformance.reqd_reading import by_reqd

_SHARE = "on Windows that is a share, and where a ${VARIABLE} stands for the host its value is not known: pip's word is for one machine"
_DRIVE = "on Windows that is a folder, and a file is shared between platforms"
_CONTROL = "some Pythons drop control letters before a URL and some do not; nobody writes them on purpose"
_BRACKETS = "pip ends in a traceback of Python's own parser of URLs, which knows brackets for an address of IPv6 alone, in newer Pythons"
_REWRITTEN = "pip rewrites a file: URL with ../ in it and loses the name that was given; the name is what people mean"


class Difference(NamedTuple):
    """How pip reads a line, how we do, and why; where pip makes an absolute path of one, `url` is empty on both sides.

    `is_of_newer_pythons` tells that in an older Python pip reads it as we do.
    """

    pip: Reading
    reqd: Reading
    reason: str
    is_of_newer_pythons: bool = False


DIFFERENCES: Mapping[str, Difference] = {
    "a @ file://host/tmp/a": Difference(ERROR, Reading("requirement", "a", url="file://host/tmp/a"), _SHARE),
    "a @ file://${UNSET_DIR}/../a": Difference(ERROR, Reading("requirement", "a", url="file://${UNSET_DIR}/../a"), _SHARE),
    "file://host/a.zip": Difference(ERROR, Reading("requirement", url="file://host/a.zip"), _SHARE),
    "file://a.zip": Difference(ERROR, Reading("requirement", url="file://a.zip"), _SHARE),
    "-e file://host/a": Difference(ERROR, Reading("requirement", url="file://host/a", is_editable=True), _SHARE),
    "//host/a.zip": Difference(ERROR, Reading("requirement", url="file://host/a.zip"), _SHARE),
    "\x01https://e.org/a.zip": Difference(Reading("requirement", url="\x01https://e.org/a.zip"), Reading("requirement"), _CONTROL),
    "ttps://e.org.zip[x]": Difference(ERROR, Reading("requirement", extras=frozenset({"x"})), _BRACKETS, True),
    r"C:\pkg": Difference(ERROR, Reading("requirement"), _DRIVE),
    r"pkg\inner": Difference(ERROR, Reading("requirement"), _DRIVE),
    "file://../../lib/project#egg=MyProject": Difference(Reading("requirement"), Reading("requirement", "myproject"), _REWRITTEN),
}

# The same differences wherever else they occur.
_SAME = re.compile(
    r"""(?ix) (-e\s|--editable[=\s])?\s* (
        (\S+\s*@\s*)? file://(?!/|localhost[/#?]|localhost$) .*   # a share
        | //[^/].*
        | (?!https?:|ftp:|file:|[a-z]+\+)\w+://[^/]*\[.*             # brackets where a host stands
        | [\x00-\x1f]+\w[\w+]*: .*                             # a control letter
        | file:.*\.\./.*                                         # what pip rewrites
        | [a-z]:\\.* | \\\\\w.* | [\w.~-]+(\\[\w.\ ~-]+)+\\? (\s*;.*)? # Windows's paths
    )"""
)
# What pip would take for the name of a folder if there was one, and we do not: prose, markup, comparisons, and URLs that are cut short.
_NO_FOLDER = re.compile(r"[\s<>{}`]|://|[=~!]=|\A[\w+]+:|[#&]egg=|\A\[|@.*\.\w+\Z")


def differing(text: str) -> list[str]:
    """One line of words for each logical line of a text that pip and reqd read differently and that is not meant to differ."""
    theirs, ours = by_pip(text), by_reqd(text)
    if [placed[:2] for placed in theirs] != [placed[:2] for placed in ours]:
        return [f"{text!r}: the lines of pip are {theirs}, those of reqd {ours}"]
    pairs = zip(theirs, ours, strict=True)
    unlike = [(one, other) for one, other in pairs if not are_alike(one.reading, other.reading)]
    lines = text.splitlines(keepends=True)
    return [_words(text, one, other) for one, other in unlike if not is_meant("".join(lines[one.first - 1 : one.last]))]


def are_alike(theirs: Reading, ours: Reading) -> bool:
    """Whether two readings say the same. What is a path for pip if only it existed is one for us, or refused for what no path holds."""
    if theirs.kind == "path":
        return theirs._replace(kind="requirement") == ours or (ours == ERROR and _NO_FOLDER.search(_folder(theirs)) is not None)
    return theirs == ours


def _folder(theirs: Reading) -> str:
    """The path that pip completed, as it may have been written."""
    return os.path.relpath(url_to_path(theirs.url))


def is_meant(text: str) -> bool:
    """Whether a logical line is one that the two read differently on purpose."""
    return all(_SAME.fullmatch(line) for _, line in preprocess(text))


def _words(text: str, theirs: Placed, ours: Placed) -> str:
    fields = [field for field in Reading._fields if getattr(theirs.reading, field) != getattr(ours.reading, field)]
    told = "; ".join(
        f"{field} is {getattr(theirs.reading, field)!r} for pip, {getattr(ours.reading, field)!r} for reqd" for field in fields
    )
    return f"{text!r}, line {theirs.first}: {told}"
