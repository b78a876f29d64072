"""Environments that tools keep for a project, in the engine: which is chosen and why, for whom it is, and how a new one is noticed."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from reqd.core.environment import Distribution, Environment, Listing, NoEnvironment
from reqd.core.events import (
    EnvironmentRead,
    FolderListed,
    FoldersChanged,
    FolderSurveyed,
    ListFolder,
    ManifestRead,
    PathsChanged,
    ReadEnvironment,
    ReadManifest,
    SurveyFolder,
)
from reqd.core.settings import Settings
from reqd.core.snapshot import Choice, Snapshot, choice, holders
from reqd.core.step import step
from reqd.core.watching import watching
from reqd.manifests import parse

MAIN = "/p/requirements.txt"
KEPT = "/home/me/venvs/p-1"
REASON = "Poetry keeps it for this project"


def sound(root: str, *names: str) -> Environment:
    distributions = {name: (Distribution(name, "1.0", f"{root}/lib/{name}.dist-info"),) for name in names}
    return Environment(root, "venv", "3.12.1", f"{root}/bin/python", {}, distributions, watches=(root, f"{root}/lib"))


def known(listings: dict[str, Listing], *paths: str) -> Snapshot:
    """A snapshot of the folder /p in which these listings were found, and these files, and then every other."""
    files = (*paths, *(path for listing in listings.values() for path in listing.manifests))
    manifests = {path: parse(path, "a\n") for path in files}
    environments = {root: sound(root, "a") for listing in listings.values() for root in listing.environments}
    return Snapshot(folders=("/p",), listings=listings, manifests=manifests, environments=environments, answered={"survey /p": 0})


def kept(*manifests: str) -> Listing:
    return Listing(manifests, (KEPT,), (REASON,))


class TestChoice:
    def test_one_that_is_kept_is_chosen_with_its_reason(self) -> None:
        assert choice(known({"/p": kept(MAIN)}), MAIN) == Choice(KEPT, REASON)

    def test_the_folder_s_own_comes_before_it_and_is_the_nearest(self) -> None:
        snapshot = known({"/p": Listing((MAIN,), ("/p/.venv", KEPT), ("", REASON))})
        assert choice(snapshot, MAIN) == Choice("/p/.venv", "it is the nearest, in /p")

    def test_one_of_a_nearer_folder_comes_before_one_above(self) -> None:
        snapshot = known({"/p": Listing((), ("/p/.venv",)), "/p/a": kept("/p/a/requirements.txt")})
        assert choice(snapshot, "/p/a/requirements.txt") == Choice(KEPT, REASON)
        assert choice(snapshot, "/p/b/requirements.txt").root == "/p/.venv"

    def test_it_comes_before_the_activated_one_and_after_the_setting(self) -> None:
        snapshot = replace(known({"/p": kept(MAIN)}), active="/active")
        assert choice(snapshot, MAIN).root == KEPT
        assert choice(replace(snapshot, settings=Settings(environment="named")), MAIN).root == "/p/named"


class TestUsers:
    """Whom an environment is for does not depend on where it lies."""

    def test_news_of_one_that_lies_elsewhere_reach_the_files_of_its_folder(self) -> None:
        snapshot = known({"/p": kept(MAIN), "/p/deep": Listing(("/p/deep/requirements.txt",))}, "/q/requirements.txt")
        news = EnvironmentRead(ReadEnvironment(1, KEPT), sound(KEPT, "a", "b"))
        assert step(snapshot, news).affected == {MAIN, "/p/deep/requirements.txt"}

    def test_news_of_one_deep_in_the_folder_reach_them_too(self) -> None:
        deep = "/p/envs/virtual/p"
        snapshot = known({"/p": Listing((MAIN,), (deep,), (REASON,))})
        assert step(snapshot, EnvironmentRead(ReadEnvironment(1, deep), sound(deep))).affected == {MAIN}

    def test_one_that_is_kept_for_two_folders_is_for_both(self) -> None:
        other = "/p/other/requirements.txt"
        snapshot = known({"/p/one": kept("/p/one/requirements.txt"), "/p/other": kept(other), "/p": Listing((MAIN,))})
        assert holders(snapshot, KEPT) == ("/p/one", "/p/other")
        news = EnvironmentRead(ReadEnvironment(1, KEPT), sound(KEPT))
        assert step(snapshot, news).affected == {"/p/one/requirements.txt", other}

    def test_one_that_nobody_lists_is_for_nobody(self) -> None:
        assert step(known({"/p": kept(MAIN)}), EnvironmentRead(ReadEnvironment(1, "/old"), sound("/old"))).affected == set()

    def test_the_activated_one_is_for_all_that_have_no_other(self) -> None:
        snapshot = replace(known({"/p": Listing((MAIN,))}, "/q/requirements.txt"), active="/active")
        news = EnvironmentRead(ReadEnvironment(1, "/active"), sound("/active"))
        assert step(snapshot, news).affected == {MAIN, "/q/requirements.txt"}

    def test_a_new_file_makes_one_that_nobody_used_be_read_again(self) -> None:
        snapshot = known({"/p": kept()})
        taken = step(snapshot, ManifestRead(ReadManifest(1, MAIN, "/p"), parse(MAIN, "a\n")))
        assert f"environment {KEPT}" in {want.key for want in taken.wants}

    def test_a_thousand_environments_elsewhere_cost_no_more_than_a_thousand_beside_their_files(self) -> None:
        """Each answer is for one file, and looks at the files of no other folder than its own."""

        def seconds(root: str) -> float:
            folders = [f"/p/{number}" for number in range(600)]
            listings = {at: Listing((f"{at}/requirements.txt",), (root.format(at),), (REASON,)) for at in folders}
            snapshot = known(listings)
            begun = time.perf_counter()
            for at in folders:
                news = EnvironmentRead(ReadEnvironment(snapshot.revision + 1, root.format(at)), sound(root.format(at), "b"))
                taken = step(snapshot, news)
                assert taken.affected == {f"{at}/requirements.txt"}
                snapshot = taken.snapshot
            return time.perf_counter() - begun

        assert seconds("/home/me/venvs{}") < 3 * seconds("{}/.venv") + 0.5


class TestNotice:
    """How it is noticed that one comes into being, or goes."""

    @pytest.fixture
    def bare(self) -> Snapshot:
        return known({"/p": Listing((MAIN,), places=("/home/me/venvs", KEPT))})

    def test_where_a_tool_would_make_one_is_watched_as_long_as_there_is_none(self, bare: Snapshot) -> None:
        assert {"/home/me/venvs", KEPT} <= watching(bare)
        own = replace(bare, listings={"/p": Listing((MAIN,), ("/p/.venv",), places=("/home/me/venvs",))})
        assert "/home/me/venvs" not in watching(own)

    def test_the_packages_of_one_in_use_are_watched(self) -> None:
        assert {KEPT, f"{KEPT}/lib"} <= watching(known({"/p": kept(MAIN)}))

    @pytest.mark.parametrize("path", ["/home/me/venvs", "/home/me/venvs/p-2", f"{KEPT}/pyvenv.cfg"])
    def test_a_change_there_makes_the_folder_be_listed_again(self, bare: Snapshot, path: str) -> None:
        assert {want.key for want in step(bare, PathsChanged(frozenset({path}))).wants} == {"list /p"}

    def test_one_that_appears_is_read(self, bare: Snapshot) -> None:
        taken = step(bare, FolderListed(ListFolder(1, "/p"), kept(MAIN)))
        assert {want.key for want in taken.wants} == {f"environment {KEPT}"}
        assert taken.affected == {MAIN}

    def test_one_that_loses_its_configuration_makes_the_folder_be_listed_again(self) -> None:
        taken = step(known({"/p": kept(MAIN)}), PathsChanged(frozenset({f"{KEPT}/pyvenv.cfg"})))
        assert {"list /p", f"environment {KEPT}"} <= {want.key for want in taken.wants}

    def test_an_install_into_it_makes_nothing_be_listed_again(self) -> None:
        taken = step(known({"/p": kept(MAIN)}), PathsChanged(frozenset({f"{KEPT}/lib/b.dist-info"})))
        assert {want.key for want in taken.wants} == {f"environment {KEPT}"}


def test_with_the_last_folder_that_it_is_kept_for_it_is_forgotten() -> None:
    snapshot = replace(known({"/p": kept(MAIN), "/q": kept("/q/requirements.txt")}), folders=("/p", "/q"), active="/active")
    snapshot = replace(snapshot, environments={**snapshot.environments, "/active": sound("/active")})
    one = step(snapshot, FoldersChanged(("/q",))).snapshot
    assert one.environments.keys() == {KEPT, "/active"}
    asked = replace(one, awaited=frozenset({f"environment {KEPT}"}))
    none = step(asked, FoldersChanged(())).snapshot
    assert none.environments.keys() == {"/active"}
    late = step(none, EnvironmentRead(ReadEnvironment(one.revision, KEPT), sound(KEPT)))
    assert late.snapshot.environments.keys() == {"/active"}


def test_a_folder_that_is_closed_and_opened_again_has_it_read_anew() -> None:
    snapshot = step(known({"/p": kept(MAIN)}), FoldersChanged(())).snapshot
    snapshot = step(snapshot, FoldersChanged(("/p",))).snapshot
    taken = step(snapshot, FolderSurveyed(SurveyFolder(snapshot.revision, "/p"), {"/p": kept(MAIN)}))
    read = step(taken.snapshot, ManifestRead(ReadManifest(taken.snapshot.revision, MAIN, "/p"), parse(MAIN, "a\n")))
    assert f"environment {KEPT}" in {want.key for want in (*taken.wants, *read.wants)}


def test_one_that_is_gone_is_told_with_the_reason_it_was_asked_for() -> None:
    snapshot = replace(known({"/p": kept(MAIN)}), environments={KEPT: NoEnvironment(KEPT)})
    assert choice(snapshot, MAIN) == Choice(KEPT, REASON)
