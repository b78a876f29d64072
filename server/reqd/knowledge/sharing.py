"""The files that share one environment, and which of them speaks for all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from reqd.core import place
from reqd.core.manifest import Include, Malformed, Manifest
from reqd.core.snapshot import Snapshot, above, choice, target
from reqd.core.view import View
from reqd.knowledge.template import template


def sharing(view: View) -> tuple[Manifest, ...]:
    """The files that the environment belongs to; none where one of them is not known in full."""
    paths = _by_environment(_Moment(view.snapshot)).get(view.choice.root, [])
    found = tuple(manifest for path in paths if (manifest := view.snapshot.manifest(path)) is not None)
    return found if len(found) == len(paths) and all(_is_known(view, manifest) for manifest in found) else ()


def main(view: View, files: Iterable[Manifest]) -> str:
    """The path of the one that speaks for all: of those that none draws in the nearest to the top, `requirements.txt` first."""
    ordered = sorted(files, key=lambda each: _precedence(each.path))
    tops = (each for each in ordered if above(view.snapshot, each.path) == {each.path})
    return next((each.path for each in tops if not View(view.snapshot, each).is_constraints), "")


def _precedence(path: str) -> tuple[int, bool, int, str]:
    return len(place.parent(path)), place.name(path) != "requirements.txt", len(path), path


def _is_known(view: View, manifest: Manifest) -> bool:
    """Whether every line is understood, and every file that is drawn in was read."""
    lines = (line for line in manifest.lines if isinstance(line, Malformed | Include))
    missing = (isinstance(line, Malformed) or view.snapshot.manifest(target(manifest, line)) is None for line in lines)
    return not any(missing) and template(manifest) is None


class _Moment:
    """A snapshot as this one object and no equal one: of thousands of files in a workspace each asks the same of it."""

    __slots__ = ("known",)

    def __init__(self, snapshot: Snapshot) -> None:
        self.known = snapshot

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Moment) and self.known is other.known

    def __hash__(self) -> int:
        return id(self.known)


@lru_cache(maxsize=1)  # the present, which is asked of file by file
def _by_environment(moment: _Moment) -> Mapping[str, list[str]]:
    """The paths of all files by the environment that belongs to each, be they read or only listed."""
    snapshot = moment.known
    listed = (path for listing in snapshot.listings.values() for path in listing.manifests)
    found: dict[str, list[str]] = {}
    for path in dict.fromkeys((*snapshot.manifests, *listed)):
        found.setdefault(choice(snapshot, path).root, []).append(path)
    return found
