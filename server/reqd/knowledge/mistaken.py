"""Lines that pip's parser accepts as a name or a URL, and that cannot be meant so: addresses, npm's versions, names of files."""

from __future__ import annotations

import re
from typing import NamedTuple

from reqd.core.manifest import Requirement
from reqd.core.text import Span
from reqd.fixes.pin import is_version
from reqd.manifests.requirements import link

# How git itself takes an address: `git@github.com:owner/name.git`. pip takes the first word for a name.
_SHELL = re.compile(r"(?:git\+)?(?P<user>git@[\w.-]+):(?P<path>[\w~][^:\s]*)\Z")
# A repository of a well-known forge, as its page is called: exactly an owner and a name, perhaps with a revision and what pip adds.
_PAGE = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<place>(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[\w.-]+/[\w.-]+(?:@[\w.-]+)?)/?(?P<more>#\S*)?\Z",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"(?:(?:[=!<>~]=|[<>])\s*v?\d[\w.*+!-]*\s*(?:,\s*|\Z))+")
_NEWEST = ("latest", "newest", "*")
# pip itself warns of such a name. No package that people want is called so.
_FILE = re.compile(r"(?:.*/)?(?:[\w.-]+\.txt|[\w.-]*(?:require|constraint)[\w.-]*\.in)\Z", re.IGNORECASE)

_PAGE_WORDS = "this is the address of a page; a repository's begins with git+https://"
_SHELL_WORDS = "a repository's address begins with git+ssh:// and has a / where the colon is"


class Mistaken(NamedTuple):
    """What is wrong, where in the line as written, and the text that belongs there; None where that is not certain.

    `may_be_folder` tells of a text that is right where a folder of that name is there.
    """

    message: str
    span: Span
    text: str | None
    may_be_folder: bool = False


def mistaken(requirement: Requirement) -> Mistaken | None:
    """What a line is mistaken for; None for nearly every line, which are what they seem to be."""
    if requirement.url is None:
        return _file(requirement, requirement.name or "") if not requirement.written_specifier and not requirement.extras else None
    return _address(requirement, requirement.url) or _version(requirement, requirement.url) or _path(requirement, requirement.url)


def _address(requirement: Requirement, url: str) -> Mistaken | None:
    page = _PAGE.match(url)
    if page and not link.is_archive(page["place"]):
        text = f"git+https://{page['place']}{page['more'] or ''}"
        return Mistaken(_PAGE_WORDS, requirement.url_span, text, _is_nameless(requirement) and not link.is_url(url))
    if _is_nameless(requirement):
        return None
    is_user = requirement.name == "git" and not requirement.extras
    address = _SHELL.match(f"git@{url}" if is_user else url)
    if address is None:
        return None
    start = requirement.name_span.start if is_user else requirement.url_span.start
    return Mistaken(_SHELL_WORDS, Span(start, requirement.url_span.end), f"git+ssh://{address['user']}/{address['path']}")


def _version(requirement: Requirement, url: str) -> Mistaken | None:
    """`requests@2.31.0`, as npm has it. A name behind an @ that is neither a path nor a URL is nothing that pip can take."""
    if _is_nameless(requirement) or re.search(r"[:/\\$]|\A\.", url) or link.is_archive(url):
        return None
    span = Span(requirement.extras_span.end, requirement.url_span.end)
    if url.lower() in _NEWEST:
        return Mistaken("behind an @ stands a URL; the newest version is installed where none is written", span, "")
    text = url if _CLAUSES.fullmatch(url) else f"=={url}" if is_version(url) else None
    return Mistaken("behind an @ stands a URL; a version is written after ==", span, text)


def _path(requirement: Requirement, url: str) -> Mistaken | None:
    is_plain = _is_nameless(requirement) and not requirement.is_editable and not requirement.extras
    return _file(requirement, url) if is_plain and not link.scheme(url) else None


def _file(requirement: Requirement, name: str) -> Mistaken | None:
    if not name.lower().endswith((".txt", ".in")) or not _FILE.match(name):
        return None
    option = "-c" if "constraint" in name.lower() and "require" not in name.lower() else "-r"
    is_alone = requirement.marker is None and not requirement.options
    return Mistaken(f"this is the name of a file; {option} draws it in", requirement.name_span, f"{option} {name}" if is_alone else None)


def _is_nameless(requirement: Requirement) -> bool:
    return requirement.name_span == requirement.url_span
