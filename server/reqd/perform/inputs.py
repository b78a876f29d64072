"""The private folder in which a plan's inputs lie while its programs run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reqd.actions.plan import INPUTS, Input
from reqd.perform.outcome import RefusedError

# Nobody else may read or replace what is installed from; a link planted under the name is not followed.
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@contextmanager
def written(inputs: Sequence[Input]) -> Iterator[str]:
    """The absolute path of a folder that holds the inputs, and is gone afterwards."""
    folder = tempfile.mkdtemp(prefix="reqd-")
    try:
        for name, text in inputs:
            _write(folder, name, text)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def placed(arguments: Sequence[str], folder: str) -> tuple[str, ...]:
    """The arguments with the folder's path where they name an input. An absolute path, whose folders may be called anything, does not."""
    return tuple(folder + argument[len(INPUTS) :] if argument.startswith(INPUTS) else argument for argument in arguments)


def _write(folder: str, name: str, text: str) -> None:
    if name in ("", ".", "..") or os.path.basename(name) != name:
        raise RefusedError(f"{name!r} is no name for a file")
    descriptor = os.open(os.path.join(folder, name), _FLAGS, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode("utf-8", errors="replace"))
