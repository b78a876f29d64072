"""Every rule over one manifest of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import CommandFix, Finding, Severity
from reqd.core.hygiene import clean
from reqd.core.manifest import Manifest, Problem, Unreadable
from reqd.core.snapshot import Snapshot, below
from reqd.core.text import Text
from reqd.core.view import Hit, View
from reqd.rules import RULES, Rule


def check(snapshot: Snapshot, path: str) -> tuple[Finding, ...]:
    """The findings of the manifest at `path`, in reading order. Pure; a rule that fails is silenced for this run, the others go on."""
    manifest = _manifest(snapshot, path)
    if manifest is None:
        return ()
    view = View(snapshot, manifest)
    found = [finding for rule in RULES.values() for finding in _findings(rule, view)]
    return tuple(sorted(found, key=lambda finding: (finding.range, finding.severity.value)))


def unmet(snapshot: Snapshot, path: str, projects: frozenset[str] | None) -> str:
    """Of what was asked to be installed, the first that is not there or differs, as a sentence; empty where all is well.

    An installer that says that it succeeded may have done nothing. `projects` are canonical names, or None for all of the file's.
    """
    for reached in below(snapshot, path):
        for finding in check(snapshot, reached):
            asked = {name for fix in finding.fixes if isinstance(fix, CommandFix) for name in _projects(fix)}
            if finding.code in ("missing-package", "version-mismatch") and (projects is None or asked & projects):
                return finding.message
    return ""


def _projects(fix: CommandFix) -> tuple[str, ...]:
    projects = fix.arguments.get("projects")
    return tuple(map(str, projects[:1])) if isinstance(projects, list) else ()


def _manifest(snapshot: Snapshot, path: str) -> Manifest | None:
    reading = snapshot.manifests.get(path)
    if isinstance(reading, Unreadable):
        return Manifest(path, Text(""), (), (), problems=(Problem("unreadable-file", f"this file is not checked: {reading.reason}"),))
    return reading if isinstance(reading, Manifest) else None


def _findings(rule: Rule, view: View) -> Iterator[Finding]:
    severity = view.snapshot.settings.severity.get(rule.code, rule.severity)
    if severity is None:
        return
    try:
        yield from [_finding(rule, severity, view, hit) for hit in rule.check(view)]
    except Exception:
        import logging

        logging.getLogger(__name__).exception("the rule %s failed", rule.code)


def _finding(rule: Rule, severity: Severity, view: View, hit: Hit) -> Finding:
    if rule.code not in view.snapshot.settings.severity and hit.severity is not None:
        severity = hit.severity
    shown = view.manifest.range(hit.start, hit.span)
    return Finding(rule.code, severity, view.manifest.path, shown, clean(hit.message), hit.fixes, hit.related)
