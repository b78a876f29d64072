"""An editor for tests: a conversation, the documents that are open in it, and what it was shown of each."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conversation import DEADLINE, Conversation, Message, Responder
from tests.e2e.project import SERVE, Project

PUBLISH = "textDocument/publishDiagnostics"

# An editor that is pushed to and can do everything else; in UTF-16, as nobody says anything else.
CAPABILITIES: Mapping[str, Any] = {
    "workspace": {
        "applyEdit": True,
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]},
        "workspaceFolders": True,
    },
    "textDocument": {
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
    },
    "window": {"workDoneProgress": True, "showMessage": {}},
}


class Editor:
    """Every method that waits has the conversation's deadline. A document is named by its path, or by a URI."""

    def __init__(self, conversation: Conversation, project: Project) -> None:
        self.conversation = conversation
        self.project = project
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        conversation.answers.setdefault("workspace/applyEdit", self._apply)
        for method in ("window/workDoneProgress/create", "client/registerCapability", "workspace/diagnostic/refresh"):
            conversation.answers.setdefault(method, lambda _: None)

    # --- documents ---

    def open(self, document: Path | str, text: str | None = None, version: int = 1, language: str = "pip-requirements") -> str:
        """Open a document with the text it has on disk, or another one; its URI."""
        uri = uri_of(document)
        self.texts[uri] = Path(document).read_bytes().decode() if text is None else text
        self.versions[uri] = version
        item = {"uri": uri, "languageId": language, "version": version, "text": self.texts[uri]}
        self.conversation.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def change(self, document: Path | str, text: str) -> int:
        """Replace a document's text without saving; the document's new version."""
        uri = uri_of(document)
        self.texts[uri] = text
        self.versions[uri] += 1
        identifier = {"uri": uri, "version": self.versions[uri]}
        self.conversation.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": [{"text": text}]})
        return self.versions[uri]

    def close(self, document: Path | str) -> None:
        uri = uri_of(document)
        del self.texts[uri], self.versions[uri]
        self.conversation.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def touched(self, *paths: Path, kind: int = 2) -> None:
        """Tell what an editor's own watcher noticed."""
        changes = [{"uri": path.as_uri(), "type": kind} for path in paths]
        self.conversation.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    def save(self, document: Path | str) -> None:
        self.conversation.notify("textDocument/didSave", {"textDocument": {"uri": uri_of(document)}})

    # --- what is shown ---

    def sees(self, document: Path | str, *messages: str, version: int | None = None, deadline: float = DEADLINE) -> list[Message]:
        """Wait until the newest diagnostics of a document say exactly this, in this order; of that version, where one is given."""
        uri = uri_of(document)

        def is_wanted(params: Any) -> bool:
            return (
                params["uri"] == uri
                and [diagnostic["message"] for diagnostic in params["diagnostics"]] == list(messages)
                and (version is None or params.get("version") == version)
            )

        found = self.conversation.notification(PUBLISH, is_wanted, deadline, after=self._newest(uri))
        diagnostics: list[Message] = found["diagnostics"]
        return diagnostics

    def shown(self, document: Path | str) -> list[str]:
        """The messages that stand in the editor now."""
        newest = self.conversation.messages[self._newest(uri_of(document)) :][:1]
        return [diagnostic["message"] for message in newest for diagnostic in message["params"]["diagnostics"]]

    def was_told(self, method: str = "window/showMessage", after: int = 0) -> list[str]:
        """The messages of that kind, in order."""
        return [str(each["params"]["message"]) for each in self.conversation.messages[after:] if each.get("method") == method]

    def _newest(self, uri: str) -> int:
        """The number of the message that says what stands in the editor now; past the end where nothing does."""
        numbers = [number for number, message in enumerate(self.conversation.messages) if _is_publishing(message, uri)]
        return numbers[-1] if numbers else len(self.conversation.messages)

    # --- what is done ---

    def actions(self, document: Path | str, line: int = 0, column: int = 0, only: Sequence[str] | None = None) -> list[Message]:
        """The code actions at a place."""
        position = {"line": line, "character": column}
        context: Message = {"diagnostics": []} if only is None else {"diagnostics": [], "only": list(only)}
        asked = {"textDocument": {"uri": uri_of(document)}, "range": {"start": position, "end": position}, "context": context}
        actions: list[Message] = self.conversation.request("textDocument/codeAction", asked)
        return actions

    def titles(self, document: Path | str, line: int = 0, column: int = 0, only: Sequence[str] | None = None) -> list[str]:
        return [action["title"] for action in self.actions(document, line, column, only)]

    def action(self, title: str, document: Path | str, line: int = 0, column: int = 0) -> Message:
        """The code action of that title; fails with the titles there are."""
        actions = self.actions(document, line, column)
        found = [action for action in actions if action["title"] == title]
        assert found, f"no action is called {title!r}; there are {[action['title'] for action in actions]}"
        return found[0]

    def choose(self, title: str, document: Path | str, line: int = 0, column: int = 0) -> Any:
        """Choose a code action, as a person does: its edit is applied, its command executed; what the command gave."""
        action = self.action(title, document, line, column)
        if "edit" in action:
            self.apply(action["edit"])
        return self.execute(action["command"]) if "command" in action else None

    def execute(self, command: Message, deadline: float = DEADLINE * 4) -> Any:
        """Execute a command and wait; an installer needs its time."""
        return self.conversation.request("workspace/executeCommand", executed(command), deadline)

    def apply(self, edit: Message) -> None:
        """Make an edit in the open documents, and tell the server of the changes; a stale version is refused."""
        for change in edit.get("documentChanges", ()):
            uri, version = change["textDocument"]["uri"], change["textDocument"]["version"]
            assert version == self.versions.get(uri), f"{uri} is at {self.versions.get(uri)}, the edit is for {version}"
            self.change(uri, edited(self.texts[uri], change["edits"]))
        for uri, edits in edit.get("changes", {}).items():
            self.change(uri, edited(self.texts[uri], edits))

    def _apply(self, params: Any) -> Message:
        self.apply(params["edit"])
        return {"applied": True}

    def folders(self, added: Sequence[Path] = (), removed: Sequence[Path] = ()) -> None:
        event = {"added": [_folder(path) for path in added], "removed": [_folder(path) for path in removed]}
        self.conversation.notify("workspace/didChangeWorkspaceFolders", {"event": event})


@contextmanager
def editing(
    project: Project,
    *,
    folders: Sequence[Path] | None = None,
    capabilities: Mapping[str, Any] = CAPABILITIES,
    answers: Mapping[str, Responder] | None = None,
    options: object = None,
    variables: Mapping[str, str] | None = None,
    command: Sequence[str] = SERVE,
    name: str = "",
) -> Iterator[Editor]:
    """An editor with the project's folder, or others, open; at the end every request must have been answered once."""
    environment = {**project.variables, **(variables or {})}
    with Conversation(command, folder=project.base / "home", environment=environment, answers=answers) as conversation:
        editor = Editor(conversation, project)
        opened = [_folder(path) for path in ([project.folder] if folders is None else folders)]
        known = {"clientInfo": {"name": name}} if name else {}
        conversation.initialize(capabilities=capabilities, workspaceFolders=opened, initializationOptions=options, **known)
        yield editor


def able(**sections: Mapping[str, Any]) -> dict[str, Any]:
    """The usual capabilities with these entries of these sections instead; None takes one away."""
    made: dict[str, Any] = copy.deepcopy(dict(CAPABILITIES))
    for section, entries in sections.items():
        made[section] = {name: value for name, value in {**made.get(section, {}), **entries}.items() if value is not None}
    return made


def executed(command: Message) -> Message:
    """The parameters that execute a command."""
    return {"command": command["command"], "arguments": command.get("arguments", [])}


def uri_of(document: Path | str) -> str:
    return document if isinstance(document, str) else document.as_uri()


def edited(text: str, edits: Sequence[Message]) -> str:
    """A text after edits with UTF-16 columns, the last one made first."""
    for edit in sorted(edits, key=lambda each: _place(each["range"]["start"]), reverse=True):
        start, end = (_offset(text, edit["range"][name]) for name in ("start", "end"))
        text = text[:start] + edit["newText"] + text[end:]
    return text


def _offset(text: str, position: Message) -> int:
    lines = text.splitlines(keepends=True)
    line = lines[position["line"]] if position["line"] < len(lines) else ""
    before = line.encode("utf-16-le")[: 2 * position["character"]].decode("utf-16-le")
    return len("".join(lines[: position["line"]])) + len(before)


def _place(position: Message) -> tuple[int, int]:
    return position["line"], position["character"]


def _folder(path: Path) -> Message:
    return {"uri": path.as_uri(), "name": path.name}


def _is_publishing(message: Message, uri: str) -> bool:
    return message.get("method") == PUBLISH and message["params"]["uri"] == uri
