"""What the conversations share: a project with an environment-less folder and a few wheels."""

from __future__ import annotations

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


@pytest.fixture(scope="session")
def serve_without_uv(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """What starts the server where no uv is installed."""
    return projects.serve_from(tmp_path_factory.mktemp("without-uv") / "server")
