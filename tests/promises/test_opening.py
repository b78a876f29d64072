"""P1 and P2: opening a workspace, or checking it, runs nothing, writes nothing, contacts nobody, and reads only what it needs.

Against T1 (its interpreter), T2 (its modules), T3 (its `.pth` files and plugins) and T13 (files outside, drawn in).
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.conversation import Conversation
from tests.e2e.editor import Editor, able
from tests.e2e.project import SERVE, Project, project
from tests.promises import hostile, trace

pytestmark = pytest.mark.skipif(bool(trace.absence()), reason=trace.absence() or "-")

PROGRAM = str(Path(sysconfig.get_path("scripts")) / "reqd")
PULLING = able(
    textDocument={"diagnostic": {"relatedDocumentSupport": False}},
    workspace={"diagnostics": {"refreshSupport": True}, "configuration": True},
)


@pytest.fixture
def workspace(tmp_path: Path) -> Project:
    made = project(tmp_path)
    hostile.invade(made)
    return made


def variables(workspace: Project) -> Mapping[str, str]:
    """A person whose PATH leads through the project, as those of `direnv` and of careless people do."""
    folder = workspace.folder
    path = os.pathsep.join((".", "", str(folder / "bin"), str(workspace.environment / "bin"), str(workspace.programs)))
    return {**workspace.variables, "PATH": path + os.pathsep + os.defpath}


def assert_harmless(workspace: Project, record: Path, before: Mapping[str, str]) -> None:
    found = trace.calls(record)
    assert [*trace.lines(trace.starts(found))] == []
    assert [*trace.lines([call for call in found if call.is_talking])] == []
    assert [*trace.lines([call for call in found if call.is_changing and not is_cached(call.path)])] == []
    assert [*trace.lines([call for call in found if call.is_reading and not is_needed(call, workspace)])] == []
    assert hostile.ran(workspace) == []
    assert hostile.state(workspace.folder) == before


def is_cached(path: str) -> bool:
    """Whether Python keeps a compiled module there, or nothing is kept there at all."""
    return path == os.devnull or ("__pycache__" in path.split(os.sep) and trace.is_below(path, trace.own()))


def is_needed(call: trace.Call, workspace: Project) -> bool:
    """Whether reqd needs to read that: its own files, the workspace, and the names of the person's Pythons and installers."""
    folder, home = str(workspace.folder), str(workspace.base / "home")
    if call.path in trace.usual() or trace.is_below(call.path, (folder, *trace.own())):
        return True
    if not (call.is_glancing or "O_DIRECTORY" in call.arguments):
        return False
    own = (parent for installed in trace.own() for parent in above(installed))
    # Where a link of the workspace leads is asked, which is how it is known not to be followed.
    ends = [os.path.realpath(link) for link in workspace.folder.iterdir() if link.is_symlink()]
    asked = (
        *ends,
        *(os.path.join(end, "secret.txt") for end in ends),
        os.path.dirname(os.devnull),
        "/pyvenv.cfg",
        *above(folder),
        *above(home),
        *own,
    )
    return (call.is_glancing and call.path in asked) or trace.is_below(call.path, (home, str(workspace.programs), "/bin"))


def above(path: str) -> tuple[str, ...]:
    """The folders above a path, down from the root: to follow a path's links is to look at each of them."""
    return tuple(map(str, Path(path).parents))


def conversed(workspace: Project, command: Sequence[str], record: Path) -> bytes:
    """Everything an editor does short of a command, and all that it was told."""
    answers = {"workspace/configuration": lambda _: [{"environment": ""}]}
    paths = [path for path in workspace.folder.glob("**/*.txt") if path.is_file() and not path.is_symlink() and ".venv" not in path.parts]
    with Conversation(
        trace.traced(command, record), folder=workspace.folder, environment=variables(workspace), answers=answers
    ) as conversation:
        editor = Editor(conversation, workspace)
        folder = {"uri": workspace.folder.as_uri(), "name": "workspace"}
        conversation.initialize(capabilities=PULLING, workspaceFolders=[folder])
        for path in paths:
            uri = editor.open(path)
            editor.change(path, editor.texts[uri] + "candle\n")
            for line in range(editor.texts[uri].count("\n")):
                editor.actions(path, line)
            conversation.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
            editor.save(path)
        conversation.request("workspace/diagnostic", {"previousResultIds": []})
        editor.touched(workspace.folder / ".venv" / "pyvenv.cfg", workspace.folder / "linked.txt")
        for path in paths:
            editor.close(path)
        conversation.request("workspace/diagnostic", {"previousResultIds": []})
        assert conversation.is_alive()
    assert len(paths) > 1
    return str(conversation.messages).encode() + conversation.log().encode()


@pytest.mark.parametrize("command", [SERVE, (PROGRAM, "serve", "--stdio")], ids=["module", "program"])
def test_p1_p2_an_editor_that_opens_a_hostile_workspace_starts_writes_and_contacts_nothing(
    workspace: Project, command: Sequence[str]
) -> None:
    record, before = workspace.base / "trace", hostile.state(workspace.folder)
    told = conversed(workspace, command, record)
    assert_harmless(workspace, record, before)
    assert hostile.SECRET.encode() not in told
    assert b"lies outside of the opened folder" in told


@pytest.mark.parametrize("command", [(sys.executable, "-m", "reqd"), (PROGRAM,)], ids=["module", "program"])
def test_p1_p2_checking_inside_a_hostile_workspace_starts_writes_and_contacts_nothing(workspace: Project, command: Sequence[str]) -> None:
    record, before = workspace.base / "trace", hostile.state(workspace.folder)
    done = subprocess.run(
        trace.traced((*command, "check"), record),
        cwd=workspace.folder,
        env={**os.environ, **variables(workspace)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done
    assert_harmless(workspace, record, before)
    assert hostile.SECRET.encode() not in done.stdout + done.stderr
    assert b"lies outside of the opened folder" in done.stdout
