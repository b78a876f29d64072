"""`reqd convert`: writes requirements files as UTF-8, and changes nothing else in them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence

from reqd.actions.convert import Conversion
from reqd.cli.complaint import CannotRunError
from reqd.cli.options import parser
from reqd.cli.project import manifest, project
from reqd.cli.terminal import shown, tell, visible
from reqd.core.manifest import Unreadable
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot, boundary

DESCRIPTION = """\
Writes requirements files anew as UTF-8, which every tool reads: those that are UTF-16, as PowerShell's >
makes them, that begin with a byte order mark, or that name another encoding in a comment, which then names
utf-8. Text and line ends stay as they are. If one of the files cannot be converted, none is written."""
STATUS = "exit status: 0 converted, or nothing to convert, 2 refused"


def main(arguments: Sequence[str]) -> int:
    """Convert the files, or say what would be written."""
    given = _parser().parse_args(arguments)
    paths = tuple(dict.fromkeys(manifest(name) for name in given.paths or ["."]))
    snapshot = project(paths, Settings(), is_activated=False).snapshot
    conversions = _conversions(snapshot, paths)
    for path, conversion in conversions.items():
        if not conversion.is_needed:
            tell(f"Nothing to convert: {shown(path)} is UTF-8 already")
        elif given.plan:
            print(visible(f"{shown(path)} would be written as {conversion.change}"))
        else:
            _write(snapshot, path, conversion)
    return 0


def _parser() -> ArgumentParser:
    made = parser("convert", DESCRIPTION, f"{STATUS}\n\nexample:\n  reqd convert requirements.txt --plan")
    help_text = "a requirements file, or its folder (default: the current folder)"
    made.add_argument("paths", metavar="PATH", nargs="*", help=help_text)
    made.add_argument("--plan", action="store_true", help="only say what would be written")
    return made


def _conversions(snapshot: Snapshot, paths: Sequence[str]) -> Mapping[str, Conversion]:
    """What is to be written of each file. Raises CannotRunError with all the reasons why some cannot be."""
    from reqd.perform.convert import planned
    from reqd.perform.outcome import RefusedError

    conversions: dict[str, Conversion] = {}
    refusals: list[str] = []
    for path in paths:
        reading = snapshot.manifests.get(path)
        if isinstance(reading, Unreadable):
            refusals.append(f"{shown(path)} is not read: {reading.reason}")
            continue
        try:
            conversions[path] = planned(path, boundary(snapshot, path))
        except RefusedError as refused:
            refusals.append(str(refused))
    if refusals:
        raise CannotRunError("; ".join(refusals))
    return conversions


def _write(snapshot: Snapshot, path: str, conversion: Conversion) -> None:
    from reqd.perform.outcome import RefusedError
    from reqd.perform.write import rewritten

    try:
        rewritten(path, boundary(snapshot, path), conversion.before, conversion.after)
    except RefusedError as refused:
        raise CannotRunError(str(refused)) from refused
    tell(f"Written: {shown(path)}, as {conversion.change}")
