"""Texts that hypothesis composes and damages are read as pip reads them."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings

from tests.conformance.composed import LETTERS, TEXTS, damaged
from tests.conformance.differences import differing

bounded = settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@bounded
@given(TEXTS)
def test_lines_composed_of_parts_are_read_as_pip_reads_them(text: str) -> None:
    assert differing(text) == []


@bounded
@given(damaged())
def test_damaged_lines_are_read_as_pip_reads_them(text: str) -> None:
    assert differing(text) == []


@example("1@[1]")
@bounded
@given(LETTERS)
def test_any_letters_are_read_as_pip_reads_them(text: str) -> None:
    assert differing(text) == []
