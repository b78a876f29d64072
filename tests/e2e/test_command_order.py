"""When a command is answered, the editor has been shown already what the command changed."""

from __future__ import annotations

from tests.e2e.editor import editing
from tests.e2e.project import SHORT, Project

INSTALL_ALL = "Install everything this file asks for into .venv"


def test_the_diagnostics_come_before_the_answer_to_an_install(project: Project) -> None:
    """lsp-mode and Eglot leave their reading of a chunk with the answer that they wait for, and lose the messages behind it."""
    project.create()
    path = project.write("anchor\nbasket\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, "anchor is not installed in .venv", "basket is not installed in .venv")
        for _ in range(3):
            assert editor.choose(INSTALL_ALL, path) == {"outcome": "done"}
            assert editor.shown(path) == []
            project.uv("pip", "uninstall", "--python", str(project.environment), "anchor", "basket")
            editor.sees(path, "anchor is not installed in .venv", "basket is not installed in .venv")


def test_the_diagnostics_come_before_the_answer_to_a_creation(project: Project) -> None:
    path = project.write("anchor\n")
    with editing(project) as editor:
        editor.open(path)
        editor.sees(path, "this project has no virtual environment, so its packages cannot be checked")
        assert editor.choose(f"Create .venv with Python {SHORT}", path) == {"outcome": "done"}
        assert editor.shown(path) == ["anchor is not installed in .venv"]
