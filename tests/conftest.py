"""Options and fixtures that the whole suite shares."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-fixtures", action="store_true", help="write what is so into the Markdown fixtures; read the diff afterwards")
