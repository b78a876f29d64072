"""Every string that leaves the process passes here: secrets masked, control characters shown, length bounded."""

from __future__ import annotations

import re

# Longer than any honest name or version; short enough for a line of an editor.
LIMIT = 500

# Up to the last @ before the path; and, since people forget to quote it, a password with a slash in it, but not a port and a path. No
# password and no name of a parameter is as long as these bounds, which keep a long line of delimiters from taking minutes.
_USER_INFO = re.compile(r"(?<=://)(?:[^/\s?#]+|[^/\s:@?#]+:(?!\d*/)[^\s@]{1,500})(?=@)")
_SECRET_QUERY = re.compile(r"(?i)([?&;][^=&;?\s]{0,99}?(?:token|key|secret|password|passwd|auth)[^=&;?\s]{0,99}=)[^&\s#]+")
# C0, C1, line separators, and the characters that reorder text (Unicode TR 36): none of them may act in a terminal or an editor.
_ACTIVE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def redacted(text: str) -> str:
    """The text with the passwords and tokens of its URLs replaced by `****`."""
    return _SECRET_QUERY.sub(r"\1****", _USER_INFO.sub("****", text))


def clean(text: str, limit: int = LIMIT) -> str:
    """One line that can be shown anywhere: redacted, with active characters written as escapes, cut with an ellipsis."""
    shown = _ACTIVE.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), redacted(text))
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
