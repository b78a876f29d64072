"""A requirement that pip reads and an editor does not show as one.

Some characters end a line for pip, but not in an editor: the form feed, the line separator U+2028, and six others. What stands behind
such a character in a comment looks like a part of the comment, and pip installs it. Whoever reviews a change does not see it either.
(Here the character is drawn as a symbol, and so nothing is found.)

```requirements
# The web part.␌evil-package
flask
```

It may have come from a web page, or with a purpose. The fixes show what is hidden on a line of its own, remove it, or turn it into the
comment that it seems to be. A character that turns the direction of writing, in a line that pip obeys, is a warning: what the editor
shows stands in another order than what pip reads. No comment silences this rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reqd.core.finding import Edit, EditFix, Severity
from reqd.core.manifest import Line, Malformed, Remark
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.knowledge.suppression import without_comment

SEVERITY = Severity.ERROR

# Where `str.splitlines`, and hence pip, ends a line, and the protocol of editors does not.
_NAMES = {
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\x1c": "file separator",
    "\x1d": "group separator",
    "\x1e": "record separator",
    "\x85": "next-line character",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
}
_END = re.compile(f"[{''.join(_NAMES)}]")
_LINE_END = re.compile(r"[\r\n]")
# The embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX 9). The plain marks change no letters' order.
_TURN = re.compile("[\u202a-\u202e\u2066-\u2069]+")


def check(view: View) -> Iterator[Hit]:
    """A hit on each line that begins in the middle of what an editor shows as one line, and on what turns the order of letters."""
    string = view.manifest.text.string
    if _END.search(string):
        yield from _hidden(view)
    if _TURN.search(string):
        yield from _turned(view)


def _hidden(view: View) -> Iterator[Hit]:
    string = view.manifest.text.string
    last = ""  # of what an editor shows before a line of pip's on the same line, the last piece that is not blank
    for start, line in view.manifest.placed:
        if string[start - 1 : start] in ("", "\n", "\r"):
            last = ""
        elif last and not isinstance(line, Remark):
            yield _hit(view, start, line, without_comment(last) != last)
        pieces = _LINE_END.split(line.raw)
        shown = next((piece for piece in reversed(pieces[-1].splitlines()) if piece.strip()), "")
        last = shown or (last if len(pieces) == 1 else "")


def _hit(view: View, start: int, line: Line, is_comment: bool) -> Hit:
    written = without_comment(line.raw)
    span = Span(len(written) - len(written.lstrip()), len(written.rstrip()))
    name = _NAMES[view.manifest.text.string[start - 1]]
    ended = "the comment" if is_comment else "the line"
    message = f"pip reads this as a line of its own, since a {name} before it ends {ended} for pip, but not in an editor"
    return Hit(start, span, message, tuple(_fixes(view, start, line, is_comment)))


def _fixes(view: View, start: int, line: Line, is_comment: bool) -> Iterator[EditFix]:
    """What an editor shows as comment becomes one first where pip refuses it, else it is shown first."""
    path, text = view.manifest.path, view.manifest.text
    gap = Span(_end_before(text.string, start), start)
    is_refused = isinstance(line, Malformed)
    fixes = [EditFix("Show it on a line of its own", (Edit(path, text.range(gap), text.line_end),), is_preferred=not is_refused)]
    if is_comment and len(line.raw.splitlines()) == 1 and not line.raw.endswith("\\"):
        as_comment = EditFix("Make it a part of the comment", (Edit(path, text.range(gap), " "),), is_preferred=is_refused)
        fixes.insert(0 if is_refused else 1, as_comment)
    yield from fixes
    yield EditFix("Remove it", (Edit(path, text.range(Span(gap.start, start + len(line.raw))), ""),))


def _end_before(string: str, start: int) -> int:
    """Where the text ends that stands before an offset, blanks and ends of lines left out."""
    end = start
    while string[end - 1].isspace():
        end -= 1
    return end


def _turned(view: View) -> Iterator[Hit]:
    for start, line in view.manifest.placed:
        found = None if isinstance(line, Remark) else _TURN.search(line.raw)
        if found is not None:
            name = unicodedata.name(found.group()[0]).lower()
            message = f"a {name} makes an editor show this line in another order than pip reads it"
            fix = EditFix("Remove it", (rewriting(view.manifest, start, Span(*found.span()), ""),))
            yield Hit(start, Span(*found.span()), message, (fix,), severity=Severity.WARNING)
