"""One requirement: a name with extras, specifier and marker (PEP 508), a URL, or a path, each part with its place.

What is accepted is decided by `packaging`, which is what pip asks; the places are found by looking at what it accepted.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from packaging.markers import InvalidMarker, Marker
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Parsed
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from reqd.core.manifest import Requirement
from reqd.core.text import Span, shared_span
from reqd.manifests.requirements import link

# A name longer than this is no name, and a longer text is not worth a parser's time.
LIMIT = 8192

_HEAD = re.compile(r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)[ \t]*(?P<extras>\[[^\]]*\])?[ \t]*(?P<rest>.*)\Z", re.DOTALL)
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_CLAUSE = r"(?:(?:==|>=|<=|!=|<|>)[0-9]+(?:\.[0-9]+)*|~=[0-9]+(?:\.[0-9]+)+)"
# The shape that nine in ten lines have, without a blank in it: it needs no parser to be found valid.
_PLAIN = re.compile(rf"(?P<name>{_NAME})(?:\[(?P<extras>{_NAME}(?:,{_NAME})*)\])?(?P<specifier>{_CLAUSE}(?:,{_CLAUSE})*)\Z")
# No folder's name in a requirements file holds these: prose, markup and URLs of unknown schemes do. A variable may stand for a folder.
_NO_PATH = re.compile(r"[\s<>{}`]|://|[=~!]=")
_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")

_NOT_EDITABLE = "Only a folder or a repository can be installed as editable"


class RequirementError(Exception):
    """A requirement that pip refuses: the words of the parser, and the place in the text."""

    def __init__(self, reason: str, start: int, end: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = start
        self.end = end


def requirement(text: str) -> Requirement:
    """Read the requirement that `text` is, options and comments already taken off. Its spans count in `text`.

    Raises RequirementError where pip would refuse it.
    """
    plain = _PLAIN.match(text.rstrip(" "))
    if plain:
        return _plain(plain)
    if len(text) > LIMIT:
        raise RequirementError("The line is too long to be a requirement", 0, len(text))
    separator = "; " if link.is_url(text) else ";"
    head, found, tail = text.partition(separator)
    marker, marker_span = _marker(tail, len(head) + len(separator)) if found else (None, Span(0, 0))
    plain = _PLAIN.match(head.rstrip(" "))
    read = _plain(plain) if plain else _link(head) if link.is_url(head) else _named_or_path(head)
    return replace(read, raw=text, marker=marker, marker_span=marker_span, span=Span(0, marker_span.end or len(head.rstrip())))


def _plain(found: re.Match[str]) -> Requirement:
    name, end, specifier = found["name"], found.end(), found.start("specifier")
    return Requirement(
        raw=found.string,
        name=name,
        project=canonicalize_name(name),
        span=shared_span(0, end),
        extras=tuple(sorted(set(found["extras"].split(",")))) if found["extras"] else (),
        specifier=SpecifierSet(found["specifier"]),
        name_span=shared_span(0, len(name)),
        extras_span=shared_span(len(name), specifier),
        specifier_span=shared_span(specifier, end),
    )


def _marker(text: str, start: int) -> tuple[Marker | None, Span]:
    stripped = text.strip()
    if not stripped:
        return None, Span(0, 0)
    begin = start + len(text) - len(text.lstrip())
    try:
        return _parsed_marker(stripped), Span(begin, begin + len(stripped))
    except InvalidMarker as error:
        raise _fault(error, begin, stripped) from error
    except RecursionError:
        raise RequirementError("The marker is nested too deeply", begin, begin + len(stripped)) from None


@lru_cache(maxsize=256)  # a file asks for the same few again and again, and each takes as long to read as ten pins
def _parsed_marker(text: str) -> Marker:
    return Marker(text)


def _fault(error: Exception, start: int, text: str) -> RequirementError:
    """packaging raises from an error that knows the place; where it does not, the whole text is the place."""
    begin, end = getattr(error.__cause__, "span", (0, len(text)))
    reason = getattr(error.__cause__, "message", str(error).splitlines()[0])
    return RequirementError(str(reason), start + begin, start + max(end, begin + 1))


def _link(text: str, system: str = "") -> Requirement:
    """A URL or an archive's path. `system` is what pip puts before a repository's URL that leaves it out, like `git+`."""
    url = text.strip()
    try:
        name, specifier = link.project(system + url)
    except link.LinkError as fault:
        raise _link_fault(fault, url, 0) from fault
    span = Span(0, len(url))
    return Requirement(
        raw=text,
        name=name,
        project=canonicalize_name(name) if name else None,
        span=span,
        specifier=SpecifierSet(specifier),
        url=url,
        url_span=span,
        name_span=span,
        specifier_span=Span(len(url), len(url)),
    )


def _named_or_path(text: str) -> Requirement:
    """pip tries a path first; a path's existence is not asked here, so what cannot be a name may be a path."""
    stripped = text.strip()
    before_at = stripped.partition("@")
    path, extras = link.without_extras(stripped.rstrip("/"))
    if link.is_archive(path) and not (before_at[1] and not link.looks_like_path(before_at[0])):
        return _with_extras(_link(path), stripped, extras)
    _check(stripped, 0)
    try:
        return _with_last_extras(_named(stripped), extras)
    except RequirementError:
        written = stripped.rstrip("/") if extras else stripped
        if (
            link.looks_like_path(stripped)
            and not link.is_archive(path)
            and not _NO_PATH.search(_VARIABLE.sub("", path if extras else written))
        ):
            return _path(written)
        raise


def _with_last_extras(read: Requirement, extras: str) -> Requirement:
    """pip takes brackets at the very end for extras, behind a URL and `===` too, and then those behind the name count no more."""
    if not extras or read.extras_span.end == len(read.raw):
        return read
    return replace(read, extras=_named(f"placeholder[{extras}]").extras)


def _path(text: str) -> Requirement:
    path, extras = link.without_extras(text)
    span = Span(0, len(path))
    read = Requirement(raw=text, name=None, project=None, span=span, url=path, url_span=span, name_span=span)
    return _with_extras(read, text, extras)


def _with_extras(read: Requirement, text: str, extras: str) -> Requirement:
    """A local project with the extras that stand in brackets behind its path."""
    if not extras:
        return read
    span = Span(text.rindex("["), text.rindex("]") + 1)
    try:
        asked = _named(f"placeholder[{extras}]").extras
    except RequirementError as fault:
        raise RequirementError(fault.reason, *span) from fault
    return replace(read, raw=text, extras=asked, span=Span(0, len(text)), extras_span=span, specifier_span=Span(len(text), len(text)))


def _named(text: str) -> Requirement:
    try:
        parsed = Parsed(text)
    except InvalidRequirement as error:
        raise _fault(error, 0, text) from error
    except RecursionError:
        raise RequirementError("The line is nested too deeply", 0, len(text)) from None
    head = _HEAD.match(text)
    assert head is not None  # packaging accepted a name at the start
    rest = head.start("rest")
    read = Requirement(
        raw=text,
        name=parsed.name,
        project=canonicalize_name(parsed.name),
        span=Span(0, len(text)),
        extras=tuple(sorted(parsed.extras)),
        specifier=parsed.specifier,
        name_span=Span(*head.span("name")),
        extras_span=Span(*head.span("extras")) if head.group("extras") else Span(head.end("name"), head.end("name")),
    )
    if parsed.url is not None:
        start = text.index(parsed.url, rest)
        _check(parsed.url, start)
        span = Span(start, start + len(parsed.url))
        return replace(read, url=parsed.url, url_span=span, specifier_span=Span(rest, rest), specifier=_of_wheel(parsed.url, read.project))
    if head.group("rest"):
        return replace(read, specifier_span=Span(rest, len(text)))
    end = head.end("extras") if head.group("extras") else head.end("name")
    return replace(read, specifier_span=Span(end, end))


def _of_wheel(url: str, project: str | None) -> SpecifierSet:
    """The version that a wheel's file name gives away, where it is a wheel of that project."""
    try:
        name, specifier = link.project(url)
    except link.LinkError:  # behind an @ pip accepts any name of a file
        return SpecifierSet()
    return SpecifierSet(specifier if name is not None and canonicalize_name(name) == project else "")


def _check(url: str, start: int) -> None:
    try:
        link.egg(url)
    except link.LinkError as fault:
        raise _link_fault(fault, url, start) from fault


def _link_fault(fault: link.LinkError, url: str, start: int) -> RequirementError:
    """On the name behind `#egg=` where there is one, else on the whole link."""
    return RequirementError(str(fault), start + max(url.find("egg="), 0), start + len(url))


def editable(text: str) -> Requirement:
    """Read what stands after `-e`: `name @ repository`, a repository's URL with `#egg=`, or a folder.

    Raises RequirementError where pip would refuse it. Whether a folder exists is not asked.
    """
    read = _direct(text)
    if read is None:
        is_link = link.is_editable(text) or link.is_short(text)
        return replace(_editable_link(text) if is_link else _editable_path(text), is_editable=True)
    if not link.is_editable(read.url or ""):
        raise RequirementError(_NOT_EDITABLE, *read.url_span)
    return replace(read, is_editable=True)


def _direct(text: str) -> Requirement | None:
    """What `name @ URL ; marker` says; None where that is not the form of the text. Raises where only the URL is refused."""
    try:
        read = _named(text)
    except RequirementError as fault:
        if isinstance(fault.__cause__, link.LinkError):
            raise
        return None
    if read.url is None:
        return None
    semicolon = text.find(";", read.url_span.end) + 1
    marker, span = _marker(text[semicolon:], semicolon) if semicolon else (None, Span(0, 0))
    return replace(read, marker=marker, marker_span=span)


def _editable_link(text: str) -> Requirement:
    if link.scheme(text) == "file":
        url, extras = link.without_extras(text)
        return _with_extras(_link(url), text, extras)
    read = _link(text, f"{link.scheme(text)}+" if link.is_short(text) else "")
    if read.name is None:
        raise RequirementError("pip cannot tell the project's name; write name @ before the URL", 0, len(text))
    return read


def _editable_path(text: str) -> Requirement:
    if "://" in text or link.is_url(text) or text.startswith("["):
        raise RequirementError(_NOT_EDITABLE, 0, len(text))
    return _path(text)
