"""Every rule over one manifest of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import CommandFix, Finding, Severity
from reqd.core.hygiene import clean
from reqd.core.manifest import Manifest, Problem, Unreadable
from reqd.core.snapshot import Snapshot, below
from reqd.core.text import Text
from reqd.core.view import Hit, View
from reqd.knowledge.suppression import JUDGE, suppressions
from reqd.knowledge.template import template
from reqd.rules import RULES, Rule

# What counts for a file that pip is not to read yet.
_OF_TEMPLATES = ("template-file", "file-encoding", "unreadable-file", "hidden-requirement")


def check(snapshot: Snapshot, path: str) -> tuple[Finding, ...]:
    """The findings of the manifest at `path`, in reading order. Pure; a rule that fails is silenced for this run, the others go on."""
    manifest = _manifest(snapshot, path)
    if manifest is None:
        return ()
    view = View(snapshot, manifest)
    rules = [rule for rule in RULES.values() if rule.code != JUDGE]
    if template(manifest) is not None:
        rules = [rule for rule in rules if rule.code in _OF_TEMPLATES]
    found = tuple(finding for rule in rules for finding in _findings(rule, view))
    return tuple(sorted(_unsilenced(view, found), key=lambda finding: (finding.range, finding.severity.value)))


def _unsilenced(view: View, found: tuple[Finding, ...]) -> Iterator[Finding]:
    """What no comment silences, and what is to be said of such comments; in a template they are not judged."""
    manifest = view.manifest
    silencing = suppressions(manifest)
    if silencing and template(manifest) is None:
        found = (*found, *_findings(RULES[JUDGE], View(view.snapshot, manifest, found)))
    yield from (finding for finding in found if not any(each.silences(manifest, finding) for each in silencing))


def unmet(snapshot: Snapshot, path: str, projects: frozenset[str] | None) -> str:
    """Of what was asked to be installed, the first that is not there or differs, as a sentence; empty where all is well.

    An installer that says that it succeeded may have done nothing. `projects` are canonical names, or None for all of the file's.
    """
    for reached in below(snapshot, path):
        manifest = _manifest(snapshot, reached)
        if manifest is None:
            continue
        for hit in _unmet(View(snapshot, manifest)):
            asked = {name for fix in hit.fixes if isinstance(fix, CommandFix) for name in _projects(fix)}
            if projects is None or asked & projects:
                return clean(hit.message)
    return ""


def _unmet(view: View) -> Iterator[Hit]:
    """The requirements that the environment does not meet, in reading order, whatever comments and settings silence."""
    hits = [hit for code in ("missing-package", "version-mismatch", "constraint-violation") for hit in _hits(RULES[code], view)]
    return iter(sorted(hits, key=lambda hit: hit.start + hit.span.start))


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
    if severity is not None:
        yield from [_finding(rule, severity, view, hit) for hit in _hits(rule, view)]


def _hits(rule: Rule, view: View) -> list[Hit]:
    try:
        return list(rule.check(view))
    except Exception:
        import logging

        logging.getLogger(__name__).exception("the rule %s failed", rule.code)
        return []


def _finding(rule: Rule, severity: Severity, view: View, hit: Hit) -> Finding:
    if rule.code not in view.snapshot.settings.severity and hit.severity is not None:
        severity = hit.severity
    shown = view.manifest.range(hit.start, hit.span)
    return Finding(rule.code, severity, view.manifest.path, shown, clean(hit.message), hit.fixes, hit.related)
