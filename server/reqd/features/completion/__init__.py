"""What can be written where the cursor is: names, versions, extras, markers, options, paths, and comments that silence."""

from __future__ import annotations

import re

from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.features.completion.content import Completion
from reqd.features.completion.cursor import Cursor, cursor
from reqd.features.completion.marker import marker
from reqd.features.completion.option import options
from reqd.features.completion.requirement import requirement
from reqd.features.completion.suppressing import suppressing
from reqd.manifests.requirements.lines import comment_start
from reqd.manifests.requirements.options import options_start

# Where the marker begins: behind a URL or a path, which may hold semicolons, only after a blank (PEP 508).
_SEMICOLON = re.compile(";")
_SEMICOLON_BEHIND_A_URL = re.compile(r"\s;")


def completions(snapshot: Snapshot, manifest: Manifest, offset: int, typed: str = "") -> tuple[Completion, ...]:
    """What can be written at an offset of a manifest's text, best first; all of it replaces the same piece of the text.

    `typed` is the character that made the editor ask. A blank is answered only where one thing alone can follow.
    """
    at = cursor(manifest, offset, typed)
    return () if at is None else _completions(View(snapshot, manifest), at)


def _completions(view: View, at: Cursor) -> tuple[Completion, ...]:
    if comment_start(at.head) < len(at.head):
        return suppressing(view, at)
    text = at.head.lstrip()
    split = options_start(text)
    if split < len(text):
        return options(view, at, text[:split], text[split:])
    is_url = "@" in text or "/" in text or text.startswith(".")
    found = (_SEMICOLON_BEHIND_A_URL if is_url else _SEMICOLON).search(text)
    return marker(view, at, text[found.end() :]) if found else requirement(view, at, text)
