"""The server as an editor meets it over standard input and output: how soon it answers, and what it takes while it waits."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reqd.core.batch import QUIET
from tests.bench.process import COMPILED
from tests.bench.project import Project
from tests.bench.table import Row, milliseconds, percentile, target
from tests.conversation import Conversation

STARTS = 15
# Enough that Python looks for garbage more than once meanwhile.
KEYSTROKES = 1000
CHANGES = 20
# Seconds in which nothing is asked of the server.
IDLE = 10.0
# What a server may hold.
LIMIT = "≤ 60 MB"
# Milliseconds, beyond the quiet period that a change on the disk is given on purpose.
_AFTER_QUIET = 50.0

_PUBLISHED = "textDocument/publishDiagnostics"


def rows(project: Project) -> Iterator[Row]:
    """How soon the server answers, and what it takes."""
    start(project)
    yield Row("server: start to first diagnostics", "", milliseconds([start(project) for _ in range(STARTS)]))
    with opened(project) as conversation:
        keystrokes = [keystroke(conversation, project, version) for version in range(2, KEYSTROKES + 2)]
        yield Row("server: keystroke to diagnostics", target(10.0), milliseconds(keystrokes))
        rare = f"{percentile(keystrokes, 95) * 1000:.1f} ms, {max(keystrokes) * 1000:.1f} ms"
        yield Row("server: the same, 95th percentile and slowest", "", rare)
        changes = [seconds for _ in range(CHANGES) for seconds in change(conversation, project)]
        yield Row("server: change on disk to diagnostics", target(QUIET * 1000 + _AFTER_QUIET), milliseconds(changes))
        yield from _resources(conversation.process.pid)


def start(project: Project) -> float:
    """Seconds from the start of the process to the first diagnostics of an opened file."""
    begin = time.perf_counter()
    with opened(project):
        return time.perf_counter() - begin


@contextmanager
def opened(project: Project) -> Iterator[Conversation]:
    """A conversation in which the file is open, as version 1 and with something to tell, which has been told."""
    with Conversation([sys.executable, "-m", "reqd", "serve"], folder=project.folder, environment=COMPILED) as conversation:
        conversation.initialize(rootUri=project.folder.as_uri())
        document = {"uri": project.requirements.as_uri(), "languageId": "pip-requirements", "version": 1, "text": project.edited(1)}
        conversation.notify("textDocument/didOpen", {"textDocument": document})
        conversation.notification(_PUBLISHED, lambda told: told["diagnostics"])
        yield conversation


def keystroke(conversation: Conversation, project: Project, version: int) -> float:
    """Seconds from an edit to the diagnostics that know of it; the text is sent whole, as reqd asks for it."""
    document = {"uri": project.requirements.as_uri(), "version": version}
    begin, heard = time.perf_counter(), conversation.heard()
    conversation.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": project.edited(version)}]})
    conversation.notification(_PUBLISHED, lambda told: told.get("version") == version, after=heard)
    return time.perf_counter() - begin


def change(conversation: Conversation, project: Project) -> Iterator[float]:
    """Seconds from the removal of a distribution by somebody else to the diagnostics that tell it, and from its return."""
    installed = next(iter(sorted(project.site_packages.glob("*.dist-info"))))
    away = project.folder / installed.name
    yield _told(conversation, installed, away, 2)
    yield _told(conversation, away, installed, 1)


def _told(conversation: Conversation, source: Path, destination: Path, findings: int) -> float:
    begin, heard = time.perf_counter(), conversation.heard()
    source.rename(destination)
    conversation.notification(_PUBLISHED, lambda told: len(told["diagnostics"]) == findings, after=heard)
    return time.perf_counter() - begin


def _resources(process: int) -> Iterator[Row]:
    """From Linux's own account of the process; nothing on other systems."""
    account, held = Path(f"/proc/{process}"), resident(process)
    if held is None:
        return
    yield Row("server: resident memory", LIMIT, f"{held:.1f} MB")
    processor, wakings = _processor(account), _wakings(account)
    time.sleep(IDLE)
    used, woken = _processor(account) - processor, _wakings(account) - wakings
    yield Row(f"server: processor time in {IDLE:.0f} idle seconds", "≈ 0", f"{used * 1000:.1f} ms, woken {woken} times")


def resident(process: int) -> float | None:
    """The megabytes that a process holds, by Linux's own account of it; None on other systems."""
    account = Path(f"/proc/{process}")
    return _status(account, "VmRSS") * 1024 / 1e6 if account.is_dir() else None


def _status(account: Path, field: str) -> int:
    lines = (line.partition(":") for line in (account / "status").read_text().splitlines())
    return next(int(value.split()[0]) for name, _, value in lines if name == field)


def _processor(account: Path) -> float:
    """Seconds on a processor, of all threads; the kernel counts nanoseconds here, and hundredths elsewhere."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in (account / "task").iterdir()) / 1e9


def _wakings(account: Path) -> int:
    return sum(_status(task, "voluntary_ctxt_switches") for task in (account / "task").iterdir())
