"""How a command ends before it did what was asked: with a complaint, or because a person ended it."""

from __future__ import annotations

# What a shell reports of a program ended by Ctrl-C: 128 and the signal's number.
INTERRUPTED = 130


class CannotRunError(Exception):
    """Raised where a command cannot run. The text is the sentence for the person; the exit status is 2."""
