"""Words that were meant as a package's name and are read as an option, because they begin with a dash: `-requests` is `-r equests`."""

from __future__ import annotations

import re
from typing import NamedTuple

from reqd.core.manifest import Include, Line, Malformed, Manifest, MissingFile
from reqd.core.snapshot import Snapshot, target
from reqd.core.text import Span
from reqd.manifests.requirements.lines import logical
from reqd.manifests.requirements.options import SHORT, VALUED
from reqd.manifests.requirements.told import EXTRAS, NAME, OPERATOR

# A name, and perhaps the beginning of what follows one. What is glued on deliberately is a path or a URL, and does not look like this.
_MEANT = re.compile(rf"{NAME}{EXTRAS}(?:(?:{OPERATOR}|;|,).*)?", re.DOTALL)
_FILE = re.compile(r".*\.(?:txt|in|html?|whl|zip|gz)", re.IGNORECASE | re.DOTALL)
# The names that nearly every such file has, without their blank.
_USUAL = re.compile(r"-(?:requirements|constraints)[\w.-]*\.(?:txt|in)")
# A short option with the = that only a long one has before its value.
_ASSIGNED = re.compile(r"\s*(?P<word>-[cefir]=[^\s=]\S*)")


class Glued(NamedTuple):
    """A short option with its value glued to it, as pip reads them. The span of both is in the line as written."""

    option: str
    value: str
    span: Span

    @property
    def word(self) -> str:
        return f"{self.option}{self.value}"


def misread(snapshot: Snapshot, manifest: Manifest, line: Line) -> Glued | None:
    """What is glued at the beginning of a line, unless the file that pip will look for is there, or was not looked for yet."""
    found = None if isinstance(line, Malformed) else glued(line.raw)
    if found is None or not isinstance(line, Include):
        return found
    return found if isinstance(snapshot.manifests.get(target(manifest, line)), MissingFile) else None


def glued(raw: str) -> Glued | None:
    """The glued option with which a line begins, where its text shows that none was meant."""
    if not raw.lstrip().startswith("-"):
        return None
    line = logical(raw)
    word = line.text.split(maxsplit=1)[0]
    if word[:2] not in SHORT or not _is_meant_otherwise(word):
        return None
    return Glued(word[:2], word[2:], line.written(0, len(word)))


def assigned(raw: str) -> Glued | None:
    """The option with an = before its value with which a line begins: pip takes the = for the first letter of the value."""
    found = _ASSIGNED.match(raw) if "=" in raw else None
    return Glued(found["word"][:2], found["word"][2:], Span(*found.span("word"))) if found else None


def beginning(found: Glued) -> str:
    """What was meant to stand where the dash stands: two dashes, an option and a blank, or nothing."""
    if f"-{found.word}" in VALUED:
        return "--"
    return f"{found.option} " if _USUAL.fullmatch(found.word) else ""


def _is_meant_otherwise(word: str) -> bool:
    if _USUAL.fullmatch(word):
        return True
    return len(word) > 2 and _MEANT.fullmatch(word[1:]) is not None and not _FILE.fullmatch(word)
