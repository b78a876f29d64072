"""Times each piece of the engine's work on an environment of 300 distributions: `pytest tests/bench --benchmark-only`."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.engine import NAMES, pieces
from tests.bench.project import Project


@pytest.mark.parametrize("name", NAMES)
def test_bench(benchmark: BenchmarkFixture, project: Project, name: str) -> None:
    """No target is held here: the machine that runs the tests may be busy. `python -m tests.bench` prints both."""
    piece = pieces(project)[name]

    def prepared() -> tuple[tuple[Any], dict[str, Any]]:
        return (piece.prepare(),), {}

    benchmark.pedantic(piece.work, setup=prepared, rounds=piece.rounds, warmup_rounds=1)  # type: ignore[no-untyped-call]
