"""A screen as an SVG in the frame of a window. Every piece of text is as wide as its cells, whichever font the reader has."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape

from tests.picture.screen import Cell, Look, Screen

# In pixels. A letter of the fonts below is 0.602 times as wide as the size says, or a little less.
SIZE = 14
WIDTH = 8.43
HEIGHT = 20
BASELINE = 14.5
PADDING = 14
TITLE = 36
FONTS = "ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', Consolas, 'Liberation Mono', monospace"
# Borders are drawn, since the rows of a page are higher than a font's own lines. By the left, the middle and the right of a cell, and by
# its top, its centre and its bottom.
BORDERS = {
    "─": "M{left} {centre}H{right}",
    "│": "M{middle} {top}V{bottom}",
    "╭": "M{right} {centre}Q{middle} {centre} {middle} {bottom}",
    "╮": "M{left} {centre}Q{middle} {centre} {middle} {bottom}",
    "╰": "M{middle} {top}Q{middle} {centre} {right} {centre}",
    "╯": "M{middle} {top}Q{middle} {centre} {left} {centre}",
}
# Stands for the second cell of a letter that is two cells wide.
WIDE = "\u200b"
BUTTONS = ("#ff5f57", "#febc2e", "#28c840")


def drawn(screen: Screen, title: str, description: str) -> str:
    """The SVG; the description is for those who hear it."""
    rows = screen.rows()
    width, height = 2 * PADDING + len(rows[0]) * WIDTH, TITLE + PADDING + len(rows) * HEIGHT
    return "\n".join((*_frame(screen.plain, width, height, title, description), *_rows(rows, screen.plain), "</svg>", ""))


def _frame(plain: Look, width: float, height: float, title: str, description: str) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
        f' role="img" font-family="{FONTS}" font-size="{SIZE}">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f"<desc>{escape(description)}</desc>"
    yield (
        f'<rect x="0.5" y="0.5" width="{_n(width - 1)}" height="{_n(height - 1)}" rx="10" fill="{plain.background}"'
        ' stroke="#808080" stroke-opacity="0.5"/>'
    )
    for number, colour in enumerate(BUTTONS):
        yield f'<circle cx="{20 + 20 * number}" cy="{TITLE / 2:g}" r="6" fill="{colour}"/>'
    yield (
        f'<text x="{_n(width / 2)}" y="{TITLE / 2 + 4.5:g}" text-anchor="middle" font-size="13" fill="{plain.foreground}"'
        f' fill-opacity="0.6">{escape(title)}</text>'
    )


def _rows(rows: list[list[Cell]], plain: Look) -> Iterator[str]:
    for number, row in enumerate(rows):
        top = TITLE + number * HEIGHT
        for look, start, cells in _runs(row):
            left, width = PADDING + start * WIDTH, len(cells) * WIDTH
            if look.background != plain.background:
                yield f'<rect x="{_n(left)}" y="{top}" width="{_n(width)}" height="{HEIGHT}" fill="{look.background}"/>'
            yield from _letters(cells, look, left, top)
            if look.line:
                yield _line(look, left, top, width)


def _runs(row: list[Cell]) -> Iterator[tuple[Look, int, str]]:
    """The pieces of a row that look alike: the look, the first column, and the letters. Borders are pieces of their own."""
    column = 0
    alike = groupby(enumerate(row), lambda place: (place[1].look, _border_of(*place)))
    for (look, _), group in alike:
        letters = "".join(cell.text or WIDE for _, cell in group)
        yield look, column, letters
        column += len(letters)


def _border_of(column: int, cell: Cell) -> object:
    """What sets a border apart from what stands beside it: the letter, and where it is, unless it goes on."""
    return None if cell.text not in BORDERS else cell.text if cell.text == "─" else column


def _letters(letters: str, look: Look, left: float, top: float) -> Iterator[str]:
    text = letters.strip()
    if letters[0] in BORDERS:
        yield _border(letters, look, left, top)
    elif text:
        left += (len(letters) - len(letters.lstrip())) * WIDTH
        weight = ' font-weight="bold"' if look.is_bold else ""
        style = ' font-style="italic"' if look.is_italic else ""
        yield (
            f'<text x="{_n(left)}" y="{top + BASELINE:g}" textLength="{_n(len(text) * WIDTH)}" fill="{look.foreground}"{weight}{style}'
            f' xml:space="preserve">{escape(text.replace(WIDE, ""))}</text>'
        )


def _border(letters: str, look: Look, left: float, top: float) -> str:
    """The same letter some times; side by side they are one line."""
    middle, right = left + WIDTH / 2, left + len(letters) * WIDTH
    places = {"left": left, "middle": middle, "right": right, "top": top, "centre": top + HEIGHT / 2, "bottom": top + HEIGHT}
    path = BORDERS[letters[0]].format(**{name: _n(value) for name, value in places.items()})
    return f'<path d="{path}" fill="none" stroke="{look.foreground}"/>'


def _line(look: Look, left: float, top: float, width: float) -> str:
    """Under the letters; a wave goes up and down once in each cell."""
    wave = f"q{WIDTH / 4:g} -3 {WIDTH / 2:g} 0t{WIDTH / 2:g} 0" + f"t{WIDTH / 2:g} 0t{WIDTH / 2:g} 0" * (round(width / WIDTH) - 1)
    path = wave if look.line == "undercurl" else f"h{_n(width)}"
    return f'<path d="M{_n(left)} {top + HEIGHT - 2.5:g}{path}" fill="none" stroke="{look.special}"/>'


def _n(value: float) -> str:
    """A number without the digits that nobody sees."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
