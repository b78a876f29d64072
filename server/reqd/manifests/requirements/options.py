"""The options pip allows in a requirements file, read as its `optparse` parser reads them.

Source: pip's "Requirements File Format" page, and `SUPPORTED_OPTIONS` and `SUPPORTED_OPTIONS_REQ` in its `req_file.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from reqd.manifests.requirements.words import UnclosedQuoteError, Word

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

# What pip does always by now, and was once asked for.
_PERMANENT_FEATURES = ("2020-resolver", "in-tree-build")


class Given(NamedTuple):
    """One option as given: its canonical name, its value, and where it and the value stand."""

    name: str
    value: str | None
    start: int
    end: int
    value_start: int
    value_end: int


class OptionError(Exception):
    """An option that pip refuses; the words are ours, the place is in the text that was split.

    `repair` is what should stand there, where only one thing can be meant, if the rest of the line is in order.
    """

    def __init__(self, message: str, start: int, end: int, repair: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end
        self.repair = repair


def options_start(text: str) -> int:
    """Where the options begin: at the first dash that stands at the start or after a blank (not a tab); else at the end."""
    if text.startswith("-"):
        return 0
    at = text.find(" -")
    return at + 1 if at >= 0 else len(text)


def unclosed(text: str, start: int, error: UnclosedQuoteError) -> OptionError:
    """Why a text cannot be split into words from `start` on."""
    from reqd.manifests.requirements import option_mistake  # most files need none

    told = option_mistake.sentence(text[start:])
    if told is not None:
        return OptionError(told.message, start, len(text), told.repair)
    message = "this quotation is never closed" if "closing" in str(error) else "a backslash stands at the end of the line"
    return OptionError(message, error.start, len(text))


def options(words: list[Word]) -> list[Given]:
    """The options among the words, in order; words that belong to no option are dropped, as pip drops them.

    Raises OptionError at the first one that pip refuses.
    """
    given, _ = _sorted(words)
    for option in given:
        _validated(option)
    return given


def leftovers(words: list[Word]) -> list[Word]:
    """The words that belong to no option, in order: all that follow `--`, and it; a lone dash; values where none is expected.

    Raises OptionError, as `options` does.
    """
    return _sorted(words)[1]


def _sorted(words: list[Word]) -> tuple[list[Given], list[Word]]:
    given: list[Given] = []
    left: list[Word] = []
    rest = list(reversed(words))
    while rest:
        word = rest.pop()
        if word.text == "--":
            left += (word, *reversed(rest))
            break
        if word.text.startswith("--"):
            given.append(_long(word, rest))
        elif word.text.startswith("-") and len(word.text) > 1:
            given.append(_short(word, rest))
        else:
            left.append(word)
    return given, left


def _long(word: Word, rest: list[Word]) -> Given:
    written, equals, value = word.text.partition("=")
    name = _full_name(written, word, rest)
    if name in FLAGS:
        if equals:
            raise OptionError(f"{name} takes no value", word.start, word.end)
        return Given(name, None, word.start, word.end, word.end, word.end)
    if equals:
        return Given(name, value, word.start, word.end, word.start + len(written) + 1, word.end)
    return _with_next(name, word, rest)


def _full_name(written: str, word: Word, rest: list[Word]) -> str:
    """The option that `written` is, or is an unambiguous beginning of."""
    matches = [written] if written in _LONG else [name for name in _LONG if name.startswith(written)]
    end = word.start + len(written)
    if not matches:
        raise _unknown(written, word, rest)
    if len(matches) > 1:
        raise OptionError(f"{written} could be {' or '.join(sorted(matches))}", word.start, end)
    return _ALIASES.get(matches[0], matches[0])


def _short(word: Word, rest: list[Word]) -> Given:
    """A cluster of short options; each takes a value, so the first one takes the rest of its word."""
    written = word.text[:2]
    if written not in SHORT:
        raise _unknown(word.text, word, rest)
    if len(word.text) > 2:
        return Given(SHORT[written], word.text[2:], word.start, word.end, word.start + 2, word.end)
    return _with_next(SHORT[written], word, rest)


def _unknown(written: str, word: Word, rest: list[Word]) -> OptionError:
    """An unknown option is told without its value; one that is to go is told with it."""
    from reqd.manifests.requirements import option_mistake  # most files need none

    told = option_mistake.unknown(written, word.start, _LONG, " ".join(each.text for each in reversed(rest)))
    if told.repair != "":
        is_plain = word.end - word.start == len(word.text)  # without quotation marks, which the repair would lose
        return OptionError(told.message, word.start, word.start + len(written), told.repair if is_plain else None)
    takes_next = rest and written == word.text and option_mistake.has_value_behind(written)
    return OptionError(told.message, word.start, rest[-1].end if takes_next else word.end, told.repair)


def _with_next(name: str, word: Word, rest: list[Word]) -> Given:
    if not rest:
        raise OptionError(f"{word.text} needs a value after it", word.start, word.end)
    value = rest.pop()
    return Given(name, value.text, word.start, value.end, value.start, value.end)


def _validated(option: Given) -> None:
    check = _CHECKS.get(option.name)
    fault = check(option.value or "") if check else ""
    if fault:
        is_permanent = option.name == "--use-feature" and option.value in _PERMANENT_FEATURES
        start, repair = (option.start, "") if is_permanent else (option.value_start, None)
        raise OptionError(fault, start, option.value_end, repair)


def _hash_fault(value: str) -> str:
    algorithm, colon, _ = value.partition(":")
    if not colon:
        return "a hash is written algorithm:digest, like sha256:abc123"
    return "" if algorithm in _STRONG_HASHES else f"pip accepts the hash algorithms {', '.join(_STRONG_HASHES)}, not {algorithm}"


def _setting_fault(value: str) -> str:
    return "" if "=" in value else "after this option comes a setting, written KEY=VALUE"


def _feature_fault(value: str) -> str:
    if value in _PERMANENT_FEATURES:
        return f"pip always works like {value} by now, and no longer knows it as a feature; remove this option"
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
