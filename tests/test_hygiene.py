"""Nothing leaves the process that is secret, acts on a terminal or an editor, or has no end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqd.core.hygiene import LIMIT, clean, redacted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:secret@example.org/a", "https://****@example.org/a"),
        ("https://token@example.org/a", "https://****@example.org/a"),
        ("git+ssh://git@example.org/a.git", "git+ssh://git@example.org/a.git"),
        ("git+ssh://git@example.org/a.git@v1.0", "git+ssh://git@example.org/a.git@v1.0"),
        ("git+ssh://git:secret@example.org/a.git", "git+ssh://****@example.org/a.git"),
        ("git+ssh://git@secret@example.org/a.git", "git+ssh://****@example.org/a.git"),
        ("git+ssh://ann@example.org/a.git", "git+ssh://****@example.org/a.git"),
        ("git+https://git@example.org/a.git", "git+https://****@example.org/a.git"),
        ("https://user:se@cret@example.org/a", "https://****@example.org/a"),
        ("https://user:se/cret@example.org/a", "https://****@example.org/a"),
        ("https://example.org/?token=secret&a=b", "https://example.org/?token=****&a=b"),
        ("https://example.org/?a=b&Access_Key=secret#egg=x", "https://example.org/?a=b&Access_Key=****#egg=x"),
        ("https://example.org:8080/a@v1.0", "https://example.org:8080/a@v1.0"),
        ("https://example.org/a@v1.0", "https://example.org/a@v1.0"),
        ("git+https://example.org/a.git@main#egg=b", "git+https://example.org/a.git@main#egg=b"),
        ("name @ https://u:p@one.example and https://u:p@two.example", "name @ https://****@one.example and https://****@two.example"),
        ("someone@example.org", "someone@example.org"),
        ("https://a:1/b https://user:se/c:r/et@example.org/?a@b", "https://a:1/b https://****@example.org/?a@b"),
        ("https://one:two@three/four:https://five:si/x@seven", "https://****@three/four:https://****@seven"),
    ],
)
def test_what_is_secret_in_a_url_is_masked(text: str, shown: str) -> None:
    assert redacted(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("\u202etxt.exe", r"\u202etxt.exe"),
        ("a\u2028b\ufeffc\u200b", r"a\u2028b\ufeffc\u200b"),
        ("\x9b31m\x85", r"\x9b31m\x85"),
        ("\ud800", r"\ud800"),
        ("\u00e9 \U0001f40d e\u0301", "\u00e9 \U0001f40d e\u0301"),
    ],
)
def test_what_would_act_is_shown_instead(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_what_is_long_is_cut() -> None:
    assert clean("a" * LIMIT) == "a" * LIMIT
    assert clean("a" * (LIMIT + 1)) == "a" * (LIMIT - 1) + "\u2026"
    assert clean("\n" * 10, 5) == "\\n\\n\u2026"


@given(st.text(max_size=700))
def test_what_is_clean_is_one_short_line_that_any_program_can_show(text: str) -> None:
    shown = clean(text)
    assert len(shown) <= LIMIT
    assert len(shown.splitlines()) <= 1
    assert shown.encode("utf-8").decode("utf-8") == shown
    assert not any(letter < " " for letter in shown)
