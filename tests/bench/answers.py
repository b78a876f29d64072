"""Every question that an editor asks, on a file of 1,000 lines that is edited meanwhile: `python -m tests.bench.answers` tells of each."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.editor import LIMIT, resident
from tests.bench.process import COMPILED
from tests.bench.project import Project, build
from tests.bench.table import Row, milliseconds, percentile, table, target
from tests.conversation import Conversation

LINES = 1000
# Between two of them one line is edited; each asks every question.
ROUNDS = 100
# Of the lines that a window shows.
_WINDOW = 60
_TARGET = 20.0

# What an editor knows of our answers, as most editors have it.
_CAPABILITIES: Mapping[str, Any] = {
    "workspace": {"diagnostics": {"refreshSupport": True}},
    "textDocument": {
        "diagnostic": {},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "definition": {"linkSupport": True},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
    },
}
# Some distribution of each form: as tools write them, as people do, and what stands between them.
_FORMS = (
    "{name}=={version}\n",
    "{name}>=1.0,<2  # the shop needs it\n",
    "{name}[extra]>={version}\n",
    '{name}=={version} ; python_version >= "3.8"\n',
    "{name}=={version} \\\n    --hash=sha256:{hash} \\\n    --hash=sha256:{hash} \\\n    --hash=sha256:{hash}\n    # via {name}\n",
    "\n# What the café needs beside all this,\n# and nobody else\n\n",
    '{name} >=2 ; sys_platform == "win32" and python_version < "3.9"\n',
    "{name} ~= 1.0\n",
    "absent-{number}>=1.{number}\n",
    "absent-{number} @ https://example.org/absent-{number}.zip\n",
)
# Hashes on some lines alone would make pip refuse all the others, and reqd find hundreds of faults.
_HEAD = "--index-url https://example.org/simple\n--no-require-hashes\n-r base.txt\n-c constraints.txt\n"


def rows(project: Project) -> Iterator[Row]:
    """How soon all questions are answered and the slowest of them, and what the server holds after them."""
    with opened(project) as conversation:
        times = asked(conversation, project)
        slowest = max(times, key=lambda method: percentile(times[method], 95))
        yield Row(f"server: an answer on {LINES:,} lines", "", milliseconds([*chain(*times.values())]))
        measured = f"{percentile(times[slowest], 95) * 1000:.1f} ms (`{slowest}`)"
        yield Row("server: the slowest question of them, 95th percentile", target(_TARGET), measured)
        held = resident(conversation.process.pid)
        if held is not None:
            yield Row(f"server: resident memory after {sum(map(len, times.values())):,} answers", LIMIT, f"{held:.1f} MB")


def each(project: Project) -> Iterator[Row]:
    """A row for each question."""
    with opened(project) as conversation:
        for method, seconds in asked(conversation, project).items():
            rare = f"95th percentile {percentile(seconds, 95) * 1000:.1f} ms, slowest {max(seconds) * 1000:.1f} ms"
            yield Row(method, target(_TARGET), f"{milliseconds(seconds)}, {rare}")
        yield Row("resident memory", LIMIT, f"{resident(conversation.process.pid):.1f} MB")


def opened(project: Project) -> Conversation:
    """A conversation in which a file of many lines is open, and has been judged."""
    (project.folder / "base.txt").write_text("".join(f"{pin}\n" for pin in project.pins[:20]))
    (project.folder / "constraints.txt").write_text("".join(f"{pin}\n" for pin in project.pins[20:40]))
    conversation = Conversation([sys.executable, "-m", "reqd", "serve"], folder=project.folder, environment=COMPILED)
    conversation.initialize(rootUri=project.folder.as_uri(), capabilities=_CAPABILITIES)
    document = {"uri": _path(project).as_uri(), "languageId": "pip-requirements", "version": 1, "text": text(project, 1)}
    conversation.notify("textDocument/didOpen", {"textDocument": document})
    conversation.request("textDocument/diagnostic", {"textDocument": {"uri": document["uri"]}})
    return conversation


def asked(conversation: Conversation, project: Project, rounds: int = ROUNDS) -> dict[str, list[float]]:
    """The seconds that each question took, by its method, each time at another place, and with an edit between the rounds.

    The first one of each round waits for the edit to be read, as it does in an editor.
    """
    times: dict[str, list[float]] = {}
    uri, result = _path(project).as_uri(), ""
    for version in range(2, rounds + 2):
        document = {"uri": uri, "version": version}
        conversation.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text(project, version)}]})
        for name, method, params in questions(uri, version * 53 % LINES, result):
            seconds, answer = _asked(conversation, method, params)
            times.setdefault(name, []).append(seconds)
            if name.endswith("Tokens/full"):
                result = answer["resultId"]
    return times


def questions(uri: str, line: int, result: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each question with its name, about a line; `result` is what the last answer about colours was called."""
    of = {"textDocument": {"uri": uri}}
    place = {"line": line, "character": 3}
    row = {"start": {"line": line, "character": 0}, "end": {"line": line + 1, "character": 0}}
    window = {"start": {"line": max(line - _WINDOW, 0), "character": 0}, "end": {"line": line, "character": 0}}
    file = {"start": {"line": 0, "character": 0}, "end": {"line": LINES, "character": 0}}
    neat = of | {"options": {"tabSize": 4, "insertSpaces": True}}
    delta = of | {"previousResultId": result}
    asked: Sequence[tuple[str, dict[str, Any]]] = (
        ("diagnostic", of),
        ("hover", of | {"position": place}),
        ("completion", of | {"position": place}),
        ("inlayHint", of | {"range": window}),
        ("inlayHint, whole file", of | {"range": file}),
        ("codeLens", of),
        ("codeAction", of | {"range": row, "context": {"diagnostics": []}}),
        ("documentLink", of),
        ("definition", of | {"position": place}),
        ("references", of | {"position": place, "context": {"includeDeclaration": True}}),
        ("documentSymbol", of),
        ("foldingRange", of),
        ("selectionRange", of | {"positions": [place]}),
        *((("semanticTokens/full/delta", delta),) if result else ()),
        ("semanticTokens/full", of),
        ("semanticTokens/range", of | {"range": window}),
        ("formatting", neat),
        ("rangeFormatting", neat | {"range": window}),
        ("onTypeFormatting", neat | {"position": place, "ch": "\n"}),
    )
    yield from ((name, f"textDocument/{name.partition(',')[0]}", params) for name, params in asked)
    yield "workspace/symbol", "workspace/symbol", {"query": ("", "a", "absent")[line % 3]}


def text(project: Project, version: int) -> str:
    """The lines of the file; a person types another version into the one in the middle of it."""
    lines = [*islice(_lines(project), LINES)]
    lines[LINES // 2] = f"{project.pins[0].partition('==')[0]}==999.{version}\n"
    return "".join(lines)


def _lines(project: Project) -> Iterator[str]:
    pins = iter(project.pins)
    yield from _HEAD.splitlines(keepends=True)
    for number in count():
        form = _FORMS[number % len(_FORMS)]
        name, _, version = next(pins, f"other-{number}==1.{number}").partition("==") if "{name}" in form else ("", "", "")
        written = form.format(name=name, version=version, number=number, hash=f"{number:064x}")
        yield from written.splitlines(keepends=True)


def _asked(conversation: Conversation, method: str, params: object) -> tuple[float, Any]:
    """Seconds from a question to its answer, and the answer."""
    begin, heard = time.perf_counter(), conversation.heard()
    asked = conversation.ask(method, params)
    answer = conversation.wait(method, lambda message: message.get("id") == asked and "method" not in message, after=heard)
    seconds = time.perf_counter() - begin
    return seconds, answer["result"]


def _path(project: Project) -> Path:
    return project.folder / "requirements-many.txt"


def main() -> None:
    """Make the project, ask, print."""
    with TemporaryDirectory(prefix="reqd-bench-") as folder:
        print(table(each(build(Path(folder).resolve()))))


if __name__ == "__main__":
    main()
