"""`reqd doctor`: says why packages are not found although an environment was activated, and what to do."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from reqd.cli.doctor.facts import facts
from reqd.cli.options import BOUNDS, parser
from reqd.cli.terminal import Line, Piece, visible, write
from reqd.core.environment import BrokenEnvironment, Environment
from reqd.core.finding import Severity
from reqd.knowledge.diagnosis import Diagnosis, diagnoses
from reqd.knowledge.shell import Facts, Program

DESCRIPTION = """\
Says why packages are not found after activation: each cause and what to do next, gravest first. It compares
the environment of a folder with what the shell finds on PATH, with what is set in it, and with the
requirements file. Nothing is started, written or fetched."""
LIMITS = """\
The shell's aliases and functions are not known to it. The JSON is one object: path, kind, problem and python of
the environment, programs (name, path, belongs_to, environment), and findings (code, severity, cause, remedy)."""
STATUS = "exit status: 0 nothing worse than advice, 1 something is wrong, 2 could not run"

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFORMATION: "cyan", Severity.HINT: "dim"}


def main(arguments: Sequence[str]) -> int:
    """Say what is wrong; 1 where something is."""
    given = _parser().parse_args(arguments)
    known = facts(given.path)
    found = diagnoses(known)
    if given.format == "json":
        import json

        print(json.dumps(_record(known, found), indent=2))
    else:
        write(_lines(known, found))
    return int(_is_wrong(found))


def _parser() -> ArgumentParser:
    made = parser("doctor", DESCRIPTION, f"{BOUNDS}\n\n{LIMITS}\n\n{STATUS}\n\nexample:\n  reqd doctor")
    made.add_argument(
        "path", metavar="PATH", nargs="?", default=".", help="a folder, a file or an environment (default: the current folder)"
    )
    made.add_argument("--format", choices=("text", "json"), default="text", help="json: one object, with absolute paths (default: text)")
    return made


def _is_wrong(found: tuple[Diagnosis, ...]) -> bool:
    return any(each.severity in (Severity.ERROR, Severity.WARNING) for each in found)


def _lines(known: Facts, found: tuple[Diagnosis, ...]) -> Iterator[Line]:
    for each in found:
        yield (Piece(f"{each.severity.word}[{each.code}]", _STYLES[each.severity]), Piece(f" {visible(each.cause)}"))
        yield (Piece("  next: ", "green"), Piece(visible(each.remedy)))
    if not _is_wrong(found):
        yield (Piece(visible(f"Nothing is wrong: {_praise(known)}"), "bold"),)


def _praise(known: Facts) -> str:
    """What was found right: without an environment something is always wrong."""
    version = f" (Python {known.reading.python})" if isinstance(known.reading, Environment) else ""
    asked = f", and it has what {known.shown(known.file)} asks for" if known.file else ""
    return f"python is that of {known.shown(known.place)}{version}{asked}"


def _record(known: Facts, found: tuple[Diagnosis, ...]) -> dict[str, object]:
    """All of it under names that stay as they are."""
    return {
        **_environment(known),
        "programs": [_program(known, each) for each in known.programs],
        "findings": [
            {"code": each.code, "severity": each.severity.word, "cause": visible(each.cause), "remedy": visible(each.remedy)}
            for each in found
        ],
    }


def _environment(known: Facts) -> dict[str, object]:
    reading = known.reading
    if isinstance(reading, Environment):
        return {"path": reading.root, "kind": reading.kind, "problem": None, "python": reading.python}
    if isinstance(reading, BrokenEnvironment):
        return {"path": reading.root, "kind": "broken", "problem": visible(reading.reason), "python": None}
    return {"path": None, "kind": None, "problem": None, "python": None}


def _program(known: Facts, program: Program) -> dict[str, object]:
    is_ours = isinstance(known.reading, Environment) and program.root == known.real
    belonging = "this environment" if is_ours else program.owner.value
    return {"name": program.name, "path": program.path, "belongs_to": belonging, "environment": program.root or None}
