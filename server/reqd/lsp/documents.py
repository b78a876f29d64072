"""What the editor has open: which of it are requirements files, and the text of those as it is in the editor."""

from __future__ import annotations

from dataclasses import replace

from lsprotocol import types

from reqd.core.events import ManifestChanged, ManifestClosed
from reqd.core.manifest import Manifest, ManifestReading, Problem
from reqd.core.snapshot import boundary
from reqd.core.text import Text
from reqd.daemon import Daemon
from reqd.lsp import convert
from reqd.lsp.client import Client
from reqd.manifests import parse
from reqd.manifests.names import LANGUAGES, is_foreign, is_manifest

# Characters: as many as a closed file may hold bytes. No requirements file comes near it.
LONGEST = 8 << 20


class Documents:
    """Tells the daemon of documents that were opened, changed and closed; those that are no files on a disk are left alone."""

    def __init__(self, client: Client, daemon: Daemon) -> None:
        self._client = client
        self._daemon = daemon
        self._unclaimed: dict[str, types.TextDocumentItem] = {}

    def open(self, document: types.TextDocumentItem) -> None:
        path = convert.path(document.uri)
        if path is None:
            return
        if self._is_wanted(path, document.language_id):
            self._take(path, document)
        else:
            self._unclaimed[path] = document

    def claim(self) -> None:
        """Take up the open documents that another one draws in by now: of them the editor speaks, and not the disk."""
        for path in [path for path in self._unclaimed if path in self._daemon.snapshot.manifests]:
            self._take(path, self._unclaimed.pop(path))

    def change(self, uri: str, text: str, version: int) -> None:
        """The whole document is this now. One that was never opened is not known, and stays so."""
        path = convert.path(uri)
        if path is None:
            return
        if path in self._unclaimed:
            self._unclaimed[path].text, self._unclaimed[path].version = text, version
        if path not in self._client.opened:
            return
        held = self._daemon.snapshot.manifests.get(path)
        if isinstance(held, Manifest) and held.text.string == text:
            self._daemon.handle(ManifestChanged(replace(held, version=version)))
        else:
            self._daemon.handle(ManifestChanged(_manifest(path, text, version, held)))

    def close(self, uri: str) -> None:
        path = convert.path(uri)
        if path is None:
            return
        self._unclaimed.pop(path, None)
        if self._client.opened.pop(path, None) is not None:
            self._daemon.handle(ManifestClosed(path))

    def _take(self, path: str, document: types.TextDocumentItem) -> None:
        """From now on the editor speaks of this file; most often it says what the disk said."""
        self._client.opened[path] = document.uri
        held = self._daemon.snapshot.manifests.get(path)
        self._daemon.handle(ManifestChanged(_manifest(path, document.text, document.version, held)))

    def _is_wanted(self, path: str, language: str) -> bool:
        """Whether a document is a requirements file: by its name, by its language, or because another one draws it in.

        Editors that know no such language send every text file there is, and people look into the packages that are installed.
        """
        if path in self._daemon.snapshot.manifests:
            return True
        is_named = is_manifest(path) or language in LANGUAGES
        return is_named and not is_foreign(path, boundary(self._daemon.snapshot, path))


def _manifest(path: str, text: str, version: int, held: ManifestReading | None) -> Manifest:
    if len(text) > LONGEST:
        problem = Problem("unreadable-file", f"this file is not checked: it is longer than {LONGEST >> 20} million characters")
        return Manifest(path, Text(""), (), (), version, (problem,))
    return parse(path, text, version, _of_bytes(held, text), held if isinstance(held, Manifest) else None)


def _of_bytes(held: ManifestReading | None, text: str) -> tuple[Problem, ...]:
    """What the disk said of the encoding, as long as the editor shows what the file holds: of its bytes an editor says nothing."""
    if not isinstance(held, Manifest) or held.text.string != text:
        return ()
    return tuple(problem for problem in held.problems if problem.code == "file-encoding")
