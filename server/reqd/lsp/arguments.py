"""The arguments of a command, checked: they come from outside, and an editor's configuration may hold anything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from reqd.core import place


class Arguments:
    """One JSON object, `path` being the manifest's. Raises JsonRpcInvalidParams for what is not of the right kind."""

    def __init__(self, arguments: list[Any]) -> None:
        given = arguments[0] if arguments else None
        if len(arguments) != 1 or not isinstance(given, Mapping):
            raise JsonRpcInvalidParams(message="the command takes one JSON object")
        self._given = given
        self.path = self.text("path")
        if not os.path.isabs(self.path) or "\0" in self.path or place.joined(self.path, ".") != self.path:
            raise JsonRpcInvalidParams(message="'path' must be the absolute path of a requirements file")

    def text(self, name: str) -> str:
        """Empty when absent."""
        value = self._given.get(name, "")
        if not isinstance(value, str):
            raise JsonRpcInvalidParams(message=f"'{name}' must be a text")
        return value

    def flag(self, name: str) -> bool:
        """False when absent."""
        value = self._given.get(name, False)
        if not isinstance(value, bool):
            raise JsonRpcInvalidParams(message=f"'{name}' must be true or false")
        return value

    def names(self, name: str) -> frozenset[str] | None:
        """None when absent."""
        value = self._given.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise JsonRpcInvalidParams(message=f"'{name}' must be a list of texts")
        return frozenset(value)
