"""The project has more than one virtual environment, and one of them is compared with the file.

In a folder `.venv` comes before `venv`, that before `env`, and those before all other names; and whatever is in the folder comes before
what a tool such as Poetry keeps for it elsewhere. Where the wrong one is used, packages seem to be missing that were just installed. The
setting `environment` names the right one, as does `--environment` in a terminal; then nothing more is said. So it is when only one is left.

Environments that tox and Nox made for their tests are never meant.

```env
beside venv
requests 2.31.0
```

```requirements
requests
^^^^^^^^ information[several-environments] .venv is used, since it comes first; venv is there too, and the setting 'environment' can name it
flask
^^^^^ warning[missing-package] flask is not installed in .venv
```
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reqd.core.environment import Environment, Listing
from reqd.core.finding import Severity
from reqd.core.snapshot import territory
from reqd.core.view import Hit, View

SEVERITY = Severity.INFORMATION

# More names than these make a sentence that nobody reads.
NAMED = 3


def check(view: View) -> Iterator[Hit]:
    """One hit, on the first requirement, where the environment was found and is not the only one there."""
    if view.environment is None or view.is_constraints or not view.entries:
        return
    listing = _listing(view)
    others = [view.shown(root) for root in listing.environments[1:] if _may_be_sound(view, root)]
    if others:
        first = view.entries[0]
        verb, which = ("is", "it") if len(others) == 1 else ("are", "one")
        there = f"{_enumerated(others)} {verb} there too, and the setting 'environment' can name {which}"
        message = f"{view.environment_name} is used, since {_reason(listing)}; {there}"
        yield Hit(first.start, first.requirement.name_span, message)


def _listing(view: View) -> Listing:
    """What the folder holds for which the environment was found; nothing where it was not found, but named or activated."""
    if view.snapshot.settings.environment:
        return Listing()
    listings = (view.snapshot.listings.get(folder) for folder in territory(view.snapshot, view.manifest.path))
    return next((listing for listing in listings if listing and listing.environments), Listing())


def _may_be_sound(view: View, root: str) -> bool:
    """Those that are not used are not read, so that one that was never looked at counts."""
    return isinstance(view.snapshot.environments.get(root), Environment | None)


def _reason(listing: Listing) -> str:
    reasons = listing.reasons or ("",) * len(listing.environments)
    return reasons[0] or ("it is in the folder itself" if all(reasons[1:]) else "it comes first")


def _enumerated(names: Sequence[str]) -> str:
    shown = [*names] if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    *before, last = shown
    return f"{', '.join(before)} and {last}" if before else last
