"""The pieces of the engine's work, each as something that can be timed again and again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import count
from typing import Any, NamedTuple

from reqd import environments
from reqd.check import check
from reqd.core import bound, dependency, evaluation, metadata, unmet
from reqd.core.events import FoldersChanged, ManifestChanged
from reqd.core.manifest import Manifest
from reqd.core.snapshot import Snapshot
from reqd.core.step import step
from reqd.core.text import shared_span
from reqd.manifests import parse
from reqd.manifests.requirements.parse import parsed_line
from reqd.settle import settled
from tests.bench.project import Project

# Of what takes milliseconds, and of what takes a second.
ROUNDS = 50
_FEW_ROUNDS = 5


class Piece(NamedTuple):
    """One piece of work: `work` is timed, on what `prepare` returns, which is not."""

    name: str
    target: float | None
    prepare: Callable[[], Any]
    work: Callable[[Any], object]

    @property
    def rounds(self) -> int:
        """How often it is timed: what takes seconds is timed less often."""
        return _FEW_ROUNDS if self.target is not None and self.target >= 1000 else ROUNDS


NAMES = (
    "parse, nothing remembered",
    "parse again after an edit of one line",
    "parse 100,000 lines, nothing remembered",
    "parse again after an edit of one line, 10,000 lines",
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
    held, long = _counted(parse(path, project.text)), _counted(parse(path, _long(10_000)))
    versions = count()
    memory: environments.Memory = {}
    environments.read(root, memory)

    def typed() -> Manifest:
        version = next(versions)
        return parse(path, project.edited(version), version, previous=held)

    def much() -> str:
        _forget()
        return _long(100_000)

    def from_nothing() -> Snapshot:
        _forget()
        return replace(known, manifests={path: parse(path, project.text)})

    def after_edit() -> Snapshot:
        check(known, path)
        return step(known, ManifestChanged(typed())).snapshot

    made: tuple[tuple[float | None, Callable[[], Any], Callable[[Any], object]], ...] = (
        (15.0, _forget, lambda _: parse(path, project.text)),
        (1.0, lambda: project.edited(next(versions)), lambda text: parse(path, text, previous=held)),
        (3000.0, much, lambda text: parse(path, text)),
        (2.0, lambda: _edited_in_the_middle(long, next(versions)), lambda text: parse(path, text, previous=long)),
        (None, lambda: ManifestChanged(typed()), lambda event: step(known, event)),
        (8.0, from_nothing, lambda snapshot: check(snapshot, path)),
        (8.0, after_edit, lambda snapshot: check(snapshot, path)),
        (30.0, dict, lambda nothing: environments.read(root, nothing)),
        (5.0, lambda: memory, lambda remembered: environments.read(root, remembered)),
    )
    return {name: Piece(name, *parts) for name, parts in zip(NAMES, made, strict=True)}


def _counted(manifest: Manifest) -> Manifest:
    """A manifest of which a finding was told, so that its lines were counted, as an editor's are."""
    assert manifest.text.line_starts
    return manifest


@cache
def _long(count: int) -> str:
    """Lines of which no two are the same."""
    return "".join(f"package-{number}=={number % 50}.{number}\n" for number in range(count))


def _edited_in_the_middle(manifest: Manifest, version: int) -> str:
    start = manifest.starts[len(manifest.starts) // 2]
    end = manifest.text.string.index("\n", start)
    return f"{manifest.text.string[:start]}package==999.{version}{manifest.text.string[end:]}"


def _forget() -> None:
    """As in a process that has just begun."""
    for remembered in (parsed_line, shared_span, evaluation._version, evaluation.is_true):
        remembered.cache_clear()
    for installed in (metadata.demands, metadata.read, bound.plain, dependency._names, dependency._dependents, unmet._judgement):
        installed.cache_clear()
