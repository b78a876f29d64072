"""An environment that a tool keeps for the project elsewhere, seen from an editor: it counts, is installed into, comes and goes."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.editor import editing
from tests.e2e.project import Project

NO_ENVIRONMENT = "this project has no virtual environment, so its packages cannot be checked"


@pytest.fixture
def root(project: Project) -> Path:
    """Where Poetry would make the project's environment."""
    project.write('[project]\nname = "shop"\n', "pyproject.toml")
    digest = hashlib.sha256(os.path.normcase(os.path.realpath(project.folder)).encode()).digest()
    return project.base / "kept" / f"shop-{base64.urlsafe_b64encode(digest).decode()[:8]}-py3.12"


def variables(root: Path) -> Mapping[str, str]:
    return {"POETRY_VIRTUALENVS_PATH": str(root.parent)}


def test_its_packages_count_and_are_installed_into_it(project: Project, root: Path) -> None:
    project.create("basket==1.0", root=root)
    path = project.write("anchor\nbasket\n")
    with editing(project, variables=variables(root)) as editor:
        editor.open(path)
        editor.sees(path, f"anchor is not installed in {root}")
        editor.choose(f"Install anchor into {root}", path)
        editor.sees(path)
        assert sorted(os.listdir(root.parent)) == [root.name]


def test_it_is_noticed_when_it_is_made_and_when_it_goes(project: Project, root: Path) -> None:
    root.parent.mkdir()
    path = project.write("anchor\n")
    with editing(project, variables=variables(root)) as editor:
        editor.open(path)
        editor.sees(path, NO_ENVIRONMENT)
        project.create(root=root)
        editor.sees(path, f"anchor is not installed in {root}")
        project.put("anchor==1.0", root)
        editor.sees(path)
        shutil.rmtree(root)
        editor.sees(path, NO_ENVIRONMENT)
        project.create(root=root)
        editor.sees(path, f"anchor is not installed in {root}")


def test_it_is_noticed_when_the_tool_makes_its_first(project: Project, root: Path) -> None:
    path = project.write("anchor\n")
    with editing(project, variables=variables(root)) as editor:
        editor.open(path)
        editor.sees(path, NO_ENVIRONMENT)
        project.create(root=root)
        editor.sees(path, f"anchor is not installed in {root}", deadline=60)


def test_one_in_the_project_comes_before_it_as_soon_as_it_is_there(project: Project, root: Path) -> None:
    project.create(root=root)
    path = project.write("anchor\n")
    with editing(project, variables=variables(root), options={"severity": {"several-environments": "off"}}) as editor:
        editor.open(path)
        editor.sees(path, f"anchor is not installed in {root}")
        project.create()
        editor.sees(path, "anchor is not installed in .venv")
        shutil.rmtree(project.environment)
        editor.sees(path, f"anchor is not installed in {root}")
