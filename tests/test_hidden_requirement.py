"""What pip reads and an editor does not show: told, and shown, removed or made a comment by the fixes.

Not in a Markdown spec, where a reader would not see it either.
"""

from __future__ import annotations

import pytest

from reqd.check import check
from reqd.core.finding import EditFix, Finding
from reqd.core.manifest import Remark
from reqd.core.snapshot import Snapshot
from reqd.core.text import Text
from reqd.manifests import parse
from reqd.manifests.decoding import decoded
from tests import fixture

PATH = f"{fixture.ROOT}/requirements.txt"
SEPARATORS = {
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\x1c": "file separator",
    "\x1d": "group separator",
    "\x1e": "record separator",
    "\x85": "next-line character",
    "\u2028": "line separator",
    "\u2029": "paragraph separator",
}


def hidden(text: str) -> list[Finding]:
    found = check(fixture.Case(files={PATH: text}).snapshot(), PATH)
    return [finding for finding in found if finding.code == "hidden-requirement"]


def shown(text: str, finding: Finding) -> str:
    """The piece of the text on which a finding stands."""
    document = Text(text)
    return text[document.offset(finding.range.start) : document.offset(finding.range.end)]


def fixed(text: str, title: str) -> str:
    fixes = [fix for finding in hidden(text) for fix in finding.fixes if isinstance(fix, EditFix) and fix.title == title]
    return fixture.applied(text, list(fixes[0].edits))


def titles(text: str) -> list[str]:
    return [fix.title for finding in hidden(text) for fix in finding.fixes]


def read(text: str) -> list[str]:
    """What pip reads in a text: the lines that are no remarks, without their comments."""
    return [line.raw.partition(" #")[0].strip() for line in fixture.manifest(text).lines if not isinstance(line, Remark)]


@pytest.mark.parametrize(("separator", "name"), SEPARATORS.items(), ids=SEPARATORS.values())
def test_a_requirement_behind_a_comment_is_told_and_can_be_shown(separator: str, name: str) -> None:
    text = f"flask\n# remark{separator}evil==1.0\nclick\n"
    (finding,) = hidden(text)
    assert shown(text, finding) == "evil==1.0"
    assert finding.severity.word == "error"
    assert finding.message == (
        f"pip reads this as a line of its own, since a {name} before it ends the comment for pip, but not in an editor"
    )
    assert fixed(text, "Show it on a line of its own") == "flask\n# remark\nevil==1.0\nclick\n"
    assert fixed(text, "Make it a part of the comment") == "flask\n# remark evil==1.0\nclick\n"
    assert fixed(text, "Remove it") == "flask\n# remark\nclick\n"


@pytest.mark.parametrize(
    "line", ["evil", "-r evil.txt", "--index-url https://evil.example", "-e ./evil", "evil ; python_version > '3'  # fine"]
)
def test_whatever_pip_obeys_is_told(line: str) -> None:
    text = f"# remark \x0c \x0c  {line}\r\nflask\r\n"
    (finding,) = hidden(text)
    assert shown(text, finding) == line.partition("  #")[0]
    assert fixed(text, "Show it on a line of its own") == f"# remark\r\n  {line}\r\nflask\r\n"


def test_two_requirements_on_what_looks_like_one_line() -> None:
    text = "flask\u2028evil"
    (finding,) = hidden(text)
    assert "ends the line for pip" in finding.message
    assert titles(text) == ["Show it on a line of its own", "Remove it"]
    assert fixed(text, "Show it on a line of its own") == "flask\nevil"
    assert fixed(text, "Remove it") == "flask"


def test_each_of_several_is_told() -> None:
    text = "# a\x0cb\x0cc # d\x0ce\n"
    assert [shown(text, finding) for finding in hidden(text)] == ["b", "c", "e"]


def test_what_pip_refuses_was_most_likely_meant_as_a_comment() -> None:
    text = "# from the web:\u2028these are needed\nflask\n"
    assert titles(text)[0] == "Make it a part of the comment"
    assert fixed(text, "Make it a part of the comment") == "# from the web: these are needed\nflask\n"


def test_a_continued_line_cannot_become_a_comment() -> None:
    text = "# remark\x0cevil \\\n  ==1.0\nflask\n"
    assert titles(text) == ["Show it on a line of its own", "Remove it"]
    assert fixed(text, "Remove it") == "# remark\nflask\n"


@pytest.mark.parametrize(
    "text",
    [
        "# remark\x0c\nflask\n",
        "# remark\x0c  # another\n",
        "flask\x0c# remark\n",
        "flask \u2028\n",
        "\x0cflask\n",
        "# page\n\x0cflask\n",
        " \u2028flask",
        "flask\r\nclick\rrich\n",
        "flask\\\x0c==1.0\n",
    ],
)
def test_a_separator_that_hides_nothing_is_not_told(text: str) -> None:
    assert hidden(text) == []


@pytest.mark.parametrize("text", ["# a\x0cb\n", "# a\x0cb \\\n ==1\n", "x\u2029b # c\x0b-r d\n", "# a \x0c\x0c b\x1cc d\n"])
def test_what_is_shown_is_read_as_before(text: str) -> None:
    after = text
    while hidden(after):
        after = fixed(after, "Show it on a line of its own")
    assert read(after) == read(text)


@pytest.mark.parametrize("comment", ["# reqd: ignore", "# reqd: ignore[hidden-requirement]"])
def test_no_comment_silences_it(comment: str) -> None:
    assert len(hidden(f"# remark\x0cevil  {comment}\n")) == 1
    assert len(hidden(f"{comment.replace('ignore', 'ignore-file')}\n# remark\x0cevil\n")) == 1


def test_a_template_does_not_silence_it() -> None:
    assert len(hidden("# remark\x0cevil\n{{ more }}\n")) == 1


def test_a_line_of_thousands_takes_no_longer_than_as_many_lines() -> None:
    assert len(hidden("# remark" + "\x0ca" * 5_000)) == 5_000


def test_a_turn_of_direction_in_a_line_that_pip_obeys_is_a_warning() -> None:
    text = "flask  # \u202eevil\u202c\n"
    (finding,) = hidden(text)
    assert finding.severity.word == "warning"
    assert finding.message == "a right-to-left override makes an editor show this line in another order than pip reads it"
    assert fixed(text, "Remove it") == "flask  # evil\u202c\n"


@pytest.mark.parametrize("text", ["# \u202eremark\n", "flask  # \u200f\u05d0\u05d1\n"])
def test_other_scripts_in_comments_are_welcome(text: str) -> None:
    assert hidden(text) == []


def encoding(content: bytes, is_open: bool) -> list[Finding]:
    """What is told of a file's encoding while it is open, or of its bytes on the disk."""
    text, problems = decoded(content)
    manifest = parse(PATH, text, 1 if is_open else None, () if is_open else problems)
    return [finding for finding in check(Snapshot(manifests={PATH: manifest}), PATH) if finding.code == "file-encoding"]


@pytest.mark.parametrize("is_open", [True, False])
def test_a_comment_that_names_a_hiding_encoding_is_told_where_it_stands_and_can_be_removed(is_open: bool) -> None:
    content = b"# Requirements.\n# -*- coding: utf-7 -*-\n# +AAo-evil\nflask\n"
    (finding,) = encoding(content, is_open)
    assert shown(content.decode(), finding) == "# -*- coding: utf-7 -*-"
    (fix,) = finding.fixes
    assert isinstance(fix, EditFix)
    assert fixture.applied(content.decode(), list(fix.edits)) == "# Requirements.\n# +AAo-evil\nflask\n"


@pytest.mark.parametrize("is_open", [True, False])
@pytest.mark.parametrize(
    "content", [b"# coding: utf-8\n", b"# coding: latin-1\n", b"a\nb\n# coding: utf-7\n", b" # coding: utf-7\n", b"flask\n"]
)
def test_an_encoding_that_hides_nothing_is_not_told(content: bytes, is_open: bool) -> None:
    assert encoding(content, is_open) == []


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf# coding: utf-7\n", b"# \xe4\n# coding: utf-8\n"])
def test_a_comment_that_pip_does_not_obey_is_left_alone_in_a_closed_file(content: bytes) -> None:
    assert [finding.message for finding in encoding(content, is_open=False) if "names" in finding.message] == []


def test_a_comment_at_the_end_of_a_continued_line_is_told_at_the_top() -> None:
    (finding,) = encoding(b"flask \\\n# coding: utf-7\n", is_open=True)
    assert (finding.range.start, finding.fixes) == ((0, 0), ())
