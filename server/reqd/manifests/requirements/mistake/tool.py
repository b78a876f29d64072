"""What tools leave in a file: git's markers, a template's tags, variables that nobody has set."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import Explanation

# A marker may stand in the middle where the line before it is continued. Seven equals signs alone also underline a heading.
_CONFLICT = re.compile(r"(?:\A|(?<=\s))(?:<{7}|>{7}|\|{7})(?=\s|\Z)")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|%\}")
_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)\}")


def conflict(text: str) -> Explanation | None:
    """`<<<<<<< HEAD`."""
    found = _CONFLICT.search(text)
    if found is None:
        return None
    message = "git left this marker of a merge conflict; keep those of the lines around it that are right, and remove it"
    return Explanation(message, found.start(), len(text), code="merge-conflict")


def template(text: str) -> Explanation | None:
    """`{{ version }}`."""
    found = _TEMPLATE.search(text)
    return Explanation("this is template syntax, which pip does not read", found.start(), len(text)) if found else None


def variable(text: str) -> Explanation | None:
    """`requests==${VERSION}`."""
    found = _VARIABLE.search(text)
    return Explanation(f"pip refuses this line where the variable {found[1]} is not set", *found.span()) if found else None
