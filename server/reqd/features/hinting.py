"""What is shown behind a requirement, in the line itself: the installed version, and whether it is the right one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reqd.core.environment import Environment
from reqd.core.hygiene import clean
from reqd.core.manifest import Entry, Requirement
from reqd.core.text import Span
from reqd.core.view import View
from reqd.features.standing import is_met

# A version is a dozen letters; whatever is longer must not push the line out of sight.
_LONGEST = 40


class Hint(NamedTuple):
    """A few letters behind the offset of the text, and the sentence that explains them."""

    offset: int
    label: str
    sentence: str


def hinting(view: View, within: Span) -> tuple[Hint, ...]:
    """The hints of the lines that a span touches, in reading order; none where there is no environment, or nothing is wanted."""
    environment, style = view.environment, view.snapshot.settings.hints
    if environment is None or style == "off":
        return ()
    touched = (entry for entry in view.entries if entry.start <= within.end and within.start <= _end(entry))
    return tuple(hint for entry in touched for hint in _hint(view, environment, entry, style == "marks"))


def _end(entry: Entry) -> int:
    return entry.start + len(entry.requirement.raw)


def _hint(view: View, environment: Environment, entry: Entry, is_marked: bool) -> Iterator[Hint]:
    requirement = entry.requirement
    if requirement.project is None or view.is_active(requirement) is False:
        return
    found = environment.installed(requirement.project)
    is_said = found is not None and _is_pin(requirement)
    if (found is None or is_said) and not (is_marked and not view.is_constraints):
        return
    version = clean(found.version, _LONGEST) if found else ""
    is_right = is_met(view, requirement.project, found)
    name = clean(requirement.name or "")
    sentence = (
        f"{name} {version} is installed in {view.environment_name}" if found else f"{name} is not installed in {view.environment_name}"
    )
    if is_marked and found is not None and not is_right:
        sentence += ", and it is not a version that is asked for"
    mark = ("✓" if is_right else "✗") if is_marked and not view.is_constraints else ""
    label = " ".join(filter(None, (mark, "" if is_said and is_right else version)))
    yield Hint(entry.start + _behind(requirement), label, sentence)


def _is_pin(requirement: Requirement) -> bool:
    """Whether the line says itself which version it wants, and no other."""
    return any(clause.operator in ("==", "===") and not clause.version.endswith(".*") for clause in requirement.specifier)


def _behind(requirement: Requirement) -> int:
    """Behind what the version answers: the specifier or the URL, else the name with its extras."""
    spans = (requirement.name_span, requirement.extras_span, requirement.specifier_span, requirement.url_span)
    return max(span.end for span in spans)
