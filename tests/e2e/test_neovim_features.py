"""What an editor can ask of a requirements file, asked in a real Neovim: what it shows, where it jumps, and what its buffer then holds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.e2e.project import SHORT, Project

pytest.importorskip("pynvim", reason="pynvim is not installed")

from tests.e2e import asking
from tests.e2e.neovim import Neovim

pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed"),
    pytest.mark.skipif(os.name == "nt", reason="the README's configuration finds reqd by a link on PATH"),
]

TEXT = """\
# 🍎 what the shop needs
-c constraints.txt
anchor>=1
candle
# why
# and since when
basket  >= 0.5 ;python_version>'3'  # 🍐
"""
UNTIDY = "basket  >= 0.5 ;python_version>'3'  # 🍐"
TIDY = "basket>=0.5; python_version > '3' # 🍐"
MISSING_CANDLE = "candle is not installed in .venv"


@pytest.fixture
def neovim(furnished: Project) -> Iterator[Neovim]:
    """Neovim with a file open of which candle is not installed, beside constraints and a file that draws it in."""
    furnished.write("# 🍎\nanchor<3\n", "constraints.txt")
    furnished.write("-r requirements.txt\nAnchor\n", "requirements-dev.txt")
    with Neovim() as neovim:
        neovim.open(furnished.write(TEXT))
        neovim.until(lambda: messages(neovim) == [MISSING_CANDLE], "the finding")
        yield neovim
        assert neovim.complaints() == []


def messages(neovim: Neovim) -> list[str]:
    return [each.message for each in neovim.diagnostics()]


def since(neovim: Neovim, *version: int) -> None:
    if neovim.version < version:
        pytest.skip(f"came with Neovim {'.'.join(map(str, version))}")


def test_hover_tells_of_a_package_and_of_a_version(neovim: Neovim) -> None:
    told = asking.hover(neovim, line=2, column=1)
    assert "anchor 1.0" in told[0]
    assert "- Licence: MIT" in told
    assert any("line 2 of constraints.txt" in line for line in told)
    neovim.command("wincmd o")
    assert asking.hover(neovim, line=2, column=7)[2:3] == ["`anchor 1.0` is installed, and it fits"]


def test_completion_writes_a_name_and_the_version_that_is_installed(neovim: Neovim) -> None:
    (name,) = asking.completions(neovim, line=3, text="ba")
    assert (name["word"], name["menu"]) == ("basket", "1.0, already in this file")
    asking.accept(neovim)
    assert neovim.lines()[3] == "basket"
    version = asking.completions(neovim, line=3, text="basket==")[0]
    assert (version["abbr"], version["menu"]) == ("1.0", "installed")
    asking.accept(neovim)
    assert neovim.lines()[3] == "basket==1.0"


def test_what_is_typed_of_an_operator_is_replaced_and_not_repeated(neovim: Neovim) -> None:
    assert asking.completions(neovim, line=3, text="basket=")[0]["word"] == "==1.0"
    asking.accept(neovim)
    assert neovim.lines()[3] == "basket==1.0"


def test_a_package_is_defined_by_the_line_of_the_constraints(neovim: Neovim) -> None:
    asking.define(neovim, line=2, column=1)
    neovim.until(lambda: neovim.place() == ("constraints.txt", 1, 0), "the jump")


def test_a_file_is_defined_by_itself(neovim: Neovim) -> None:
    asking.define(neovim, line=1, column=5)
    neovim.until(lambda: neovim.place() == ("constraints.txt", 0, 0), "the jump")


def test_the_places_that_name_a_package_are_listed(neovim: Neovim) -> None:
    listed = asking.references(neovim, line=2, column=1)
    assert listed == [("constraints.txt", 1, "anchor<3"), ("requirements-dev.txt", 1, "Anchor"), ("requirements.txt", 2, "anchor>=1")]


def test_the_parts_of_the_file_are_listed(neovim: Neovim) -> None:
    assert [(line, text) for _, line, text in asking.symbols(neovim)] == [
        (1, "[File] -c constraints.txt"),
        (2, "[Package] anchor"),
        (3, "[Package] candle"),
        (6, "[Package] basket"),
    ]


def test_packages_are_found_in_all_files_of_the_project(neovim: Neovim) -> None:
    assert [(name, line) for name, line, _ in asking.everywhere(neovim, "anc")] == [
        ("constraints.txt", 1),
        ("requirements-dev.txt", 1),
        ("requirements.txt", 2),
    ]


def test_a_selection_grows_from_an_operator_to_the_line(neovim: Neovim) -> None:
    since(neovim, 0, 12)
    neovim.at(6, 9)
    grown = []
    for _ in range(4):
        neovim.lua("vim.lsp.buf.selection_range(1, 10000)")
        neovim.until(lambda: neovim.lua("return vim.api.nvim_get_mode().mode") == "v", "a selection")
        grown.append(asking.selection(neovim))
    assert grown == [">=", ">= 0.5", UNTIDY.partition("  #")[0], UNTIDY]


def test_formatting_changes_the_buffer_and_can_be_undone(neovim: Neovim) -> None:
    before = neovim.lines()
    assert before[6] == UNTIDY
    asking.reformat(neovim)
    neovim.until(lambda: neovim.lines() == [*before[:6], TIDY], "the tidy line")
    neovim.undo()
    assert neovim.lines() == before


def test_formatting_of_some_lines_leaves_the_others(neovim: Neovim) -> None:
    before = neovim.lines()
    neovim.type(2, "anchor  >=1")
    asking.reformat(neovim, 2, 3)
    neovim.until(lambda: neovim.lines() == before, "the tidy line, and the untidy one as it was")


def test_a_line_is_tidied_when_the_next_one_begins(neovim: Neovim) -> None:
    since(neovim, 0, 12)
    before = neovim.lines()
    neovim.lua("vim.lsp.on_type_formatting.enable(true)")
    neovim.at(6)
    neovim.press("odrum  >= 1<CR>")
    neovim.until(lambda: neovim.lines() == [*before, "drum>=1", ""], "the tidy line")


def test_a_code_lens_counts_what_is_met_and_installs_the_rest(neovim: Neovim) -> None:
    asking.show_lenses(neovim)
    counted, *offered = neovim.until(lambda: asking.lenses(neovim), "code lenses")
    assert counted == f".venv · Python {SHORT} · 2 of 3 satisfied"
    assert offered == ["Install what is missing", "Pin to what is installed"]
    asking.run_lens(neovim, "Install what is missing")
    neovim.until(lambda: messages(neovim) == [], "the package")
    if neovim.version < (0, 12):
        asking.show_lenses(neovim)  # later ones are told when to ask again
    neovim.until(lambda: asking.lenses(neovim)[:1] == [f".venv · Python {SHORT} · 3 of 3 satisfied"], "the new count")


def test_the_requirements_are_sorted_as_an_edit(neovim: Neovim) -> None:
    before = neovim.lines()
    neovim.apply("Sort the requirements by name", line=0)
    neovim.until(lambda: neovim.lines() == [*before[:3], *before[4:], before[3]], "the order")
    neovim.undo()
    assert neovim.lines() == before


def test_hints_show_the_installed_version_and_follow_the_environment(neovim: Neovim, furnished: Project) -> None:
    since(neovim, 0, 10)
    neovim.lua("vim.lsp.inlay_hint.enable(true)")
    neovim.until(lambda: asking.hints(neovim) == [(2, "1.0"), (6, "1.0")], "hints")
    furnished.uv("pip", "install", "--python", str(furnished.environment), "basket==2.0", "candle")
    neovim.until(lambda: asking.hints(neovim) == [(2, "1.0"), (3, "1.0"), (6, "2.0")], "the new hints")


def test_the_parts_of_a_line_are_coloured_by_what_they_are(neovim: Neovim) -> None:
    since(neovim, 0, 9)

    def kind(line: int, column: int) -> list[str]:
        """What begins or goes on there; Neovim also names what ends there."""
        return [each["type"] for each in neovim.lua("return vim.lsp.semantic_tokens.get_at_pos(0, ...)", line, column) or ()][-1:]

    neovim.until(lambda: kind(2, 0), "colours")
    assert [kind(*place) for place in ((0, 3), (1, 0), (1, 5), (2, 0), (2, 6), (2, 8), (6, 16))] == [
        ["comment"],
        ["keyword"],
        ["string"],
        ["namespace"],
        ["operator"],
        ["number"],
        ["variable"],
    ]


def test_comments_fold(neovim: Neovim) -> None:
    since(neovim, 0, 11)
    neovim.lua("vim.wo.foldmethod = 'expr'; vim.wo.foldexpr = 'v:lua.vim.lsp.foldexpr()'")
    neovim.until(lambda: [neovim.lua("return vim.fn.foldlevel(...)", line) for line in range(1, 8)] == [0, 0, 0, 0, 1, 1, 0], "a fold")


def test_questions_are_asked_about_requirements_files_alone(neovim: Neovim, furnished: Project) -> None:
    """To a server that somebody attaches to other files too; Neovim takes registrations for these questions."""
    since(neovim, 0, 12)
    others = {"notes.md": False, "loose.txt": True, "base.in": True, "requirements.txt": True}
    asked = """
    local name = ...
    local client = vim.lsp.get_clients({ name = "reqd" })[1]
    local buffer = vim.fn.bufadd(name)
    vim.fn.bufload(buffer)
    vim.lsp.buf_attach_client(buffer, client.id)
    return vim.tbl_map(function(question) return client:supports_method("textDocument/" .. question, buffer) end,
      { "hover", "definition", "formatting", "rangeFormatting", "inlayHint" })
    """
    answers = {
        name: neovim.lua(asked, str(furnished.write("", name) if name != "requirements.txt" else furnished.requirements)) for name in others
    }
    assert answers == {name: [is_ours] * 5 for name, is_ours in others.items()}
