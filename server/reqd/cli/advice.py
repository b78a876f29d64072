"""What to type next after a check: few commands for all findings together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

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
    wrong = {finding.path for finding in findings if finding.severity is Severity.ERROR and not _is_of_environment(finding)}
    creating = {str(fix.arguments["environment"]): (finding, fix) for finding, fix in reversed(wishes) if "environment" in fix.arguments}
    for finding, fix in reversed(creating.values()):
        verb, options = ("recreate", ("--recreate", "--install")) if fix.arguments.get("replace") else ("create", ("--install",))
        yield f"{_first(snapshot, wrong, finding.path)} {verb} the environment and install", "create", finding.path, *options
    for finding in (finding for finding, fix in wishes if fix.command == "reqd.convert"):
        yield "To write it as UTF-8", "convert", finding.path
    for path, projects in _damaged(wishes).items():
        yield "To repair what is damaged", "install", path, "--reinstall", *projects
    installing = [finding for finding, fix in wishes if fix.command == "reqd.install" and not fix.arguments.get("reinstall")]
    for path in _outermost(snapshot, (finding.path for finding in installing)):
        yield f"{_first(snapshot, wrong, path)} install what is asked for", "install", path
    differing = (finding.path for finding in installing if finding.code == "version-mismatch")
    for path in _outermost(snapshot, differing):
        yield "Or, to write down the versions that are installed", "freeze", path, "--write"


def _damaged(wishes: Iterable[tuple[Finding, CommandFix]]) -> Mapping[str, Iterable[str]]:
    """The projects to install again, by file."""
    damaged: dict[str, dict[str, None]] = {}
    for finding, fix in wishes:
        if fix.arguments.get("reinstall"):
            damaged.setdefault(finding.path, {}).update(dict.fromkeys(_projects(fix)))
    return damaged


def _projects(fix: CommandFix) -> list[str]:
    projects = fix.arguments.get("projects")
    return [str(project) for project in projects] if isinstance(projects, list) else []


def _first(snapshot: Snapshot, wrong: Set[str], path: str) -> str:
    """An installer stops at the first error of a file, so errors come before everything."""
    return "To" if wrong.isdisjoint(below(snapshot, path)) else "Repair the errors, then"


def _is_of_environment(finding: Finding) -> bool:
    return any(isinstance(fix, CommandFix) for fix in finding.fixes)


def _outermost(snapshot: Snapshot, paths: Iterable[str]) -> list[str]:
    """Those of the files that none of the others draws in: installing them installs all."""
    reached = {path: frozenset(below(snapshot, path)) for path in dict.fromkeys(paths)}
    inner = {path for other in reached for path in reached[other] if path in reached and other not in reached[path]}
    return [path for path in reached if path not in inner]
