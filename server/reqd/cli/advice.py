"""What to type next after a check: few commands for all findings together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reqd.cli.terminal import shown
from reqd.core.finding import CommandFix, Finding, Severity
from reqd.core.snapshot import Snapshot, below


def advice(snapshot: Snapshot, findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Purposes and commands, in the order in which to do them."""
    steps = dict.fromkeys(_steps(snapshot, findings))
    return [(purpose, _command(command, path, options)) for purpose, command, path, *options in steps]


def _command(command: str, path: str, options: Iterable[str]) -> str:
    from shlex import join

    return join(("reqd", command, shown(path), *options))


def _steps(snapshot: Snapshot, findings: tuple[Finding, ...]) -> Iterator[tuple[str, ...]]:
    wishes = [(finding, fix) for finding in findings for fix in finding.fixes if isinstance(fix, CommandFix) and fix.is_preferred]
    creating = {str(fix.arguments["environment"]): (finding, fix) for finding, fix in reversed(wishes) if "environment" in fix.arguments}
    for finding, fix in reversed(creating.values()):
        verb, options = ("recreate", ("--recreate", "--install")) if fix.arguments.get("replace") else ("create", ("--install",))
        yield f"{_first(snapshot, findings, finding.path)} {verb} the environment and install", "create", finding.path, *options
    damaged = [(finding, fix) for finding, fix in wishes if fix.arguments.get("reinstall")]
    for path in dict.fromkeys(finding.path for finding, _ in damaged):
        names = dict.fromkeys(name for finding, fix in damaged if finding.path == path for name in _projects(fix))
        yield "To repair what is damaged", "install", path, "--reinstall", *names
    installing = [finding for finding, fix in wishes if fix.command == "reqd.install" and not fix.arguments.get("reinstall")]
    for path in _outermost(snapshot, (finding.path for finding in installing)):
        yield f"{_first(snapshot, findings, path)} install what is asked for", "install", path
    differing = (finding.path for finding in installing if finding.code == "version-mismatch")
    for path in _outermost(snapshot, differing):
        yield "Or, to write down the versions that are installed", "freeze", path, "--write"


def _projects(fix: CommandFix) -> list[str]:
    projects = fix.arguments.get("projects")
    return [str(project) for project in projects] if isinstance(projects, list) else []


def _first(snapshot: Snapshot, findings: tuple[Finding, ...], path: str) -> str:
    """An installer stops at the first error of a file, so errors come before everything."""
    reached = below(snapshot, path)
    is_wrong = any(
        finding.severity is Severity.ERROR and finding.path in reached and not _is_of_environment(finding) for finding in findings
    )
    return "Repair the errors, then" if is_wrong else "To"


def _is_of_environment(finding: Finding) -> bool:
    return any(isinstance(fix, CommandFix) for fix in finding.fixes)


def _outermost(snapshot: Snapshot, paths: Iterable[str]) -> list[str]:
    """Those of the files that none of the others draws in: installing them installs all."""
    unique = list(dict.fromkeys(paths))
    inner = {path for path in unique for other in unique if path in below(snapshot, other) and other not in below(snapshot, path)}
    return [path for path in unique if path not in inner]
