"""The comments in which a compiler says why a package is there: `# via flask`, `# via -r requirements.in`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from packaging.utils import canonicalize_name

from reqd.core import place
from reqd.core.manifest import Manifest
from reqd.core.text import Span
from reqd.manifests.requirements.syntax import Kind, parts

# `# via` and what follows it on its line; then lines of a comment that is indented, one word each.
_VIA = re.compile(r"#\s+via\b[ \t]*")
_MORE = re.compile(r"#[ \t]{2,}(?=\S)")
_FILE = re.compile(r"-[rc] (?P<file>\S+)(?: \(line \d+\))?")
_NAME = re.compile(r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[^\]]*\])?(?: \([^)]*\))?")


class Via(NamedTuple):
    """One reason: where it is named in the text, and the package's canonical name, or the file's absolute path."""

    span: Span
    project: str = ""
    path: str = ""


def via(manifest: Manifest) -> Iterator[Via]:
    """The reasons that a manifest's comments name, in reading order."""
    if "# via" not in manifest.text.string:
        return
    is_within = False
    for start, line in manifest.placed:
        comment = next((part for part in parts(line.raw) if part.kind is Kind.COMMENT), None)
        if comment is None:
            is_within = False
            continue
        found = _VIA.match(comment.text) or (_MORE.match(comment.text) if is_within else None)
        is_within = found is not None
        if found is not None:
            yield from _reasons(manifest, comment.text[found.end() :], start + comment.span.start + found.end())


def _reasons(manifest: Manifest, text: str, start: int) -> Iterator[Via]:
    for word in re.finditer(r"[^,]+", text):
        lead = len(word.group()) - len(word.group().lstrip())
        at = start + word.start() + lead
        found = _FILE.fullmatch(word.group().strip()) or _NAME.fullmatch(word.group().strip())
        if found is None:
            continue
        group = "file" if "file" in found.re.groupindex else "name"
        span = Span(found.start(group), found.end(group)).moved(at)
        if group == "name":
            yield Via(span, project=canonicalize_name(found["name"]))
        elif "://" not in found["file"]:
            yield Via(span, path=place.joined(place.parent(manifest.path), found["file"]))
