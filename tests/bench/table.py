"""Turns measurements into one Markdown table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median, quantiles
from typing import NamedTuple

HEADER = ("what", "target", "measured", "ratio")


class Row(NamedTuple):
    """One line of the table; `target` and `ratio` are empty where there is none."""

    what: str
    target: str
    measured: str
    ratio: str = ""


def table(rows: Iterable[Row]) -> str:
    """Markdown, as the README shows it."""
    ruler = Row("---", "--:", "--:", "--:")
    return "\n".join(f"| {' | '.join(row)} |" for row in (HEADER, ruler, *rows))


def target(milliseconds: float | None) -> str:
    return "" if milliseconds is None else f"≤ {milliseconds:,g} ms"


def milliseconds(seconds: Sequence[float]) -> str:
    """The median, and between which values the middle half of all measurements lies."""
    low, _, high = quantiles(seconds, n=4)
    return f"{_shown(median(seconds))} ms ({_shown(low)} to {_shown(high)})"


def percentile(seconds: Sequence[float], hundredth: int) -> float:
    return quantiles(seconds, n=100)[hundredth - 1]


def ratio(seconds: Sequence[float], reference: Sequence[float]) -> str:
    """How many times as long as the reference, by the medians."""
    return f"{median(seconds) / median(reference):.2f} ×"


def _shown(seconds: float) -> str:
    """Three digits tell something; more do not."""
    value = seconds * 1000
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
