"""What the editor's questions answer, as text: one file for each kind of block that a fixture can have, named like the block.

Each has `show(snapshot, path, title)`, which gives the block's body as it should be. A place in the manifest is written as a piece of
its text; `at` finds it.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable

from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot


def showing(kind: str) -> Callable[[Snapshot, str, str], str] | None:
    """The function that shows blocks of a kind, if they are an editor's question."""
    name = f"{__name__}.{kind}"
    if not kind.isidentifier() or importlib.util.find_spec(name) is None:
        return None
    show: Callable[[Snapshot, str, str], str] = importlib.import_module(name).show
    return show


def manifest(snapshot: Snapshot, path: str) -> Manifest:
    found = snapshot.manifests[path]
    assert isinstance(found, Manifest)
    return found


def at(snapshot: Snapshot, path: str, words: str) -> int:
    """The offset at which the words stand first in the manifest."""
    offset = manifest(snapshot, path).text.string.find(words)
    assert offset >= 0, f"{words!r} does not stand in the manifest"
    return offset
