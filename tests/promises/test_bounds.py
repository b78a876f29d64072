"""P2 and T13, in the core: what lies outside of the opened folder is known by name alone, whatever happens and however often."""

from __future__ import annotations

from pathlib import Path

import pytest

from reqd.core.events import Event, FoldersChanged, ManifestChanged, ManifestClosed, PathsChanged, Rescan
from reqd.core.manifest import Manifest, Unreadable
from reqd.core.snapshot import Snapshot
from reqd.core.watching import watching
from reqd.manifests import parse
from reqd.settle import settled


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder with a file that draws in one beside it, one that is absent, and one from outside, where an environment lies too."""
    folder, outside = tmp_path / "workspace", tmp_path / "outside"
    for each in (folder, outside / ".venv"):
        each.mkdir(parents=True)
    (outside / ".venv" / "pyvenv.cfg").write_text("home = /nowhere\n", "utf-8")
    (outside / "secret.txt").write_text("secret==1.0\n", "utf-8")
    (folder / "beside.txt").write_text("a\n", "utf-8")
    (folder / "requirements.txt").write_text("-r beside.txt\n-r inner/absent.txt\n-r ../outside/secret.txt\n", "utf-8")
    return folder


def secret(workspace: Path) -> str:
    return str(workspace.parent / "outside" / "secret.txt")


def events(workspace: Path) -> dict[str, tuple[Event, ...]]:
    outside = secret(workspace)
    return {
        "nothing": (),
        "an overflow": (Rescan(),),
        "a thorough look": (Rescan(is_thorough=True),),
        "news of the file": (PathsChanged(frozenset({outside})),),
        "news of its folder": (PathsChanged(frozenset({str(Path(outside).parent)})),),
        "opening and closing it": (ManifestChanged(parse(outside, "b\n", version=1)), ManifestClosed(outside)),
        "closing what draws it in": (
            ManifestChanged(parse(str(workspace / "requirements.txt"), f"-r {outside}\n-r ../outside/secret.txt\n", version=1)),
            ManifestClosed(str(workspace / "requirements.txt")),
            Rescan(),
        ),
    }


def after(*happened: Event) -> Snapshot:
    """What is known once each event and all that it made lacking was dealt with before the next."""
    snapshot = Snapshot()
    for event in happened:
        snapshot = settled(snapshot, event)
    return snapshot


CASES = (
    *("nothing", "an overflow", "a thorough look", "news of the file", "news of its folder", "opening and closing it"),
    "closing what draws it in",
)


@pytest.mark.parametrize("case", CASES)
def test_p2_t13_no_event_makes_reqd_look_outside(workspace: Path, case: str) -> None:
    snapshot = after(FoldersChanged((str(workspace),)), *events(workspace)[case])
    assert isinstance(snapshot.manifests[secret(workspace)], Unreadable)
    assert isinstance(snapshot.manifests[str(workspace / "beside.txt")], Manifest)
    if case != "opening and closing it":  # a document beside which a person works may be looked around
        assert [folder for folder in (*snapshot.listings, *snapshot.environments) if "outside" in folder] == []
    assert watching(snapshot) == {str(workspace), str(workspace / "inner")}


def test_p2_t13_a_single_document_bounds_what_it_draws_in_to_its_own_folder(workspace: Path) -> None:
    text = (workspace / "requirements.txt").read_text("utf-8")
    opened = ManifestChanged(parse(str(workspace / "requirements.txt"), text, version=1))
    snapshot = after(opened, Rescan(), PathsChanged(frozenset({secret(workspace)})))
    assert isinstance(snapshot.manifests[secret(workspace)], Unreadable)
    assert watching(snapshot) == {str(workspace), str(workspace / "inner")}
