"""`symbols`: what the file consists of; `symbols QUERY`: the packages of the workspace that the query finds."""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.features.symbol import symbols, workspace_symbols
from tests.showing import manifest


def show(snapshot: Snapshot, path: str, title: str) -> str:
    if title:
        found = workspace_symbols(snapshot, title)
        return "".join(f"{each.name} {each.detail} in {each.path.removeprefix('/project/')}\n" for each in found) or "nothing\n"
    return "".join(f"{each.kind} {each.name} {each.detail}".rstrip() + "\n" for each in symbols(manifest(snapshot, path)))
