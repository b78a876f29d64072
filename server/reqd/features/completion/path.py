"""Which paths can be written: the requirements files and the folders that are known, as they are seen from the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reqd.core import place
from reqd.core.snapshot import above, boundary, open_and_read, target
from reqd.core.view import View
from reqd.features.completion.content import Completion, Kind, Proposal, completed
from reqd.features.completion.cursor import Cursor
from reqd.features.completion.elsewhere import entries

# More than these nobody looks through; a workspace may hold thousands.
_LIMIT = 500
# What pip's splitting into words, its comments and its variables would read otherwise than it is written.
_ODD = re.compile(r"[\"'\\#$\x00-\x1f\x7f]")


def files(view: View, at: Cursor, written: str, *, is_constraint: bool) -> tuple[Completion, ...]:
    """The workspace's requirements files that do not draw this one in: first those that are not drawn in yet, and nearest ones.

    Where constraints are asked for, constraints files come before others.
    """
    snapshot, manifest = view.snapshot, view.manifest
    limit = boundary(snapshot, manifest.path)
    included = {target(manifest, include) for start, include in manifest.includes if start != at.start}
    constraints = {target(each, include) for each in open_and_read(snapshot) for _, include in each.includes if include.is_constraint}
    found = [path for path in _known(view) if place.is_within(path, limit)]
    loops = above(snapshot, manifest.path)

    def order(path: str) -> tuple[bool, bool, bool, str]:
        is_of_kind = ("constraint" in place.name(path).lower() or path in constraints) is is_constraint
        return path in included, not is_of_kind, place.parent(path) != view.folder, path

    chosen = sorted((path for path in found if path not in loops), key=order)[:_LIMIT]
    details = ((path, "drawn in already" if path in included else "") for path in chosen)
    return _completed(view, at, written, Kind.FILE, details)


def folders(view: View, at: Cursor, written: str, *, is_project: bool) -> tuple[Completion, ...]:
    """The workspace's folders that are known to hold something: those of requirements files, and what other lines name as projects."""
    limit = boundary(view.snapshot, view.manifest.path)
    known = dict.fromkeys(place.parent(path) for path in (view.manifest.path, *sorted(_known(view))))
    projects = frozenset(_projects(view, at) if is_project else ())
    chosen = [path for path in dict.fromkeys((*sorted(projects), *known)) if place.is_within(path, limit)][:_LIMIT]
    details = ((path, "installed by another line" if path in projects else "") for path in chosen)
    return _completed(view, at, written, Kind.FOLDER, details)


def _known(view: View) -> Iterable[str]:
    """The requirements files of the workspace, read or only found."""
    listed = (path for listing in view.snapshot.listings.values() for path in listing.manifests)
    return dict.fromkeys((*listed, *(manifest.path for manifest in open_and_read(view.snapshot))))


def _projects(view: View, at: Cursor) -> Iterator[str]:
    """The folders that other lines install from where they lie."""
    for entry in entries(view, at.start):
        url = entry.requirement.url or ""
        if entry.requirement.is_editable and url.startswith(".") and "#" not in url:
            yield place.joined(place.parent(entry.manifest.path), url)


def _completed(view: View, at: Cursor, written: str, kind: Kind, found: Iterable[tuple[str, str]]) -> tuple[Completion, ...]:
    quote = written[:1] if written[:1] in ("'", '"') else ""
    lead = "./" if written[len(quote) :].startswith("./") or kind is Kind.FOLDER else ""
    proposals = (_proposal(relative(path, view.folder), detail, quote, lead, kind) for path, detail in found)
    rest = rf"[^{quote}]*{quote}" if quote and quote in at.behind else r"\S*"
    return completed(at.span(len(written), rest), (each for each in proposals if each))


def _proposal(path: str, detail: str, quote: str, lead: str, kind: Kind) -> Proposal | None:
    """None for what cannot be written in a requirements file as it is."""
    if not path or _ODD.search(path):
        return None
    text = path if path.startswith(".") else f"{lead}{path}"
    mark = quote or ('"' if " " in text else "")
    return Proposal(f"{mark}{text}{mark}", kind, detail, label=path, matched=f"{quote}{text}")


def relative(path: str, folder: str) -> str:
    """A path as it is written in a file of that folder, with forward slashes, which pip takes on every system.

    Empty where no way leads there: on another drive.
    """
    to, start = path.replace("\\", "/").rstrip("/").split("/"), folder.replace("\\", "/").rstrip("/").split("/")
    if to[0] != start[0]:
        return ""
    shared = next((number for number, (one, other) in enumerate(zip(to, start, strict=False)) if one != other), min(len(to), len(start)))
    return "/".join((*[".."] * (len(start) - shared), *to[shared:])) or "."
