"""A check's result as text: each finding, what to do next, and one line that sums up."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.cli.advice import advice
from reqd.cli.project import Project
from reqd.cli.terminal import Line, Piece, shown, visible
from reqd.core.environment import BrokenEnvironment, Environment
from reqd.core.finding import EditFix, Finding, Severity
from reqd.core.hygiene import redacted
from reqd.core.manifest import Manifest
from reqd.core.snapshot import choice
from reqd.core.text import Range, Text

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFORMATION: "cyan", Severity.HINT: "dim"}
# A source line is shown whole up to this many characters, which most terminals hold in two rows; of a longer one, the part that matters.
WIDTH = 160
BEFORE = 60
# More environments than this are counted and not named.
NAMED_ENVIRONMENTS = 2


def report(found: Project, findings: tuple[Finding, ...], is_terminal: bool) -> Iterator[Line]:
    """One line for each finding; where a person looks, followed by the source line and the edit that would repair it."""
    for finding in findings:
        yield _heading(finding)
        if is_terminal:
            yield from _detail(found, finding)
    steps = advice(found.snapshot, findings)
    if steps:
        if is_terminal:
            yield ()
        yield from ((Piece(f"{purpose}: "), Piece(command, "bold")) for purpose, command in steps)
    yield (Piece(summary(found, findings), "bold"),)


def summary(found: Project, findings: tuple[Finding, ...]) -> str:
    """How many files were checked against what, and how many findings of each severity there are."""
    counts = [(severity.word, sum(finding.severity is severity for finding in findings)) for severity in Severity]
    told = ", ".join(_counted(count, word) for word, count in counts if count) or "nothing to report"
    return f"{_counted(len(found.paths), 'file')} checked {_against(found)}: {told}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 or word == Severity.INFORMATION.word else f"{count} {word}s"


def _against(found: Project) -> str:
    roots = dict.fromkeys(choice(found.snapshot, path).root for path in found.paths)
    named = [name for root in roots if (name := _environment(found, root))]
    if not named:
        return "without an environment"
    return f"against {' and '.join(named) if len(named) <= NAMED_ENVIRONMENTS else f'{len(named)} environments'}"


def _environment(found: Project, root: str) -> str:
    reading = found.snapshot.environments.get(root)
    if isinstance(reading, Environment):
        return f"{shown(root)} (Python {visible(reading.python)})"
    return f"{shown(root)} (broken)" if isinstance(reading, BrokenEnvironment) else ""


def _heading(finding: Finding) -> Line:
    line, column = finding.range.start
    return (
        Piece(f"{shown(finding.path)}:{line + 1}:{column + 1}: ", "bold"),
        Piece(f"{finding.severity.word}[{finding.code}]", STYLES[finding.severity]),
        Piece(f" {visible(finding.message)}"),
    )


def _detail(found: Project, finding: Finding) -> Iterator[Line]:
    manifest = found.snapshot.manifests.get(finding.path)
    if isinstance(manifest, Manifest):
        yield from _excerpt(manifest.text, finding.range, STYLES[finding.severity])
    repair = next((fix for fix in finding.fixes if isinstance(fix, EditFix) and fix.is_preferred), None)
    if repair is not None:
        yield (Piece("  repair: ", "green"), Piece(visible(repair.title)))


def _excerpt(text: Text, place: Range, style: str) -> Iterator[Line]:
    """The source line and carets under the part that is meant; no carets where a secret was masked, which moves what follows it."""
    (number, start), (end_number, end) = place
    line = text.line(number)
    if not line.strip():
        return
    margin = f"  {number + 1} | "
    if redacted(line) != line:
        yield (Piece(margin, "dim"), Piece(visible(line)))
        return
    first = max(0, start - BEFORE) if len(line) > WIDTH else 0
    last = min(len(line), end if end_number == number else len(line), first + WIDTH)
    yield (Piece(margin, "dim"), Piece(_plain(line[first : first + WIDTH])))
    carets = "^" * max(1, _columns(_plain(line[start:last])))
    yield (Piece(f"{' ' * (len(margin) - 2)}| ", "dim"), Piece(" " * _columns(_plain(line[first:start]))), Piece(carets, style))


def _plain(text: str) -> str:
    return visible(text.replace("\t", " "))


def _columns(text: str) -> int:
    """How many columns of a terminal a text fills."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1 for character in text)
