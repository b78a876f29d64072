"""Which options can be written, and the values of those that have few."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reqd.core.view import View
from reqd.features.completion.content import Completion, Kind, Proposal, completed
from reqd.features.completion.cursor import Cursor
from reqd.features.completion.path import files, folders
from reqd.features.hover.option_meaning import FEATURES, MEANINGS
from reqd.manifests.requirements.options import FLAGS, SHORT, VALUED

_REST = r"[\w-]*"
_REST_OF_A_VALUE = r"[^\s,]*"
_WORD = re.compile(r"""(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s"'])+""")
# What belongs to one requirement, and is written behind it.
_OF_REQUIREMENT = ("--hash", "--config-settings")
# The short names in the order of their use.
_SHORT = ("-r", "-c", "-e", "-i", "-f")
# Of several on one line pip reads only one.
_ALONE = ("--requirement", "--constraint", "--editable")
_NAMING = frozenset({"--no-binary", "--only-binary", "--all-releases", "--only-final"})
_HASHES = {"sha256": "the usual one", "sha384": "", "sha512": ""}


def options(view: View, at: Cursor, before: str, text: str) -> tuple[Completion, ...]:
    """What can follow in the options of a line: `before` is the requirement, if there is one, and `text` what stands behind it."""
    words = _WORD.findall(text)
    piece = words.pop() if words and not text[-1:].isspace() else ""
    option, value = _valued(words[-1] if words else "", piece)
    if option:
        return _values(view, at, option, value)
    if at.typed == " ":
        return ()
    given = frozenset(SHORT.get(word[:2], word.partition("=")[0]) for word in words if word.startswith("-"))
    found = of_requirement(at) if before.strip() else of_file(at, given)
    return completed(at.span(len(piece), _REST), found)


def of_requirement(at: Cursor) -> Iterator[Proposal]:
    """The options behind a requirement."""
    return _options(_OF_REQUIREMENT, at)


def of_file(at: Cursor, given: frozenset[str] = frozenset()) -> Iterator[Proposal]:
    """The options of a file: behind those given on the line only what pip reads there."""
    if "--editable" in given:
        return _options(("--config-settings",), at)
    if given.intersection(_ALONE):
        return iter(())
    names = [name for name in MEANINGS if name in FLAGS | VALUED and name not in _OF_REQUIREMENT and not (given and name in _ALONE)]
    short = [letter for letter in _SHORT if SHORT[letter] in names]
    return _options((*short, *names), at)


def _options(names: Iterable[str], at: Cursor) -> Iterator[Proposal]:
    """Each with what joins it to its value, unless that is there."""
    is_bare = at.rest(_REST) != "" or at.behind[:1].isspace()
    for name in names:
        full = SHORT.get(name, name)
        joint = "" if is_bare or full in FLAGS else "=" if full in _OF_REQUIREMENT else " "
        text = f"{name}{joint}sha256:" if joint and full == "--hash" else f"{name}{joint}"
        snippet = f"{text}${{1:KEY}}=${{2:VALUE}}" if joint and full == "--config-settings" else ""
        yield Proposal(text, Kind.OPTION, "" if name == full else full, MEANINGS.get(full, ""), label=name, snippet=snippet)


def _valued(before: str, piece: str) -> tuple[str, str]:
    """The option whose value a word is, and what is written of the value; empty where it is no value."""
    name, equals, value = piece.partition("=")
    if equals and name in VALUED:
        return name, value
    if piece[:2] in SHORT and len(piece) > 2:
        return SHORT[piece[:2]], piece[2:]
    full = SHORT.get(before, before)
    return (full, piece) if full in VALUED and not (piece.startswith("-") and full not in ("--find-links",)) else ("", "")


def _values(view: View, at: Cursor, option: str, value: str) -> tuple[Completion, ...]:
    match option:
        case "--requirement" | "--constraint":
            return files(view, at, value, is_constraint=option == "--constraint")
        case "--editable" | "--find-links":
            return folders(view, at, value, is_project=option == "--editable")
        case "--hash":
            found = (Proposal(f"{name}:", Kind.ARGUMENT, detail) for name, detail in _HASHES.items())
            return completed(at.span(len(value), r"[^\s:]*:?"), found) if ":" not in value else ()
        case "--use-feature":
            found = (Proposal(name, Kind.ARGUMENT, documentation=meaning) for name, meaning in FEATURES.items())
            return completed(at.span(len(value), r"\S*"), found)
        case _ if option in _NAMING:
            return _named(view, at, value)
        case _:
            return ()


def _named(view: View, at: Cursor, value: str) -> tuple[Completion, ...]:
    """The packages of this file that are not named yet; all, and none, where nothing is named before."""
    *written, piece = value.split(",")
    names = (entry.requirement.name for entry in view.entries if entry.start != at.start)
    found = [Proposal(name, Kind.NAME) for name in names if name and name not in written]
    every = [Proposal(":all:", Kind.ARGUMENT, "every package"), Proposal(":none:", Kind.ARGUMENT, "no package, whatever is said before")]
    return completed(at.span(len(piece), _REST_OF_A_VALUE), (*(every if not written else ()), *found))
