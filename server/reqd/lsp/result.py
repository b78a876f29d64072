"""What a command answers, and what the person is told of it."""

from __future__ import annotations

from lsprotocol import types

from reqd.core import place
from reqd.core.hygiene import clean
from reqd.core.snapshot import Snapshot, boundary
from reqd.lsp.process import Server
from reqd.perform.outcome import Failed

# A JSON object with `outcome`: done, refused or failed.
Result = dict[str, object]


def tell(server: Server, kind: types.MessageType, message: str) -> None:
    """Show the person a sentence."""
    server.window_show_message(types.ShowMessageParams(type=kind, message=clean(message)))


def note(server: Server, kind: types.MessageType, message: str) -> None:
    """Write a line where the person finds it who looks for it."""
    server.window_log_message(types.LogMessageParams(type=kind, message=message))


def refuse(server: Server, reason: str) -> Result:
    """Tell why nothing was done."""
    tell(server, types.MessageType.Warning, reason)
    return {"outcome": "refused", "reason": clean(reason)}


def fail(server: Server, snapshot: Snapshot, failed: Failed) -> Result:
    """Tell why it failed and at which line of a manifest, and note what the installer said."""
    where = ""
    if failed.origin is not None:
        shown = place.seen_from(failed.origin.path, boundary(snapshot, failed.origin.path))
        where = f" ({shown}, line {failed.origin.line})"
    tell(server, types.MessageType.Error, f"{failed.reason}{where}")
    for line in failed.lines:
        note(server, types.MessageType.Log, line)
    result: Result = {"outcome": "failed", "reason": failed.reason, "lines": list(failed.lines)}
    return result if failed.origin is None else {**result, "path": failed.origin.path, "line": failed.origin.line}
