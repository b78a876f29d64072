"""The pieces of the engine's work, each as something that can be timed again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from reqd import environments
from reqd.check import check
from reqd.core import evaluation
from reqd.core.events import FoldersChanged, ManifestChanged
from reqd.core.snapshot import Snapshot
from reqd.core.step import step
from reqd.manifests import parse
from reqd.manifests.requirements.parse import parsed_line
from reqd.settle import settled
from tests.bench.project import Project


class Piece(NamedTuple):
    """One piece of work: `work` is timed, on what `prepare` returns, which is not."""

    name: str
    target: float | None
    prepare: Callable[[], Any]
    work: Callable[[Any], object]


NAMES = (
    "parse, nothing remembered",
    "parse again after an edit of one line",
    "step of a keystroke",
    "check, nothing remembered",
    "check again after an edit of one line",
    "read the environment, nothing remembered",
    "read the environment again, nothing changed",
)


def pieces(project: Project) -> dict[str, Piece]:
    """Each piece of work on a project by its name; targets are milliseconds."""
    path, root = str(project.requirements), str(project.environment)
    known = settled(Snapshot(), FoldersChanged((str(project.folder),)))
    versions = count()
    memory: environments.Memory = {}
    environments.read(root, memory)

    def typed() -> tuple[str, str, int]:
        version = next(versions)
        return path, project.edited(version), version

    def from_nothing() -> Snapshot:
        _forget()
        return replace(known, manifests={path: parse(path, project.text)})

    def after_edit() -> Snapshot:
        check(known, path)
        return step(known, ManifestChanged(parse(*typed()))).snapshot

    made: tuple[tuple[float | None, Callable[[], Any], Callable[[Any], object]], ...] = (
        (15.0, _forget, lambda _: parse(path, project.text)),
        (1.0, typed, lambda arguments: parse(*arguments)),
        (None, lambda: ManifestChanged(parse(*typed())), lambda event: step(known, event)),
        (8.0, from_nothing, lambda snapshot: check(snapshot, path)),
        (8.0, after_edit, lambda snapshot: check(snapshot, path)),
        (30.0, dict, lambda nothing: environments.read(root, nothing)),
        (5.0, lambda: memory, lambda remembered: environments.read(root, remembered)),
    )
    return {name: Piece(name, *parts) for name, parts in zip(NAMES, made, strict=True)}


def _forget() -> None:
    """As in a process that has just begun."""
    for remembered in (parsed_line, evaluation.accepts, evaluation._holds):
        remembered.cache_clear()
