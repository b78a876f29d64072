"""reqd's reading of a requirements file, put in the same terms as pip's."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.utils import canonicalize_name
from pip._internal.utils.urls import path_to_url

from reqd.core.manifest import Include, Line, Malformed, Manifest, Option, Options, Remark, Requirement
from reqd.manifests import parse
from reqd.manifests.requirements.link import is_url, scheme
from tests.conformance.pip_reading import values_of
from tests.conformance.reading import ERROR, Placed, Reading, Values

_SYSTEMS = ("bzr", "git", "hg", "svn")


def by_reqd(text: str) -> list[Placed]:
    """Our reading of a file's text, in order, by pip's numbers of lines; remarks are left out, as pip leaves them out."""
    manifest = parse("/project/requirements.txt", text)
    return [
        Placed(number(manifest, start), number(manifest, start + len(line.raw)), reading(line))
        for start, line in manifest.placed
        if not isinstance(line, Remark)
    ]


def number(manifest: Manifest, offset: int) -> int:
    """The one-based number of the physical line that holds an offset, as pip counts lines."""
    return len((manifest.text.string[:offset] + "x").splitlines())


def reading(line: Line) -> Reading:
    match line:
        case Include():
            return Reading(f"{line.kind}-file", target=line.target)
        case Options():
            return Reading("options", hashes=_hashes(line.options), settings=_settings(line.options), options=_values(line.options))
        case Malformed():
            return ERROR
        case Requirement():
            return _requirement(line)
        case Remark():
            raise AssertionError("a remark is nothing that pip reads")


def _requirement(line: Requirement) -> Reading:
    # Behind an @ pip takes the version from a wheel's name only when it resolves; reqd has nothing later than reading.
    is_named_link = line.url is not None and line.name_span != line.url_span
    return Reading(
        "requirement",
        name=line.project or "",
        extras=frozenset(map(canonicalize_name, line.extras)),
        specifier="" if is_named_link else str(line.specifier),
        marker=str(line.marker or ""),
        url=_url(line),
        is_editable=line.is_editable,
        hashes={} if line.is_editable else _hashes(line.options),
        settings=_settings(line.options),
        options=_values(line.options),
    )


def _url(line: Requirement) -> str:
    """The URL as pip would complete it: a path counts from the working directory, and `git://` is short for `git+git://`."""
    if line.url is None or line.name_span != line.url_span:
        return line.url or ""
    if line.is_editable and scheme(line.url) in _SYSTEMS:
        return f"{scheme(line.url)}+{line.url}"
    return line.url if is_url(line.url) else path_to_url(line.url)


def _hashes(options: Iterable[Option]) -> Values:
    """The digests by algorithm, in order."""
    found: dict[str, list[str]] = {}
    for option in options:
        if option.name == "--hash":
            algorithm, _, digest = (option.value or "").partition(":")
            found.setdefault(algorithm, []).append(digest)
    return found


def _settings(options: Iterable[Option]) -> Values:
    """The settings for a build by key; a key that is given more than once holds all its values."""
    found: dict[str, list[str]] = {}
    for option in options:
        if option.name == "--config-settings":
            key, _, value = (option.value or "").partition("=")
            found.setdefault(key, []).append(value)
    return {key: given if len(given) > 1 else given[0] for key, given in found.items()}


def _values(options: Iterable[Option]) -> Values:
    """What pip holds once it was told our options, one by one and each in full."""
    return values_of([option.name if option.value is None else f"{option.name}={option.value}" for option in options])
