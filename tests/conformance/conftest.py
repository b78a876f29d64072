"""The folder in which pip reads the lines: pip asks the disk whether a path exists, and here only `pkg` does."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
