"""The project that the benchmarks measure, made once."""

from __future__ import annotations

import pytest

from tests.bench.project import Project, build


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return build(tmp_path_factory.mktemp("bench"))
