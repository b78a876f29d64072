"""What the conversations share: a project with an environment-less folder and a few wheels."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path

import pytest

from tests.e2e import project as projects
from tests.e2e.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose machine offers the tests' Python and uv, and whose index has a few tiny packages."""
    made = projects.project(tmp_path)
    made.wheel("anchor", "1.0", "2.0")
    made.wheel("basket", "1.0", "2.0")
    made.wheel("candle", "1.0", requires=("drum>=1",))
    made.wheel("drum", "1.0")
    return made


@pytest.fixture
def repository(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project under version control, on the machine that it describes, which has reqd on its PATH."""
    (project.folder / ".git").mkdir()
    (project.programs / "reqd").symlink_to(os.path.join(sysconfig.get_path("scripts"), "reqd"))
    for name, value in project.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.base / "cache"))
    return project


@pytest.fixture
def furnished(repository: Project) -> Project:
    """The same with an environment in which anchor 1.0 and basket 1.0 are installed."""
    repository.create("anchor==1.0", "basket==1.0")
    return repository


@pytest.fixture(scope="session")
def serve_without_uv(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """What starts the server where no uv is installed."""
    return projects.serve_from(tmp_path_factory.mktemp("without-uv") / "server")
