"""The environment holds packages that no file asks for, although the file pins everything it asks for.

A file that names each package with its version, as `pip freeze` writes it, is to say what the environment holds. What was installed
since then by hand is missing on every other machine. reqd tells this once, in the main file of an environment that pins at least three
packages and leaves none without a version. What another file beside it asks for counts as asked for, and so does what is needed by
anything that is asked for. Nothing is told of an environment outside of the opened folder, which may serve other projects too, and nothing
in a file with hashes or one that says that it was compiled: there others decide what it holds.

```env
python 3.12.1
flask 3.0.3
  Requires-Dist: click>=8
click 8.1.7
requests 2.31.0
tomli 2.0.1
black 24.4.2
```

```requirements
flask==3.0.3
^^^^^ hint[undeclared-package] black is installed, but nothing asks for it or needs it; add it, or uninstall it
requests==2.31.0
tomli==2.0.1
```

```after Add it to this file, pinned
flask==3.0.3
requests==2.31.0
tomli==2.0.1
# installed, and not asked for above
black==24.4.2
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core import place
from reqd.core.dependency import dependents
from reqd.core.environment import Distribution, Environment
from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Requirement
from reqd.core.metadata import metadata
from reqd.core.snapshot import boundary
from reqd.core.view import Hit, View
from reqd.fixes.addition import adding, asking, written
from reqd.knowledge.sharing import main, sharing
from reqd.knowledge.source import sourced

SEVERITY = Severity.HINT

# Fewer pins than these are as often a wish as a record of what is installed.
_FREEZE = 3
_PIN = re.compile(r"[( \t]*===?[ \t]*[^\s*=,]+[) \t]*\Z")
# More than these nobody reads in a sentence.
_NAMED = 5
# What environments are born with, and what installs into them.
_BOOTSTRAP = frozenset({"pip", "setuptools", "wheel", "distribute", "uv"})


def check(view: View) -> Iterator[Hit]:
    """A hit on the name of the first requirement, where anything is installed that nothing asks for or needs."""
    environment = view.environment
    if environment is None or not place.is_within(environment.root, boundary(view.snapshot, view.manifest.path)) or not _is_freeze(view):
        return
    files = sharing(view)
    if not files or main(view, files) != view.manifest.path:
        return
    undeclared = tuple(_undeclared(view, environment, [View(view.snapshot, manifest) for manifest in files]))
    if undeclared:
        entry = view.entries[0]
        yield Hit(entry.start, entry.requirement.name_span, _message(undeclared), tuple(_adding(view, environment, undeclared)))


def _is_freeze(view: View) -> bool:
    """Whether the file, with all that it draws in, leaves no version open, and names some with ==."""
    if view.is_constraints or not view.entries or any(each.is_compiled or each.is_hashed for each in view.manifests):
        return False
    asking = (entry.requirement for entry, is_constraint in view.closure if not is_constraint)
    by_name = [each for each in asking if not each.url]
    return len(by_name) >= _FREEZE and all(map(_is_pin, by_name))


def _is_pin(requirement: Requirement) -> bool:
    """Whether a line names one version, going by its text: to ask its specifier takes long where there are thousands."""
    return _PIN.match(requirement.raw, *requirement.specifier_span) is not None


def _undeclared(view: View, environment: Environment, views: list[View]) -> Iterator[Distribution]:
    """What is installed here and no file asks for, nor needs, in the order of the names as written."""
    entries = [entry.requirement for each in views for entry in each.entries]
    asked = {requirement.project or "" for requirement in entries} | _BOOTSTRAP
    here = [first for first, *_ in environment.distributions.values() if place.is_within(first.location, environment.root)]
    unasked = [each for each in here if each.name not in asked and not each.problem]
    if not unasked:
        return
    folder = boundary(view.snapshot, view.manifest.path)
    own = [each for each in here if each.is_editable and each.origin and place.is_within(each.origin.path, folder)]
    needed = _needed(environment, asked.union(_unnamed(environment, views, entries)), own, entries)
    yield from (each for each in sorted(unasked, key=lambda each: written(each).lower()) if each.name not in needed)


def _needed(environment: Environment, asked: set[str], own: list[Distribution], entries: list[Requirement]) -> set[str]:
    """The canonical names of what is asked for, of the projects that are worked on, and of whatever these need in turn.

    Of those projects every extra counts: they are what it takes to work on them.
    """
    extras = {each.name: frozenset(metadata(each).provides_extra) for each in own}
    for requirement in entries:
        if requirement.extras and requirement.project:
            extras[requirement.project] = extras.get(requirement.project, frozenset()).union(requirement.extras)
    requires: dict[str, list[str]] = {}
    for name, requiring in dependents(environment, {name: each for name, each in extras.items() if each}).items():
        for distribution in requiring:
            requires.setdefault(distribution.name, []).append(name)
    found = asked.union(extras)
    waiting = list(found)
    for project in waiting:
        further = [name for name in requires.get(project, ()) if name not in found]
        found.update(further)
        waiting.extend(further)
    return found


def _unnamed(environment: Environment, views: list[View], entries: list[Requirement]) -> Iterator[str]:
    """The projects of lines that are a path or a URL alone. Where one is not found, anything that came from such a place may be it."""
    unnamed = sum(1 for requirement in entries if requirement.project is None)
    found = (
        {each.distribution.name for view in views for each in sourced(view) if each.entry.requirement.project is None} if unnamed else set()
    )
    yield from found
    if unnamed > len(found):
        yield from (name for name, (first, *_) in environment.distributions.items() if first.origin is not None)


def _message(undeclared: tuple[Distribution, ...]) -> str:
    names = [written(each) for each in undeclared]
    if len(names) == 1:
        return f"{names[0]} is installed, but nothing asks for it or needs it; add it, or uninstall it"
    more = len(names) - _NAMED
    *first, last = (*names[:_NAMED], f"{more} more") if more > 0 else names
    return f"{', '.join(first)} and {last} are installed, but nothing asks for them or needs them; add them, or uninstall them"


def _adding(view: View, environment: Environment, undeclared: tuple[Distribution, ...]) -> Iterator[EditFix]:
    """The lines that ask for them as they are; none where one cannot be written."""
    lines = tuple(map(asking, undeclared))
    are_single = all(len(environment.distributions[each.name]) == 1 for each in undeclared)
    if all(lines) and are_single:
        what = "it" if len(lines) == 1 else f"all {len(lines)}"
        yield EditFix(f"Add {what} to this file, pinned", adding(view.manifest, lines))
