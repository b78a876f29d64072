"""What is told of a mistake, and the pieces of requirement lines by which mistakes are recognised."""

from __future__ import annotations

from typing import NamedTuple

NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
EXTRAS = r"(?:\[[^\]]*\])?"
OPERATOR = r"(?:===|==|>=|<=|~=|!=|<|>)"
VERSION = r"[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?(?:\.\*)?"


class Explanation(NamedTuple):
    """The sentence, where it belongs (offsets in the text), the text that should stand there, if that is certain, and the rule's code."""

    message: str
    start: int
    end: int
    repair: str | None = None
    code: str = "invalid-requirement"
