"""The parts of a line: all of them, in order, each where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqd.manifests import parse
from reqd.manifests.requirements.syntax import Kind, parts

# A line, and its parts as `kind text` pairs; a part that is cut by a continuation stands once for each piece.
LINES: Mapping[str, str] = {
    "requests": "name requests",
    "  requests == 2.31.0  # pinned": "name requests | operator == | version 2.31.0 | comment # pinned",
    "requests[socks, use_chardet]>=2,<3": (
        "name requests | punctuation [ | extra socks | punctuation , | extra use_chardet | punctuation ] | operator >= | version 2"
        " | punctuation , | operator < | version 3"
    ),
    "a (>=1)": "name a | punctuation ( | operator >= | version 1 | punctuation )",
    "a===1.0-odd": "name a | operator === | version 1.0-odd",
    "tomli; python_version < '3.11' and (os_name not  in \"nt\")": (
        "name tomli | punctuation ; | marker variable python_version | marker operator < | marker value '3.11' | marker keyword and"
        ' | punctuation ( | marker variable os_name | marker operator not  in | marker value "nt" | punctuation )'
    ),
    "a @ https://example.org/a.zip#sha256=ab ; extra == 'x'": (
        "name a | punctuation @ | url https://example.org/a.zip | fragment #sha256=ab | punctuation ; | marker variable extra"
        " | marker operator == | marker value 'x'"
    ),
    "a==1 --hash=sha256:aa --hash sha256:bb": (
        "name a | operator == | version 1 | option --hash | punctuation = | option value sha256:aa | option --hash | option value sha256:bb"
    ),
    "-r other.txt # more": "option -r | path other.txt | comment # more",
    "-rother.txt": "option -r | path other.txt",
    '-r "with blank.txt"': 'option -r | path "with blank.txt"',
    "-e git+https://example.org/a.git@v1#egg=a": "option -e | url git+https://example.org/a.git@v1 | fragment #egg=a",
    '-e "./pkg[dev]"': 'option -e | punctuation " | url ./pkg | punctuation [ | extra dev | punctuation ] | punctuation "',
    "--index-url=https://example.org/simple": "option --index-url | punctuation = | option value https://example.org/simple",
    "--pre --no-index": "option --pre | option --no-index",
    "- requests": "dropped word - | dropped word requests",
    "foo -- for me": "name foo | option -- | dropped word for | dropped word me",
    "requests = 1": "error requests = 1",
    "# only words": "comment # only words",
    "   ": "",
    "requ\\\nests==\\\n1.0 \\\n  --hash=sha256:aa": (
        "name requ | continuation \\ | name ests | operator == | continuation \\ | version 1.0 | continuation \\ | option --hash"
        " | punctuation = | option value sha256:aa"
    ),
    "a==1 # why \\\nand more": "name a | operator == | version 1 | comment # why | continuation \\ | comment and more",
    "a\\\n# swallowed": "name a | continuation \\ | comment # swallowed",
    "🐍==1": "error 🐍==1",
    "a==1  # 🐍\u0301 snake": "name a | operator == | version 1 | comment # 🐍\u0301 snake",
}


def shown(raw: str) -> str:
    return " | ".join(f"{part.kind.value} {raw[part.span.start : part.span.end]}" for part in parts(raw))


@pytest.mark.parametrize("raw", LINES, ids=repr)
def test_every_part_has_its_place(raw: str) -> None:
    assert shown(raw) == LINES[raw]


PIECES = st.sampled_from(
    (
        *("requests", "a", "7zip", "🐍", "e\u0301", "==", ">=", "===", "~=", "<", ",", "1.0", "2.*", "1!2.0rc1+local", "[x]", "[x, y]"),
        *(";", " ; ", "python_version", "'3'", '"nt"', " and ", " or ", " in ", "not in", "(", ")", "@", " @ ", "https://e.org/a.zip"),
        *("git+https://e.org/a.git#egg=a", "./pkg", "#sha256=ab", " --hash=sha256:aa", " --hash sha512:bb", " --pre", "-r ", "-c", "-e "),
        *("--index-url=", "-i ", "-- ", " - ", '"', "'", " ", "\t", " # ", "#", "\\\n", " \\\r\n", "\\\\\n  ", "\\\x0b", "\\", "\ufeff"),
    )
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30)


@given(TEXTS)
def test_the_parts_and_what_lies_between_them_are_the_text(text: str) -> None:
    """In order, none within another; between them stand blanks, line ends, and backslashes that pip strips off."""
    for line in parse("/project/requirements.txt", text).lines:
        found = parts(line.raw)
        assert [part.span for part in found] == sorted(part.span for part in found)
        at = 0
        for part in found:
            assert at <= part.span.start < part.span.end <= len(line.raw)
            assert re.fullmatch(r"[\s\\]*", line.raw[at : part.span.start])
            at = part.span.end
        assert re.fullmatch(r"[\s\\]*", line.raw[at:])


@given(TEXTS)
def test_the_pieces_of_a_part_make_its_text(text: str) -> None:
    """A part that continuations cut is several with the same text, and these make up that text, blanks aside."""
    for line in parse("/project/requirements.txt", text).lines:
        left = ""
        for part in parts(line.raw):
            if part.kind is Kind.CONTINUATION:
                continue
            left = left or "".join(part.text.split())
            piece = "".join(line.raw[part.span.start : part.span.end].split())
            assert left.startswith(piece)
            left = left.removeprefix(piece)
        assert left == ""
