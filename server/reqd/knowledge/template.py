"""Whether a text is a template, from which another tool makes the requirements file."""

from __future__ import annotations

import re

from reqd.core.manifest import Manifest
from reqd.core.text import Span
from reqd.knowledge.suppression import without_comment

# Jinja's marks, which cookiecutter, Ansible, Copier and dbt share, and those of ERB and its likes. `${VAR}` is pip's own.
_MARK = re.compile(r"\{\{|\{%[-+]?\s*[A-Za-z_]|\{#|<%[-=#]?\s")


def template(manifest: Manifest) -> tuple[int, Span] | None:
    """The first mark of a template outside of comments, as the start of its line and a span that counts from there; None without any."""
    if "{" not in manifest.text.string and "<%" not in manifest.text.string:
        return None
    for start, line in manifest.placed:
        text = without_comment(line.raw)
        found = _MARK.search(text)
        if found:
            return start, Span(found.start(), _end(text, found))
    return None


def _end(text: str, found: re.Match[str]) -> int:
    """Behind the mark's partner, where that stands on the same line of the editor."""
    opening = found.group()[:2]
    closing = {"{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>"}[opening]
    rest = text[found.start() :].splitlines()[0]
    at = rest.find(closing)
    return found.start() + (at + 2 if at >= 0 else len(rest.rstrip()))
