"""Code actions: the fixes of the findings at a place, the repairs of a whole file, and what can be done with a file as such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lsprotocol import types

from reqd.actions import refreeze, silence, sort
from reqd.core.environment import Environment
from reqd.core.finding import CommandFix, Edit, EditFix, Finding, Fix
from reqd.core.hygiene import clean
from reqd.core.manifest import Manifest
from reqd.core.settings import FreezeStyle
from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.lsp import convert
from reqd.lsp.client import Client

FIX_ALL = "source.fixAll.reqd"
INSTALL = "source.reqd.install"
REFREEZE = "source.reqd.refreeze"
SORT = "source.reqd.sort"
KINDS: tuple[str, ...] = (types.CodeActionKind.QuickFix, FIX_ALL, INSTALL, REFREEZE, SORT)

_STYLES: Mapping[FreezeStyle, str] = {
    "in place": "Pin what this file declares to what is installed",
    "full": "Pin everything that is installed",
}

Action = types.Command | types.CodeAction


def actions(
    snapshot: Snapshot, manifest: Manifest, findings: tuple[Finding, ...], params: types.CodeActionParams, client: Client
) -> list[Action]:
    """What can be done at this range of a manifest with these findings, quick fixes first; only of the kinds that were asked for."""
    kinds = {
        types.CodeActionKind.QuickFix.value: _quick(snapshot, manifest, _meant(manifest, findings, params, client), client),
        FIX_ALL: _repairs(snapshot, findings, client),
        INSTALL: _installing(snapshot, manifest, client),
        REFREEZE: _refreezing(snapshot, manifest, client),
        SORT: _sorting(snapshot, manifest, client),
    }
    asked = params.context.only
    wanted = [found for kind, found in kinds.items() if asked is None or any(_is_kind(kind, each) for each in asked)]
    offered = [action for found in wanted for action in found]
    if client.takes_action_literals:
        return list(offered)
    return [action.command for action in offered if action.command is not None]


def _is_kind(kind: str, asked: types.CodeActionKind | str) -> bool:
    """Kinds are a tree: who asks for `source` gets `source.fixAll.reqd`."""
    wanted = _text(asked)
    return kind == wanted or kind.startswith(wanted + ".") or wanted == ""


def _text(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def _meant(manifest: Manifest, findings: Iterable[Finding], params: types.CodeActionParams, client: Client) -> Iterator[Finding]:
    """The findings at the range, and those that the client names: Neovim means the line of its cursor, and says so only with them."""
    named = (each.range for each in params.context.diagnostics if each.source == convert.SOURCE)
    places = [convert.piece(manifest.text, each, client.encoding) for each in (params.range, *named)]
    yield from (finding for finding in findings if any(convert.overlaps(finding.range, *place) for place in places))


def _quick(snapshot: Snapshot, manifest: Manifest, findings: Iterable[Finding], client: Client) -> Iterator[types.CodeAction]:
    """The fixes of each finding, and behind all of them the way to say that a finding is meant to be so."""
    meant = list(findings)
    fixes: list[tuple[Finding, Fix]] = [(finding, fix) for finding in meant for fix in finding.fixes]
    fixes += [(finding, silenced) for finding in meant if (silenced := silence.silence(manifest, finding)) is not None]
    offered: list[Fix] = []
    for finding, fix in fixes:
        if fix not in offered and _is_possible(fix, client):
            offered.append(fix)
            yield _action(snapshot, fix, types.CodeActionKind.QuickFix, client, finding)


def _is_possible(fix: Fix, client: Client) -> bool:
    return not (isinstance(fix, EditFix) and fix.creates) or client.creates_files


def _action(
    snapshot: Snapshot, fix: Fix, kind: types.CodeActionKind | str, client: Client, finding: Finding | None = None
) -> types.CodeAction:
    title = clean(fix.title)
    action = types.CodeAction(title=title, kind=kind, is_preferred=fix.is_preferred or None)
    if finding is not None:
        action.diagnostics = [convert.diagnostic(snapshot, finding, client)]
    if isinstance(fix, CommandFix):
        action.command = types.Command(title=title, command=fix.command, arguments=[dict(fix.arguments)])
    else:
        action.edit = convert.workspace_edit(snapshot, fix, client)
    return action


def _repairs(snapshot: Snapshot, findings: tuple[Finding, ...], client: Client) -> Iterator[types.CodeAction]:
    repairs = [fix for finding in findings for fix in finding.fixes if isinstance(fix, EditFix) and fix.is_preferred]
    if repairs:
        yield _action(snapshot, EditFix("Repair everything that has one certain repair", convert.disjoint(repairs)), FIX_ALL, client)


def _installing(snapshot: Snapshot, manifest: Manifest, client: Client) -> Iterator[types.CodeAction]:
    view = View(snapshot, manifest)
    if isinstance(view.reading, Environment) and manifest.entries and not view.is_constraints:
        title = f"Install everything this file asks for into {view.environment_name}"
        yield _action(snapshot, CommandFix(title, "reqd.install", {"path": manifest.path}), INSTALL, client)


def _sorting(snapshot: Snapshot, manifest: Manifest, client: Client) -> Iterator[types.CodeAction]:
    fix = sort.sort(manifest)
    if fix is not None:
        yield _action(snapshot, fix, SORT, client)


def _refreezing(snapshot: Snapshot, manifest: Manifest, client: Client) -> Iterator[types.CodeAction]:
    """Refreezing is an edit like any other: it needs no command, can be looked at before it is made, and undone."""
    seen: set[tuple[Edit, ...]] = set()
    for style, title in _STYLES.items():
        frozen = refreeze.refreeze(snapshot, manifest.path, style)
        if isinstance(frozen, refreeze.Frozen) and frozen.fix.edits and frozen.fix.edits not in seen:
            seen.add(frozen.fix.edits)
            yield _action(snapshot, _refreeze(manifest, title, style, frozen.fix.edits, client), REFREEZE, client)


def _refreeze(manifest: Manifest, title: str, style: FreezeStyle, edits: tuple[Edit, ...], client: Client) -> Fix:
    """The edit, or for a client whose actions can only be commands the one that sends it."""
    if client.takes_action_literals or not client.applies_edits:
        return EditFix(title, edits)
    return CommandFix(title, "reqd.refreeze", {"path": manifest.path, "style": style})
