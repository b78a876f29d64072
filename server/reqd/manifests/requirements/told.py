"""What is told of a mistake, and the pieces of requirement lines by which mistakes are recognised."""

from __future__ import annotations

import re
from typing import NamedTuple

from packaging.requirements import InvalidRequirement, Requirement

NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
EXTRAS = r"(?:\[[^\]]*\])?"
OPERATOR = r"(?:===|==|>=|<=|~=|!=|<|>)"
VERSION = r"[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?(?:\.\*)?"
# A number, a letter or a sign before the member of a list: `1.`, `2)`, `(3)`, `a)`, `*`, a dot, an arrow, a tick.
BULLET = (
    r"(?:\(?[0-9]{1,3}\s?[.)]|[a-z][.)](?=\s)"
    r"|[*+\u2022\u2023\u2043\u2192\u25a0-\u25ff\u2605\u2606\u2610-\u2612\u2713\u2714\u27a4\u2b50]\ufe0f?)\s*"
)

# Words of sentences about packages. Hardly any is a package that somebody wants, and none is one of several on a line.
_WORDS = """a also and any are as be by can command commands following for from has have if import in install installed into is it later
    libraries library make module modules need needed needs newer not of on or package packages please project python required requirement
    requirements run should terminal that the them then these this to use used uses using version when which will with you your"""
SENTENCE = frozenset(_WORDS.split())

ONLY_PACKAGES = "a requirements file holds only the packages' names and versions"

# A number, a word on its own, or what is joined to the words before it; and the dashes and bars that lead over to any of these.
_MAY_ASK = re.compile(
    rf"(?:.*?(?<![\w.])v?[0-9]|.*{OPERATOR}|(?!//|/\*)[^\w(]*(?:(?:or|and)\b|{NAME}{EXTRAS}\s*\Z))", re.IGNORECASE | re.DOTALL
)


class Explanation(NamedTuple):
    """The sentence, where it belongs (offsets in the text), the text that should stand there, if that is certain, and the rule's code."""

    message: str
    start: int
    end: int
    repair: str | None = None
    code: str = "invalid-requirement"


def may_ask(text: str) -> bool:
    """Whether a text behind a requirement may ask for something: a version, or another package. It must not vanish in a comment."""
    return _MAY_ASK.match(text) is not None


def whole(text: str, message: str, repair: str | None = None, code: str = "invalid-requirement") -> Explanation:
    """What is told of a text from its beginning to its end."""
    return Explanation(message, 0, len(text), repair, code)


def remark(text: str, message: str) -> Explanation:
    """What is told of a text that says something to people: it is sound once it is a comment."""
    return whole(text, message, f"# {text}")


def is_requirement(text: str) -> bool:
    """Whether a text is a requirement with a name; it may have a marker, but no options."""
    try:
        Requirement(text)
    except (InvalidRequirement, RecursionError):
        return False
    return True
