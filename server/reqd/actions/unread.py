"""What of a file is not known, so that nothing is installed as if it were not there."""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core import place
from reqd.core.hygiene import clean
from reqd.core.manifest import Include, Malformed, Manifest, MissingFile, Unreadable
from reqd.core.snapshot import below, target
from reqd.core.view import View


def unread(view: View, projects: frozenset[str] | None) -> str:
    """Why these projects, or the whole file, cannot be installed, in a sentence; or nothing.

    For the whole file every line counts: pip would stop at the same place. For some of its projects only what may bound them does: the
    files drawn in by `-c`. Those cannot bound lines with hashes, which are pinned and installed without what they depend on.
    """
    return next(_reasons(view, projects), "")


def _reasons(view: View, projects: frozenset[str] | None) -> Iterator[str]:
    bounding = _bounding(view)
    is_bound = projects is not None and not _is_hashed(view, projects)
    for manifest in view.manifests:
        is_whole = projects is None or (is_bound and manifest.path in bounding)
        for start, line in manifest.placed:
            if isinstance(line, Malformed) and is_whole:
                yield f"{_whereabouts(view, manifest, start + line.span.start)} must be repaired first: {line.message}"
            elif isinstance(line, Include) and (is_whole or (is_bound and line.is_constraint)):
                why = _why(view, manifest, line)
                if why:
                    yield f"{_whereabouts(view, manifest, start + line.span.start)} draws in {clean(line.target)}, {why}"


def _bounding(view: View) -> frozenset[str]:
    """The files that are drawn in by `-c`, directly or not."""
    includes = ((manifest, include) for manifest in view.manifests for _, include in manifest.includes if include.is_constraint)
    return frozenset(path for manifest, include in includes for path in below(view.snapshot, target(manifest, include)))


def _is_hashed(view: View, projects: frozenset[str]) -> bool:
    asked = [entry.requirement for entry, is_constraint in view.closure if not is_constraint and entry.requirement.project in projects]
    return all(requirement.is_hashed for requirement in asked)


def _why(view: View, manifest: Manifest, include: Include) -> str:
    """Why the included file is not known, and what to do; empty where it is known."""
    by_hand = f"run pip install -r {place.name(view.manifest.path)} in a terminal"
    path = target(manifest, include)
    if not path:
        problem = "reqd fetches nothing to read it" if "://" in include.target else "reqd does not look up its variable"
        return f"which is not known here, since {problem}; {by_hand}"
    match view.snapshot.manifests.get(path):
        case Manifest():
            return ""
        case MissingFile():
            return "which does not exist; create it, or remove the line"
        case Unreadable(_, reason):
            return f"which is not read: {reason}; {by_hand}"
        case None:
            return "which was not read yet; try again"


def _whereabouts(view: View, manifest: Manifest, offset: int) -> str:
    return f"Line {manifest.text.point(offset).line + 1} of {view.shown(manifest.path)}"
