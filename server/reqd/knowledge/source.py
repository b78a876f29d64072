"""Where a line asks a package to be taken from, if from no index, and whether an installed one was taken from there.

Source: PEP 610, and pip's `direct_url_from_link`. User names, a `.git` and a `/` at the end make no other place, and neither does the way
in which a repository is reached, be it https or ssh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from reqd.core import place
from reqd.core.environment import Distribution, Environment, Origin
from reqd.core.local_path import written
from reqd.core.manifest import Entry, Manifest, Requirement
from reqd.core.snapshot import above, boundary, territory
from reqd.core.text import Span
from reqd.core.view import View
from reqd.manifests.requirements import link

Address: TypeAlias = tuple[str, ...]

_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")
_HASH = re.compile(r"(md5|sha1|sha224|sha256|sha384|sha512)=([0-9a-f]+)", re.IGNORECASE)
_PORTS = {"http": "80", "https": "443", "ssh": "22", "git": "9418", "ftp": "21"}
# There Name and name are one repository.
_INSENSITIVE = frozenset(("github.com", "gitlab.com", "bitbucket.org"))


class Source(NamedTuple):
    """What a line asks for: a URL as an address to be compared, or the absolute paths that its path may mean.

    `system` and `revision` are a repository's, without the system's where there is none. `hashes` are `sha256=…`, any of which will do.
    """

    address: Address = ()
    paths: tuple[str, ...] = ()
    system: str = ""
    revision: str = ""
    subdirectory: str = ""
    hashes: frozenset[str] = frozenset()


class Sourced(NamedTuple):
    """A line that says where its package is to be taken from, what it says, and what is installed."""

    entry: Entry
    source: Source
    distribution: Distribution

    @property
    def name(self) -> str:
        return self.entry.requirement.name or self.distribution.written or self.distribution.name

    @property
    def revision_span(self) -> Span:
        """Where the revision stands; the whole URL where there is none, or where it is written in another way."""
        span, url, wanted = self.entry.requirement.url_span, self.entry.requirement.url or "", self.source.revision
        path = re.split(r"[?#]", url)[0]
        end = span.start + len(path)
        return Span(end - len(wanted), end) if wanted and path.endswith(f"@{wanted}") else span


def sourced(view: View) -> Iterator[Sourced]:
    """The active lines of this very file with a URL or a path, in reading order, where both sides are known for certain.

    A line without a name is for what was installed from its place, if anything was.
    """
    environment = view.environment
    if environment is None or view.is_constraints:
        return
    for entry in view.entries:
        requirement = entry.requirement
        source = asked(view, entry.manifest, requirement) if requirement.url and view.is_active(requirement) else None
        if source is None:
            continue
        if requirement.project:
            distribution = environment.installed(requirement.project)
        else:
            distribution = next((each for each in _originated(environment) if _is_place(view, source, each.origin)), None)
        if distribution is not None and _is_known(environment, distribution):
            yield Sourced(entry, source, distribution)


def asked(view: View, manifest: Manifest, requirement: Requirement) -> Source | None:
    """What a line with a URL asks for; None where that depends on what is not known, such as a variable's value."""
    url = requirement.url or ""
    path = written(requirement)
    fragment = url.partition("#")[2]
    hashes = frozenset(f"{algorithm}={value}".lower() for algorithm, value in _HASH.findall(fragment)) | _required(requirement)
    if path:
        return Source(paths=_paths(view, manifest, path), hashes=hashes, subdirectory=subdirectory(fragment))
    if requirement.is_editable and link.is_short(url):
        url = f"{link.scheme(url)}+{url}"
    if not link.is_url(url) or link.scheme(url) == "file" or _VARIABLE.search(re.sub(r"//[^/]*@", "//", url)):
        return None
    is_repository = link.scheme(url) in link.REPOSITORY_SCHEMES
    system, _, address = url.partition("#")[0].partition("+") if is_repository else ("", "", url)
    address, revision = _revised(address) if is_repository else (address, "")
    return Source(_address(address, is_repository), (), system.lower(), revision, subdirectory(fragment), hashes)


def is_there(view: View, source: Source, origin: Origin | None) -> bool:
    """Whether an origin is the place that is asked for, whichever state of it, be it editable or not."""
    return _is_place(view, source, origin) and origin is not None and origin.subdirectory.strip("/") == source.subdirectory


def is_same_file(source: Source, origin: Origin) -> bool | None:
    """Whether the hashes say that it is the file that is asked for; None where they say nothing."""
    known = dict(each.lower().partition("=")[::2] for each in origin.hashes)
    compared = [(algorithm, value) for algorithm, _, value in (each.partition("=") for each in source.hashes) if algorithm in known]
    return any(known[algorithm] == value for algorithm, value in compared) if compared else None


def _is_place(view: View, source: Source, origin: Origin | None) -> bool:
    if origin is None or origin.system != source.system:
        return False
    if source.paths:
        return bool(origin.path) and any(_is_path(view, path, origin.path) for path in source.paths)
    return not origin.path and _address(origin.url, bool(origin.system)) == source.address


def _is_path(view: View, path: str, found: str) -> bool:
    """Whether two paths are one, as far as their text tells.

    Of an environment outside of the opened folder it is not known through which links that folder is seen: there the end counts.
    """
    platform = view.environment.markers.get("sys_platform") if view.environment else ""
    if platform in ("win32", "darwin"):
        path, found = path.casefold(), found.casefold()
    folder = boundary(view.snapshot, view.manifest.path)
    if path == found or view.environment is None or place.is_within(view.environment.root, folder) or place.is_within(found, folder):
        return path == found
    return path == folder or found.endswith(path[len(folder) :] if place.is_within(path, folder) else path)


def _is_known(environment: Environment, distribution: Distribution) -> bool:
    """Whether it is told for sure where it came from: not of what other tools installed, nor of what lies outside of the environment."""
    is_told = distribution.origin is not None or distribution.location.endswith(".dist-info")
    return is_told and not distribution.problem and place.is_within(distribution.location, environment.root)


def _originated(environment: Environment) -> Iterator[Distribution]:
    return (first for first, *_ in environment.distributions.values() if first.origin is not None)


def _required(requirement: Requirement) -> frozenset[str]:
    """The hashes of a line's options, which pip does not look at for an editable."""
    if requirement.is_editable:
        return frozenset()
    return frozenset((option.value or "").replace(":", "=", 1).lower() for option in requirement.options if option.name == "--hash")


def _paths(view: View, manifest: Manifest, path: str) -> tuple[str, ...]:
    """What a path may mean: pip reads a relative one from where it is run, be it the folder of this file, of one above it, or any above."""
    tops = sorted(above(view.snapshot, manifest.path))
    folders = dict.fromkeys(folder for top in tops for folder in territory(view.snapshot, top))
    return tuple(dict.fromkeys(place.joined(folder, path) for folder in folders))


def subdirectory(fragment: str) -> str:
    """The folder of an archive or a repository in which the project lies, from what stands behind a URL's #; empty where it is the top."""
    from urllib.parse import parse_qs  # most files need none

    return parse_qs(fragment).get("subdirectory", [""])[0].strip("/")


def _revised(url: str) -> tuple[str, str]:
    """A repository's URL and the revision behind the last @ of its path, as pip cuts them."""
    from urllib.parse import unquote, urlsplit  # as above

    parts = urlsplit(url)
    path, _, revision = parts.path.rpartition("@") if "@" in parts.path else (parts.path, "", "")
    return parts._replace(path=path).geturl(), unquote(revision)


def _address(url: str, is_repository: bool) -> Address:
    """A URL without what makes no other place of it. git's own form, `git@host:path`, is a repository's too."""
    from urllib.parse import unquote, urlsplit  # as above

    if is_repository and "://" not in url:
        url = "ssh://" + url.replace(":", "/", 1)
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets, where other tools than pip wrote them
        return (url,)
    scheme, host = parts.scheme.lower(), parts.netloc.rpartition("@")[2].lower()
    host = host.removesuffix(f":{_PORTS.get(scheme, '')}")
    path = unquote(parts.path).rstrip("/")
    if host in _INSENSITIVE:
        path = path.lower()
    if is_repository:
        return host, path.removesuffix(".git").rstrip("/")
    return scheme, host, path, parts.query
