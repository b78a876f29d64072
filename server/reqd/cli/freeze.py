"""`reqd freeze`: writes the installed versions into a requirements file, and changes nothing else in it."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence

from reqd.actions.plan import Refusal
from reqd.actions.refreeze import refreeze
from reqd.cli.complaint import CannotRunError
from reqd.cli.options import BOUNDS, add_environment, add_path, parser
from reqd.cli.project import manifest, prepared
from reqd.cli.terminal import is_terminal, shown, tell, visible
from reqd.core.finding import Edit, applied
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot, boundary

DESCRIPTION = """\
Pins every requirement of a file, and of the files it draws in with -r, to the version that is installed.
Comments, order and spacing stay as they are. Without --diff or --write the file's new text is printed."""
STATUS = "exit status: 0 frozen, 1 could not be written, 2 could not run"


def main(arguments: Sequence[str]) -> int:
    """Print, compare or write the frozen text."""
    given = _parser().parse_args(arguments)
    _refuse_own_output(given.path)
    snapshot, path = prepared(given.path, Settings(environment=given.environment))
    frozen = refreeze(snapshot, path, "full" if given.full else "in place")
    if isinstance(frozen, Refusal):
        raise CannotRunError(frozen.reason)
    for note in frozen.notes:
        tell(f"! {note}")
    texts = _texts(snapshot, path, frozen.fix.edits)
    if given.write:
        return _write(snapshot, texts, bool(frozen.notes))
    _print(_difference(snapshot, texts) if given.diff else texts[path])
    if not given.diff:
        for other in _changed(snapshot, texts):
            if other != path:
                tell(f"! {shown(other)} would change too: --diff shows it")
    return 0


def _refuse_own_output(name: str) -> None:
    """`> requirements.txt` empties the file before anybody can read it; what was in it is gone, but a person must know."""
    path = manifest(name)
    try:
        is_own = os.path.samestat(os.fstat(sys.stdout.fileno()), os.stat(path))
    except (OSError, ValueError, AttributeError):
        return
    if is_own:
        raise CannotRunError(f"the shell has emptied {shown(path)} before reqd could read it: get it back, and use --write instead of >")


def _parser() -> ArgumentParser:
    made = parser("freeze", DESCRIPTION, f"{BOUNDS}\n\n{STATUS}\n\nexample:\n  reqd freeze requirements.txt --diff")
    add_path(made)
    made.add_argument("--full", action="store_true", help="also add what is installed and not asked for")
    kinds = made.add_mutually_exclusive_group()
    kinds.add_argument("--diff", action="store_true", help="print what would change, in every file")
    kinds.add_argument("--write", action="store_true", help="write the files")
    add_environment(made)
    return made


def _texts(snapshot: Snapshot, path: str, edits: Sequence[Edit]) -> Mapping[str, str]:
    """The new text of the file and of every other file that has edits."""
    paths = dict.fromkeys((path, *(edit.path for edit in edits)))
    return {each: applied(snapshot.text(each), (edit for edit in edits if edit.path == each)) for each in paths}


def _changed(snapshot: Snapshot, texts: Mapping[str, str]) -> list[str]:
    return [path for path, text in texts.items() if text != snapshot.text(path).string]


def _difference(snapshot: Snapshot, texts: Mapping[str, str]) -> str:
    from difflib import unified_diff

    pieces: list[str] = []
    for path in _changed(snapshot, texts):
        before, after = (string.split("\n") for string in (snapshot.text(path).string, texts[path]))
        pieces += (f"{line}\n" for line in unified_diff(before, after, f"a/{shown(path)}", f"b/{shown(path)}", lineterm=""))
    return "".join(pieces)


def _print(text: str) -> None:
    """Into a file or a pipe exactly as it is; on a terminal without what could act there."""
    if is_terminal():
        print("\n".join(map(visible, text.splitlines())))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def _write(snapshot: Snapshot, texts: Mapping[str, str], has_notes: bool) -> int:
    """All files or none: each is tried before the first is written."""
    from reqd.perform.outcome import RefusedError
    from reqd.perform.write import replaced, writable

    changed = [(path, boundary(snapshot, path), snapshot.text(path).string) for path in _changed(snapshot, texts)]
    try:
        for path, bounds, before in changed:
            writable(path, bounds, before)
        for path, bounds, before in changed:
            replaced(path, bounds, before, texts[path])
            tell(f"Written: {shown(path)}")
    except RefusedError as refused:
        tell(f"Failed: {refused}")
        return 1
    if not changed:
        tell("Nothing to write" if has_notes else "Nothing to write: the file says already what is installed")
    return 0
