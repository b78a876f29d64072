"""Whether git ignores an environment, read from the ignore rules of the work tree that it lies in (git's page "gitignore"). Nothing is run.

Rules that take something back (`!.venv`) and match it are somebody's will, and what they come to is git's own affair: then it is not known.
So it is where the user's configuration may name further rules, since only git itself reads that for certain.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from math import comb

from reqd import disk
from reqd.environments.base import is_here

# The longest files of rules that were seen, for every editor and language there is, have twenty kilobytes.
LIMIT = 256 * 1024
# How many ways of matching are tried at most: a rule of stars alone, against a long path, would keep a core busy for hours.
EFFORT = 10_000_000
# Where git looks for what holds for all users of a machine, on Linux.
SYSTEM = "/etc/gitconfig"

# What makes git read rules from another file, or may do so.
_ELSEWHERE = re.compile(rb"(?i)excludesfile|worktreeconfig|\[\s*include")
_SPECIAL = re.compile(r"[\[\\]")
_WILD = re.compile(r"[*?/]+")
_IGNORES_CASE = sys.platform in ("win32", "darwin")


class _UnknownError(ValueError):
    """It cannot be told for certain."""


def is_ignored(root: str, interpreter: str) -> bool | None:
    """Whether git leaves out the environment at `root`, whose interpreter has that path, of what it would commit. Never raises.

    None where it lies in no work tree, where that is not known for certain, and where it is a link, whose one file matters little.
    Two files, its configuration and its interpreter, speak for all of an environment's.
    """
    try:
        real = os.path.realpath(root)
        if os.path.normcase(real) != os.path.normcase(os.path.join(os.path.realpath(os.path.dirname(root)), os.path.basename(root))):
            return None
        top = next((each for each in _above(real) if os.path.lexists(os.path.join(each, ".git"))), "")
        common = _common(os.path.join(top, ".git")) if top else ""
        if not common:
            return None
        return _is_ignored(real, ("pyvenv.cfg", os.path.relpath(interpreter, root)), top, common)
    except (OSError, ValueError, re.error):
        return None


def _above(folder: str) -> Iterator[str]:
    while (above := os.path.dirname(folder)) != folder:
        yield above
        folder = above


def _common(git: str) -> str:
    """The folder of the repository that all its work trees share; empty where `git` is no repository, and leads to none.

    In a submodule, and in a work tree that was added, `.git` is a file that names a folder (git's page "gitrepository-layout").
    """
    if os.path.isfile(git):
        git = _named(git, "gitdir:")
    if not git or not os.path.lexists(os.path.join(git, "HEAD")):
        return ""
    shared = os.path.join(git, "commondir")
    return _named(shared) if os.path.lexists(shared) else git


def _named(path: str, prefix: str = "") -> str:
    """The folder on this machine that a file of one line names, seen from its own folder."""
    written = _content(path).decode("utf-8", "surrogateescape").strip()
    folder = os.path.join(os.path.dirname(path), written.removeprefix(prefix).strip())
    return os.path.normpath(folder) if written.startswith(prefix) and is_here(folder) else ""


def _is_ignored(root: str, inside: Sequence[str], top: str, common: str) -> bool | None:
    own = _rules(os.path.join(root, ".gitignore"))
    if "*" in own and not _takes_back(own):
        return True
    folders = list(_above(root))
    folders = folders[: folders.index(top) + 1]
    written = [(folder, _rules(os.path.join(folder, ".gitignore"))) for folder in folders]
    if _is_written_out(os.path.basename(root), written):
        return True
    written += [(root, own), (top, _rules(os.path.join(common, "info", "exclude"))), (top, _rules(_of_user("ignore"), is_followed=True))]
    paths = [os.path.join(root, name) for name in inside]
    if any(_matches(path, folder, [rule[1:] for rule in rules if rule.startswith("!")]) for path in paths for folder, rules in written):
        return None
    if all(any(_matches(path, folder, [rule for rule in rules if rule[:1] != "!"]) for folder, rules in written) for path in paths):
        return True
    return None if _has_more(common) else False


def _takes_back(rules: Iterable[str]) -> bool:
    return any(rule.startswith("!") for rule in rules)


def _is_written_out(name: str, written: Iterable[tuple[str, Sequence[str]]]) -> bool:
    """Whether a file of rules names the folder as nearly everybody writes it. That needs no library, whose import takes a while."""
    for number, (_, rules) in enumerate(written):
        if _takes_back(rules):
            return False
        if name in rules or f"{name}/" in rules or (number == 0 and (f"/{name}" in rules or f"/{name}/" in rules)):
            return re.fullmatch(r"[\w.+-]+", name) is not None
    return False


def _matches(path: str, folder: str, rules: Sequence[str]) -> bool:
    """Whether one of the rules of a folder matches a path below it, or a folder on the way there."""
    seen = os.path.relpath(path, folder).replace(os.sep, "/")
    if _IGNORES_CASE:
        seen, rules = seen.casefold(), [rule.casefold() for rule in rules]
    able = [rule for rule in rules if _may_match(rule, seen)]
    if sum(map(partial(_effort, len(seen)), able)) > EFFORT:
        raise _UnknownError
    return bool(able) and _matching("\n".join(able), seen)


def _may_match(rule: str, seen: str) -> bool:
    """Whether all that a rule says in plain characters, up to the first bracket or escape, is in the path: few rules are left to match."""
    plain = _SPECIAL.split(rule, maxsplit=1)[0].rstrip(" ")
    return all(piece in seen for piece in _WILD.split(plain))


def _effort(length: int, rule: str) -> int:
    """In how many ways the stars of a rule can share out a path of that length; past twenty of them it is too many for any."""
    stars = min(rule.replace("**/", "*").count("*"), 20)
    return comb(length + stars, stars)


@lru_cache(maxsize=64)  # files of rules hardly ever change, and are asked of at each look
def _matching(text: str, seen: str) -> bool:
    """The library is imported only here: most environments are ignored by a rule that is plain to see, or no rule comes near them."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(text.split("\n")).match_file(seen)


def _has_more(common: str) -> bool:
    """Whether a configuration of git may name rules besides those that were read."""
    home = os.path.expanduser("~")
    paths = (os.path.join(common, "config"), os.path.join(home, ".gitconfig"), _of_user("config"), SYSTEM)
    return any(_ELSEWHERE.search(_content(path)) for path in paths)


def _of_user(name: str) -> str:
    return os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser(os.path.join("~", ".config")), "git", name)


def _rules(path: str, is_followed: bool = False) -> list[str]:
    """The lines of a file of rules that are no comments; none where there is no such file. In a work tree git follows no link to one."""
    if not is_followed and os.path.islink(path):
        raise _UnknownError
    text = _content(path).decode("utf-8-sig", "surrogateescape")
    if "\0" in text:  # PowerShell writes UTF-16, which git does not read, and to which no line can be added that it would
        raise _UnknownError
    lines = (line.removesuffix("\r") for line in text.split("\n"))
    return [line for line in lines if line.strip() and not line.startswith("#")]


def _content(path: str) -> bytes:
    found = disk.content(path, LIMIT) if os.path.lexists(path) else b""
    if isinstance(found, disk.Refused):
        raise _UnknownError
    return found if isinstance(found, bytes) else b""
