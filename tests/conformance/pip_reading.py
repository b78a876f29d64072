"""The oracle: pip's own reading of a requirements file, one logical line at a time, so that one refusal does not hide the others."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from copy import deepcopy
from optparse import Values as Namespace
from unittest.mock import patch

from packaging.utils import canonicalize_name
from pip._internal.cli import cmdoptions
from pip._internal.exceptions import PipError
from pip._internal.models.format_control import FormatControl
from pip._internal.models.index import PyPI
from pip._internal.models.release_control import ReleaseControl
from pip._internal.req import constructors, req_file

from tests.conformance.reading import ERROR, Placed, Reading, Values

# The options that make a line what it is, or belong to one requirement: they are compared on their own.
_COMPARED_APART = ("requirements", "constraints", "editables", "hashes", "config_settings")
# Values that pip's parser begins with and that are not false.
_AS_THEY_WERE = (FormatControl(), ReleaseControl(), PyPI.simple_url)
# The one list of pip's that all its parsers append to.
_FEATURES = cmdoptions.use_new_feature().default


def by_pip(text: str) -> list[Placed]:
    """pip's reading of a file's text, in order."""
    return [Placed(first, last, line_by_pip(line)) for first, last, line in _lines(text)]


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """pip's logical lines with the numbers of their first and last physical line: pip asks for no more lines than it joins."""
    last = 0

    def counted() -> Iterator[tuple[int, str]]:
        nonlocal last
        for number, line in enumerate(text.splitlines(), start=1):
            last = number
            yield number, line

    for first, line in req_file.expand_env_variables(req_file.ignore_comments(req_file.join_lines(counted()))):
        yield first, last, line


def line_by_pip(line: str) -> Reading:
    """pip's reading of a logical line whose comment is cut off."""
    _FEATURES.clear()
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # where optparse prints its usage
            requirement, given = req_file.get_line_parser(None)(line)
    except (req_file.OptionParsingError, PipError):
        return ERROR
    parsed = req_file.ParsedLine("requirements.txt", 1, requirement, given, constraint=False)
    if parsed.requirement is not None:
        return _requirement(parsed)
    if given.requirements:
        return Reading("requirement-file", target=given.requirements[0])
    if given.constraints:
        return Reading("constraint-file", target=given.constraints[0])
    return Reading("options", hashes=given.hashes or {}, settings=given.config_settings or {}, options=_values(given))


def values_of(words: list[str]) -> Values:
    """What pip holds once it was told these options."""
    _FEATURES.clear()
    return _values(req_file.build_parser().parse_args(words)[0])


def _values(given: Namespace) -> Values:
    """The values that differ from what they are where nothing is given."""
    held = {name: value for name, value in vars(given).items() if name not in _COMPARED_APART}
    return deepcopy({name: value for name, value in held.items() if value and value not in _AS_THEY_WERE})


def _requirement(parsed: req_file.ParsedLine) -> Reading:
    """As pip reads it here; what it refuses and may be a path is read once more as if every folder were there."""
    found = _here(parsed)
    if found == ERROR and "://" not in (parsed.requirement or ""):
        with patch("os.path.isdir", return_value=True), patch.object(constructors, "is_installable_dir", return_value=True):
            return _here(parsed)._replace(kind="path") if _here(parsed) != ERROR else ERROR
    return found


def _here(parsed: req_file.ParsedLine) -> Reading:
    try:
        handled = req_file.handle_requirement_line(parsed)
        found = constructors.install_req_from_parsed_requirement(handled)
    except Exception:  # noqa: BLE001 - a traceback of pip's is a refusal too
        return ERROR
    return Reading(
        "requirement",
        name=canonicalize_name(found.name) if found.name else "",
        extras=frozenset(map(canonicalize_name, found.extras)),
        specifier=str(found.req.specifier) if found.req else "",
        marker=str(found.markers or ""),
        url=found.link.url if found.link else "",
        is_editable=found.editable,
        hashes=found.hash_options,
        settings=(handled.options or {}).get("config_settings", {}),
        options=_values(parsed.opts),
    )
