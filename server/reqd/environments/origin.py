"""direct_url.json (PEP 610): where a distribution came from, where that was no index."""

from __future__ import annotations

import json
import os
import re
from urllib.parse import unquote, urlsplit

from packaging.direct_url import DirectUrl, DirectUrlValidationError

from reqd.core.environment import Origin

_DRIVE = re.compile(r"/[A-Za-z]:")


def parsed(content: bytes, location: str) -> tuple[Origin | None, str]:
    """The origin of the distribution at `location`, and half a sentence where the file is no use."""
    try:
        found = DirectUrl.from_dict(json.loads(content))
        origin = _origin(found, location)
    except (DirectUrlValidationError, ValueError, TypeError, AttributeError, RecursionError):
        return None, "its direct_url.json is not valid"
    if not origin.reference.isprintable() or " " in origin.reference:
        return None, "its direct_url.json names a URL that nothing can be installed from"
    return origin, ""


def _origin(found: DirectUrl, location: str) -> Origin:
    repository, archive = found.vcs_info, found.archive_info
    path = _path(found.url, location)
    return Origin(
        url=found.url,
        path="" if repository else path,
        system=repository.vcs if repository else "",
        revision=(repository.requested_revision or "") if repository else "",
        commit=repository.commit_id if repository else "",
        hashes=tuple(f"{algorithm}={value}" for algorithm, value in (archive.hashes or {}).items()) if archive else (),
        subdirectory=found.subdirectory or "",
        is_editable=bool(found.dir_info and found.dir_info.editable),
    )


def linked(url: str, location: str) -> Origin:
    """The origin of what an `.egg-link` at `location` leads to."""
    return Origin(url, _path(url, location), is_editable=True)


def _path(url: str, location: str) -> str:
    """The absolute path that a `file:` URL names; empty for every other URL."""
    parts = urlsplit(url)
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        return ""
    path = unquote(parts.path)
    return _seen(os.path.normpath(path[1:] if _DRIVE.match(path) else path), location)


def _seen(path: str, location: str) -> str:
    """A path as it looks from where `location` was found.

    Installers write where they really stand. Whoever opens a project through a link finds the environment, and all else, behind it.
    """
    real, seen = os.path.realpath(location).split(os.sep), location.split(os.sep)
    while real and seen and real[-1] == seen[-1]:
        real.pop()
        seen.pop()
    led, through = os.sep.join(real), os.sep.join(seen)
    return through + path[len(led) :] if led and path.startswith(led + os.sep) else path
