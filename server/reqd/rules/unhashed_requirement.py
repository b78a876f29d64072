"""Other lines have a `--hash`, and this one has none.

As soon as one line has a hash, or `--require-hashes` stands in the file, pip wants one for everything that it installs, and refuses
the rest. A hash that a constraints file gives counts, and so does one behind a URL (`#sha256=…`). An editable, a repository or a folder
is no single file, so it cannot be hashed at all.

```requirements
requests==2.31.0 \
    --hash=sha256:58cd2187c01e70e6e26505bca751777aa9f2ee0b7f4300988b709f44e013003f
certifi==2024.2.2
^^^^^^^ error[unhashed-requirement] certifi has no --hash, but line 1 has one, so pip requires one here too
-e ./tool
   ^^^^^^ error[unhashed-requirement] an editable cannot be hashed, but line 1 has a --hash, so pip refuses this line
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from reqd.core.finding import Related, Severity
from reqd.core.manifest import Entry, Include, Manifest, Options, Requirement
from reqd.core.snapshot import below, target
from reqd.core.text import Range
from reqd.core.view import Hit, View
from reqd.manifests.requirements import link

SEVERITY = Severity.ERROR

# What pip takes for a hash in a URL (`_SUPPORTED_HASHES` of its `models/link.py`): more than it takes behind `--hash`.
_FRAGMENT = re.compile(r"[#&](?:sha512|sha384|sha256|sha224|sha1|md5)=")
# More places than these nobody visits one by one.
_NAMED = 10


# By project, where in each file its first hashed line begins.
Vouchers: TypeAlias = Mapping[str, Mapping[str, int]]


class Reason(NamedTuple):
    """Why pip requires hashes of all that is installed together: the line that says so, in words, and its place."""

    where: str
    is_option: bool
    path: str
    range: Range

    @property
    def words(self) -> str:
        return f"{self.where} says --require-hashes" if self.is_option else f"{self.where} has one"


def check(view: View) -> Iterator[Hit]:
    """A hit for each line of this file without a hash that needs one, and for each `-r` whose file only together with this one does."""
    reason = None if view.is_constraints else _reason(view)
    if reason is None:
        return
    vouchers = _vouchers(view)
    lacking = [entry for entry, is_constraint in view.closure if not is_constraint and _is_lacking(view, entry, vouchers)]
    for entry in lacking:
        if entry.manifest is view.manifest:
            yield _hit(entry, reason)
    for start, include in view.manifest.includes:
        yield from _drawn_in(view, start, include, lacking, reason)


def _reason(view: View) -> Reason | None:
    """The first line that turns hashes on, be it in a constraints file or not needed here; None where one turns them off."""
    found: Reason | None = None
    for manifest in view.manifests:
        for start, line in manifest.placed:
            if not isinstance(line, Options | Requirement):
                continue
            names = {option.name for option in line.options}
            if isinstance(line, Options) and "--no-require-hashes" in names:
                return None
            if found is None and _is_reason(line, names):
                number = manifest.text.point(start + line.span.start).line + 1
                where = f"line {number}" if manifest is view.manifest else f"line {number} of {view.shown(manifest.path)}"
                found = Reason(where, isinstance(line, Options), manifest.path, manifest.range(start, line.span))
    return found


def _is_reason(line: Options | Requirement, names: set[str]) -> bool:
    """Each option counts only where pip takes it: a hash with a requirement that is not editable, the other on a line of its own."""
    if isinstance(line, Options):
        return "--require-hashes" in names
    return "--hash" in names and not line.is_editable


def _is_lacking(view: View, entry: Entry, vouchers: Vouchers) -> bool:
    requirement = entry.requirement
    if view.is_active(requirement) is False:
        return False
    if _unhashable(requirement):
        return True
    has_own = requirement.is_hashed or ("://" in (requirement.url or "") and _FRAGMENT.search(requirement.url or ""))
    return not has_own and not _is_vouched(entry, vouchers)


def _unhashable(requirement: Requirement) -> str:
    """What is no single file; empty where there is one, or will be."""
    url = requirement.url or ""
    if requirement.is_editable:
        return "an editable"
    if link.scheme(url) in link.REPOSITORY_SCHEMES:
        return "a repository"
    is_local = bool(url) and ("://" not in url or link.scheme(url) == "file")
    return "a folder" if is_local and not link.is_archive(url.partition("#")[0]) else ""


def _vouchers(view: View) -> Vouchers:
    found: dict[str, dict[str, int]] = {}
    for project, entries in view.projects.items():
        for entry in entries:
            if entry.requirement.is_hashed:
                starts = found.setdefault(project, {})
                starts[entry.manifest.path] = min(entry.start, starts.get(entry.manifest.path, entry.start))
    return found


def _is_vouched(entry: Entry, vouchers: Vouchers) -> bool:
    """Whether another line gives the project's hashes: a constraint or an earlier requirement, since pip goes by the first one."""
    starts = vouchers.get(entry.requirement.project or "", {})
    return any(path != entry.manifest.path or start < entry.start for path, start in starts.items())


def _hit(entry: Entry, reason: Reason) -> Hit:
    requirement = entry.requirement
    kind = _unhashable(requirement)
    if kind:
        given = reason.words if reason.is_option else f"{reason.where} has a --hash"
        message = f"{kind} cannot be hashed, but {given}, so pip refuses this line"
    else:
        message = f"{requirement.name or requirement.url} has no --hash, but {reason.words}, so pip requires one here too"
    return Hit(entry.start, requirement.name_span, message, related=(Related(reason.path, reason.range, "this requires hashes"),))


def _drawn_in(view: View, start: int, include: Include, lacking: list[Entry], reason: Reason) -> Iterator[Hit]:
    """Where the file that is drawn in requires no hashes of its own, so that it does not tell them itself."""
    path = target(view.manifest, include)
    reading = view.snapshot.manifests.get(path)
    if include.is_constraint or not isinstance(reading, Manifest) or reading is view.manifest:
        return
    reached = below(view.snapshot, path)
    entries = [entry for entry in lacking if entry.manifest.path in reached and entry.manifest is not view.manifest]
    if entries and _reason(View(view.snapshot, reading)) is None:
        first = entries[0]
        message = f"{view.whereabouts(first)} ({first.requirement.asked}) has no --hash, but {reason.words}, so pip requires one there too"
        places = (Related(entry.manifest.path, entry.range(entry.requirement.span), "no --hash here") for entry in entries[:_NAMED])
        yield Hit(start, include.target_span, message, related=(Related(reason.path, reason.range, "this requires hashes"), *places))
