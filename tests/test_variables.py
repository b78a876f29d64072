"""Which variables are set where reqd runs: their names enter once, their values never."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from reqd import variables
from reqd.cli.project import project
from reqd.core.settings import Settings
from reqd.daemon import Daemon


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQD_SET", "value-that-nobody-sees")
    monkeypatch.setenv("REQD_EMPTY", "")
    monkeypatch.setenv("reqd_lower", "value")
    monkeypatch.setenv("REQD-DASH", "value")
    monkeypatch.delenv("REQD_UNSET", raising=False)


def test_only_names_that_pip_would_replace_are_known() -> None:
    known = {name for name in variables.names() if name.upper().startswith("REQD")} - {"REQD_LOWER"}
    assert known == {"REQD_SET"}


def test_the_daemon_knows_them_from_the_start() -> None:
    async def main() -> None:
        daemon = Daemon(lambda *_: None, lambda _: None)
        try:
            assert daemon.snapshot.variables == variables.names()
        finally:
            daemon.close()

    asyncio.run(main())


def test_the_terminal_knows_them_and_keeps_no_value(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("requests\n")
    snapshot = project([str(tmp_path)], Settings()).snapshot
    assert snapshot.variables == variables.names()
    assert "value-that-nobody-sees" not in repr(snapshot)
