"""Where an environment can be made: the same answer for those who offer it and for those who do it."""

from __future__ import annotations

from reqd.core import place
from reqd.core.environment import BrokenEnvironment, NoEnvironment
from reqd.core.snapshot import boundary
from reqd.core.view import View


def hindrance(view: View, root: str, replace: bool) -> str:
    """Why no environment can be made at `root` for the view's manifest, in a sentence that says what to do; empty where one can be.

    `replace` tells that the one that is there is made anew. What is there is what was last read; who makes it looks again.
    """
    if not place.is_within(root, boundary(view.snapshot, view.manifest.path)):
        return f"{root} lies outside of the opened folder, where reqd makes nothing; run python -m venv {root} in a terminal"
    reading = view.snapshot.environments.get(root, NoEnvironment(root))
    if isinstance(reading, NoEnvironment) and reading.is_taken:
        return f"{view.shown(root)} is there and is no virtual environment, so it is left alone; name another folder"
    if isinstance(reading, BrokenEnvironment) and not reading.is_replaceable:
        return f"{view.shown(root)} is not certainly a virtual environment, so it is left alone; remove or rename it, then create a new one"
    if not replace and not isinstance(reading, NoEnvironment):
        return f"{view.shown(root)} is there already; recreate it, or name another folder"
    return ""
