"""What stands at a place of a manifest."""

from __future__ import annotations

import pytest

from reqd.features.spot import spot
from reqd.manifests import parse

TEXT = "# head\nrequests[socks]==2.31.0 \\\n  --hash=sha256:aa\n\nflask"


@pytest.mark.parametrize(
    ("before", "kind", "text"),
    [
        ("", "comment", "# head"),
        ("# he", "comment", "# head"),
        ("# head\n", "name", "requests"),
        ("# head\nrequests", "punctuation", "["),
        ("# head\nrequests[so", "extra", "socks"),
        ("# head\nrequests[socks]==2.31.0", "version", "2.31.0"),
        ("# head\nrequests[socks]==2.31.0 \\\n  --ha", "option", "--hash"),
        ("# head\nrequests[socks]==2.31.0 \\\n  --hash=sha256:aa", "option value", "sha256:aa"),
        (TEXT, "name", "flask"),
    ],
)
def test_the_part_at_a_place(before: str, kind: str, text: str) -> None:
    assert TEXT.startswith(before)
    found = spot(parse("/project/requirements.txt", TEXT), len(before))
    assert found is not None
    assert found.part is not None
    assert (found.part.kind.value, found.part.text) == (kind, text)


@pytest.mark.parametrize("text", ["", "flask\n"])
def test_nothing_stands_behind_the_last_line_end(text: str) -> None:
    assert spot(parse("/project/requirements.txt", text), len(text)) is None


def test_a_blank_belongs_to_its_line() -> None:
    found = spot(parse("/project/requirements.txt", "flask   # why"), 6)
    assert found is not None
    assert found.part is None
    assert found.entry is not None
