"""Which URLs an editor may be asked to open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqd.features.target import page


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c"),
        ("http://me:secret@example.org:8080/a", "http://example.org:8080/a"),
        ("https://[::1]:80/a", "https://[::1]:80/a"),
        ("git+https://me@example.org/a.git@v1#egg=a", "https://example.org/a.git"),
        ("git+ssh://git@example.org/a.git", ""),
        ("javascript:alert(1)", ""),
        ("command:workbench.action.quit", ""),
        ("file:///etc/passwd", ""),
        ("https://${HOST}/a", ""),
        ("https://[::1", ""),
        ("https://example.org:port/", ""),
        ("", ""),
    ],
)
def test_only_pages_are_opened(url: str, opened: str) -> None:
    assert page(url) == opened


@given(st.text() | st.text().map("https://".__add__) | st.text().map("git+https://".__add__))
def test_it_never_fails(url: str) -> None:
    assert page(url).startswith(("http://", "https://")) or page(url) == ""
