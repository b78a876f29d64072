"""Batches and watches: many file events become few, and few folders are watched. The time is told, never waited for."""

from __future__ import annotations

import pytest

from reqd.core.batch import CEILING, LIMIT, QUIET, Batch
from reqd.core.environment import BrokenEnvironment, Environment, Listing
from reqd.core.events import PathsChanged, Rescan
from reqd.core.snapshot import Snapshot
from reqd.core.watching import watching
from reqd.manifests import parse

MAIN = "/p/sub/requirements.txt"


def filled(*moments: float) -> Batch:
    batch = Batch()
    for number, moment in enumerate(moments):
        batch.add(f"/p/{number}", moment)
    return batch


@pytest.mark.parametrize(
    ("moments", "due"),
    [
        ((10.0,), 10.0 + QUIET),
        ((10.0, 10.05), 10.05 + QUIET),
        ((10.0, 12.0, 12.95), 10.0 + CEILING),
        ((10.0, 14.0), 10.0 + CEILING),
    ],
)
def test_a_batch_is_due_after_a_quiet_period_or_at_the_ceiling(moments: tuple[float, ...], due: float) -> None:
    assert filled(*moments).due() == pytest.approx(due)


def test_a_batch_names_each_path_once() -> None:
    batch = Batch()
    for moment in (1.0, 2.0):
        batch.add("/p/a", moment)
    assert batch.take() == PathsChanged(frozenset({"/p/a"}))


def test_a_batch_that_was_taken_is_empty_and_begins_anew() -> None:
    batch = filled(1.0)
    batch.take()
    assert not batch
    batch.add("/p/b", 20.0)
    assert batch.due() == pytest.approx(20.0 + QUIET)
    assert batch.take() == PathsChanged(frozenset({"/p/b"}))


def test_as_many_paths_as_the_limit_are_named_and_one_more_is_a_rescan() -> None:
    assert filled(*[1.0] * LIMIT).take() == PathsChanged(frozenset(f"/p/{number}" for number in range(LIMIT)))
    assert filled(*[1.0] * (LIMIT + 1)).take() == Rescan()


def test_lost_events_are_a_rescan_whatever_was_named() -> None:
    batch = filled(1.0)
    batch.flood(1.01)
    batch.add("/p/after", 1.02)
    assert batch.take() == Rescan()
    assert not batch


def test_lost_events_alone_make_a_batch() -> None:
    batch = Batch()
    batch.flood(5.0)
    assert batch
    assert batch.due() == pytest.approx(5.0 + QUIET)


# --- watching ----------------------------------------------------------------------------------------------------------------------


def snapshot(**parts: object) -> Snapshot:
    manifest = parse(MAIN, "-r ../../q/base.txt\n")
    return Snapshot(folders=("/p",), manifests={MAIN: manifest, "/q/base.txt": parse("/q/base.txt", "a\n")}, **parts)  # type: ignore[arg-type]


def test_folders_of_manifests_and_those_above_in_which_an_environment_could_appear_are_watched() -> None:
    assert watching(snapshot()) == {"/p", "/p/sub", "/q"}


def test_the_folders_of_an_environment_in_use_are_watched() -> None:
    read = Environment("/p/.venv", "venv", "3.12", "/p/.venv/bin/python", {}, {}, watches=("/p/.venv/lib",))
    listings = {"/p": Listing((), ("/p/.venv", "/p/venv"))}
    unused = BrokenEnvironment("/p/venv", "reason", ("/p/venv/bin",))
    known = snapshot(listings=listings, environments={"/p/.venv": read, "/p/venv": unused})
    assert watching(known) == {"/p", "/p/sub", "/q", "/p/.venv", "/p/.venv/lib"}


def test_the_folders_in_which_a_broken_environment_may_heal_are_watched() -> None:
    broken = BrokenEnvironment("/p/.venv", "reason", ("/p/.venv/bin",))
    known = snapshot(listings={"/p": Listing((), ("/p/.venv",))}, environments={"/p/.venv": broken})
    assert {"/p/.venv", "/p/.venv/bin"} <= watching(known)


def test_the_folder_above_an_activated_environment_that_is_not_there_is_watched() -> None:
    assert "/home" in watching(snapshot(active="/home/.venv"))


def test_an_opened_folder_without_anything_is_watched() -> None:
    assert watching(Snapshot(folders=("/p",))) == {"/p"}
