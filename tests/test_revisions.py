"""What the name of a revision tells, without its repository."""

from __future__ import annotations

import pytest

from reqd.knowledge.revision import is_another, is_met, is_moving, shown

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "revision", ["", "main", "develop", "HEAD", "feature/login", "refs/heads/main", "refs/pull/12/head", "abc", "stable"]
)
def test_a_branch_moves(revision: str) -> None:
    assert is_moving(revision)


@pytest.mark.parametrize(
    "revision",
    [
        COMMIT,
        COMMIT.upper(),
        COMMIT[:7],
        "v1",
        "1.2",
        "v1.2.3",
        "V2.0rc1",
        "1.0-beta.2",
        "release-3",
        "pkg/v1.2",
        "refs/tags/latest",
        "2024.01.15",
    ],
)
def test_a_release_and_a_commit_stay(revision: str) -> None:
    assert not is_moving(revision)


@pytest.mark.parametrize(
    ("wanted", "is_so"), [(COMMIT, True), (COMMIT.upper(), True), (COMMIT[:7], True), (COMMIT[:6], False), ("main", False)]
)
def test_a_commit_is_known_by_its_beginning(wanted: str, is_so: bool) -> None:
    assert is_met(wanted, COMMIT) == is_so


@pytest.mark.parametrize(
    ("wanted", "asked", "is_so"),
    [
        ("v1.0", "v1.0", False),
        ("v1.0", "refs/tags/v1.0", False),
        ("v1.0", "v1.1", True),
        ("main", "", False),
        ("", "master", False),
        ("", "v1.0", True),
        ("develop", "", True),
        # What was installed by its commit may be what a name means; another commit is not.
        ("v1.0", COMMIT, False),
        ("", COMMIT, False),
        (COMMIT[:10], "v1.0", False),
        ("fedcba9", "v1.0", True),
        ("fedcba9", COMMIT, True),
    ],
)
def test_another_revision_was_asked_for(wanted: str, asked: str, is_so: bool) -> None:
    assert is_another(wanted, asked, COMMIT) == is_so


def test_what_is_shown() -> None:
    assert [shown(each) for each in ("", "main", COMMIT, COMMIT[:8])] == ["the default branch", "main", "commit 0123456", "01234567"]


def test_a_revision_of_any_length_is_judged_at_once() -> None:
    assert not is_moving("1." * 50_000 + "1")
