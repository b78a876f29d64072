"""`reqd check`: compares requirements files with their environment and prints what is worth telling."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence

from reqd.check import check
from reqd.cli.complaint import CannotRunError
from reqd.cli.options import BOUNDS, add_environment, parser
from reqd.cli.project import Project, project
from reqd.core.finding import Finding, Severity
from reqd.core.settings import SEVERITIES, Settings
from reqd.rules import RULES

DESCRIPTION = """\
Compares requirements files, and all that they draw in, with their virtual environment. Nothing is
started, written or fetched. Folders are searched for requirements files."""
STATUS = "exit status: 0 nothing worse than advice, 1 warnings or errors, 2 could not run"
EXAMPLE = "example:\n  reqd check requirements-dev.txt --severity no-environment=error"


def main(arguments: Sequence[str]) -> int:
    """Check and report; 1 where a finding is a warning or worse."""
    given = _parser().parse_args(arguments)
    settings = Settings(environment=given.environment, severity=_severities(given.severity))
    found = project(given.paths or ["."], settings)
    findings = tuple(finding for path in found.paths for finding in check(found.snapshot, path))
    _report(given.format, found, findings)
    return int(any(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in findings))


def _parser() -> ArgumentParser:
    made = parser("check", DESCRIPTION, f"{BOUNDS}\n\n{STATUS}\n\n{EXAMPLE}")
    made.add_argument("paths", metavar="PATH", nargs="*", help="a requirements file or a folder (default: the current folder)")
    made.add_argument("--format", choices=("text", "json"), default="text", help="json: one object, with absolute paths (default: text)")
    add_environment(made)
    made.add_argument("--severity", metavar="CODE=LEVEL", action="append", default=[], help=f"{', '.join(SEVERITIES)}; may be repeated")
    return made


def _severities(assignments: Sequence[str]) -> Mapping[str, Severity | None]:
    severities = {}
    for assignment in assignments:
        code, _, level = assignment.partition("=")
        if code not in RULES:
            raise CannotRunError(f"--severity {assignment}: there is no finding with the code {code!r}; reqd explain lists them")
        if level not in SEVERITIES:
            raise CannotRunError(f"--severity {assignment}: write {code}= and one of {', '.join(SEVERITIES)}")
        severities[code] = SEVERITIES[level]
    return severities


def _report(form: str, found: Project, findings: tuple[Finding, ...]) -> None:
    if form == "json":
        from reqd.cli.record import record

        print(record(found, findings))
        return
    from reqd.cli.report import report
    from reqd.cli.terminal import is_terminal, write

    write(report(found, findings, is_terminal()))
