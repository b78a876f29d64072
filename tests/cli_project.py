"""Small projects with real environments, and ways to run the command line on them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.wheels import unpacked, wheel

CHECK = (sys.executable, "-m", "reqd", "check")


def environment(root: Path, *installed: tuple[str, str]) -> Path:
    """Make a real environment without pip that has these distributions."""
    venv.create(root, symlinks=os.name != "nt")
    site_packages = sysconfig.get_path("purelib", "nt" if os.name == "nt" else "posix_prefix", {"base": str(root), "platbase": str(root)})
    for name, version in installed:
        unpacked(wheel(root.parent / ".wheels", name, version), site_packages)
    return root


def variables(**more: str) -> dict[str, str]:
    """The variables of this process without those that decide what a command line shows or finds."""
    hidden = ("VIRTUAL_ENV", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONSAFEPATH")
    return {**{name: value for name, value in os.environ.items() if name not in hidden}, **more}


def offline(index: Path) -> Mapping[str, str]:
    """The variables that make a folder of wheels the only place in which an installer looks."""
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "UV_OFFLINE": "1", "UV_FIND_LINKS": str(index), "UV_NO_CACHE": "1"}


def reqd(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own in a folder."""
    command = (sys.executable, "-m", "reqd", *arguments)
    return subprocess.run(
        command, cwd=folder, env=variables(**more), capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )


def on_a_terminal(folder: Path, *arguments: str, typed: str = "", **more: str) -> tuple[int, str]:
    """Run the command line on a terminal; its exit status and all that it wrote."""
    import pty

    ours, theirs = pty.openpty()
    given = variables(TERM="xterm-256color", COLUMNS="200", **more)
    command = (sys.executable, "-m", "reqd", *arguments)
    with subprocess.Popen(command, cwd=folder, env=given, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        written = b""
        while piece := _read(ours):
            written += piece
    os.close(ours)
    return process.returncode, written.decode("utf-8").replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way of telling that the other side is closed
        return b""


def record(folder: Path, *arguments: str, **more: str) -> Any:
    """What `reqd check --format json` says."""
    return json.loads(reqd(folder, "check", "--format", "json", *arguments, **more).stdout)


def codes(folder: Path, *arguments: str, **more: str) -> list[str]:
    """The codes of what `reqd check` finds, in order."""
    return [finding["code"] for finding in record(folder, *arguments, **more)["findings"]]
