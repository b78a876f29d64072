"""Plans performed with real child processes: what they may see, how they end, and that failures leave no trace."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from reqd.actions.plan import INPUTS, Input, Origin, Plan, Program
from reqd.perform import restore
from reqd.perform.outcome import Cancelled, Done, Failed, Outcome, Progress
from reqd.perform.output import Output
from reqd.perform.run import run
from tests import fake_tools
from tests.fake_tools import tool
from tests.wheels import wheel

UV = os.path.join(sysconfig.get_path("scripts"), "uv")
# No child process of these tests needs longer; a test that waits in vain ends then.
DEADLINE = 30.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripted tools fork")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("template") / "env"
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", root], check=True)
    return root


@pytest.fixture
def project(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an environment `.venv` and packages in `links`; the person's own settings are left out."""
    for name in list(os.environ):
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name)
    for name in ("home", "state", "private", "project"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "private"))
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    folder = tmp_path / "project"
    shutil.copytree(template, folder / ".venv", symlinks=True)
    wheel(folder / "links", "apple", "1.0")
    wheel(folder / "links", "apple", "2.0")
    return folder


def plan(project: Path, *programs: Program) -> Plan:
    return Plan("Install", str(project / ".venv"), str(project), programs)


def creation(project: Path, *programs: Program, name: str = "new", replaces: bool = False) -> Plan:
    return Plan("Create", str(project / name), str(project), programs, creates=True, replaces=replaces)


def install(project: Path, installer: str, *requirements: str) -> Plan:
    """The plan with which pip or uv installs offline."""
    python = str(project / ".venv" / "bin" / "python")
    offline = ("--no-index", "--find-links", "links", "-r", f"{INPUTS}/in.txt")
    commands = {
        "pip": (sys.executable, "-I", "-X", "utf8", "-m", "pip", "--python", python, "install", *offline),
        "uv": (UV, "--no-config", "--no-progress", "pip", "install", "--python", python, *offline),
    }
    text = "".join(f"{requirement}\n" for requirement in requirements)
    origins = {("in.txt", number): Origin("/manifest.txt", number * 10) for number in range(1, len(requirements) + 1)}
    installing = Program("installing", commands[installer])
    return replace(plan(project, installing), inputs=(Input("in.txt", text),), origins=origins)


def performed(plan: Plan, report: Callable[[Progress], None] = lambda progress: None, **limits: float) -> Outcome:
    return asyncio.run(asyncio.wait_for(run(plan, report, **limits), DEADLINE))


def cancelled(plan: Plan, moment: Path) -> Outcome:
    """The outcome of a plan that is cancelled as soon as the file `moment` is there."""

    async def cancelling() -> Outcome:
        task = asyncio.create_task(run(plan, lambda progress: None))
        await there(moment)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        return await task

    return asyncio.run(asyncio.wait_for(cancelling(), DEADLINE))


async def there(path: Path) -> None:
    until = time.monotonic() + DEADLINE
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        await asyncio.sleep(0.01)


def contents(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything in a tree that could differ. The lock file is left out: uv and reqd make it, and nobody removes it."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        if path.is_symlink():
            found[str(path.relative_to(root))] = (status.st_mode, os.readlink(path))
        elif path.is_file() and path.name != ".lock":
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path.relative_to(root))] = (status.st_mode, status.st_mtime_ns, digest)
        elif path.is_dir():
            found[str(path.relative_to(root))] = (status.st_mode, status.st_mtime_ns)
    return found


def nothing_is_left(project: Path) -> bool:
    """Whether neither a restore point nor a private folder remains."""
    return not list(project.glob(".*restore*")) and not list((project.parent / "private").iterdir())


def is_alive(process: int) -> bool:
    """Whether it runs; one that is dead and waits for its parent to notice does not."""
    state = Path(f"/proc/{process}/stat")
    if state.parent.parent.joinpath("self").exists():
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] not in "ZX"
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


# --- success ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_an_install_succeeds(project: Path, installer: str) -> None:
    seen: list[Progress] = []
    outcome = performed(install(project, installer, "apple==1.0"), seen.append)
    assert isinstance(outcome, Done), outcome
    assert list((project / ".venv").glob("lib/python*/site-packages/apple-1.0.dist-info"))
    assert Progress("installing") in seen
    assert nothing_is_left(project)


def test_the_share_of_programs_that_are_done_is_told(project: Path) -> None:
    seen: list[Progress] = []
    performed(plan(project, tool(fake_tools.SUCCEED), tool(fake_tools.SUCCEED)), seen.append)
    assert [each.percentage for each in seen if each.message == "working"] == [0, 50]


def test_a_report_that_raises_disturbs_nothing(project: Path) -> None:
    def raising(progress: Progress) -> None:
        raise ValueError(progress.message)

    async def silent() -> Outcome:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        return await run(plan(project, tool("print('x')")), raising)

    assert isinstance(asyncio.run(silent()), Done)


# --- failure ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [fake_tools.DAMAGE, fake_tools.REMOVE], ids=["damage", "remove"])
@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_failure_restores_the_environment(project: Path, monkeypatch: pytest.MonkeyPatch, script: str, can_exchange: bool) -> None:
    if not can_exchange:
        monkeypatch.setattr(restore, "_is_exchanged", lambda first, second: False)
    before = contents(project / ".venv")
    outcome = performed(plan(project, tool(script, str(project / ".venv"))))
    assert isinstance(outcome, Failed)
    assert outcome.reason in ("half way and no further", "nothing is left")
    assert contents(project / ".venv") == before
    assert nothing_is_left(project)


def test_files_that_cannot_be_shared_are_copied(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*arguments: object, **named: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    before = contents(project / ".venv")
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refusing)
        outcome = performed(plan(project, tool(fake_tools.WRITE_INTO, str(project / ".venv"))))
    assert isinstance(outcome, Failed)
    assert outcome.reason == "scribbled"
    assert contents(project / ".venv") == before


def test_a_shared_file_that_was_written_into_is_named(project: Path) -> None:
    outcome = performed(plan(project, tool(fake_tools.WRITE_INTO, str(project / ".venv"))))
    assert isinstance(outcome, Failed)
    assert outcome.reason == ".venv was put back, but meanwhile something had written into pyvenv.cfg: look whether that is meant"


def test_a_restore_point_that_cannot_be_made_stops_everything(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda size: "taken")
    taken = project / ".venv-restore-taken"
    taken.mkdir()
    (taken / "mine").touch()
    outcome = performed(plan(project, tool(fake_tools.TOUCH, str(project / "ran"))))
    assert isinstance(outcome, Failed)
    assert outcome.reason == ".venv is not touched, because no restore point could be made beside it: File exists"
    assert not (project / "ran").exists()
    assert (taken / "mine").exists()


@pytest.mark.parametrize("installer", ["pip", "uv"])
def test_a_real_failure_has_a_sentence_and_a_place(project: Path, installer: str) -> None:
    performed(install(project, installer, "apple==1.0"))
    before = contents(project / ".venv")
    outcome = performed(install(project, installer, "apple==2.0", "Durian>=1"))
    assert isinstance(outcome, Failed)
    assert outcome.reason.lower().startswith("no package named durian"), outcome
    assert outcome.origin == Origin("/manifest.txt", 20)
    assert outcome.lines
    assert contents(project / ".venv") == before
    assert nothing_is_left(project)


def test_after_a_failure_no_further_program_runs(project: Path) -> None:
    outcome = performed(plan(project, tool(fake_tools.FAIL_SILENTLY), tool(fake_tools.TOUCH, str(project / "ran"))))
    assert isinstance(outcome, Failed)
    assert outcome.reason == f"{os.path.basename(sys.executable)} failed with exit status 3 and said nothing"
    assert not (project / "ran").exists()


def test_a_program_that_takes_too_long_is_ended(project: Path) -> None:
    outcome = performed(plan(project, tool("time.sleep(60)")), limit=0.1)
    assert isinstance(outcome, Failed)
    assert outcome.reason.startswith("It took longer")


# --- cancelling -------------------------------------------------------------------------------------------------------------------


def test_cancelling_ends_every_process_and_restores(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What matters is that they are killed, not how long they were asked.
    monkeypatch.setattr("reqd.perform.child.GRACE", 0.2)
    before = contents(project / ".venv")
    ids = project / "ids"
    outcome = cancelled(plan(project, tool(fake_tools.STUBBORN, str(ids), str(project / ".venv"))), ids)
    assert isinstance(outcome, Cancelled)
    processes = [int(each) for each in ids.read_text().split()]
    assert len(processes) == 3
    assert not any(is_alive(each) for each in processes)
    assert contents(project / ".venv") == before
    assert nothing_is_left(project)


def test_closing_the_loop_cancels_too(project: Path) -> None:
    before = contents(project / ".venv")
    started = project / "started"
    script = "open(sys.argv[1], 'w').close()\nos.unlink(sys.argv[2] + '/pyvenv.cfg')\ntime.sleep(60)"

    async def leaving() -> asyncio.Task[Outcome]:
        task = asyncio.create_task(run(plan(project, tool(script, str(started), str(project / ".venv"))), lambda progress: None))
        await there(started)
        return task

    assert isinstance(asyncio.run(leaving()).result(), Cancelled)
    assert contents(project / ".venv") == before


def test_what_a_program_leaves_running_is_ended(project: Path) -> None:
    written = project / "child"
    outcome = performed(plan(project, tool(fake_tools.LEAVE_A_CHILD, str(written))))
    assert isinstance(outcome, Done)
    assert not is_alive(int(written.read_text()))


# --- output -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [fake_tools.FLOOD, fake_tools.FLOOD_WITHOUT_LINES], ids=["lines", "one line"])
def test_a_flood_of_output_takes_little_memory(project: Path, script: str) -> None:
    seen: list[Progress] = []
    begun = time.monotonic()
    tracemalloc.start()
    outcome = performed(plan(project, tool(script)), seen.append)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(outcome, Done)
    assert len(outcome.lines) <= 200
    assert peak < 8_000_000
    assert len(seen) <= 5 + 10 * (time.monotonic() - begun)


def test_a_long_line_is_cut_where_it_is_kept_and_where_it_is_shown() -> None:
    shown: list[str] = []
    output = Output(shown.append)
    for piece in (b"x" * 3000, b"x" * 3000, b"\n"):
        output.feed(piece)
    assert [len(line) for line in output.lines()] == [4096]
    assert [len(line) for line in shown] == [500]


def test_output_is_clean(project: Path) -> None:
    outcome = performed(plan(project, tool(fake_tools.NOISE)))
    assert outcome.lines == ("red \ufffd \\x07 https://****@host/x", "  last without end")


# --- what a program sees ----------------------------------------------------------------------------------------------------------


def test_variables_are_filtered(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = ("AWS_SECRET", "PYTHONPATH", "PYTHONHOME_", "VIRTUAL_ENV", "LD_PRELOAD_", "PIP_TARGET", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")
    redirecting = ("UV_PROJECT", "UV_CONFIG_FILE", "UV_PYTHON", "UV_TARGET", "GIT_SSH_COMMAND", "PIP_PYTHON", "PIP_PREFIX")
    kept = ("PIP_INDEX_URL", "UV_INDEX_ACME_PASSWORD", "https_proxy", "SSL_CERT_FILE", "LC_ALL", "XDG_CONFIG_HOME", "PIP_TIMEOUT")
    for name in (*secret, *redirecting, *kept):
        monkeypatch.setenv(name, "canary")
    inside = project / "bin"
    inside.mkdir()
    (project.parent / "link").symlink_to(inside)
    monkeypatch.setenv("PATH", os.pathsep.join(["relative", "", ".", str(inside), str(project.parent / "link"), "/usr/bin"]))
    outcome = performed(plan(project, tool(fake_tools.PRINT_VARIABLES)))
    seen = dict(line.split("=", 1) for line in outcome.lines)
    assert {name for name, value in seen.items() if value == "canary"} == set(kept)
    assert seen["PATH"] == "/usr/bin"
    assert seen["GIT_TERMINAL_PROMPT"] == "0"
    assert seen["HOME"] == str(project.parent / "home")


def test_nobody_answers_questions(project: Path) -> None:
    reading, writing = os.pipe()
    ours = os.dup(0)
    os.dup2(reading, 0)
    try:
        outcome = performed(plan(project, tool("print(repr(sys.stdin.read()))")), limit=5)
    finally:
        os.dup2(ours, 0)
        for descriptor in (reading, writing, ours):
            os.close(descriptor)
    assert isinstance(outcome, Done)
    assert outcome.lines == ("''",)


def test_a_project_cannot_bring_its_own_modules(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    canary = project / "canary"
    for name in ("pip", "venv", "json", "sitecustomize", "usercustomize"):
        (project / f"{name}.py").write_text(f"open({str(canary)!r}, 'w').close()\n")
    monkeypatch.setenv("PYTHONPATH", str(project))
    assert isinstance(performed(install(project, "pip", "apple")), Done)
    making = Program("making", (sys.executable, "-I", "-m", "venv", "--without-pip", str(project / "new")))
    assert isinstance(performed(creation(project, making)), Done)
    assert not canary.exists()


def test_inputs_are_private_and_gone_afterwards(project: Path) -> None:
    asking = replace(plan(project, tool(fake_tools.PRINT_INPUTS, INPUTS)), inputs=(Input("in.txt", "ä\r\n"), Input("c.txt", "")))
    outcome = performed(asking)
    assert outcome.lines[0].startswith(f"0o700 {project.parent}")
    assert outcome.lines[1:] == ("0o600 c.txt ''", "0o600 in.txt 'ä\\n'")
    assert nothing_is_left(project)


@pytest.mark.parametrize("name", ["../evil", "/evil", "..", "", "a/b"])
def test_inputs_stay_in_their_folder(project: Path, name: str) -> None:
    outcome = performed(replace(plan(project, tool(fake_tools.SUCCEED)), inputs=(Input(name, "x"),)))
    assert isinstance(outcome, Failed)
    assert "no name for a file" in outcome.reason
    assert nothing_is_left(project)


# --- one at a time ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["python", "uv"])
def test_two_at_once_run_one_after_the_other(project: Path, name: str) -> None:
    waiting = project / "waiting"
    (project.parent / name).symlink_to(sys.executable)
    _, *arguments = tool(fake_tools.BE_ALONE, str(project / "busy"), str(waiting)).arguments
    alone = plan(project, Program("working", (str(project.parent / name), *arguments)))

    def report(progress: Progress) -> None:
        if progress.message.startswith("waiting for another"):
            waiting.touch()

    async def both() -> list[Outcome]:
        return list(await asyncio.gather(run(alone, report), run(alone, report)))

    outcomes = asyncio.run(asyncio.wait_for(both(), DEADLINE))
    assert [type(each) for each in outcomes] == [Done, Done], outcomes


def test_a_uv_at_work_is_waited_for_and_then_named(project: Path) -> None:
    with FileLock(project / ".venv" / ".lock"):
        outcome = performed(plan(project, tool(fake_tools.TOUCH, str(project / "ran"))), patience=0.2)
    assert isinstance(outcome, Failed)
    assert outcome.reason == "Another reqd or uv is at work on .venv: try again when it is done"
    assert not (project / "ran").exists()


def test_waiting_can_be_cancelled(project: Path) -> None:
    waiting = project / "waiting"

    async def cancelling() -> Outcome:
        task = asyncio.create_task(run(plan(project, tool(fake_tools.SUCCEED)), lambda progress: waiting.touch()))
        await there(waiting)
        task.cancel()
        return await task

    with FileLock(project / ".venv" / ".lock"):
        assert isinstance(asyncio.run(asyncio.wait_for(cancelling(), DEADLINE)), Cancelled)


def test_a_planted_lock_is_not_followed(project: Path) -> None:
    victim = project.parent / "victim"
    victim.write_text("precious")
    (project / ".venv" / ".lock").symlink_to(victim)
    outcome = performed(plan(project, tool(fake_tools.SUCCEED)))
    assert isinstance(outcome, Failed)
    assert victim.read_text() == "precious"


# --- creating ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [(sys.executable, "-I", "-m", "venv", "--without-pip"), (UV, "--no-config", "venv", "--python", sys.executable)]
)
def test_an_environment_is_created(project: Path, command: tuple[str, ...]) -> None:
    outcome = performed(creation(project, Program("creating", (*command, str(project / "new")))))
    assert isinstance(outcome, Done), outcome
    assert (project / "new" / "pyvenv.cfg").is_file()
    assert nothing_is_left(project)


@pytest.mark.parametrize("script", [fake_tools.MAKE_HALF, fake_tools.SUCCEED, fake_tools.REMOVE], ids=["make half", "succeed", "remove"])
def test_a_failing_creation_leaves_nothing(project: Path, script: str) -> None:
    before = sorted(project.iterdir())
    outcome = performed(creation(project, tool(script, str(project / "new"))))
    assert isinstance(outcome, Failed)
    assert outcome.reason in ("half made", "The tool said that it succeeded, but new is no environment", "nothing is left")
    assert sorted(project.iterdir()) == before


def test_what_another_program_put_in_the_place_stays(project: Path) -> None:
    outcome = performed(creation(project, tool(fake_tools.SUPPLANT, str(project / "new"))))
    assert isinstance(outcome, Failed)
    assert (project / "new" / "theirs").exists()


def test_a_former_environment_is_kept_where_its_place_is_taken(project: Path) -> None:
    before = contents(project / ".venv")
    outcome = performed(creation(project, tool(fake_tools.SUPPLANT, str(project / ".venv")), name=".venv", replaces=True))
    assert isinstance(outcome, Failed)
    kept = next(project.glob(".venv-restore-*")) / "environment"
    assert outcome.reason == f".venv could not be put back (another program made one meanwhile); it is {kept}"
    assert contents(kept) == before


def test_an_environment_is_replaced_only_when_that_was_asked(project: Path) -> None:
    before = contents(project)
    outcome = performed(creation(project, tool(fake_tools.MAKE, str(project / ".venv")), name=".venv"))
    assert isinstance(outcome, Failed)
    assert outcome.reason == ".venv is already there, so no environment is created: remove it or choose another name"
    assert contents(project) == before


def _link(target: Path) -> None:
    (target.parent / "elsewhere").mkdir()
    target.symlink_to(target.parent / "elsewhere")


def _dangling(target: Path) -> None:
    target.symlink_to("nowhere")


def _file(target: Path) -> None:
    target.write_text("x")


def _folder(target: Path) -> None:
    target.mkdir()
    (target / "precious").write_text("x")


@pytest.mark.parametrize("occupy", [_link, _dangling, _file, _folder])
@pytest.mark.parametrize("replaces", [True, False])
def test_a_place_that_is_taken_is_refused(project: Path, occupy: Callable[[Path], None], replaces: bool) -> None:
    occupy(project / "new")
    before = contents(project)
    outcome = performed(creation(project, tool(fake_tools.MAKE, str(project / "new")), replaces=replaces))
    assert isinstance(outcome, Failed)
    assert contents(project) == before


def test_a_linked_parent_is_refused(project: Path) -> None:
    (project.parent / "outside").mkdir()
    (project / "sub").symlink_to(project.parent / "outside")
    outcome = performed(creation(project, tool(fake_tools.MAKE, str(project / "sub" / "new")), name="sub/new"))
    assert isinstance(outcome, Failed)
    assert "is a link to another place" in outcome.reason
    assert not list((project.parent / "outside").iterdir())


@pytest.mark.parametrize("script", [fake_tools.MAKE_HALF, fake_tools.REMOVE], ids=["make half", "remove"])
def test_the_former_environment_comes_back(project: Path, script: str) -> None:
    before = contents(project / ".venv")
    outcome = performed(creation(project, tool(script, str(project / ".venv")), name=".venv", replaces=True))
    assert isinstance(outcome, Failed)
    assert contents(project / ".venv") == before
    assert nothing_is_left(project)


def test_an_environment_is_replaced_and_links_are_not_followed(project: Path) -> None:
    outside = project.parent / "outside"
    outside.mkdir()
    (outside / "precious").touch()
    (project / ".venv" / "way-out").symlink_to(outside)
    outcome = performed(creation(project, tool(fake_tools.MAKE, str(project / ".venv")), name=".venv", replaces=True))
    assert isinstance(outcome, Done)
    assert sorted(path.name for path in (project / ".venv").iterdir()) == ["pyvenv.cfg"]
    assert (outside / "precious").exists()
    assert nothing_is_left(project)


# --- refusals ---------------------------------------------------------------------------------------------------------------------


def test_programs_that_cannot_be_started_are_named(project: Path) -> None:
    text = project / "text"
    text.write_text("no program")
    for executable, words in (
        ("python", "only its absolute path"),
        ("./python", "only its absolute path"),
        (str(project / "gone"), "there is no such file"),
        (str(text), "it is not executable"),
    ):
        outcome = performed(plan(project, Program("x", (executable,))))
        assert isinstance(outcome, Failed)
        assert words in outcome.reason
    text.chmod(0o755)
    outcome = performed(plan(project, Program("x", (str(text),))))
    assert isinstance(outcome, Failed)
    assert outcome.reason == f"{text} could not be started: Exec format error"


def _without_configuration(root: Path) -> None:
    (root / "pyvenv.cfg").unlink()


def _linked_configuration(root: Path) -> None:
    (root / "pyvenv.cfg").rename(root / "other.cfg")
    (root / "pyvenv.cfg").symlink_to("other.cfg")


def _standard_library(root: Path) -> None:
    (next(root.glob("lib/python*")) / "os.py").touch()


def _managed(root: Path) -> None:
    (next(root.glob("lib/python*")) / "EXTERNALLY-MANAGED").touch()


def _gone(root: Path) -> None:
    shutil.rmtree(root)


def _foreign(root: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a file away")
    os.chown(root / "pyvenv.cfg", 65534, 65534)


@pytest.mark.parametrize("spoil", [_without_configuration, _linked_configuration, _standard_library, _managed, _gone, _foreign])
def test_what_is_no_environment_of_ours_is_not_touched(project: Path, spoil: Callable[[Path], None]) -> None:
    spoil(project / ".venv")
    before = contents(project)
    outcome = performed(plan(project, tool(fake_tools.TOUCH, str(project / "ran"))))
    assert isinstance(outcome, Failed)
    assert outcome.reason.startswith(".venv is not touched")
    assert contents(project) == before
