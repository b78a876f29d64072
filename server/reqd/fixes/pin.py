"""Which texts can stand behind == in a requirements file."""

from __future__ import annotations

from packaging.version import InvalidVersion, Version


def is_version(text: str) -> bool:
    """A version (PEP 440) in plain letters, so that nothing in a folder's name becomes an option or a second line."""
    try:
        return str(Version(text)) != "" and text.isascii() and not any(character.isspace() for character in text)
    except InvalidVersion:
        return False
