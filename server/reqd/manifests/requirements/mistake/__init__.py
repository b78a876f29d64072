"""What people write where a requirement belongs: each kind of mistake is recognised, told in plain words, and repaired where certain.

A look is a function that knows one kind: from the text to an explanation, or None. The first one that knows a text tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reqd.manifests.requirements.lines import logical
from reqd.manifests.requirements.mistake import character, command, conda, kind, link, listing, markup, prose, specifier, tool, version
from reqd.manifests.requirements.mistake.blanks import squeezed
from reqd.manifests.requirements.mistake.marker import mistaken_marker
from reqd.manifests.requirements.options import OptionError, options
from reqd.manifests.requirements.requirement import RequirementError, requirement
from reqd.manifests.requirements.told import Explanation
from reqd.manifests.requirements.words import UnclosedQuoteError, words

Look = Callable[[str], Explanation | None]

# What is of another language altogether, and so must not be read for its options either.
_FOREIGN: tuple[Look, ...] = (
    tool.conflict,
    tool.template,
    command.install,
    command.terminal,
    kind.dockerfile,
    kind.process,
    markup.remark,
    listing.ruler,
    listing.with_options,
)

_LOOKS: tuple[Look, ...] = (
    tool.conflict,
    tool.template,
    character.invisible,
    character.dash,
    character.typographic,
    tool.variable,
    conda.pin,
    conda.line,
    prose.python,
    command.install,
    command.terminal,
    command.code,
    command.printed,
    kind.dockerfile,
    kind.described,
    kind.section,
    kind.opening,
    listing.quoted,
    kind.assigned,
    kind.process,
    listing.ruler,
    listing.bracket,
    markup.fence,
    markup.row,
    markup.emphasis,
    markup.remark,
    markup.anchor,
    markup.element,
    link.extras_of_egg,
    link.version_of_egg,
    link.repository,
    link.web_page,
    listing.bulleted,
    listing.table,
    specifier.without_name,
    kind.caret,
    specifier.single,
    specifier.colon,
    specifier.joined,
    specifier.swapped,
    version.quoted,
    version.newest,
    version.wildcards,
    version.wildcard_with_order,
    version.wildcard_letter,
    version.local_with_order,
    version.compatible_with_one_number,
    version.dot_at_end,
    version.divided,
    version.next_requirement,
    specifier.extras_last,
    specifier.trailing_comma,
    listing.several,
    specifier.without_comma,
    mistaken_marker,
    listing.after_semicolon,
    prose.glued_remark,
    prose.behind_requirement,
    specifier.in_brackets,
    specifier.extras_without_comma,
    specifier.stray_comma,
    specifier.unclosed,
    version.refused,
    prose.sentence,
    prose.few_words,
    prose.unnameable,
    specifier.behind_name,
)

# A line with more mistakes than these was not meant as a requirement.
_MOST = 8


def recognised(text: str) -> Explanation | None:
    """What is wrong with `text`, if it is one of the mistakes that people make.

    Where its repair leaves another mistake that has one, the repair is of all of them; where something wrong is left, there is none.
    """
    return squeezed(text, _recognised)


def foreign(text: str) -> Explanation | None:
    """The same, for what is no requirements file's language at all, and so must not be read for its options either."""
    return squeezed(text, _foreign)


def _recognised(text: str) -> Explanation | None:
    told = _told(_LOOKS, text)
    if told is None or told.repair is None:
        return told
    repaired = _after(text, told)
    if _is_sound(repaired):
        return told
    for _ in range(_MOST):
        following = None if "\n" in repaired else _told(_LOOKS, repaired)
        if following is None or following.repair is None:
            break
        repaired = _after(repaired, following)
        if _is_sound(repaired):
            return _widened(text, told, repaired)
    return told._replace(repair=None)


def _foreign(text: str) -> Explanation | None:
    told = _told(_FOREIGN, text)
    if told is None or told.repair is None or _is_sound(_after(text, told)):
        return told
    return told._replace(repair=None)


def _told(looks: Iterable[Look], text: str) -> Explanation | None:
    return next((told for look in looks if (told := look(text)) is not None), None)


def _after(text: str, told: Explanation) -> str:
    return text[: told.start] + (told.repair or "") + text[told.end :]


def _widened(text: str, told: Explanation, repaired: str) -> Explanation:
    """The same, on all that differs between a text and what it becomes."""
    start = next((at for at, (old, new) in enumerate(zip(text, repaired, strict=False)) if old != new), min(len(text), len(repaired)))
    start = min(start, told.start)
    end = len(text)
    kept = len(repaired)
    while end > max(told.end, start) and kept > start and text[end - 1] == repaired[kept - 1]:
        end -= 1
        kept -= 1
    return told._replace(start=start, end=end, repair=repaired[start:kept])


def _is_sound(text: str) -> bool:
    """Whether pip reads each line of a text."""
    return all(_is_read(logical(line).text) for line in text.splitlines())


def _is_read(line: str) -> bool:
    at = 0 if line.startswith("-") else line.find(" -")
    try:
        if at >= 0:
            options(words(line, at))
        written = line if at < 0 else line[:at].rstrip(" ")
        return not written or requirement(written) is not None
    except (OptionError, RequirementError, UnclosedQuoteError):
        return False
