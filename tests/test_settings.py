"""Settings from JSON: what is understood is used, what is not is named and left out, and nothing is ever refused as a whole."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqd.core.finding import Severity
from reqd.core.settings import Settings, parsed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["environment", "severity", "freeze", "hints", "x"]), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "settings"),
    [
        (None, Settings()),
        ({}, Settings()),
        ([], Settings()),  # as Lua has it
        ({"severity": []}, Settings()),
        ({"environment": ".venv"}, Settings(environment=".venv")),
        ({"freeze": "full"}, Settings(freeze="full")),
        ({"hints": "marks"}, Settings(hints="marks")),
        ({"severity": {"missing-package": "error"}}, Settings(severity={"missing-package": Severity.ERROR})),
        ({"severity": {"missing-package": "off"}}, Settings(severity={"missing-package": None})),
    ],
)
def test_what_is_understood_is_used(value: object, settings: Settings) -> None:
    assert parsed(value) == (settings, ())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([1], "The settings are not an object"),
        ("", "The settings are not an object"),
        ({"enviroment": ".venv"}, "'enviroment' is not known"),
        ({"environment": 3}, "'environment' is not a text"),
        ({"environment": None}, "'environment' is not a text"),
        ({"freeze": "all"}, "'freeze' is neither"),
        ({"freeze": []}, "'freeze' is neither"),
        ({"severity": ["missing-package"]}, "'severity' is not an object"),
        ({"severity": {"missing-package": "loud"}}, "'missing-package' is not one of error, warning, information, hint, off"),
        ({"severity": {"missing-package": 1}}, "'missing-package' is not one of"),
    ],
)
def test_what_is_not_understood_is_named_and_left_out(value: object, words: str) -> None:
    settings, ignored = parsed(value)
    assert settings == Settings()
    assert len(ignored) == 1
    assert words in ignored[0]


def test_what_is_understood_counts_beside_what_is_not() -> None:
    settings, ignored = parsed({"environment": "env", "freeze": 1, "severity": {"a": "hint", "b": "x"}})
    assert settings == Settings(environment="env", severity={"a": Severity.HINT})
    assert len(ignored) == 2


@given(JSON)
def test_no_value_is_too_odd(value: object) -> None:
    settings, ignored = parsed(value)
    assert isinstance(settings, Settings)
    assert all(isinstance(sentence, str) for sentence in ignored)


def test_every_setting_is_documented() -> None:
    assert all(each.metadata["description"].endswith(".") for each in fields(Settings))
