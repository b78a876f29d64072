"""Where a compiled file comes from: what its head, or else its comments, say of the files that were compiled into it."""

from __future__ import annotations

import posixpath
import re

from reqd.core import place

# Within how many characters of the text the head ends.
_HEAD = 2000
# How the command begins that a compiler writes into the head, and what is given to it. What else may stand there is a project's own
# script (CUSTOM_COMPILE_COMMAND of pip-tools and uv), of which nobody knows what it reads.
_COMMAND = re.compile(r"^#\s+((?:python[\d.]*\s+-m\s+piptools\s+compile|pip-compile|uv\s+pip\s+compile)(?:[ \t]+(.*?))?)\s*$", re.MULTILINE)
# uv writes the same head over what it exports from a lock file of its own.
_EXPORT = re.compile(r"^#\s+uv\s+export\b", re.MULTILINE)
# `# via -r requirements.in`, or `#   -r requirements.in` below `# via`.
_VIA = re.compile(r"^[ \t]*#[ \t]+(?:via[ \t]+)?-r[ \t]+(\S+)[ \t]*\r?$", re.MULTILINE)
_WORD = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s\"']+")
# The options whose value is a file that is no source.
_NAMING = frozenset(
    (
        *("-o", "--output-file", "-c", "--constraint", "--constraints", "--override", "--overrides", "--exclude", "--excludes"),
        *("-b", "--build-constraint", "--build-constraints", "--config", "--config-file", "--cert", "--client-cert"),
    )
)
# No quotes, no variables, no second command, and no more than a person reads.
_PLAIN = re.compile(r"[\w ./=:,+-]{1,120}\Z")
# A folder whose name is not known, and so deep that no `..` of a command leads above it.
_SOMEWHERE = "/?" * 8


def command(text: str) -> str:
    """The compiler's command as the head of a compiled file has it; empty where none stands there."""
    found = _COMMAND.search(text, 0, _HEAD)
    return found[1] if found else ""


def repeatable(text: str) -> str:
    """The command, where it can be shown to somebody who may type it again; else empty."""
    return found if _PLAIN.match(found := command(text)) else ""


def sources(path: str, text: str) -> tuple[str, ...]:
    """The absolute paths of the requirements files that a compiled file at `path` comes from, in the order of its command.

    Where no command tells, the file of the same name beside it, as most have it: `requirements.txt` comes from `requirements.in`. Empty
    where it comes from no such file, but from `pyproject.toml` or a lock of uv's.
    """
    found = _COMMAND.search(text, 0, _HEAD)
    if found is None:
        return () if _EXPORT.search(text, 0, _HEAD) else (_annotated(path, text),)
    words = [word.strip("\"'").replace("\\", "/") for word in _WORD.findall(found[2] or "")]
    given = [word for before, word in zip(("", *words), words, strict=False) if before not in _NAMING and not re.match("-.", word)]
    named = [word for word in given if word.endswith((".in", ".txt"))]
    if not named:
        return () if any(word == "-" or word.endswith((".toml", ".py", ".cfg")) for word in given) else (_sibling(path),)
    output = _output(words) or f"{posixpath.dirname(named[0])}/{place.name(path)}".removeprefix("/")
    return tuple(dict.fromkeys(each for each in (_from(path, word, output) for word in named) if each != path))


def _output(words: list[str]) -> str:
    """What the command calls the compiled file; empty where it does not: pip-compile then writes beside its source."""
    for before, word in zip(("", *words), words, strict=False):
        if before in ("-o", "--output-file"):
            return word
        if word.startswith("--output-file="):
            return word.partition("=")[2]
    return ""


def _from(path: str, source: str, output: str) -> str:
    """The source's path: from the compiled file at `path` the same way leads to it as from `output`, wherever the command was run."""
    folder = place.parent(path)
    if ":" in source or posixpath.isabs(source) != posixpath.isabs(output):
        return place.joined(folder, posixpath.basename(source))
    beginning = posixpath.dirname(posixpath.join(_SOMEWHERE, output))
    way = posixpath.relpath(posixpath.join(_SOMEWHERE, source), beginning)
    return place.joined(folder, posixpath.basename(source) if "?" in way else way)


def _annotated(path: str, text: str) -> str:
    """The file of the same name beside it, unless the comments name others alone: then the first of those."""
    named = [place.joined(place.parent(path), posixpath.basename(found)) for found in _VIA.findall(text)]
    return _sibling(path) if not named or _sibling(path) in named else named[0]


def _sibling(path: str) -> str:
    return f"{path.removesuffix('.txt')}.in"
