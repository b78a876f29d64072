"""A hover never fails, and shows what authors wrote without letting any of it act."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reqd.core.environment import Distribution, Environment, Origin
from reqd.core.snapshot import Snapshot
from reqd.features.hover import hover
from reqd.features.hover.content import Block, Code, Hover, Link, Piece, Place, Strong
from reqd.features.hover.option_meaning import FEATURES, MEANINGS
from reqd.features.hover.rendering import LIMIT, markdown, plain
from reqd.manifests.requirements.options import FLAGS, VALUED
from tests import fixture

ACTIVE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# All that CommonMark makes of a hover: paragraphs, lists, words in bold, code and links; no headings, no tags, no pictures.
BLOCK_KINDS = {f"{name}_{end}" for name in ("paragraph", "bullet_list", "list_item") for end in ("open", "close")} | {"inline"}
PIECE_KINDS = {"text", "text_special", "strong_open", "strong_close", "code_inline", "link_open", "link_close"}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKDOWN.validateLink = lambda _: True  # type: ignore[assignment,method-assign]  # it would hide links that other programs show

HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "<img src=x>",
                "<!--",
                "[x](command:foo)",
                "](command:foo)",
                "![](http://example.org)",
                "![",
                "`",
                "```",
                "**",
                "\\",
                "\x1b[31m",
                "\u202e",
                "\n",
                "\r\n\r\n",
                "# ",
                "- ",
                "&lt;",
                "<https://example.org>",
                "[a]: command:b",
                "|",
                "a",
                "_",
                " ",
                "(",
                ")",
            ]
        ),
        max_size=30,
    ).map("".join),
)
PIECES: st.SearchStrategy[Piece] = st.one_of(
    HOSTILE,
    HOSTILE.map(Code),
    HOSTILE.map(Strong),
    st.builds(Link, HOSTILE, HOSTILE | HOSTILE.map(lambda text: f"https://{text}")),
    st.builds(Place, HOSTILE, HOSTILE, st.integers(1, 9)),
)
BLOCKS = st.lists(st.builds(Block, st.lists(PIECES, max_size=4).map(tuple), st.booleans()), max_size=8)


def harmless(text: str) -> None:
    """Nothing in the Markdown acts but links to pages of the web and to files."""
    assert not re.search(r"<(?![\s=\d])", text)
    assert "](command:" not in text
    assert "![" not in text
    assert not ACTIVE.search(text)
    assert len(text) <= LIMIT
    read = MARKDOWN.parse(text)
    pieces = [piece for block in read for piece in block.children or ()]
    assert {block.type for block in read} <= BLOCK_KINDS
    assert {piece.type for piece in pieces} <= PIECE_KINDS
    assert all(re.match(r"(?i)https?://|file://", str(piece.attrs["href"])) for piece in pieces if piece.type == "link_open")


@given(BLOCKS)
def test_nothing_that_is_shown_acts(blocks: list[Block]) -> None:
    harmless(markdown(blocks, lambda path: f"file:///{path}"))


@given(BLOCKS)
def test_a_path_that_is_no_file_is_no_link(blocks: list[Block]) -> None:
    harmless(markdown(blocks, lambda path: f"command:{path}"))


@given(st.lists(HOSTILE | HOSTILE.map(Code) | HOSTILE.map(Strong), min_size=1, max_size=3))
def test_what_markdown_shows_is_what_was_said(pieces: list[Piece]) -> None:
    block = Block(tuple(each for piece in pieces for each in (piece, " ")))
    text = markdown([block], str)
    if text:
        seen = "".join(piece.content for read in MARKDOWN.parse(text) for piece in read.children or ())
        assert "".join(seen.split()) == "".join(plain([block]).split())


@given(BLOCKS)
def test_plain_text_has_no_control_characters_and_an_end(blocks: list[Block]) -> None:
    text = plain(blocks)
    assert not ACTIVE.search(text)
    assert len(text) <= LIMIT


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_what_an_author_writes_is_harmless(summary: str, licence: str, page: str, required: str) -> None:
    header = f"Name: evil\nVersion: 1.0\nSummary: {summary}\nLicense: {licence}\nHome-page: https://{page}\nRequires-Dist: {required}\n"
    harmless(rendered("evil[x]>=1; python_version > '3'", "evil", header.encode("utf-8", "surrogatepass")))


@pytest.mark.parametrize("unit", ["a", "<", "[x](command:foo)", "![](http://example.org)", "https://", "://a:b@", "&token=", "\x1b"])
def test_a_summary_without_end_is_cut(unit: str) -> None:
    summary = unit * (65536 // len(unit))
    header = f"Name: evil\nVersion: 1.0\nSummary: {summary}\nLicense: {summary}\nHome-page: https://{summary}\n"
    harmless(rendered("evil", "evil", header.encode()))


def test_a_password_is_not_shown() -> None:
    header = b"Name: evil\nSummary: https://user:secret@example.org\nHome-page: https://user:secret@example.org/\n"
    shown = rendered("evil", "evil", header)
    assert "secret" not in shown
    assert "(https://****@example.org/)" in shown


def test_nothing_is_said_of_an_environment_before_it_was_looked_for() -> None:
    manifest = fixture.manifest("requests>=2")
    found = hover(Snapshot(manifests={manifest.path: manifest}, awaited=frozenset({f"list {fixture.ROOT}"})), manifest, 0)
    assert found is not None
    assert plain(found.blocks) == "requests\n\n- Asked for here: 2 or newer"


def test_an_editable_install_names_its_folder() -> None:
    origin = Origin("file:///project/own", is_editable=True)
    snapshot = project("own", Distribution("own", "1.0", f"{fixture.ROOT}/.venv/lib/own-1.0.dist-info", "", origin))
    found = hover(snapshot, fixture.manifest("own"), 0)
    assert found is not None
    assert "- Installed in .venv/lib as editable: changes in file:///project/own count at once" in plain(found.blocks)


@given(st.text(max_size=80) | st.text("ab-=<>[]#;@:/, \n\\\"'.!~()1ers", max_size=60), st.integers(0, 90))
def test_a_hover_never_fails_and_lies_in_the_text(text: str, offset: int) -> None:
    shown = anywhere(text, offset)
    if shown is not None:
        assert 0 <= shown.span.start <= shown.span.end <= len(text)
        assert shown.blocks


FRAGMENTS = (
    "requests",
    "evil",
    "[x]",
    "==1.*",
    ">=2,<3",
    "===a",
    "!=1.0",
    " @ ",
    "git+https://a/b@c#egg=evil&x",
    "./a",
    "; ",
    " --pre",
    "-r a.txt",
)
MORE = (
    'python_version < "3"',
    "extra == 'x'",
    " and ",
    "os.name=='x'",
    " --hash=sha256:a",
    "-e ",
    " # c",
    "\\\n",
    "\n",
    "--no-binary a,:all:",
)


@given(st.lists(st.sampled_from(FRAGMENTS + MORE), max_size=8).map("".join), st.integers(0, 120))
def test_a_hover_never_fails_on_what_almost_is_a_requirement(text: str, offset: int) -> None:
    anywhere(text, offset)


def test_every_option_has_a_meaning() -> None:
    assert set(MEANINGS) == FLAGS | VALUED
    assert all(feature == feature.strip() for feature in FEATURES)


def rendered(text: str, name: str, header: bytes) -> str:
    """All hovers of a line as Markdown, one after the other must be harmless; the last is given."""
    location = f"{fixture.ROOT}/.venv/lib/{name}-1.0.dist-info"
    snapshot = project(text, Distribution(name, "1.0", location, header=header, written=name))
    manifest = fixture.manifest(text)
    found = [shown for offset in reversed(range(len(text))) if (shown := hover(snapshot, manifest, offset)) is not None]
    texts = [markdown(each.blocks, lambda path: f"file://{path}") for each in found]
    for each in texts:
        harmless(each)
    return texts[-1]


def anywhere(text: str, offset: int) -> Hover | None:
    """The hover with and without an environment, the latter given."""
    offset = min(offset, len(text))
    hover(project(text, Distribution("evil", "1.0", "/x")), fixture.manifest(text), offset)
    manifest = fixture.manifest(text)
    return hover(Snapshot(folders=(fixture.ROOT,), manifests={manifest.path: manifest}), manifest, offset)


def project(text: str, *distributions: Distribution) -> Snapshot:
    """A manifest, and an environment that holds the distributions."""
    case = fixture.Case()
    environment = fixture.environment("python 3.12.1\n")
    assert isinstance(environment, Environment)
    case.environment = replace(environment, distributions={each.name: (each,) for each in distributions})
    case.files[case.path] = text
    return case.snapshot()
