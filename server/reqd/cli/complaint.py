"""The error that ends a command before it did anything."""

from __future__ import annotations


class CannotRunError(Exception):
    """Raised where a command cannot run. The text is the sentence for the person; the exit status is 2."""
