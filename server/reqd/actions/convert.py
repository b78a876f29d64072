"""Write a file as UTF-8: the same text in the bytes that every tool reads alike."""

from __future__ import annotations

from dataclasses import dataclass

from reqd.actions.plan import Refusal
from reqd.core import place
from reqd.core.text import Text
from reqd.manifests.decoding import Encoding, coding_comment, decoded, encoding, unmarked_codec

# Behind the first mark pip would take these for another one, and the second of them turns the order of the bytes behind it.
_SECOND_MARKS = ("\ufeff", "\ufffe")


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a file holds, what it would hold, and in a few words what changes; the bytes are the same where nothing is to be done."""

    before: bytes
    after: bytes
    change: str

    @property
    def is_needed(self) -> bool:
        return self.before != self.after


def conversion(path: str, content: bytes, shown: str | None = None) -> Conversion | Refusal:
    """The text of a file that holds `content`, as UTF-8 without a mark. `shown` is the text in an editor, where the file is open.

    A comment that names another encoding names UTF-8 then, since pip obeys it. Line ends, and all else, stay.
    """
    name = place.name(path)
    found = _known(content)
    if not found.codec:
        return Refusal(f"A comment of {name} names the encoding {found.name}, which can hide requirements: remove that line first")
    rest = content[len(found.mark) :]
    try:
        text = rest.decode(found.codec)
    except UnicodeDecodeError as error:
        line = _line(rest, error, found)
        return Refusal(f"Line {line} of {name} holds bytes that are not {found.name}: correct them in an editor, and save it as UTF-8")
    if shown is not None and _plain(shown) not in (_plain(text), _plain(decoded(content).text)):
        return Refusal(f"{name} is open, and the editor does not show what the file holds: save your changes, or close it, first")
    after, former = _naming_utf8(text.encode("utf-8"))
    if decoded(after).problems or text.startswith(_SECOND_MARKS):
        return Refusal(f"{name} holds characters that are no text, so it is not known what was meant: save it as UTF-8 in an editor")
    return Conversion(content, after, _change(found, former))


def _known(content: bytes) -> Encoding:
    """What pip takes the bytes for, or UTF-16 where they are that and lack the mark by which pip would know."""
    codec = unmarked_codec(content)
    return Encoding("UTF-16 without its mark", codec) if codec else encoding(content)


def _line(content: bytes, error: UnicodeDecodeError, found: Encoding) -> int:
    """The one-based number of the editor's line that holds the first wrong bytes."""
    return len(Text(content[: error.start].decode(found.codec)).line_starts)


def _plain(text: str) -> str:
    """A text without what an editor may change by opening it: the kind of line end, and the one behind the last line."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")


def _naming_utf8(content: bytes) -> tuple[bytes, str]:
    """The bytes with a comment that says that they are UTF-8, where it says otherwise; and what it said."""
    comment = coding_comment(content)
    if comment is None or encoding(content).codec == "utf-8":
        return content, ""
    return content[: comment.span.start] + b"utf-8" + content[comment.span.end :], comment.name


def _change(found: Encoding, former: str) -> str:
    """What was, and what is instead: to be read behind the file's name."""
    mark = " with a byte order mark" if found.mark and found.codec == "utf-8" else ""
    comment = f", and the comment names utf-8 and not {former}" if former else ""
    return f"UTF-8 instead of {found.name}{mark}{comment}"
