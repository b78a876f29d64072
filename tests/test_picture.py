"""The README's picture: it is well-formed, names no machine, and shows what reqd says of the same project today."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.conversation import Message
from tests.e2e.editor import PUBLISH, editing
from tests.picture import PICTURE
from tests.picture.drawing import drawn
from tests.picture.screen import Screen
from tests.picture.shop import CURSOR, REQUIREMENTS, shop

README = Path(__file__).parents[1] / "README.md"
TEXT = "{http://www.w3.org/2000/svg}text"
# What stands before a message behind a line, and before a line.
MARK = "■ "
NUMBER = re.compile(r"^(\D )?\s*\d+")


def rows(svg: str) -> list[str]:
    """The pieces of text of each row, from the top, one blank between them."""
    found = defaultdict(list)
    for text in ET.fromstring(svg).iter(TEXT):
        found[float(text.attrib["y"])].append((float(text.attrib["x"]), text.text or ""))
    return [" ".join(piece for _, piece in sorted(pieces)) for _, pieces in sorted(found.items())]


def anywhere(sentences: Iterable[str]) -> list[str]:
    """Without what differs between the machine of the picture and this one, and without blanks, which no piece of text has at its ends."""
    sentences = (re.sub(r"sys_platform is \w+", "sys_platform is this", each) for each in sentences)
    return ["".join(re.sub(r"Python 3\.\d+", "Python", each).split()) for each in sentences]


def hinted(text: str, hints: Iterable[Message]) -> list[str]:
    """The lines with the hints in them."""
    lines = text.splitlines()
    for hint in hints:
        line, column = hint["position"]["line"], hint["position"]["character"]
        lines[line] = f"{lines[line][:column]} {hint['label']}{lines[line][column:]}"
    return lines


@pytest.mark.skipif(os.name == "nt", reason="the line that is not needed in the picture is needed on Windows")
def test_the_picture_shows_what_is_said_today(tmp_path: Path) -> None:
    """When this fails, look at what changed, and make a new picture: `python -m tests.picture`."""
    project = shop(tmp_path)
    with editing(project) as editor:
        uri = editor.open(project.requirements)
        editor.conversation.notification(PUBLISH, lambda params: params["uri"] == uri and "installed" in str(params["diagnostics"]))
        document = {"textDocument": {"uri": uri}}
        everything = {"start": {"line": 0, "character": 0}, "end": {"line": REQUIREMENTS.count("\n"), "character": 0}}
        lenses = editor.conversation.request("textDocument/codeLens", document)
        hints = editor.conversation.request("textDocument/inlayHint", {**document, "range": everything})
        messages, titles = editor.shown(uri), editor.titles(uri, *CURSOR)
    lines = hinted(REQUIREMENTS, hints)
    _, lens, *shown = rows(PICTURE.read_text(encoding="utf-8"))
    shown, menu = shown[: len(lines)], shown[len(lines) :]
    assert anywhere([lens]) == anywhere([" | ".join(each["command"]["title"] for each in lenses)])
    assert anywhere(row.partition(MARK)[2] for row in shown if MARK in row) == anywhere(messages)
    assert anywhere(NUMBER.sub("", row.partition(MARK)[0]) for row in shown) == anywhere(lines)
    assert anywhere(menu) == anywhere(["Code actions", *titles])


def test_the_picture_names_no_machine_and_needs_nothing_from_elsewhere() -> None:
    svg = PICTURE.read_text(encoding="utf-8")
    assert re.findall(r"/(?:tmp|home|root|usr|Users)\b|href|<script|url\(", svg) == []


def test_the_readme_shows_the_picture_and_says_what_is_in_it() -> None:
    found = re.search(r"!\[([^\]]+)\]\(clients/neovim/picture\.svg\)", README.read_text(encoding="utf-8"))
    assert found is not None
    assert len(found[1].split()) > 10


def test_a_screen_adds_up_what_it_is_told() -> None:
    """Cells that repeat, a letter of two cells, a piece that scrolls up and down, colours that change places."""
    screen = Screen(4, 3)
    screen.take(
        [
            ["default_colors_set", [0xFFFFFF, 0x111111, 0xFF0000, 0, 0]],
            ["hl_attr_define", [7, {"foreground": 0x00FF00, "reverse": True, "bold": True, "undercurl": True}, {}, []]],
            ["grid_line", [1, 0, 0, [["a", 7], ["b"], ["c", 0, 2]], False], [1, 1, 0, [["🍎", 0], [""], ["d"]], False]],
        ]
    )
    assert written(screen) == ["abcc", "🍎d ", "    "]
    assert screen.rows()[0][1].look == ("#111111", "#00ff00", "#111111", True, False, "undercurl")
    screen.take([["grid_scroll", [1, 0, 3, 0, 4, 1, 0]]])
    assert written(screen)[:2] == ["🍎d ", "    "]
    screen.take([["grid_scroll", [1, 0, 2, 0, 4, -1, 0]]])
    assert written(screen)[1:] == ["🍎d ", "    "]
    screen.take([["grid_clear", [1]], ["unknown", [1]]])
    assert written(screen) == ["    "] * 3


def test_what_is_drawn_can_be_read() -> None:
    """Letters with a meaning in XML too; borders are lines."""
    screen = Screen(5, 1)
    screen.take([["grid_line", [1, 0, 0, [["│", 0], ["<"], ["&"], ["─", 0, 2]], False]]])
    svg = drawn(screen, "title", "description")
    assert rows(svg) == ["title", "<&"]
    assert [path.attrib["d"] for path in ET.fromstring(svg).iter(TEXT.replace("text", "path"))] == ["M18.21 36V56", "M39.29 46H56.15"]


def written(screen: Screen) -> list[str]:
    return ["".join(cell.text for cell in row) for row in screen.rows()]
