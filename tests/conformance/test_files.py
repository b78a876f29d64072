"""Whole files, from their bytes on: the text that pip decodes is the one that is read."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pip._internal.network.session import PipSession
from pip._internal.req.req_file import get_file_content

from reqd.manifests.decoding import decoded
from tests.conformance.differences import differing
from tests.conformance.texts import TEXTS

CODECS = {
    "utf-8": b"",
    "utf-8 with a mark": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
WRITTEN = [text for text in TEXTS if not any("\ud800" <= letter <= "\udfff" for letter in text)]

# Bytes that pip decodes, and reqd as pip does.
CONTENTS = {
    "nothing": b"",
    "a mark alone": codecs.BOM_UTF8,
    "a mark of UTF-16 alone": codecs.BOM_UTF16_LE,
    "a mark of UTF-32 alone": codecs.BOM_UTF32_LE,
    "a mark within": b"a\n\xef\xbb\xbfb",
    "two marks": codecs.BOM_UTF8 * 2 + b"a",
    "no line end at the end": b"a==1\nb==2",
    "Windows's line ends": b"a==1 \\\r\n --hash=sha256:aa\r\nb\r\n",
    "all line ends": b"a\nb\r\nc\rd\n\re",
    "latin-1, as a comment says": b"# coding: latin-1\n# \xe9\na\n",
    "latin-1, as the second line says": b"# x\n# -*- coding: latin-1 -*-\n# \xe9\na\n",
    "a third line says nothing": b"# x\n# y\n# coding: latin-1\na\n",
    "a comment behind a requirement says nothing": b"a # coding: latin-1\nb\n",
    "a comment after blanks says nothing": b"  # coding: latin-1\nb\n",
    "vim's comment": b"# vim: set fileencoding=cp1252 :\n# \x80\na\n",
    "ascii": b"# coding: ascii\na\n",
    "iso-8859-15": b"# coding=iso-8859-15\n# \xa4\na\n",
    "utf-8, as a comment says": b"# coding: utf-8\n# \xc3\xa9\na\n",
    "utf-8, with a mark and a comment that says otherwise": codecs.BOM_UTF8 + b"# coding: latin-1\n# \xc3\xa9\na\n",
    "a comment with no codec": b"# coding:\na\n",
    "the first of two": b"# coding: latin-1\n# coding: utf-8\n# \xe9\na\n",
    "a comment that ends at a line feed alone": b"# coding: latin-1\r# \xe9\ra",
    "NUL bytes": b"a\0\n",
    "control characters": bytes(range(9)) + b"\na\n",
    "UTF-16 without its mark": "a==1\nb".encode("utf-16-le"),
}

# Bytes that pip refuses, or reads as no other tool does, and the text that reqd shows instead, with a warning.
MEANT = {
    "bytes that are not UTF-8 are one letter each": (b"# \xe9\na==1\n", "# \u00e9\na==1\n"),
    "half a letter of UTF-16": (codecs.BOM_UTF16_LE + b"a\0b", "a\ufffd"),
    "bytes that are not UTF-8 behind its mark": (codecs.BOM_UTF8 + b"\xe9a", "\ufffda"),
    "a codec that nobody knows": (b"# coding: klingon\na\n", "# coding: klingon\na\n"),
    "a codec that hides a requirement": (b"# coding: utf-7\n# +AAo-a\n", "# coding: utf-7\n# +AAo-a\n"),
    "a codec that is none of text": (b"# coding: rot13\na\n", "# coding: rot13\na\n"),
    "a codec that turns letters into others": (b"# coding: cp037\na\n", "# coding: cp037\na\n"),
}


def as_pip(content: bytes, folder: Path) -> str:
    """The text that pip has of a file with this content."""
    path = folder / "content.txt"
    path.write_bytes(content)
    return get_file_content(str(path), PipSession())[1]


@pytest.mark.parametrize("codec", CODECS)
def test_texts_are_read_in_every_encoding_as_pip_reads_them(codec: str, tmp_path: Path) -> None:
    for text in WRITTEN:
        if text.startswith("\ufeff") and "le" in codec:
            continue  # a second mark, which pip drops where it is the machine's own
        content = CODECS[codec] + text.encode(codec.split(" ")[0])
        assert decoded(content).text == as_pip(content, tmp_path)
        assert differing(decoded(content).text) == []


@pytest.mark.parametrize("kind", CONTENTS)
def test_bytes_are_decoded_as_pip_decodes_them(kind: str, tmp_path: Path) -> None:
    assert decoded(CONTENTS[kind]).text == as_pip(CONTENTS[kind], tmp_path)


@pytest.mark.parametrize("kind", MEANT)
def test_what_is_not_decoded_as_pip_does_has_a_warning(kind: str) -> None:
    content, text = MEANT[kind]
    found = decoded(content)
    assert found.text == text
    assert [problem.code for problem in found.problems] == ["file-encoding"]


PIECES = st.sampled_from(
    (
        *(mark for mark in CODECS.values() if mark),
        *(b"a==1", b"\n", b"\r\n", b"\r", b"# coding: latin-1", b"# coding=ascii", b"#", b" ", b"\0", b"\\\n"),
        *(b"\xc3\xa9", b"\xe2\x80\xa8", b"\xe9", b"\x85", b"\xff", b"b\0\n\0", b"\0\0\0c\0\0\0\n"),
    )
)


@example(content=b"# coding: latin-1\xff\xfe\n\xe9")
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.lists(PIECES, max_size=10).map(b"".join) | st.binary(max_size=40))
def test_any_bytes_are_decoded_as_pip_decodes_them_or_have_a_warning(content: bytes, tmp_path: Path) -> None:
    found = decoded(content)
    try:
        expected = as_pip(content, tmp_path)
    except (UnicodeDecodeError, LookupError):
        assert found.problems
    else:
        assert found.text == expected or found.problems
