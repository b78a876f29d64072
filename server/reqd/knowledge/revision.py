"""What the revisions of a repository mean, as far as that can be told without asking it: commits, releases, and what moves on."""

from __future__ import annotations

import re

# git takes a commit's first letters from four on; of fewer than seven nobody knows whether a commit is meant.
_COMMIT = re.compile(r"[0-9a-f]{7,64}", re.IGNORECASE)
_WHOLE = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.IGNORECASE)
# Names that end as versions do are given to what is released, and stay where they are: v1.2, 1.0rc1, release-2, refs/tags/…
_RELEASE = re.compile(r"refs/tags/.*|(?:.*[^a-z0-9])?v?\d+(?:\.\d+)*(?:[.-]?(?:a|b|c|rc|alpha|beta|pre|post|dev)[.-]?\d*)?", re.IGNORECASE)
# Of a longer one only the end is looked at, since the time to do so grows with the square of the length.
_LONGEST = 100
# What the default branch is called wherever nobody chose another name, and git's and Mercurial's own words for what is newest.
_DEFAULT = frozenset(("", "main", "master", "trunk", "default", "head", "tip"))


def is_commit(revision: str) -> bool:
    return _COMMIT.fullmatch(revision) is not None


def is_whole_commit(revision: str) -> bool:
    return _WHOLE.fullmatch(revision) is not None


def is_moving(revision: str) -> bool:
    """Whether it may mean another commit tomorrow: a branch's name, or none at all."""
    return not is_commit(revision) and _RELEASE.fullmatch(revision[-_LONGEST:]) is None


def is_met(wanted: str, commit: str) -> bool:
    """Whether a revision is that commit for certain."""
    return is_commit(wanted) and commit.lower().startswith(wanted.lower())


def is_another(wanted: str, asked: str, commit: str) -> bool:
    """Whether a commit that was installed since another revision was asked for is not what is wanted now.

    Two names may mean one commit, and yet it was another that was asked for: pip and uv install again then. What was asked for by its
    commit may be what a name means, and nothing is said of it.
    """
    if is_met(wanted, commit) or _plain(wanted) == _plain(asked):
        return False
    return is_commit(wanted) or not is_commit(asked)


def shown(revision: str) -> str:
    """A revision in a sentence."""
    if not revision:
        return "the default branch"
    return f"commit {revision[:7]}" if is_whole_commit(revision) else revision


def _plain(revision: str) -> str:
    name = re.sub(r"\Arefs/(?:heads|tags)/", "", revision)
    return "" if name.lower() in _DEFAULT else name
