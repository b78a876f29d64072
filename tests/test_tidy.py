"""The invariants of the architecture, read from the sources: who may import what, who may touch the world, and how large things get."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reqd.rules import RULES

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "server" / "reqd"
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted(path for path in (ROOT / "tests").rglob("*.py") if "example" not in path.parts)
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (*MODULES, *TESTS)}

PURE = ("core/", "manifests/", "knowledge/", "fixes/", "rules/", "actions/", "features/", "check.py")
WORLD = frozenset(
    ("os", "subprocess", "socket", "time", "asyncio", "threading", "shutil", "tempfile", "io", "watchdog", "pygls", "lsprotocol")
)
# What asks the disk, on whatever object it is called.
ASKING = frozenset(
    ("read_text", "read_bytes", "write_text", "write_bytes", "exists", "is_file", "is_dir", "stat", "iterdir", "glob", "unlink")
)
STARTING = frozenset(
    ("Popen", "create_subprocess_exec", "create_subprocess_shell", "system", "popen", "posix_spawn", "fork", "execv", "execve")
)
WRITING = frozenset(
    ("write_text", "write_bytes", "mkdir", "makedirs", "rename", "unlink", "rmdir", "rmtree", "copytree", "symlink", "touch")
)
# A person's guide to size (style.md): past these a module or a function is to be divided.
MODULE_LINES = 300
FUNCTION_LINES = 50
# What a newcomer sees at the top of the repository.
TOP = frozenset(("pyproject.toml", "README.md", "LICENSE", ".gitignore", ".ci", "server", "clients", "tests"))


def name(path: Path) -> str:
    """A module's path below the package, with forward slashes; a test's below the repository."""
    return path.relative_to(PACKAGE if path.is_relative_to(PACKAGE) else ROOT).as_posix()


def modules(*beginnings: str) -> list[Path]:
    return [path for path in MODULES if name(path).startswith(beginnings)]


def imported(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """The full name of each module that is imported anywhere in a tree, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """The last name of each function that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield (node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")), node


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", modules(*PURE), ids=name)
def test_the_pure_modules_import_nothing_that_touches_the_world(path: Path) -> None:
    found = {module for module, _ in imported(TREES[path]) if module.partition(".")[0] in WORLD or module.startswith("pathlib")}
    assert found == set()


@pytest.mark.parametrize("path", modules(*PURE), ids=name)
def test_the_pure_modules_ask_the_disk_nothing(path: Path) -> None:
    assert {function for function, _ in called(TREES[path]) if function in ASKING or function in ("open", "input")} == set()


@pytest.mark.parametrize("path", modules(*PURE), ids=name)
def test_the_pure_modules_know_only_each_other(path: Path) -> None:
    known = tuple(f"reqd.{each.removesuffix('.py').rstrip('/')}" for each in PURE)
    assert {module for module, _ in imported(TREES[path]) if module.startswith("reqd.") and not module.startswith(known)} == set()


@pytest.mark.parametrize("path", [path for path in MODULES if not name(path).startswith("lsp/")], ids=name)
def test_only_the_door_of_the_protocol_knows_the_protocol(path: Path) -> None:
    assert {module for module, _ in imported(TREES[path]) if module.partition(".")[0] in ("pygls", "lsprotocol")} == set()


@pytest.mark.parametrize("path", [path for path in MODULES if not name(path).startswith(("lsp/", "cli/"))], ids=name)
def test_nothing_imports_a_door(path: Path) -> None:
    doors = {module for module, _ in imported(TREES[path]) if module.startswith(("reqd.lsp", "reqd.cli"))}
    assert doors <= ({"reqd.cli.main"} if name(path) == "__main__.py" else set())


@pytest.mark.parametrize("path", modules("lsp/"), ids=name)
def test_the_door_of_the_protocol_does_not_know_the_terminal(path: Path) -> None:
    assert {module for module, _ in imported(TREES[path]) if module.startswith("reqd.cli")} == set()


@pytest.mark.parametrize("path", modules("cli/"), ids=name)
def test_the_terminal_knows_the_protocol_only_while_it_serves(path: Path) -> None:
    """The protocol's types take a good while to import; whoever only checks a file does not pay for them."""
    statements = [node for node in TREES[path].body if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    at_once = {module for node in statements for module, _ in imported(node) if module.startswith("reqd.lsp") and not _is_for_types(node)}
    assert at_once == set()
    inside = {module for module, _ in imported(TREES[path]) if module.startswith("reqd.lsp")}
    assert inside == set() or name(path) == "cli/serve.py"


def _is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


@pytest.mark.parametrize("path", [path for path in MODULES if not name(path).startswith("perform/")], ids=name)
def test_only_performing_starts_processes(path: Path) -> None:
    assert {function for function, _ in called(TREES[path]) if function in STARTING} == set()
    assert {module for module, _ in imported(TREES[path]) if module.partition(".")[0] == "subprocess"} == set()


@pytest.mark.parametrize("path", [path for path in MODULES if not name(path).startswith("perform/")], ids=name)
def test_only_performing_writes_files(path: Path) -> None:
    assert {function for function, call in called(TREES[path]) if function in WRITING or _is_writing(function, call)} == set()


def _is_writing(function: str, call: ast.Call) -> bool:
    if function != "open":
        return function == "replace" and isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "os"
    modes = [
        argument.value for argument in (*call.args[1:2], *(each.value for each in call.keywords)) if isinstance(argument, ast.Constant)
    ]
    return any(isinstance(mode, str) and re.fullmatch(r"[rwaxbt+]*[wax+][rwaxbt+]*", mode) for mode in modes)


@pytest.mark.parametrize("path", [path for path in MODULES if not name(path).startswith("cli/")], ids=name)
def test_only_the_terminal_prints(path: Path) -> None:
    """Standard output belongs to the protocol."""
    assert [node.lineno for function, node in called(TREES[path]) if function == "print" and isinstance(node.func, ast.Name)] == []


def test_one_place_alone_assigns_the_snapshot() -> None:
    places = [name(path) for path in MODULES for node in ast.walk(TREES[path]) if _assigns_snapshot(node)]
    assert places == ["daemon.py", "daemon.py"], "once when it begins, and once after a step"


def _assigns_snapshot(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) and node.value else []
    return any(isinstance(target, ast.Attribute) and target.attr == "snapshot" for target in targets)


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name)
def test_every_module_says_in_its_first_line_what_it_is_for(path: Path) -> None:
    first = (ast.get_docstring(TREES[path]) or "").partition("\n")[0]
    assert re.match(r"[A-Z`\"'*]|reqd\b|\w+\.\w+", first), first
    assert len(first.split()) > 1
    assert first.rstrip().endswith((".", "`", '"', "?", "…")), first


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_are_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES
    large = [function.name for function in functions(TREES[path]) if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES]
    assert large == []


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name)
def test_nothing_is_left_to_do_and_no_machine_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(rf"\b(?:TO{'DO'}|FIX{'ME'}|XX{'X'})\b|/wo{'rk'}/", text) == []


def test_every_rule_is_registered() -> None:
    files = {path.stem.replace("_", "-") for path in (PACKAGE / "rules").glob("*.py")} - {"--init--"}
    assert files == set(RULES)


def test_the_top_of_the_repository_holds_what_belongs_there() -> None:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("the sources are not a git checkout")
    assert {path.partition("/")[0] for path in listed.split("\0") if path} <= TOP
