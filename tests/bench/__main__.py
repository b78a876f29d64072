"""Measures everything once and prints one table: `python -m tests.bench`. Takes a minute or two, needs no network, and fails nothing."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import answers, editor, process
from tests.bench.engine import ROUNDS, Piece, pieces
from tests.bench.project import COUNT, Project, build, dependencies
from tests.bench.table import Row, milliseconds, table, target


def main() -> None:
    """Make the project, measure, print."""
    with TemporaryDirectory(prefix="reqd-bench-") as folder:
        project = build(Path(folder).resolve(), has_pip=True)
        print(_conditions(project), end="\n\n", flush=True)
        print(table((*_engine(project), *process.rows(project), *editor.rows(project), *answers.rows(project))))


def _conditions(project: Project) -> str:
    return (
        f"{COUNT} distributions with {dependencies(project):,} dependencies, a file of {COUNT} pins, Python {platform.python_version()}, "
        f"{os.cpu_count()} processors. Medians; in brackets, the middle half of all measurements. A ratio is to `reqd check`."
    )


def _engine(project: Project) -> Iterator[Row]:
    """The pieces in turns, so that a busy moment is unfair to none of them."""
    made = pieces(project)
    times: dict[str, list[float]] = {name: [] for name in made}
    for number in range(ROUNDS):
        for name, piece in made.items():
            if number < piece.rounds:
                times[name].append(_timed(piece))
    yield from (Row(name, target(piece.target), milliseconds(times[name])) for name, piece in made.items())


def _timed(piece: Piece) -> float:
    prepared = piece.prepare()
    begin = time.perf_counter()
    piece.work(prepared)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
