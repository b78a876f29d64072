"""A check's result as JSON, for programs: one object whose names and shapes stay as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reqd.cli.project import Project
from reqd.cli.terminal import visible
from reqd.core.environment import BrokenEnvironment, Environment
from reqd.core.finding import Finding
from reqd.core.snapshot import choice


def record(found: Project, findings: tuple[Finding, ...]) -> str:
    """`findings` and `environments`; paths are absolute, lines and columns (code points) count from one, ends are exclusive."""
    return json.dumps({"findings": [_finding(finding) for finding in findings], "environments": list(_environments(found))}, indent=2)


def _finding(finding: Finding) -> dict[str, object]:
    start, end = finding.range
    return {
        "path": finding.path,
        "line": start.line + 1,
        "column": start.column + 1,
        "end_line": end.line + 1,
        "end_column": end.column + 1,
        "code": finding.code,
        "severity": finding.severity.word,
        "message": finding.message,
        "fixes": [visible(fix.title) for fix in finding.fixes],
    }


def _environments(found: Project) -> Iterator[dict[str, object]]:
    """The environments that the files belong to. A broken one is of the kind "broken", and its Python is null."""
    users: dict[str, list[str]] = {}
    for path in found.paths:
        users.setdefault(choice(found.snapshot, path).root, []).append(path)
    for root, paths in users.items():
        reading = found.snapshot.environments.get(root)
        if isinstance(reading, Environment):
            yield {"path": root, "kind": reading.kind, "python": reading.python, "used_by": paths}
        elif isinstance(reading, BrokenEnvironment):
            yield {"path": root, "kind": "broken", "python": None, "used_by": paths}
