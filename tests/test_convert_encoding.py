"""Files of every encoding written as UTF-8: what pip reads is the same before and after, and no failure loses anything."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import _decode_req_file, get_file_content

from reqd.actions.convert import Conversion, conversion
from reqd.actions.plan import Refusal
from reqd.check import check
from reqd.core.events import FoldersChanged, ManifestChanged, PathsChanged
from reqd.core.finding import CommandFix, Finding
from reqd.core.manifest import Manifest, Problem
from reqd.core.snapshot import Snapshot
from reqd.core.text import Text
from reqd.disk import read_manifest
from reqd.manifests import parse
from reqd.perform.convert import converted
from reqd.perform.outcome import RefusedError
from reqd.perform.write import rewritten
from reqd.settle import settled
from tests.cli_project import reqd

PATH = "/p/requirements.txt"
TEXT = "# caf\u00e9 \U0001f40d\r\nsix==1.16.0\n\nrich  # no end behind me"
UTF16 = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")

CONVERTED = [
    pytest.param(UTF16, TEXT, "UTF-16", id="UTF-16, little end first"),
    pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), TEXT, "UTF-16", id="UTF-16, big end first"),
    pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), TEXT, "UTF-32", id="UTF-32, little end first"),
    pytest.param(codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT, "UTF-32", id="UTF-32, big end first"),
    pytest.param(codecs.BOM_UTF8 + TEXT.encode(), TEXT, "UTF-8 with a byte order mark", id="UTF-8 with its mark"),
    pytest.param(codecs.BOM_UTF16_LE, "", "UTF-16", id="a mark alone"),
    pytest.param(codecs.BOM_UTF16_LE + "{{ name }}\n".encode("utf-16-le"), "{{ name }}\n", "UTF-16", id="a template"),
    pytest.param(
        codecs.BOM_UTF16_LE + "# coding: utf8\nsix".encode("utf-16-le"), "# coding: utf8\nsix", "UTF-16", id="a comment that is right"
    ),
]

RENAMED = [
    pytest.param(b"# -*- coding: latin-1 -*-\n# \xe4\nsix", "# -*- coding: utf-8 -*-\n# \xe4\nsix", "latin-1", id="Latin-1"),
    pytest.param(
        b"# a\r\n# vim: fileencoding=cp1252\r\nsix # \x80", "# a\r\n# vim: fileencoding=utf-8\r\nsix # \u20ac", "cp1252", id="Windows's"
    ),
    pytest.param(
        codecs.BOM_UTF8 + b"# coding: utf-7\nsix", "# coding: utf-8\nsix", "utf-7", id="not obeyed so far, for the mark before it"
    ),
    pytest.param(codecs.BOM_UTF16_LE + "# coding: x\nsix".encode("utf-16-le"), "# coding: utf-8\nsix", "x", id="no encoding at all"),
]


def planned(content: bytes, shown: str | None = None) -> Conversion:
    found = conversion(PATH, content, shown)
    assert isinstance(found, Conversion), found
    return found


def refused(content: bytes, shown: str | None = None) -> str:
    found = conversion(PATH, content, shown)
    assert isinstance(found, Refusal), found
    return found.reason


def pip_reads(path: Path) -> str:
    return get_file_content(str(path), PipSession())[1]


def findings(path: Path) -> list[Finding]:
    snapshot = settled(Snapshot(), FoldersChanged((str(path.parent),)))
    return [finding for finding in check(snapshot, str(path)) if finding.code == "file-encoding"]


@pytest.mark.parametrize(("content", "text", "was"), CONVERTED)
def test_pip_reads_the_same_text_before_and_after(tmp_path: Path, content: bytes, text: str, was: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(content)
    before = pip_reads(path)
    assert converted(str(path), str(tmp_path)).change == f"UTF-8 instead of {was}"
    assert path.read_bytes() == text.encode()
    assert pip_reads(path) == before == text
    assert findings(path) == []


@pytest.mark.parametrize(("content", "text", "named"), RENAMED)
def test_a_comment_that_names_another_encoding_names_utf_8(tmp_path: Path, content: bytes, text: str, named: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(content)
    before = pip_reads(path)
    assert converted(str(path), str(tmp_path)).change.endswith(f", and the comment names utf-8 and not {named}")
    assert path.read_bytes() == text.encode()
    assert pip_reads(path) == text == before.replace(named, "utf-8", 1)
    assert findings(path) == []


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_lacks_its_mark_is_known_by_its_nul_bytes(codec: str) -> None:
    assert planned("six==1.0\r\nrich".encode(codec)).after == b"six==1.0\r\nrich"


@pytest.mark.parametrize("content", [b"", b"six\n", "# \u00e9\r\nsix".encode(), b"# coding: utf8\nsix", b"a\nb\n# coding: cp1252\n"])
def test_what_is_utf_8_stays_as_it_is(content: bytes) -> None:
    assert not planned(content).is_needed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"six\n# \xe9\n", "Line 2 of requirements.txt holds bytes that are not UTF-8: correct them in an editor, and save it as UTF-8"),
        (b"# coding: ascii\r\n\r\n\xe9", "Line 3 of requirements.txt holds bytes that are not ascii: correct them in an editor, and"),
        (b"# coding: cp1252\n\x81", "Line 2 of requirements.txt holds bytes that are not cp1252: "),
        (codecs.BOM_UTF16_LE + b"s\0\n\0\n\0s", "Line 3 of requirements.txt holds bytes that are not UTF-16: "),
        (codecs.BOM_UTF16_LE + b"s\0\x00\xd8", "Line 1 of requirements.txt holds bytes that are not UTF-16: "),
        (
            b"# coding: utf-7\nsix",
            "A comment of requirements.txt names the encoding utf-7, which can hide requirements: remove that line first",
        ),
        (b"# coding: x\nsix", "A comment of requirements.txt names the encoding x, which can hide requirements: "),
        (b"six\ns\0i\0x\0\n\0", "requirements.txt holds characters that are no text, so it is not known what was meant: "),
        (b"s\0\0\0i\0\0\0", "requirements.txt holds characters that are no text, so it is not known what was meant: "),
        (
            codecs.BOM_UTF16_LE + codecs.BOM_UTF16_BE + b"\0s",
            "requirements.txt holds characters that are no text, so it is not known what ",
        ),
        (codecs.BOM_UTF8 * 2 + b"six", "requirements.txt holds characters that are no text, so it is not known what was meant: "),
    ],
)
def test_what_is_not_certain_is_refused(content: bytes, reason: str) -> None:
    assert refused(content).startswith(reason)


@pytest.mark.parametrize("shown", [TEXT, TEXT.replace("\r\n", "\n"), f"{TEXT}\n", f"\ufeff{TEXT}"])
def test_an_open_file_that_is_saved_is_converted(shown: str) -> None:
    assert planned(UTF16, shown).after == TEXT.encode()


@pytest.mark.parametrize("shown", ["", TEXT + "\nflask", TEXT.replace("\n", "")])
def test_an_open_file_with_changes_that_are_not_saved_is_refused(shown: str) -> None:
    reason = "requirements.txt is open, and the editor does not show what the file holds: save your changes, or close it, first"
    assert refused(UTF16, shown) == reason


# Pieces that mean something to whoever decodes: marks, comments, line ends, and bytes that fit one encoding and not another.
PIECES = (
    *(b"#", b"# ", b" coding: ", b"encoding=", b"cp1252", b"latin-1", b"utf-7", b"utf8", b"six", b"\n", b"\r", b"\r\n"),
    *(b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0", b"\0\0", b"\xe9", b"\xc3\xa9", b"\x81", b" \0\xe9\0"),
    "#coding: ascii\n".encode("utf-16-le"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_whatever_is_converted_reads_as_before_but_for_the_comment(pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    found = conversion(PATH, content)
    assume(isinstance(found, Conversion))
    assert isinstance(found, Conversion)
    after = _decode_req_file(found.after, "")
    assert after.encode() == found.after
    assert not planned(found.after).is_needed
    if "without its mark" not in found.change:  # which pip does not know
        named = found.change.partition("the comment names utf-8 and not ")[2]
        assert after in renamed(_decode_req_file(content, ""), named)


def renamed(text: str, name: str) -> list[str]:
    """The text with one of its mentions of an encoding replaced; the text itself where no encoding is to be."""
    places = [found.span() for found in re.finditer(re.escape(name), text)] if name else []
    return [f"{text[:start]}utf-8{text[end:]}" for start, end in places] or [text]


# --- the fix ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "is_offered"),
    [
        (UTF16, True),
        (b"# coding: cp1252\n# \x80", True),
        (b"s\0i\0x\0", True),
        (b"s\0i\0x", False),
        (b"# \xe9", False),
        (b"# coding: cp1252\n# \x81", False),
        (codecs.BOM_UTF16_LE + b"s", False),
    ],
)
def test_the_fix_is_offered_where_the_text_is_certain(tmp_path: Path, content: bytes, is_offered: bool) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(content)
    (finding,) = findings(path)
    fix = CommandFix("Convert it to UTF-8", "reqd.convert", {"path": str(path)}, is_preferred=True)
    assert finding.fixes == ((fix,) if is_offered else ())
    assert isinstance(conversion(str(path), content), Conversion) is is_offered


# --- writing ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX's links and modes")
def test_a_link_stays_a_link_and_the_mode_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "requirements.txt"
    real.write_bytes(UTF16)
    real.chmod(0o640)
    link.symlink_to(real)
    converted(str(link), str(tmp_path))
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (TEXT.encode(), 0o640)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX's links")
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.txt", tmp_path / "project"
    outside.write_bytes(UTF16)
    folder.mkdir()
    (folder / "requirements.txt").symlink_to(outside)
    with pytest.raises(RefusedError, match="is a link to a file outside of"):
        converted(str(folder / "requirements.txt"), str(folder))
    assert outside.read_bytes() == UTF16


def test_a_file_that_may_only_be_read_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(UTF16)
    monkeypatch.setattr(os, "access", lambda *_: False)  # the tests may run as somebody who may write everything
    with pytest.raises(RefusedError, match="you may only read it"):
        converted(str(path), str(tmp_path))
    assert path.read_bytes() == UTF16


def test_a_file_that_changed_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(UTF16 + "\n".encode("utf-16-le"))
    with pytest.raises(RefusedError, match="changed while it was looked at"):
        rewritten(str(path), str(tmp_path), UTF16, TEXT.encode())
    assert path.read_bytes() == UTF16 + "\n".encode("utf-16-le")


@pytest.mark.parametrize("failing", ["fsync", "replace", "chmod"])
def test_nothing_is_lost_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(UTF16)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, failing, full)
    with pytest.raises(RefusedError, match="could not be written: No space left on device"):
        converted(str(path), str(tmp_path))
    assert os.listdir(tmp_path) == ["requirements.txt"]
    assert path.read_bytes() == UTF16


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs the device that is always full")
def test_nothing_is_lost_when_the_bytes_themselves_find_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(UTF16)
    monkeypatch.setattr(os, "fdopen", _on_a_full_disk)
    with pytest.raises(RefusedError, match="No space left on device"):
        converted(str(path), str(tmp_path))
    assert os.listdir(tmp_path) == ["requirements.txt"]
    assert path.read_bytes() == UTF16


def _on_a_full_disk(descriptor: int, _mode: str) -> object:
    os.close(descriptor)
    return open("/dev/full", "wb")


# --- while a file is open -----------------------------------------------------------------------------------------------------------


def test_what_is_told_of_an_open_files_bytes_goes_when_they_are_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(UTF16)
    reading = read_manifest(str(path), str(tmp_path))
    assert isinstance(reading, Manifest)
    opened = ManifestChanged(parse(str(path), TEXT, 1, reading.problems))
    snapshot = settled(Snapshot(), FoldersChanged((str(tmp_path),)), opened)
    told = [finding.code for finding in check(snapshot, str(path))]
    assert "file-encoding" in told
    snapshot = settled(snapshot, PathsChanged(frozenset({str(path)})))
    assert [finding.code for finding in check(snapshot, str(path))] == told, "nothing was written"
    path.write_bytes(b"flask\n")
    snapshot = settled(snapshot, PathsChanged(frozenset({str(path)})))
    assert "file-encoding" not in [finding.code for finding in check(snapshot, str(path))]
    assert (snapshot.text(str(path)).string, snapshot.manifests[str(path)].version) == (TEXT, 1)  # type: ignore[union-attr]


def test_what_else_is_told_of_an_open_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(b"six\n")
    problem = Problem("unreadable-file", "this file is not checked: it is too long")
    opened = Manifest(str(path), Text(""), (), (), 1, (problem,))
    snapshot = settled(Snapshot(), FoldersChanged((str(tmp_path),)), ManifestChanged(opened))
    assert settled(snapshot, PathsChanged(frozenset({str(path)}))).manifests[str(path)] == opened


# --- the command line ---------------------------------------------------------------------------------------------------------------


def test_the_terminal_converts_the_file_of_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(UTF16)
    assert b"To write it as UTF-8: reqd convert requirements.txt\n" in reqd(tmp_path, "check").stdout
    planned = reqd(tmp_path, "convert", "--plan")
    assert (planned.returncode, planned.stdout) == (0, b"requirements.txt would be written as UTF-8 instead of UTF-16\n")
    assert path.read_bytes() == UTF16
    done = reqd(tmp_path, "convert")
    assert (done.returncode, done.stderr) == (0, b"Written: requirements.txt, as UTF-8 instead of UTF-16\n")
    assert path.read_bytes() == TEXT.encode()
    again = reqd(tmp_path, "convert", "requirements.txt")
    assert (again.returncode, again.stderr) == (0, b"Nothing to convert: requirements.txt is UTF-8 already\n")


def test_the_terminal_writes_all_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(UTF16)
    (tmp_path / "b.txt").write_bytes(b"# \xe9")
    refusal = reqd(tmp_path, "convert", "a.txt", "b.txt")
    assert refusal.returncode == 2
    assert refusal.stderr.startswith(b"reqd: Line 1 of b.txt holds bytes that are not UTF-8: ")
    assert (tmp_path / "a.txt").read_bytes() == UTF16


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX's pipes")
def test_the_terminal_waits_for_nobody_to_write_into_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "requirements.txt")
    refusal = reqd(tmp_path, "convert", "requirements.txt")
    assert (refusal.returncode, refusal.stderr) == (2, b"reqd: requirements.txt is not read: it is not a regular file\n")
