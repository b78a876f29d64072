"""A screen as Neovim draws it for a program that shows it: cells, and how each looks (`:help ui-linegrid`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Look(NamedTuple):
    """Colours as `#rrggbb`, and how the letters are; `line` is `underline`, `undercurl` or nothing, in the colour `special`."""

    foreground: str
    background: str
    special: str
    is_bold: bool = False
    is_italic: bool = False
    line: str = ""


class Cell(NamedTuple):
    text: str
    look: Look


class Screen:
    """What the events of the redraws so far add up to."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns = columns
        self._cells: list[list[tuple[str, int]]] = []
        self._looks: dict[int, Mapping[str, Any]] = {0: {}}
        self._default = (0xFFFFFF, 0, 0xFF0000)
        self._clear(rows)

    def rows(self) -> list[list[Cell]]:
        """The cells from the top left; behind one that is two cells wide comes one without text."""
        looks = {number: self._look(attributes) for number, attributes in self._looks.items()}
        return [[Cell(text, looks[number]) for text, number in row] for row in self._cells]

    @property
    def plain(self) -> Look:
        """How a cell looks of which nothing is said."""
        return self._look({})

    def take(self, events: Iterable[list[Any]]) -> None:
        """The events of one redraw, each a name and lists of arguments."""
        for name, *calls in events:
            for call in calls:
                self._event(name, call)

    def _event(self, name: str, call: list[Any]) -> None:
        match name, call:
            case "default_colors_set", [foreground, background, special, *_]:
                self._default = (foreground, background, special)
            case "hl_attr_define", [number, attributes, *_]:
                self._looks[number] = attributes
            case "grid_clear", _:
                self._clear(len(self._cells))
            case "grid_line", [_, row, column, cells, *_]:
                self._write(row, column, cells)
            case "grid_scroll", [_, top, bottom, left, right, rows, _]:
                self._scroll(top, bottom, left, right, rows)

    def _clear(self, rows: int) -> None:
        self._cells = [[(" ", 0)] * self._columns for _ in range(rows)]

    def _write(self, row: int, column: int, cells: Iterable[list[Any]]) -> None:
        """A cell without a number looks like the one before it; one with a count stands so many times."""
        number = 0
        for text, *details in cells:
            number = details[0] if details else number
            for _ in range(details[1] if len(details) > 1 else 1):
                self._cells[row][column] = (text, number)
                column += 1

    def _scroll(self, top: int, bottom: int, left: int, right: int, rows: int) -> None:
        """Move a piece of the screen up by so many rows, or down where it is negative."""
        targets = range(top, bottom - rows) if rows > 0 else range(bottom - 1, top - rows - 1, -1)
        for target in targets:
            self._cells[target][left:right] = self._cells[target + rows][left:right]

    def _look(self, attributes: Mapping[str, Any]) -> Look:
        foreground, background, special = (
            attributes.get(name, default) for name, default in zip(("foreground", "background", "special"), self._default, strict=True)
        )
        if attributes.get("reverse"):
            foreground, background = background, foreground
        return Look(
            _colour(foreground),
            _colour(background),
            _colour(special if "special" in attributes else foreground),
            bool(attributes.get("bold")),
            bool(attributes.get("italic")),
            next((name for name in ("undercurl", "underline") if attributes.get(name)), ""),
        )


def _colour(value: int) -> str:
    return f"#{value:06x}"
