"""Why pip refuses an option in a requirements file, in plain words, and what should stand there, where that is certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reqd.manifests.requirements.told import VERSION, may_ask

# Once known in a requirements file, and removed since. Lines with them are many years old.
_REMOVED = frozenset(
    {
        "--allow-all-external",
        "--allow-external",
        "--allow-unverified",
        "--always-unzip",
        "--no-use-wheel",
        "--process-dependency-links",
        "--use-mirrors",
        "--use-wheel",
        "-Z",
    }
)
_REPLACED = frozenset({"--global-option", "--install-option", "--build-option"})

# Those of pip's command that people take along when they copy it into a file.
_OF_THE_COMMAND = frozenset(
    {
        "--break-system-packages",
        "--cache-dir",
        "--default-timeout",
        "--force-reinstall",
        "--ignore-installed",
        "--no-build-isolation",
        "--no-cache-dir",
        "--no-deps",
        "--proxy",
        "--quiet",
        "--target",
        "--timeout",
        "--upgrade",
        "--user",
        "--verbose",
        "-I",
        "-U",
        "-q",
        "-t",
        "-v",
    }
)
# Several short ones in one word.
_CLUSTER = re.compile(r"-[IUqv]{2,}")

# Of all these, what takes the next word as its value.
_VALUED = frozenset(
    {"--allow-external", "--allow-unverified", "--cache-dir", "--default-timeout", "--proxy", "--target", "--timeout", "-t"}
)

_VERSION = re.compile(rf"(?=[0-9]+\.){VERSION}\Z")
# What can be an option at all, of any program; an arrow or a row of dashes cannot.
_OPTION = re.compile(r"--?[A-Za-z].*", re.DOTALL)
_DASH = re.compile(r"--?\s+")
# How alike two names are that one mistyped letter tells apart, of all that are as short as an option's name.
_ALIKE = 0.9


class Told(NamedTuple):
    """Why an option is refused, and what should stand in its place, if that is certain."""

    message: str
    repair: str | None = None


def unknown(written: str, start: int, known: Sequence[str], behind: str = "") -> Told:
    """Why an option that stands at `start` of its line is refused. `known` are the long options of a requirements file, `behind` is the
    text of the words behind it."""
    if not _OPTION.fullmatch(written):
        return _no_option(written, start, behind)
    if written in _REMOVED:
        return Told(f"pip no longer knows the option {written}; remove it", "")
    if written in _REPLACED:
        return Told(f"pip no longer knows the option {written}; --config-settings has taken its place")
    if written in _OF_THE_COMMAND or _CLUSTER.fullmatch(written):
        return Told(f"{written} belongs to pip's command, not into a requirements file", "")
    return _mistyped(written, known)


def has_value_behind(written: str) -> bool:
    """Whether an option that is refused takes the word behind it along."""
    return written in _VALUED


def sentence(text: str) -> Told | None:
    """A sentence behind a dash, which cannot even be split into words: an apostrophe is a quotation mark for pip."""
    if _DASH.match(text):
        return Told("this is not a requirement; a remark begins with #", f"# {_DASH.sub('', text, count=1)}")
    return None


def _no_option(written: str, start: int, behind: str) -> Told:
    """Dashes and arrows: they lead over to a remark, or to a version."""
    if start > 0 and _VERSION.match(behind):
        return Told(f"pip reads {written} as an option, because of its dashes; a version is written after ==", "==")
    if start > 0 and may_ask(behind):
        message = f"pip reads {written} as an option, because of its dashes; another package stands on a line of its own"
        return Told(f"{message}, and a remark begins with #")
    if start > 0:
        return Told(f"pip reads {written} as an option, because of its dashes; a remark begins with #", "#")
    if not written.strip("-"):
        return Told("this line of dashes is not a requirement; a remark begins with #", f"# {written}")
    return Told(f"pip reads {written} as an option, because of its dashes; a remark begins with #", f"# {written}")


def _mistyped(written: str, known: Sequence[str]) -> Told:
    from difflib import get_close_matches  # seldom needed

    if not written.startswith("--"):
        if f"-{written}" in known:
            return Told(f"the option {written} is written with two dashes", f"-{written}")
        if len(written) == 2:
            return Told(f"pip knows no option {written} in a requirements file")
        message = f"pip reads {written} as an option, because of its dash, and knows none that begins with {written[:2]}"
        return Told(message, written[1:])
    alike = get_close_matches(written.replace("_", "-"), known, 1, _ALIKE)
    if alike:
        return Told(f"pip knows no option {written}; {alike[0]} is meant, it seems", alike[0])
    return Told(f"pip knows no option {written} in a requirements file")
