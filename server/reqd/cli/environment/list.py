"""`reqd env list`: prints every environment that is known in a project, and which requirements files each is for."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from reqd.cli.chosen import Usable
from reqd.cli.environment.survey import Known, Survey, surveyed
from reqd.cli.options import BOUNDS, parser
from reqd.cli.project import existing
from reqd.cli.terminal import Line, Piece, shown, tell, visible, write
from reqd.core.environment import Environment

DESCRIPTION = """\
Lists the environments in a folder, below it, and in the folders above it: where each is, its kind, its
Python, how many packages it has or what is broken, and which requirements files it is for, and why."""
# More files than this are counted and not named.
NAMED_FILES = 10
STATUS = "exit status: 0 listed, even where there is none, 2 could not run"


def main(arguments: Sequence[str]) -> int:
    """List them, in the order of their paths."""
    given = _parser().parse_args(arguments)
    found = surveyed(existing(given.path))
    if given.format == "json":
        import json

        print(json.dumps(_record(found), indent=2))
        return 0
    write(_lines(found))
    if not found.environments:
        tell("There is no environment here: reqd create makes one")
    return 0


def _parser() -> ArgumentParser:
    made = parser("env list", DESCRIPTION, f"{BOUNDS}\n\n{STATUS}\n\nexample:\n  reqd env list --format json")
    made.add_argument("path", metavar="PATH", nargs="?", default=".", help="a folder, or a file in it (default: the current folder)")
    made.add_argument("--format", choices=("text", "json"), default="text", help="json: one object, with absolute paths (default: text)")
    return made


def _record(found: Survey) -> dict[str, object]:
    return {"environments": [_known(each) for each in found.environments], "without": list(found.without)}


def _known(known: Known) -> dict[str, object]:
    reading = known.reading
    used_by = [{"path": path, "chosen": visible(reason)} for path, reason in known.users]
    common = {"path": reading.root, "is_active": known.is_active, "used_by": used_by}
    if isinstance(reading, Environment):
        packages = len(reading.distributions)
        return {**common, "kind": reading.kind, "python": reading.python, "packages": packages, "problem": None}
    return {**common, "kind": "broken", "python": None, "packages": None, "problem": visible(reading.reason)}


def _lines(found: Survey) -> Iterator[Line]:
    """Two lines or more for each environment, and one for the files that have none."""
    for known in found.environments:
        state, style = _state(known.reading)
        yield (Piece(shown(known.reading.root), "bold"), Piece(f": {state}", style), Piece(", activated" if known.is_active else ""))
        yield from ((Piece(f"    {line}"),) for line in _uses(known))
    if found.without:
        yield (Piece("without an environment", "bold"), Piece(f": {_named(found.without)}"))


def _state(reading: Usable) -> tuple[str, str]:
    """How an environment is, in words, and the style of them."""
    if isinstance(reading, Environment):
        count = len(reading.distributions)
        words = f"{reading.kind}, Python {reading.python}, sound, {count} package{'' if count == 1 else 's'}"
        return visible(words), ""
    return visible(f"broken: {reading.reason}"), "red"


def _uses(known: Known) -> Iterator[str]:
    """The files that it is for, those of one reason together."""
    by_reason: dict[str, list[str]] = {}
    for path, reason in known.users:
        by_reason.setdefault(reason, []).append(path)
    for reason, paths in by_reason.items():
        yield f"for {_named(paths)}: {visible(reason)}"
    if not by_reason:
        yield "for no requirements file"


def _named(paths: Sequence[str]) -> str:
    rest = len(paths) - NAMED_FILES
    named = ", ".join(map(shown, paths[:NAMED_FILES]))
    return f"{named} and {rest} more" if rest > 0 else named
