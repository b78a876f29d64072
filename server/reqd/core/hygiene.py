"""Every string that leaves the process passes here: secrets masked, control characters shown, length bounded."""

from __future__ import annotations

import re

# Longer than any honest name or version; short enough for a line of an editor.
LIMIT = 500

# Up to the last @ before the path. Whoever fetches by ssh is called git, so that name alone is no secret.
_USER_INFO = re.compile(r"(?<=://)(?!(?<=ssh://)git@[^@/\s?#]*(?:[/\s?#]|\Z))[^/\s?#]+(?=@)")
# A user's name and the colon, behind which a password may hold a slash, since people forget to quote it; but no port and a path.
_USER = re.compile(r"(?<=://)[^/\s:@?#]+:(?!\d*/)")
# No password and no name of a parameter is longer, which keeps a long line of delimiters from taking minutes.
_LONGEST = 500
_WORD = re.compile(r"\S+")
_SECRET_QUERY = re.compile(r"(?i)([?&;][^=&;?\s]{0,99}?(?:token|key|secret|password|passwd|auth)[^=&;?\s]{0,99}=)[^&\s#]+")
# C0, C1, line separators, and the characters that reorder text (Unicode TR 36): none of them may act in a terminal or an editor.
_ACTIVE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def redacted(text: str) -> str:
    """The text with the passwords and tokens of its URLs replaced by `****`."""
    if "://" in text:
        text = _WORD.sub(lambda word: _without_password(_USER_INFO.sub("****", word.group())), text)
    return _SECRET_QUERY.sub(lambda found: f"{found[1]}****", text)


def _without_password(word: str) -> str:
    """A word without what stands between a user's name and an @."""
    *before, last = word.split("@")
    return "@".join((*map(_without_user, before), last))


def _without_user(text: str) -> str:
    for user in _USER.finditer(text):
        if 0 < len(text) - user.end() <= _LONGEST:
            return f"{text[: user.start()]}****"
    return text


def clean(text: str, limit: int = LIMIT) -> str:
    """One line that can be shown anywhere: redacted, with active characters written as escapes, cut with an ellipsis."""
    shown = redacted(text)
    if not shown.isprintable():
        shown = _ACTIVE.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), shown)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
