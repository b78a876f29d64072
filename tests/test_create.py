"""Where an environment can be made, and what is said where none can be."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from reqd.actions import create
from reqd.actions.plan import Plan, Refusal
from reqd.core.environment import Interpreter, Tools
from reqd.core.events import FoldersChanged, ManifestChanged, SettingsChanged
from reqd.core.manifest import Manifest
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot
from reqd.core.view import View
from reqd.fixes.creation import hindrance
from reqd.manifests import parse
from reqd.settle import settled


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".venv", ""),
        ("deep/er", ""),
        ("notes.txt", "notes.txt is there and is no virtual environment, so it is left alone; name another folder"),
        ("source", "source is there and is no virtual environment, so it is left alone; name another folder"),
        ("broken", "broken is there already; recreate it, or name another folder"),
        ("../x", "BASE/x lies outside of the opened folder, where reqd makes nothing; run python -m venv BASE/x in a terminal"),
    ],
)
def test_what_is_offered_is_what_is_done(tmp_path: Path, name: str, reason: str) -> None:
    folder = tmp_path / "project"
    (folder / "source").mkdir(parents=True)
    (folder / "notes.txt").write_text("x")
    (folder / "broken").mkdir()
    (folder / "broken" / "pyvenv.cfg").write_text("home = /nowhere\n")
    path = str(folder / "requirements.txt")
    settings = Settings(environment=name)
    events = (FoldersChanged((str(folder),)), SettingsChanged(settings), ManifestChanged(parse(path, "six\n", version=1)))
    snapshot = replace(settled(Snapshot(), *events, surveys=False), tools=Tools(pythons=(Interpreter("3.12.1", "/bin/python3.12"),)))
    manifest = snapshot.manifests[path]
    assert isinstance(manifest, Manifest)
    expected = reason.replace("BASE", str(tmp_path))
    assert hindrance(View(snapshot, manifest), os.path.normpath(folder / name), replace=False) == expected
    planned = create.plan(snapshot, path, name)
    assert isinstance(planned, Plan) if not reason else planned == Refusal(expected)
