"""The one step: what each event makes known, whom it affects, and what is asked of the disk after it. No disk, no threads, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from reqd.core.environment import BrokenEnvironment, Distribution, Environment, EnvironmentReading, Listing, NoEnvironment, Tools
from reqd.core.events import (
    Answer,
    EnvironmentRead,
    Event,
    FindPaths,
    FindTools,
    FolderListed,
    FoldersChanged,
    FolderSurveyed,
    ListFolder,
    ManifestChanged,
    ManifestClosed,
    ManifestRead,
    PathsChanged,
    PathsFound,
    ReadEnvironment,
    ReadManifest,
    Rescan,
    SettingsChanged,
    SurveyFolder,
    ToolsFound,
    Want,
)
from reqd.core.finding import Severity
from reqd.core.manifest import Manifest, ManifestReading, MissingFile, Unreadable
from reqd.core.settings import Settings
from reqd.core.snapshot import Choice, Snapshot, below, choice, is_settled
from reqd.core.step import Step, step
from reqd.manifests import parse

MAIN = "/p/requirements.txt"
BASE = "/p/base.txt"
VENV = "/p/.venv"


def sound(root: str, *names: str) -> Environment:
    distributions = {name: (Distribution(name, "1.0", f"{root}/lib/{name}.dist-info"),) for name in names}
    return Environment(root, "venv", "3.12.1", f"{root}/bin/python", {}, distributions, watches=(root, f"{root}/lib"))


def opened(path: str = MAIN, text: str = "a\n", version: int = 1) -> ManifestChanged:
    return ManifestChanged(parse(path, text, version=version))


@dataclass
class World:
    """A disk that is a few values, and a snapshot that follows it. Wants are kept until they are answered."""

    files: dict[str, str] = field(default_factory=dict)
    environments: dict[str, EnvironmentReading] = field(default_factory=dict)
    snapshot: Snapshot = field(default_factory=Snapshot)
    wants: list[Want] = field(default_factory=list)
    affected: set[str] = field(default_factory=set)

    def take(self, event: Event) -> Step:
        taken = step(self.snapshot, event)
        self.snapshot = taken.snapshot
        self.wants.extend(taken.wants)
        self.affected |= taken.affected
        return taken

    def asks(self, event: Event) -> set[str]:
        """The keys of what is asked after an event."""
        return {want.key for want in self.take(event).wants}

    def settle(self, *events: Event) -> World:
        """Take the events, and answer all that is asked until nothing more is."""
        for event in events:
            self.take(event)
        while self.wants:
            self.take(self.answer(self.wants.pop(0)))
        return self

    def news(self, event: Event) -> set[str]:
        """The files affected by an event and by all the answers that follow it."""
        self.affected = set()
        self.settle(event)
        return self.affected

    def answer(self, want: Want) -> Answer:
        match want:
            case ReadManifest(_, path, _):
                return ManifestRead(want, self.read(path))
            case ListFolder(_, folder):
                return FolderListed(want, self.listing(folder))
            case SurveyFolder(_, folder):
                return FolderSurveyed(want, {each: self.listing(each) for each in self.folders() if f"{each}/".startswith(f"{folder}/")})
            case ReadEnvironment(_, root):
                return EnvironmentRead(want, self.environments.get(root, NoEnvironment(root)))
            case FindTools():
                return ToolsFound(want, Tools("/bin/uv"))
            case FindPaths(_, _, _, paths):
                return PathsFound(want, {path: any(f"{each}/".startswith(f"{path}/") for each in self.files) for path in paths})

    def read(self, path: str) -> ManifestReading:
        return parse(path, self.files[path]) if path in self.files else MissingFile(path)

    def folders(self) -> set[str]:
        return {path.rpartition("/")[0] for path in (*self.files, *self.environments)}

    def listing(self, folder: str) -> Listing:
        manifests = (path for path in self.files if path.rpartition("/")[0] == folder and "requirements" in path)
        return Listing(tuple(manifests), tuple(root for root in self.environments if root.rpartition("/")[0] == folder))


def project(**files: str) -> World:
    """A settled world with the folder /p, an environment in it and the files `main` and `base`."""
    paths = {"main": MAIN, "base": BASE}
    world = World({paths[name]: text for name, text in files.items()}, {VENV: sound(VENV, "a")})
    return world.settle(FoldersChanged(("/p",)))


# --- beginning ---------------------------------------------------------------------------------------------------------------------


def test_an_opened_folder_is_surveyed_and_nothing_else() -> None:
    assert World().asks(FoldersChanged(("/p",))) == {"survey /p"}


def test_what_the_survey_finds_is_read_with_its_environment() -> None:
    world = project(main="a\n")
    assert isinstance(world.snapshot.manifests[MAIN], Manifest)
    assert world.snapshot.environments == {VENV: sound(VENV, "a")}
    assert world.snapshot.awaited == frozenset()
    assert world.affected == {MAIN}


def test_a_file_opened_before_the_survey_asks_for_its_own_surroundings() -> None:
    world = World({MAIN: "old\n"}, {VENV: sound(VENV)})
    world.take(FoldersChanged(("/p",)))
    assert world.asks(opened()) == {"list /p", "tools"}
    world.settle()
    assert is_settled(world.snapshot, MAIN)
    held = world.snapshot.manifests[MAIN]
    assert isinstance(held, Manifest)
    assert held.text.string == "a\n"


def test_a_file_outside_of_every_folder_has_the_folder_it_lies_in() -> None:
    assert World().asks(opened("/elsewhere/requirements.txt")) == {"list /elsewhere", "tools"}


def test_nothing_is_asked_twice_while_it_is_awaited() -> None:
    world = World()
    world.take(FoldersChanged(("/p",)))
    world.take(opened())
    assert world.asks(opened(text="b\n", version=2)) == set()
    assert world.asks(SettingsChanged(Settings(freeze="full"))) == set()


def test_a_file_becomes_settled_with_the_last_answer_and_is_affected_then() -> None:
    world = World({MAIN: "a\n"}, {VENV: sound(VENV)})
    world.take(opened())
    listed = FolderListed(ListFolder(world.snapshot.revision, "/p"), world.listing("/p"))
    assert not is_settled(world.snapshot, MAIN)
    assert world.asks(listed) == {f"environment {VENV}"}
    assert not is_settled(world.snapshot, MAIN)
    read = world.take(EnvironmentRead(ReadEnvironment(world.snapshot.revision, VENV), sound(VENV)))
    assert is_settled(world.snapshot, MAIN)
    assert read.affected == {MAIN}


def test_a_file_in_a_folder_without_environments_is_affected_when_that_is_known() -> None:
    world = World({MAIN: "a\n"})
    world.take(opened())
    listed = world.take(FolderListed(ListFolder(world.snapshot.revision, "/p"), Listing()))
    assert is_settled(world.snapshot, MAIN)
    assert MAIN in listed.affected


# --- tools -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "is_asked"),
    [(sound(VENV), False), (BrokenEnvironment(VENV, "its Python is gone"), True), (NoEnvironment(VENV), True)],
)
def test_tools_are_looked_for_where_there_is_no_sound_environment(reading: EnvironmentReading, is_asked: bool) -> None:
    world = World({MAIN: "a\n"}, {VENV: reading}).settle(FoldersChanged(("/p",)))
    assert (world.snapshot.tools is not None) == is_asked


def test_tools_are_looked_for_once() -> None:
    world = World({MAIN: "a\n"}).settle(FoldersChanged(("/p",)))
    assert world.snapshot.tools == Tools("/bin/uv")
    assert "tools" not in world.asks(opened())


def test_tools_that_were_found_affect_every_file_and_the_same_ones_none() -> None:
    world = World({MAIN: "a\n"}).settle(FoldersChanged(("/p",)))
    number = world.snapshot.revision
    assert world.take(ToolsFound(FindTools(number + 1), Tools("/bin/uv"))).affected == frozenset()
    assert world.take(ToolsFound(FindTools(number + 2), Tools())).affected == {MAIN}


# --- answers out of order ----------------------------------------------------------------------------------------------------------


def test_an_older_answer_that_comes_later_is_thrown_away() -> None:
    world = project(main="a\n")
    number = world.snapshot.revision
    world.take(EnvironmentRead(ReadEnvironment(number + 2, VENV), sound(VENV, "new")))
    late = world.take(EnvironmentRead(ReadEnvironment(number + 1, VENV), sound(VENV, "old")))
    assert late == Step(world.snapshot)
    assert world.snapshot.environments[VENV] == sound(VENV, "new")


def test_the_same_answer_twice_is_one() -> None:
    world = project(main="a\n")
    answer = ManifestRead(ReadManifest(world.snapshot.revision + 1, MAIN, "/p"), parse(MAIN, "b\n"))
    assert world.take(answer).affected == {MAIN}
    assert world.take(answer) == Step(world.snapshot)


def test_a_listing_is_newer_than_a_survey_that_was_asked_for_before_it() -> None:
    world = project(main="a\n")
    number = world.snapshot.revision
    world.take(FolderListed(ListFolder(number + 2, "/p"), Listing((MAIN,), ("/p/venv",))))
    world.take(FolderSurveyed(SurveyFolder(number + 1, "/p"), {"/p": Listing((MAIN,), (VENV,))}))
    assert world.snapshot.listings["/p"].environments == ("/p/venv",)


def test_a_survey_is_newer_than_a_listing_that_was_asked_for_before_it() -> None:
    world = project(main="a\n")
    number = world.snapshot.revision
    world.take(FolderSurveyed(SurveyFolder(number + 2, "/p"), {"/p": Listing((MAIN,), (VENV,))}))
    world.take(FolderListed(ListFolder(number + 1, "/p"), Listing((MAIN,), ("/p/venv",))))
    assert world.snapshot.listings["/p"].environments == (VENV,)


def test_what_was_under_way_for_a_removed_folder_does_not_bring_it_back() -> None:
    world = World({MAIN: "a\n", "/p/requirements/dev.txt": "b\n"}, {VENV: sound(VENV)})
    world.take(FoldersChanged(("/p",)))
    survey = world.answer(world.wants.pop())
    world.take(survey)
    answers = [world.answer(want) for want in world.wants]
    world.take(FoldersChanged(()))
    for answer in (*answers, FolderSurveyed(SurveyFolder(world.snapshot.revision, "/p"), {"/p": Listing((MAIN,))})):
        assert world.take(answer).wants == ()
    assert (world.snapshot.manifests, world.snapshot.listings, world.snapshot.environments) == ({}, {}, {})


# --- buffers and files -------------------------------------------------------------------------------------------------------------


def test_of_an_open_document_the_editor_alone_speaks() -> None:
    world = project(main="a\n")
    world.settle(opened(text="typed\n"))
    assert world.asks(PathsChanged(frozenset({MAIN}))) == {"list /p"}
    read = world.take(ManifestRead(ReadManifest(world.snapshot.revision + 1, MAIN, "/p"), parse(MAIN, "disk\n")))
    assert read.affected == frozenset()
    held = world.snapshot.manifests[MAIN]
    assert isinstance(held, Manifest)
    assert held.text.string == "typed\n"


def test_of_a_closed_document_the_disk_speaks_again() -> None:
    world = project(main="disk\n")
    world.settle(opened(text="typed\n"))
    assert world.news(ManifestClosed(MAIN)) == {MAIN}
    held = world.snapshot.manifests[MAIN]
    assert isinstance(held, Manifest)
    assert (held.text.string, held.is_open) == ("disk\n", False)


def test_a_closed_document_that_no_folder_lists_is_forgotten() -> None:
    world = World({"/p/notes.txt": "a\n"}).settle(FoldersChanged(("/p",)), opened("/p/notes.txt"))
    closed = world.take(ManifestClosed("/p/notes.txt"))
    assert closed.affected == {"/p/notes.txt"}
    assert closed.wants == ()
    assert world.snapshot.manifests == {}


def test_a_closed_document_that_another_file_draws_in_is_read_from_disk() -> None:
    world = project(main="-r base.txt\n", base="a\n")
    world.settle(opened(BASE, "typed\n"))
    assert world.asks(ManifestClosed(BASE)) == {f"manifest {BASE}"}


def test_a_closed_document_takes_along_what_only_it_drew_in() -> None:
    world = World({"/q/notes.txt": "-r more.txt\n", "/q/more.txt": "a\n"}).settle(opened("/q/notes.txt", "-r more.txt\n"))
    assert set(world.snapshot.manifests) == {"/q/notes.txt", "/q/more.txt"}
    assert world.news(ManifestClosed("/q/notes.txt")) == {"/q/notes.txt", "/q/more.txt"}
    assert world.snapshot.manifests == {}


def test_a_document_that_was_forgotten_is_known_again_with_all_that_it_draws_in() -> None:
    world = World({"/q/notes.txt": "-r more.txt\n", "/q/more.txt": "a\n"}).settle(opened("/q/notes.txt", "-r more.txt\n"))
    world.settle(ManifestClosed("/q/notes.txt"))
    assert world.asks(opened("/q/notes.txt", "-r more.txt\n")) == {"manifest /q/more.txt"}


def test_closing_what_was_never_opened_is_nothing() -> None:
    world = project(main="a\n")
    assert world.take(ManifestClosed("/p/other.txt")) == Step(world.snapshot)


def test_a_file_that_is_deleted_and_made_again_is_read_again() -> None:
    world = project(main="a\n")
    del world.files[MAIN]
    assert world.news(PathsChanged(frozenset({MAIN}))) == {MAIN}
    assert world.snapshot.manifests == {}
    world.files[MAIN] = "b\n"
    assert world.news(PathsChanged(frozenset({MAIN}))) == {MAIN}
    held = world.snapshot.manifests[MAIN]
    assert isinstance(held, Manifest)
    assert held.text.string == "b\n"


def test_a_file_that_was_read_again_and_is_the_same_affects_nothing() -> None:
    assert project(main="a\n").news(PathsChanged(frozenset({MAIN}))) == set()


# --- includes ----------------------------------------------------------------------------------------------------------------------


def test_an_include_that_was_typed_is_read_and_affects_both_files() -> None:
    world = World({MAIN: "a\n", BASE: "b\n"}, {VENV: sound(VENV)}).settle(FoldersChanged(("/p",)), opened())
    assert world.asks(opened(text="-r base.txt\n", version=2)) == {f"manifest {BASE}"}
    assert world.news(Rescan()) == {MAIN, BASE}


def test_an_include_that_was_removed_is_forgotten() -> None:
    world = project(main="-r base.txt\n", base="b\n")
    assert world.news(opened(text="a\n")) == {MAIN, BASE}
    assert set(world.snapshot.manifests) == {MAIN}


def test_an_include_that_was_removed_and_typed_again_is_read_again() -> None:
    world = project(main="-r base.txt\n", base="b\n")
    world.settle(opened(text="a\n"))
    assert world.asks(opened(text="-r base.txt\n", version=2)) == {f"manifest {BASE}"}


def test_each_letter_of_a_file_name_leaves_nothing_behind() -> None:
    world = project(main="a\n", base="b\n")
    for version, letters in enumerate(("b", "ba", "bas", "base", "base.txt"), start=1):
        world.settle(opened(text=f"-r {letters}\n", version=version))
    assert set(world.snapshot.manifests) == {MAIN, BASE}


def test_an_include_that_another_file_draws_in_stays() -> None:
    world = World({MAIN: "-r base.txt\n", "/p/requirements-dev.txt": "-r base.txt\n", BASE: "b\n"}).settle(FoldersChanged(("/p",)))
    world.settle(opened(text="a\n"))
    assert BASE in world.snapshot.manifests


def test_a_cycle_that_nobody_draws_in_any_more_is_forgotten_as_a_whole() -> None:
    world = World({MAIN: "-r base.txt\n", BASE: "-r more.txt\n", "/p/more.txt": "-r base.txt\n"}).settle(FoldersChanged(("/p",)))
    assert len(world.snapshot.manifests) == 3
    world.settle(opened(text="a\n"))
    assert set(world.snapshot.manifests) == {MAIN}


def test_a_missing_include_is_read_when_it_appears() -> None:
    world = project(main="-r base.txt\n")
    assert world.snapshot.manifests[BASE] == MissingFile(BASE)
    world.files[BASE] = "b\n"
    assert world.news(PathsChanged(frozenset({BASE}))) == {MAIN, BASE}


def test_a_missing_include_is_read_when_its_folder_appears() -> None:
    world = project(main="-r sub/base.txt\n")
    world.files["/p/sub/base.txt"] = "b\n"
    assert world.news(PathsChanged(frozenset({"/p/sub"}))) == {MAIN, "/p/sub/base.txt"}


def test_a_change_in_a_leaf_affects_every_file_above_it() -> None:
    files = {MAIN: "-r one.txt\n-c two.txt\n", "/p/one.txt": "-r leaf.txt\n", "/p/two.txt": "-r leaf.txt\n", "/p/leaf.txt": "a\n"}
    world = World(files).settle(FoldersChanged(("/p",)))
    world.files["/p/leaf.txt"] = "b\n"
    assert world.news(PathsChanged(frozenset({"/p/leaf.txt"}))) == set(files)


def test_a_url_as_include_is_not_asked_for() -> None:
    assert not any("manifest" in key for key in World().asks(opened(text="-r https://example.org/r.txt\n")))


# --- environments ------------------------------------------------------------------------------------------------------------------


def test_an_install_affects_the_files_of_that_environment() -> None:
    files = {MAIN: "a\n", "/p/other/requirements.txt": "a\n"}
    world = World(files, {VENV: sound(VENV), "/p/other/.venv": sound("/p/other/.venv")}).settle(FoldersChanged(("/p",)))
    world.environments[VENV] = sound(VENV, "a")
    assert world.news(PathsChanged(frozenset({f"{VENV}/lib/a-1.0.dist-info"}))) == {MAIN}


def test_an_environment_read_twice_and_equal_affects_nothing() -> None:
    world = project(main="a\n")
    assert world.asks(PathsChanged(frozenset({f"{VENV}/lib/x"}))) == {f"environment {VENV}"}
    world.affected = set()
    assert world.settle().affected == set()


def test_a_deleted_environment_gives_way_to_the_next() -> None:
    world = World({MAIN: "a\n"}, {VENV: sound(VENV), "/p/venv": sound("/p/venv")}).settle(FoldersChanged(("/p",)))
    del world.environments[VENV]
    assert world.news(PathsChanged(frozenset({VENV}))) == {MAIN}
    assert "/p/venv" in world.snapshot.environments


def test_an_environment_recreated_at_the_same_place_is_read_again() -> None:
    world = project(main="a\n")
    del world.environments[VENV]
    assert world.news(PathsChanged(frozenset({VENV}))) == {MAIN}
    assert world.snapshot.environments[VENV] == NoEnvironment(VENV)
    world.environments[VENV] = sound(VENV, "b")
    assert world.news(PathsChanged(frozenset({f"{VENV}/pyvenv.cfg"}))) == {MAIN}
    assert world.snapshot.environments[VENV] == sound(VENV, "b")


def test_an_environment_that_is_moved_away_with_its_folder_is_gone() -> None:
    world = World({"/p/sub/requirements.txt": "a\n"}, {"/p/sub/.venv": sound("/p/sub/.venv")}).settle(FoldersChanged(("/p",)))
    world.files.clear()
    world.environments.clear()
    assert world.news(PathsChanged(frozenset({"/p/sub"}))) == {"/p/sub/requirements.txt"}
    assert world.snapshot.manifests == {}


def test_a_broken_environment_is_read_again_where_a_change_may_heal_it() -> None:
    world = World({MAIN: "a\n"}, {VENV: BrokenEnvironment(VENV, "reason", (VENV, f"{VENV}/bin"))}).settle(FoldersChanged(("/p",)))
    assert f"environment {VENV}" in world.asks(PathsChanged(frozenset({f"{VENV}/bin/python"})))


@pytest.mark.parametrize("folder", ["/p", "/", "/p/.venv"])
def test_an_environment_is_read_again_where_what_git_ignores_may_have_changed(folder: str) -> None:
    world = project(main="a\n")
    rules = frozenset({f"{folder.rstrip('/')}/.gitignore"})
    assert f"environment {VENV}" in world.asks(PathsChanged(rules))
    assert f"environment {VENV}" not in world.asks(PathsChanged(frozenset({"/p/other/.gitignore", "/p/gitignore"})))


def test_an_environment_that_comes_into_use_again_is_read_again() -> None:
    """While nobody used it nobody watched it either."""
    world = World({}, {"/q/.venv": sound("/q/.venv")}).settle(opened("/q/notes.txt"), ManifestClosed("/q/notes.txt"))
    world.environments["/q/.venv"] = sound("/q/.venv", "a")
    assert world.news(opened("/q/notes.txt")) == {"/q/notes.txt"}
    assert world.snapshot.environments["/q/.venv"] == sound("/q/.venv", "a")


def test_the_activated_environment_serves_where_there_is_no_other() -> None:
    world = World({MAIN: "a\n"}, {"/home/.venv": sound("/home/.venv")}, Snapshot(active="/home/.venv")).settle(FoldersChanged(("/p",)))
    assert set(world.snapshot.environments) == {"/home/.venv"}


# --- settings ----------------------------------------------------------------------------------------------------------------------


def test_the_environment_of_the_settings_is_read() -> None:
    world = project(main="a\n")
    world.environments["/p/env-3.12"] = sound("/p/env-3.12")
    assert "environment /p/env-3.12" in world.asks(SettingsChanged(Settings(environment="env-3.12")))


def test_an_environment_the_settings_come_back_to_is_read_again() -> None:
    world = project(main="a\n")
    world.settle(SettingsChanged(Settings(environment="other")))
    world.environments[VENV] = sound(VENV, "meanwhile")
    world.settle(SettingsChanged(Settings()))
    assert world.snapshot.environments[VENV] == sound(VENV, "meanwhile")


def test_other_settings_affect_every_file_and_the_same_ones_none() -> None:
    world = project(main="-r base.txt\n", base="a\n")
    changed = Settings(severity={"missing-package": Severity.ERROR})
    assert world.news(SettingsChanged(changed)) == {MAIN, BASE}
    assert world.news(SettingsChanged(changed)) == set()


# --- folders -----------------------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_added_is_surveyed() -> None:
    assert project(main="a\n").asks(FoldersChanged(("/p", "/q"))) == {"survey /q"}


def test_a_folder_that_is_removed_is_forgotten_and_its_files_are_affected() -> None:
    world = World({MAIN: "a\n", "/q/requirements.txt": "a\n"}, {"/q/.venv": sound("/q/.venv")}).settle(FoldersChanged(("/p", "/q")))
    assert "/q/requirements.txt" in world.news(FoldersChanged(("/p",)))
    assert set(world.snapshot.manifests) == {MAIN}
    assert world.snapshot.environments == {}


def test_an_open_document_of_a_removed_folder_stays() -> None:
    world = project(main="a\n")
    world.settle(opened(), FoldersChanged(()))
    assert is_settled(world.snapshot, MAIN)
    assert world.snapshot.environments[VENV] == sound(VENV, "a")


def test_what_is_asked_in_the_very_step_that_forgets_it_is_answered() -> None:
    world = World({MAIN: "a\n"}, {VENV: sound(VENV)}).settle(opened(), FoldersChanged(("/p",)))
    assert "list /p" in world.asks(FoldersChanged(()))
    world.settle()
    assert is_settled(world.snapshot, MAIN)
    assert world.snapshot.environments[VENV] == sound(VENV)


def test_a_folder_that_is_added_again_is_looked_at_again() -> None:
    world = project(main="a\n")
    world.settle(FoldersChanged(()))
    world.environments[VENV] = sound(VENV, "b")
    world.settle(FoldersChanged(("/p",)))
    assert set(world.snapshot.manifests) == {MAIN}
    assert world.snapshot.environments[VENV] == sound(VENV, "b")


def test_a_file_under_two_folders_belongs_to_the_inner_one() -> None:
    path = "/p/inner/requirements.txt"
    world = World({path: "a\n"}, {VENV: sound(VENV)}).settle(FoldersChanged(("/p", "/p/inner")))
    assert world.snapshot.environments == {}
    assert path in world.news(FoldersChanged(("/p",)))
    assert set(world.snapshot.environments) == {VENV}


def test_a_file_outside_of_the_inner_folder_is_read_once_the_outer_one_is_opened() -> None:
    path = "/p/inner/requirements.txt"
    world = World({path: "-r ../base.txt\n", BASE: "a\n"}).settle(FoldersChanged(("/p/inner",)))
    want = ReadManifest(world.snapshot.revision + 1, BASE, "/p/inner")
    world.take(ManifestRead(want, Unreadable(BASE, "it lies outside of the opened folder")))
    world.settle(FoldersChanged(("/p", "/p/inner")))
    assert isinstance(world.snapshot.manifests[BASE], Manifest)


# --- paths and rescans -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "keys"),
    [
        ({MAIN}, {f"manifest {MAIN}", "list /p"}),
        ({BASE}, {f"manifest {BASE}", "list /p"}),
        ({"/p/new.txt"}, {"list /p"}),
        ({"/p/src/code.py"}, set()),
        ({"/elsewhere"}, set()),
        ({VENV}, {"list /p", f"environment {VENV}"}),
        ({f"{VENV}/pyvenv.cfg"}, {"list /p", f"environment {VENV}"}),
        ({"/p/venv/pyvenv.cfg"}, {"list /p"}),
        ({f"{VENV}/lib/x.dist-info"}, {f"environment {VENV}"}),
        ({f"{VENV}/share/man"}, set()),
        ({MAIN, f"{VENV}/lib/x"}, {f"manifest {MAIN}", "list /p", f"environment {VENV}"}),
        ({"/p"}, {f"manifest {MAIN}", f"manifest {BASE}", "list /p", f"environment {VENV}"}),
    ],
)
def test_a_change_asks_for_what_it_concerns_and_nothing_else(paths: set[str], keys: set[str]) -> None:
    world = project(main="-r base.txt\n", base="a\n")
    taken = world.take(PathsChanged(frozenset(paths)))
    assert {want.key for want in taken.wants} == keys
    assert taken.affected == frozenset()


def test_a_rescan_looks_at_everything_known_again() -> None:
    world = project(main="-r base.txt\n", base="a\n")
    everything = {f"manifest {MAIN}", f"manifest {BASE}", "list /p", f"environment {VENV}"}
    assert world.asks(Rescan()) == everything
    assert world.asks(Rescan(is_thorough=True)) == everything | {"survey /p"}


def test_a_rescan_leaves_open_documents_alone() -> None:
    assert f"manifest {MAIN}" not in project(main="a\n").settle(opened()).asks(Rescan())


def test_looking_again_unsettles_nothing() -> None:
    world = project(main="a\n")
    world.take(Rescan())
    assert is_settled(world.snapshot, MAIN)


def test_an_answer_about_one_file_asks_nothing_for_the_others() -> None:
    """What the others lack was asked for when it came to lack."""
    world = World({MAIN: "a\n", "/p/other/requirements.txt": "-r base.txt\n"}, {VENV: sound(VENV)})
    world.take(FoldersChanged(("/p",)))
    world.take(world.answer(world.wants.pop(0)))
    wants = {want.key: want for want in world.wants}
    assert world.asks(world.answer(wants[f"manifest {MAIN}"])) == set()
    assert world.asks(world.answer(wants["manifest /p/other/requirements.txt"])) == {"manifest /p/other/base.txt"}


def test_a_step_is_a_function_of_its_arguments() -> None:
    world = project(main="a\n")
    event = opened(text="-r base.txt\n")
    assert step(world.snapshot, event) == step(world.snapshot, event)


# --- thousands of files ---


def test_what_an_answer_costs_does_not_grow_with_the_number_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files there are, an answer about one of them chooses the environments of few."""
    asked: list[str] = []

    def counted(snapshot: Snapshot, path: str) -> Choice:
        asked.append(path)
        return choice(snapshot, path)

    monkeypatch.setattr("reqd.core.news.choice", counted)
    paths = [f"/p/{number}/requirements.txt" for number in range(100)]
    world = World(files=dict.fromkeys(paths, "a\n"), environments={VENV: sound(VENV)})
    world.settle(FoldersChanged(("/p",)))
    assert world.snapshot.manifests.keys() == set(paths)
    assert len(asked) <= 5 * len(paths)


# --- what a file is compiled from --------------------------------------------------------------------------------------------------

HEAD = "# This file was autogenerated by uv via the following command:\n#    uv pip compile {} -o requirements.txt\n"
SOURCE = "/p/wishes.in"
COMPILED = f"{HEAD.format('wishes.in')}a==1\n"


def compiled(**files: str) -> World:
    """A settled world with a compiled file, and what it is compiled from by names that no folder lists."""
    paths = {f"/p/{name}.in": text for name, text in files.items()}
    return World({MAIN: COMPILED, **paths}, {VENV: sound(VENV, "a")}).settle(FoldersChanged(("/p",)))


def test_what_a_file_is_compiled_from_is_read_with_all_that_it_draws_in() -> None:
    world = compiled(wishes="-r more.in\n", more="a\n")
    assert set(world.snapshot.manifests) == {MAIN, SOURCE, "/p/more.in"}
    assert is_settled(world.snapshot, MAIN)


def test_what_a_file_is_compiled_from_is_not_installed_with_it() -> None:
    assert below(compiled(wishes="a\n").snapshot, MAIN) == (MAIN,)


@pytest.mark.parametrize("changed", ["wishes", "more"])
def test_a_source_that_changes_affects_the_compiled_file(changed: str) -> None:
    world = compiled(wishes="-r more.in\n", more="a\n")
    world.files[f"/p/{changed}.in"] = "b\n"
    assert MAIN in world.news(PathsChanged(frozenset({f"/p/{changed}.in"})))


def test_a_source_that_comes_into_being_is_read() -> None:
    world = compiled()
    assert isinstance(world.snapshot.manifests[SOURCE], MissingFile)
    world.files[SOURCE] = "a\n"
    assert MAIN in world.news(PathsChanged(frozenset({SOURCE})))
    assert isinstance(world.snapshot.manifests[SOURCE], Manifest)


def test_a_source_that_the_head_names_no_more_is_forgotten() -> None:
    world = compiled(wishes="a\n", others="b\n")
    world.settle(opened(text=HEAD.format("others.in")))
    assert set(world.snapshot.manifests) == {MAIN, "/p/others.in"}


def test_a_source_outside_of_the_opened_folder_is_asked_for_once() -> None:
    world = World({MAIN: HEAD.format("../wishes.in")}).settle(FoldersChanged(("/p",)))
    world.snapshot = replace(world.snapshot, manifests={**world.snapshot.manifests, "/wishes.in": Unreadable("/wishes.in", "-", True)})
    assert "manifest /wishes.in" not in world.asks(Rescan())


# --- paths that requirements name --------------------------------------------------------------------------------------------------


def test_paths_that_a_file_names_are_looked_at_from_each_folder_pip_may_run_in() -> None:
    world = World({"/p/q/requirements.txt": "-e ./tool\n"}, {VENV: sound(VENV)}).settle(FoldersChanged(("/p",)))
    assert world.snapshot.presences == {"/p/q/requirements.txt": {"/p/q/tool": False, "/p/tool": False}}


def test_paths_are_read_from_the_folders_of_those_that_draw_the_file_in() -> None:
    world = World({"/p/a/requirements.txt": "-r ../b/requirements.txt\n", "/p/b/requirements.txt": "./tool\n"})
    world.settle(FoldersChanged(("/p",)))
    assert set(world.snapshot.presences["/p/b/requirements.txt"]) == {"/p/a/tool", "/p/b/tool", "/p/tool"}


@pytest.mark.parametrize(
    "line",
    [
        *("a @ file:///q/a", "/q/a", "../tool", "//host/share/a", "file://host/share/a", "\\\\host\\share\\a", "/net/host/a"),
        *("~/a", "${HOME}/a", "file:///${HOME}/a", "a @ https://example.org/p/a", "git+file:///p/a#egg=a", "C:\\p\\a"),
    ],
)
def test_what_lies_outside_of_the_opened_folder_is_not_looked_at(line: str) -> None:
    world = World({MAIN: f"{line}\n"}, {VENV: sound(VENV)})
    world.take(FoldersChanged(("/p",)))
    while world.wants:
        want = world.wants.pop(0)
        assert not isinstance(want, FindPaths)
        world.take(world.answer(want))


def test_a_path_that_was_typed_is_looked_at_and_the_others_with_it() -> None:
    world = project(main="./one\n")
    assert world.asks(opened(text="./one\n./two\n")) == {f"paths {MAIN}"}
    world.settle()
    assert set(world.snapshot.presences[MAIN]) == {"/p/one", "/p/two"}
    assert world.asks(opened(text="./two\n", version=2)) == set()


def test_a_path_that_comes_into_being_affects_the_file() -> None:
    world = project(main="./one\n")
    world.files["/p/one/pyproject.toml"] = ""
    assert world.news(PathsChanged(frozenset({"/p/one"}))) == {MAIN}
    assert world.snapshot.presences[MAIN] == {"/p/one": True, "/p/one/pyproject.toml": True, "/p/one/setup.py": False}
    assert world.news(Rescan()) == set()
    del world.files["/p/one/pyproject.toml"]
    assert world.news(Rescan()) == {MAIN}


def test_paths_of_a_forgotten_file_are_forgotten() -> None:
    world = World().settle(FoldersChanged(("/p",)), opened("/p/notes.txt", "./one\n"))
    assert world.snapshot.presences == {"/p/notes.txt": {"/p/one": False}}
    world.settle(ManifestClosed("/p/notes.txt"))
    assert world.snapshot.presences == {}
    assert "paths /p/notes.txt" in world.asks(opened("/p/notes.txt", "./one\n"))


def test_no_file_makes_more_than_a_few_paths_be_looked_at() -> None:
    world = project(main="".join(f"./{number}\n" for number in range(2000)))
    assert len(world.snapshot.presences[MAIN]) == 500
    assert world.asks(opened(text="./1\n")) == set()
