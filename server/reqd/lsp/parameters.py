"""From JSON to lsprotocol's types: strict where a mistake would be acted upon, lenient with what a newer editor can do."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from cattrs import Converter
from lsprotocol import converters, types

logger = logging.getLogger(__name__)


def converter() -> Converter:
    """lsprotocol's converter, but a string is a string: cattrs would take null for a document's address as "None"."""
    made = converters.get_converter()
    made.register_structure_hook(str, _string)
    made.register_structure_hook(int, _integer)
    made.register_structure_hook(bool, _boolean)  # else bool, being a kind of int, would go through its hook
    return made


def parameters(converter: Converter, method: str, params: Any) -> Any:
    """The parameters in lsprotocol's type for the method, or as they are where it has none.

    Raises any exception for those that do not fit. What a client claims to be able to do always fits: what we have no word for is left
    out, since one new value in it must not lock an editor out.
    """
    params_type: Any = types.METHOD_TO_TYPES[method][2] if method in types.METHOD_TO_TYPES else None
    if params_type is None:
        return params
    if method == types.INITIALIZE:
        params = {**params, "capabilities": _understood(converter, params["capabilities"])}
    return converter.structure(params, params_type)


def _understood(converter: Converter, capabilities: Mapping[str, Any]) -> Mapping[str, Any]:
    if _is_understood(converter, capabilities):
        return capabilities
    return {
        section: {name: value for name, value in abilities.items() if _is_understood(converter, {section: {name: value}})}
        for section, abilities in capabilities.items()
        if isinstance(abilities, dict)
    }


def _is_understood(converter: Converter, capabilities: Mapping[str, Any]) -> bool:
    try:
        converter.structure(capabilities, types.ClientCapabilities)
    except Exception as error:  # noqa: BLE001 - the converter's hooks raise whatever the value makes them raise
        logger.info("a capability of the client is not understood: %s", type(error).__name__)
        return False
    return True


def _string(value: Any, kind: type[str]) -> str:
    if kind is not str:  # a hook serves subclasses too: lsprotocol's enumerations, which check for themselves
        return kind(value)
    if isinstance(value, str):
        return value
    raise TypeError("not a string")


def _boolean(value: object, _: type[bool]) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError("not true or false")


def _integer(value: Any, kind: type[int]) -> int:
    """Editors whose language has one kind of number may write 1.0."""
    if kind is not int:
        return kind(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        return int(value)
    raise TypeError("not an integer")
