"""The options pip allows in a requirements file, read as its `optparse` parser reads them.

Source: pip's "Requirements File Format" page, and `SUPPORTED_OPTIONS` and `SUPPORTED_OPTIONS_REQ` in its `req_file.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from reqd.manifests.requirements.words import Word

FLAGS = frozenset({"--no-index", "--prefer-binary", "--require-hashes", "--no-require-hashes", "--pre"})
VALUED = frozenset(
    {
        "--index-url",
        "--extra-index-url",
        "--constraint",
        "--requirement",
        "--editable",
        "--find-links",
        "--no-binary",
        "--only-binary",
        "--all-releases",
        "--only-final",
        "--trusted-host",
        "--use-feature",
        "--hash",
        "--config-settings",
    }
)
SHORT: Mapping[str, str] = {
    "-i": "--index-url",
    "-c": "--constraint",
    "-r": "--requirement",
    "-e": "--editable",
    "-f": "--find-links",
    "-C": "--config-settings",
}
_ALIASES: Mapping[str, str] = {"--pypi-url": "--index-url"}
_LONG = (*FLAGS, *VALUED, *_ALIASES)

# Of the features pip can be asked for, those the newest release knows, including the ones it has made permanent.
_FEATURES = (
    "fast-deps",
    "inprocess-build-deps",
    "venv-isolation",
    "truststore",
    "no-binary-enable-wheel-cache",
    "build-constraint",
)
_STRONG_HASHES = ("sha256", "sha384", "sha512")

# Once known in a requirements file, and removed since. Lines with them are many years old.
_REMOVED = frozenset(
    {
        "--allow-all-external",
        "--allow-external",
        "--allow-unverified",
        "--always-unzip",
        "--global-option",
        "--install-option",
        "--no-use-wheel",
        "--process-dependency-links",
        "--use-mirrors",
        "--use-wheel",
        "-Z",
    }
)
# Those of pip's command that people take along when they copy it into a file.
_OF_THE_COMMAND = frozenset(
    {
        "--break-system-packages",
        "--cache-dir",
        "--default-timeout",
        "--force-reinstall",
        "--ignore-installed",
        "--no-build-isolation",
        "--no-cache-dir",
        "--no-deps",
        "--proxy",
        "--quiet",
        "--target",
        "--timeout",
        "--upgrade",
        "--user",
        "--verbose",
        "-I",
        "-U",
        "-q",
        "-t",
        "-v",
    }
)


class Given(NamedTuple):
    """One option as given: its canonical name, its value, and where it and the value stand."""

    name: str
    value: str | None
    start: int
    end: int
    value_start: int
    value_end: int


class OptionError(Exception):
    """An option that pip refuses; the words are ours, the place is in the text that was split."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


def options(words: list[Word]) -> list[Given]:
    """The options among the words, in order; words that belong to no option are dropped, as pip drops them.

    Raises OptionError at the first one that pip refuses.
    """
    given: list[Given] = []
    rest = list(reversed(words))
    while rest:
        word = rest.pop()
        if word.text == "--":
            break
        if word.text.startswith("--"):
            given.append(_long(word, rest))
        elif word.text.startswith("-") and len(word.text) > 1:
            given.extend(_short(word, rest))
    for option in given:
        _validated(option)
    return given


def _long(word: Word, rest: list[Word]) -> Given:
    written, equals, value = word.text.partition("=")
    name = _full_name(written, word)
    if name in FLAGS:
        if equals:
            raise OptionError(f"{name} takes no value", word.start, word.end)
        return Given(name, None, word.start, word.end, word.end, word.end)
    if equals:
        return Given(name, value, word.start, word.end, word.start + len(written) + 1, word.end)
    return _with_next(name, word, rest)


def _full_name(written: str, word: Word) -> str:
    """The option that `written` is, or is an unambiguous beginning of."""
    matches = [written] if written in _LONG else [name for name in _LONG if name.startswith(written)]
    end = word.start + len(written)
    if not matches:
        raise OptionError(_unknown(written), word.start, end)
    if len(matches) > 1:
        raise OptionError(f"{written} could be {' or '.join(sorted(matches))}", word.start, end)
    return _ALIASES.get(matches[0], matches[0])


def _short(word: Word, rest: list[Word]) -> list[Given]:
    """A cluster of short options; each takes a value, so the first one takes the rest of its word."""
    written = word.text[:2]
    if written not in SHORT:
        raise OptionError(_unknown(written if len(word.text) == 2 else word.text), word.start, word.end)
    if len(word.text) > 2:
        return [Given(SHORT[written], word.text[2:], word.start, word.end, word.start + 2, word.end)]
    return [_with_next(SHORT[written], word, rest)]


def _unknown(written: str) -> str:
    """Why an option is refused, for each kind of unknown option."""
    if not written.strip("-"):
        return "this line of dashes is not a requirement; a remark begins with #"
    if written in _REMOVED:
        return f"pip no longer knows the option {written}"
    if written in _OF_THE_COMMAND:
        return f"{written} belongs to pip's command, not into a requirements file"
    if not written.startswith("--") and len(written) > 2:
        return f"pip reads {written} as an option, because of its dash, and knows none that begins with {written[:2]}"
    return f"pip knows no option {written} in a requirements file"


def _with_next(name: str, word: Word, rest: list[Word]) -> Given:
    if not rest:
        raise OptionError(f"{word.text} needs a value after it", word.start, word.end)
    value = rest.pop()
    return Given(name, value.text, word.start, value.end, value.start, value.end)


def _validated(option: Given) -> None:
    check = _CHECKS.get(option.name)
    fault = check(option.value or "") if check else ""
    if fault:
        raise OptionError(fault, option.value_start, option.value_end)


def _hash_fault(value: str) -> str:
    algorithm, colon, _ = value.partition(":")
    if not colon:
        return "a hash is written algorithm:digest, like sha256:abc123"
    return "" if algorithm in _STRONG_HASHES else f"pip accepts the hash algorithms {', '.join(_STRONG_HASHES)}, not {algorithm}"


def _setting_fault(value: str) -> str:
    return "" if "=" in value else "a setting is written KEY=VALUE"


def _feature_fault(value: str) -> str:
    return "" if value in _FEATURES else f"pip knows no feature {value}"


def _names_fault(value: str) -> str:
    return "a package name or :all: is expected here" if value.startswith("-") else ""


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "--hash": _hash_fault,
    "--config-settings": _setting_fault,
    "--use-feature": _feature_fault,
    "--no-binary": _names_fault,
    "--only-binary": _names_fault,
    "--all-releases": _names_fault,
    "--only-final": _names_fault,
}
