"""A hover as Markdown or as plain text: the one place where text that anybody may have written is made harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from reqd.core.hygiene import clean, redacted
from reqd.features.hover.content import Block, Code, Link, Piece, Place, Strong

# What a whole hover comes to at most, in characters: more than any honest one, and about what a window of an editor shows.
LIMIT = 4000
# What one string of metadata or of a file may take of it.
_PIECE = 300
# The only schemes that a page may have, and a file of ours: an editor would run a `command:`, and Windows would greet another machine
# for a `file:` that somebody wrote.
_PAGE = re.compile(r"(?i)https?://[^/]")
_FILE = re.compile(r"file://")
# What needs no percent sign in a URL, without what could end a link, or begin an image: brackets, parentheses, `!`, `'`.
_UNQUOTED = "%/:?#@$&*+,;=~"

# What has a meaning in the middle of a line of Markdown: marks of emphasis, of links and of code. A mark within a word has none.
_MARK = re.compile(r"[*`\[\]~|]|!$|(?<=\])\(|(?<![^\W_])_|_(?![^\W_])|\\(?=[!-/:-@\[-`{-~\s]|$)")
# What would be made a link without being written as one.
_AUTOMATIC = re.compile(r"(?i)(?<=\w):(?=//)|(?<=\bwww)\.|(?<=[\w.+-])@(?=\w)")
# What has a meaning where a line begins: headings, lists, rules.
_BEGINNING = re.compile(r"(\d+(?=[.)](?:\s|$))|(?=[#+=-]))(.)")
# What cannot stand between backquotes, and what a careless reader of Markdown might take for a tag, a link or an image there; the `<` of
# a version begins no tag.
_NO_CODE = re.compile(r"`|<(?![\s=\d])|\]\(|!\[")
_ENTITIES = {"<": "&lt;", ">": "&gt;"}
_ENTITY = re.compile(r"&(?=#|\w+;)")


def markdown(blocks: Iterable[Block], uri: Callable[[str], str]) -> str:
    """The blocks as Markdown (CommonMark), in which nothing but our own links and marks acts; `uri` gives a path's."""
    return _together(blocks, lambda block: _marked(block, uri))


def plain(blocks: Iterable[Block]) -> str:
    """The blocks as text that is shown as it is."""
    return _together(blocks, lambda block: "".join(map(_plain, block.pieces)))


def _together(blocks: Iterable[Block], rendered: Callable[[Block], str]) -> str:
    """The blocks up to the limit, an empty line between them, none between the items of one list."""
    text, was_item = "", False
    for block in blocks:
        gap = "" if not text else "\n" if was_item and block.is_item else "\n\n"
        piece = f"{gap}{'- ' if block.is_item else ''}{rendered(block)}"
        if len(text) + len(piece) > LIMIT:
            break
        text, was_item = text + piece, block.is_item
    return text


def _plain(piece: Piece) -> str:
    match piece:
        case str():
            return _shown(piece)
        case Link(text, url):
            return f"{_shown(text)} ({_shown(url)})"
        case Code(text) | Strong(text) | Place(text, _, _):
            return _shown(text)


def _marked(block: Block, uri: Callable[[str], str]) -> str:
    """Where it begins, nothing is taken for a heading or a list."""
    text = "".join(_mark(piece, uri) for piece in block.pieces).strip()
    begun = _BEGINNING.match(text)
    return f"{begun[1]}\\{text[begun.start(2) :]}" if begun else text


def _mark(piece: Piece, uri: Callable[[str], str]) -> str:
    match piece:
        case str():
            return escaped(piece)
        case Code(text):
            return _code(text)
        case Strong(text):
            shown = escaped(text).strip()
            return f"**{shown}**" if shown else ""
        case Link(text, url):
            return _link(text, address(url, _PAGE))
        case Place(text, path, line):
            return _link(text, address(f"{uri(path)}#L{line}", _FILE))


def escaped(text: str) -> str:
    """Text of anybody's as Markdown that shows it and does nothing else."""
    text = _ENTITY.sub("&amp;", _shown(text))
    text = _MARK.sub(lambda found: f"\\{found.group()}", text)
    text = _AUTOMATIC.sub(lambda found: f"\\{found.group()}", text)
    return re.sub("[<>]", lambda found: _ENTITIES[found.group()], text)


def _code(text: str) -> str:
    """Between backquotes, in which nothing can be escaped: what would need it is shown as text."""
    shown = _shown(text).strip()
    return escaped(text) if not shown or _NO_CODE.search(shown) else f"`{shown}`"


def _link(text: str, to: str) -> str:
    """The text alone where the URL is none that an editor may open."""
    return f"[{escaped(text)}]({to})" if to and text.strip() else escaped(text)


def address(url: str, scheme: re.Pattern[str]) -> str:
    """A URL that can stand in parentheses, without passwords; empty where it is not of the scheme, or longer than any honest one."""
    to = quote(redacted(url.strip()), safe=_UNQUOTED, errors="replace")
    return to if scheme.match(to) and len(to) <= _PIECE else ""


def _shown(text: str) -> str:
    return clean(text, _PIECE)
