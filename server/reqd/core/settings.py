"""What a person can set, and how a JSON object becomes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from reqd.core.finding import Severity

FreezeStyle = Literal["in place", "full"]
HintStyle = Literal["versions", "marks", "off"]
SEVERITIES: Mapping[str, Severity | None] = {severity.word: severity for severity in Severity} | {"off": None}


@dataclass(frozen=True, slots=True)
class Settings:
    """Each field's metadata holds the sentence that documents it.

    None of them names a program, an argument or an index: those would let a cloned folder run something of its own.
    """

    environment: str = field(
        default="",
        metadata={"description": "The environment's folder, absolute or relative to the workspace folder; empty finds the nearest one."},
    )
    severity: Mapping[str, Severity | None] = field(
        default_factory=dict,
        metadata={"description": "Severity by code: error, warning, information, hint or off."},
    )
    freeze: FreezeStyle = field(
        default="in place",
        metadata={"description": "What refreezing pins: what the file declares (in place), or all that is installed too (full)."},
    )
    hints: HintStyle = field(
        default="versions",
        metadata={
            "description": "What is shown behind a requirement: the installed version where the line does not pin it (versions), "
            "also a tick or a cross behind every requirement (marks), or nothing (off)."
        },
    )


# An empty object as editors send it that are configured in Lua, where it is the same as an empty list.
_EMPTY: list[object] = []


def parsed(value: object) -> tuple[Settings, tuple[str, ...]]:
    """Settings from a JSON value, and one sentence for each part of it that was ignored. Never raises."""
    if value is None or value == _EMPTY:
        return Settings(), ()
    if not isinstance(value, Mapping):
        return Settings(), ("The settings are not an object and are ignored",)
    known = {each.name for each in fields(Settings)}
    ignored = [f"The setting {key!r} is not known and is ignored" for key in value if key not in known]
    environment = value.get("environment", "")
    if not isinstance(environment, str):
        ignored.append("The setting 'environment' is not a text and is ignored")
        environment = ""
    freeze = value.get("freeze", "in place")
    if freeze not in ("in place", "full"):
        ignored.append("The setting 'freeze' is neither 'in place' nor 'full' and is ignored")
        freeze = "in place"
    hints = value.get("hints", "versions")
    if hints not in ("versions", "marks", "off"):
        ignored.append("The setting 'hints' is none of 'versions', 'marks' and 'off' and is ignored")
        hints = "versions"
    severity, more = _severities(value.get("severity", {}))
    return Settings(environment, severity, freeze, hints), (*ignored, *more)


def _severities(value: object) -> tuple[Mapping[str, Severity | None], tuple[str, ...]]:
    if value == _EMPTY:
        return {}, ()
    if not isinstance(value, Mapping):
        return {}, ("The setting 'severity' is not an object and is ignored",)
    chosen = {code: SEVERITIES[word] for code, word in value.items() if isinstance(word, str) and word in SEVERITIES}
    ignored = tuple(f"The severity of {code!r} is not one of {', '.join(SEVERITIES)}" for code in value if code not in chosen)
    return chosen, ignored
