"""Reading a manifest from disk: whatever lies at the path, an answer comes at once."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from reqd import disk
from reqd.core.manifest import Manifest, ManifestReading, MissingFile, Unreadable
from reqd.manifests.decoding import decoded
from reqd.manifests.names import is_manifest

LINE = "six==1.16.0\n"
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def read(folder: Path, name: str = "requirements.txt") -> ManifestReading:
    return disk.read_manifest(str(folder / name), str(folder))


def text(reading: ManifestReading) -> str:
    assert isinstance(reading, Manifest), reading
    return reading.text.string


def reason(reading: ManifestReading) -> str:
    assert isinstance(reading, Unreadable), reading
    return reading.reason


def test_a_file_is_a_manifest_with_its_text_and_no_version(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes(b"six==1.16.0\r\n")
    reading = read(tmp_path)
    assert isinstance(reading, Manifest)
    assert (reading.text.string, reading.version, reading.problems) == ("six==1.16.0\r\n", None, ())
    assert [entry.requirement.project for entry in reading.entries] == ["six"]


@pytest.mark.parametrize("name", ["requirements.txt", "no/such/folder.txt"])
def test_a_file_that_is_not_there_is_missing(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name) == MissingFile(str(tmp_path / name))


def test_below_a_file_there_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text(LINE)
    assert isinstance(read(tmp_path, "requirements.txt/more.txt"), MissingFile)


def test_a_folder_named_like_a_manifest_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").mkdir()
    assert reason(read(tmp_path)) == "it is a folder"


@POSIX
def test_a_fifo_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "requirements.txt")
    assert reason(read(tmp_path)) == "it is not a regular file"


@POSIX
def test_a_socket_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket may not be long
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("requirements.txt")
        assert reason(read(tmp_path)) == "it is not a regular file"


def test_a_file_of_eight_mebibytes_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_bytes(b"#" * (8 << 20))
    assert len(text(read(tmp_path))) == 8 << 20
    path.write_bytes(b"#" * (10 << 20))
    assert reason(read(tmp_path)) == "it is larger than 8 MiB"


def test_denied_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: str, flags: int) -> int:
        raise PermissionError(13, "Permission denied", path)

    (tmp_path / "requirements.txt").write_text(LINE)
    monkeypatch.setattr(os, "open", denied)
    assert reason(read(tmp_path)) == "permission to read it is denied"


@pytest.mark.parametrize("name", ["a\0b.txt", "\ud800.txt"])
def test_a_name_that_no_file_can_have_is_no_error(tmp_path: Path, name: str) -> None:
    assert isinstance(read(tmp_path, name), Unreadable)


def test_a_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, "r" * 5000), Unreadable)


class TestBoundary:
    """Nothing outside of the opened folder is opened, links taken into account."""

    @pytest.fixture
    def inside(self, tmp_path: Path) -> Path:
        (tmp_path / "inside").mkdir()
        (tmp_path / "secret.txt").write_text("password\n")
        return tmp_path / "inside"

    def test_a_file_beside_the_folder_is_not_opened(self, inside: Path) -> None:
        outside = str(inside.parent / "secret.txt")
        assert disk.read_manifest(outside, str(inside)) == Unreadable(outside, "it lies outside of the opened folder", True)

    def test_a_folder_whose_name_only_begins_alike_is_outside(self, inside: Path) -> None:
        (inside.parent / "inside2").mkdir()
        (inside.parent / "inside2" / "requirements.txt").write_text(LINE)
        reading = disk.read_manifest(str(inside.parent / "inside2" / "requirements.txt"), str(inside))
        assert reason(reading) == "it lies outside of the opened folder"

    @POSIX
    def test_a_link_that_leads_out_is_not_followed(self, inside: Path) -> None:
        (inside / "requirements.txt").symlink_to("../secret.txt")
        assert reason(read(inside)) == "it lies outside of the opened folder"

    @POSIX
    def test_a_linked_folder_that_leads_out_is_not_entered(self, inside: Path) -> None:
        (inside / "deps").symlink_to("..")
        assert reason(read(inside, "deps/secret.txt")) == "it lies outside of the opened folder"

    @POSIX
    def test_a_link_within_the_folder_is_followed(self, inside: Path) -> None:
        (inside / "base.txt").write_text(LINE)
        (inside / "requirements.txt").symlink_to("base.txt")
        reading = read(inside)
        assert text(reading) == LINE
        assert reading.path == str(inside / "requirements.txt")

    @POSIX
    def test_a_folder_that_is_itself_a_link_is_looked_through(self, inside: Path) -> None:
        (inside / "requirements.txt").write_text(LINE)
        (inside.parent / "link").symlink_to("inside")
        assert text(read(inside.parent / "link")) == LINE
        assert text(disk.read_manifest(str(inside / "requirements.txt"), str(inside.parent / "link"))) == LINE

    @POSIX
    def test_a_dangling_link_is_a_missing_file(self, inside: Path) -> None:
        (inside / "requirements.txt").symlink_to("gone.txt")
        assert isinstance(read(inside), MissingFile)

    @POSIX
    def test_a_link_to_itself_is_no_endless_way(self, inside: Path) -> None:
        (inside / "requirements.txt").symlink_to("requirements.txt")
        assert reason(read(inside)) == "it is a link that leads back to itself"

    @POSIX
    def test_a_link_put_there_after_the_look_is_not_followed(self, inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (inside / "requirements.txt").symlink_to("../secret.txt")
        monkeypatch.setattr(disk, "_resolved", lambda path, boundary: path)
        assert isinstance(read(inside), Unreadable)


class TestMeanwhile:
    """The file changes between two steps of reading it."""

    def test_a_file_removed_before_it_is_opened_is_missing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "requirements.txt"
        path.write_text(LINE)
        resolved = disk._resolved

        def and_removed(path: str, boundary: str) -> str | None:
            found = resolved(path, boundary)
            os.remove(path)
            return found

        monkeypatch.setattr(disk, "_resolved", and_removed)
        assert isinstance(read(tmp_path), MissingFile)

    @POSIX
    def test_a_file_removed_while_it_is_read_is_read_to_its_end(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._meanwhile(monkeypatch, lambda: os.remove(tmp_path / "requirements.txt"))
        (tmp_path / "requirements.txt").write_text(LINE)
        assert text(read(tmp_path)) == LINE

    def test_a_file_that_grows_while_it_is_read_is_read_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "requirements.txt"
        self._meanwhile(monkeypatch, lambda: path.write_text(LINE * 2))
        path.write_text(LINE)
        assert text(read(tmp_path)) == LINE * 2

    def test_an_error_of_the_disk_is_a_reason(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing() -> None:
            raise OSError(5, "Input/output error")

        (tmp_path / "requirements.txt").write_text(LINE)
        self._meanwhile(monkeypatch, failing)
        assert reason(read(tmp_path)) == "it cannot be opened (Input/output error)"

    @staticmethod
    def _meanwhile(monkeypatch: pytest.MonkeyPatch, happening: object) -> None:
        """Let something happen once, right after the first bytes were read."""
        original, waiting = disk._bytes, [happening]

        def interrupted(descriptor: int, count: int) -> bytes:
            found = original(descriptor, count)
            if waiting:
                waiting.pop()()  # type: ignore[operator]
            return found

        monkeypatch.setattr(disk, "_bytes", interrupted)


UNUSUAL = "The file is encoded as {}, which pip reads and most other tools do not: save it as UTF-8"
MARKED = "The file begins with a byte order mark, which pip takes off and some tools take for a letter: save it as UTF-8 without it"
HIDING = "A comment names the encoding {}, which can hide requirements; the file is read as UTF-8: remove it"


@pytest.mark.parametrize(
    ("content", "expected", "message"),
    [
        pytest.param(b"", "", "", id="empty"),
        pytest.param("# ä\n".encode(), "# ä\n", "", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfsix\n", "six\n", MARKED, id="UTF-8 with its mark"),
        pytest.param(b"\xef\xbb\xbf", "", MARKED, id="a mark alone"),
        pytest.param(b"\xff\xfe" + "six ä\n".encode("utf-16-le"), "six ä\n", UNUSUAL.format("UTF-16"), id="UTF-16, little end first"),
        pytest.param(b"\xfe\xff" + "six\n".encode("utf-16-be"), "six\n", UNUSUAL.format("UTF-16"), id="UTF-16, big end first"),
        pytest.param(b"\xff\xfe\0\0" + "six\n".encode("utf-32-le"), "six\n", UNUSUAL.format("UTF-32"), id="UTF-32, little end first"),
        pytest.param(b"\0\0\xfe\xff" + "six\n".encode("utf-32-be"), "six\n", UNUSUAL.format("UTF-32"), id="UTF-32, big end first"),
        pytest.param(b"\xff\xfes", "\ufffd", "Line 1 holds bytes that are not UTF-16: save the file as UTF-8", id="half a letter"),
        pytest.param(b"six\n# \xe4\n", "six\n# ä\n", "Line 2 holds bytes that are not UTF-8: save the file as UTF-8", id="not UTF-8"),
        pytest.param(b"# coding: latin-1\n# \xe4\n", "# coding: latin-1\n# ä\n", "", id="Latin-1, and it says so"),
        pytest.param(b"six\n# coding=utf8\n", "six\n# coding=utf8\n", "", id="a comment in the second line"),
        pytest.param(b"a\nb\n# coding: utf-7\n", "a\nb\n# coding: utf-7\n", "", id="a comment in the third line says nothing"),
        pytest.param(b" # coding: utf-7\n", " # coding: utf-7\n", "", id="an indented comment says nothing"),
        pytest.param(b"# coding: cp1252\n# \x80\n", "# coding: cp1252\n# €\n", UNUSUAL.format("cp1252"), id="Windows's own"),
        pytest.param(b"# coding: utf-7\n# +AAo-six\n", "# coding: utf-7\n# +AAo-six\n", HIDING.format("utf-7"), id="UTF-7 hides a line"),
        pytest.param(b"# coding: rot13\n", "# coding: rot13\n", HIDING.format("rot13"), id="no encoding of text"),
        pytest.param(b"# coding: nonsense\n", "# coding: nonsense\n", HIDING.format("nonsense"), id="an unknown one"),
        pytest.param(b"# coding: utf-7\n\xe4\n", "# coding: utf-7\nä\n", HIDING.format("utf-7"), id="UTF-7, and not even UTF-8"),
        pytest.param(
            b"# coding: ascii\n\xe4\n", "# coding: ascii\nä\n", "Line 2 holds bytes that are not ASCII: save the file as UTF-8", id="a lie"
        ),
        pytest.param(
            b"s\0i\0x\0", "s\0i\0x\0", "The file holds NUL bytes, as one in UTF-16 without its mark does: save it as UTF-8", id="NUL bytes"
        ),
    ],
)
def test_bytes_become_text_as_pip_has_it(content: bytes, expected: str, message: str) -> None:
    found, problems = decoded(content)
    assert (found, [problem.message for problem in problems]) == (expected, [message] if message else [])
    assert {problem.code for problem in problems} <= {"file-encoding"}


def test_a_manifest_carries_the_problem_of_its_encoding(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("\ufeffsix\n".encode("utf-16-le"))
    reading = read(tmp_path)
    assert isinstance(reading, Manifest)
    assert [problem.code for problem in reading.problems] == ["file-encoding"]
    assert [entry.requirement.project for entry in reading.entries] == ["six"]


PIP_READS = [b"six\n", b"# \xe4", b"\xff\xfes\0", b"# coding: latin-1\n\xe4", b"\xef\xbb\xbfsix", b"\n# coding=utf8\n\xc3\xa4"]


@pytest.mark.parametrize("content", PIP_READS)
def test_the_text_is_the_one_that_pip_reads(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from pip._internal.req import req_file

    monkeypatch.setattr(req_file, "get_locale_encoding", lambda: "latin-1")
    assert decoded(content).text == req_file._decode_req_file(content, "")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/w/requirements.txt", True),
        ("/w/requirements-dev.txt", True),
        ("/w/requirements_test.in", True),
        ("/w/Requirements.TXT", True),
        ("/w/dev-requirements.txt", True),
        ("/w/docs.requirements.txt", True),
        ("/w/requirements/dev.txt", True),
        ("/w/requirements/dev.in", True),
        ("/w/constraints.txt", True),
        ("/w/constraints-3.12.txt", True),
        ("C:\\w\\requirements\\dev.txt", True),
        ("/w/requirements.md", False),
        ("/w/notes.txt", False),
        ("/w/requirements/README.md", False),
        ("/w/requirements/deep/dev.txt", False),
        ("/w/requirements.txt.bak", False),
        ("/w/requirements", False),
    ],
)
def test_a_manifest_is_known_by_its_name(path: str, expected: bool) -> None:
    assert is_manifest(path) is expected
