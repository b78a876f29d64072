"""`reqd activate`: the line it prints, run by the shells that are here, in folders of every name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reqd.cli.activate import quoting, shell
from reqd.cli.activate.script import script
from reqd.cli.activate.shell import SHELLS, guessed
from reqd.cli.complaint import CannotRunError
from reqd.core.environment import Environment
from tests.cli_project import environment, on_a_terminal, reqd, variables

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs POSIX's shells and file names")

# How each program is started without a person's own settings, and how it evaluates what reqd prints.
STARTED = {
    "bash": ("bash", "--norc", "--noprofile", "-c"),
    "dash": ("dash", "-c"),
    "zsh": ("zsh", "-f", "-c"),
    "fish": ("fish", "--no-config", "-c"),
    "tcsh": ("tcsh", "-f", "-c"),
    "xonsh": ("xonsh", "--no-rc", "-c"),
}
EVALUATED = {
    **dict.fromkeys(("bash", "dash", "zsh"), 'eval "$({})"'),
    "fish": "{} | source",
    "tcsh": 'eval "`{}`"',
    "xonsh": "execx($({}))",
}
QUOTED: dict[str, Callable[[str], str | None]] = {
    **dict.fromkeys(("bash", "dash", "zsh"), quoting.posix),
    "fish": quoting.fish,
    "tcsh": quoting.csh,
    "xonsh": quoting.xonsh,
}

# Every one of these would create a file named canary, or be another word, where a shell took it for more than a name.
NASTY = (
    "two  blanks",
    "it's",
    'say "so"',
    "$HOME",
    "${HOME}",
    "$(touch canary)",
    "`touch canary`",
    "a; touch canary #",
    "a && touch canary",
    "a | touch canary",
    "' ; touch canary ; '",
    '" ; touch canary ; "',
    '"$(touch canary)"',
    "\\' ; touch canary ; \\'",
    "a\ntouch canary\n",
    "a\ttab",
    "trailing\\",
    "back\\\\slashes",
    "*",
    "~",
    "-rf",
    "!!",
    "(touch canary)",
    "{touch,canary}",
    "%PATH%",
    "ünï 漢 🎈",
    "‘typographic’",
    os.fsdecode(b"no \xff utf-8"),
)


def present(program: str) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed here")
    return program


def ran(program: str, script: str, folder: Path, **more: str) -> subprocess.CompletedProcess[bytes]:
    """What a shell does with a script, in a folder."""
    given = variables(**{"PYTHON": sys.executable, "HOME": str(folder), **more})
    command = (*STARTED[program], script)
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL)


def made(root: Path, maker: str) -> Path:
    """An environment without packages, by one of the programs that people make them with."""
    if maker == "venv":
        venv.create(root, symlinks=True)
        return root
    options = {"virtualenv": ("--no-pip", "--no-setuptools", "--no-download"), "uv": ("--offline", "--quiet")}
    words = {"virtualenv": ("virtualenv",), "uv": ("uv", "venv")}
    command = (sys.executable, "-m", *words[maker], *options[maker], "--python", sys.executable, root.name)
    subprocess.run(command, cwd=root.parent, env=variables(), capture_output=True, check=True, timeout=60)
    return root


_TOLD = '$PYTHON -c \'import os; print(os.environ.get("VIRTUAL_ENV", ""))\''


def activated(program: str, folder: Path, *options: str, **more: str) -> tuple[bytes, bytes]:
    """The environment that a shell has after it evaluated what reqd prints, empty where none; and what was said."""
    asked = " ".join(("$PYTHON -m reqd activate", *options))
    told = "print(${...}.get('VIRTUAL_ENV', ''))" if program == "xonsh" else _TOLD
    done = ran(program, f"{EVALUATED[program].format(asked)}\n{told}", folder, **more)
    return done.stdout, done.stderr


# --- quoting ------------------------------------------------------------------------------------------------------------------------


def words(program: str, names: list[str], folder: Path) -> list[str | None]:
    """The words that a shell sees in names that were quoted for it; None for one that cannot be."""
    quoted = [QUOTED[program](name) for name in names]
    script = f"{sys.executable} {folder / 'show.py'} {' '.join(each for each in quoted if each is not None)}"
    (folder / "show.py").write_text("import os, sys; os.write(1, b''.join(os.fsencode(each) + b'\\0' for each in sys.argv[1:]))")
    (folder / "script").write_bytes(os.fsencode(script + "\n"))
    start = tuple(each for each in STARTED[program] if each != "-c")
    done = subprocess.run((*start, "script"), cwd=folder, env=variables(), capture_output=True, check=False, timeout=60)
    seen = iter(os.fsdecode(done.stdout).split("\0"))
    return [None if each is None else next(seen) for each in quoted]


@pytest.mark.parametrize("program", STARTED)
def test_every_shell_takes_a_quoted_name_for_one_word(tmp_path: Path, program: str) -> None:
    names = [f"/x/{name}" for name in NASTY]
    seen = words(present(program), names, tmp_path)
    assert [word for word in seen if word is not None] == [name for name, word in zip(names, seen, strict=True) if word is not None]
    assert not (tmp_path / "canary").exists()
    refused = [name for name, word in zip(names, seen, strict=True) if word is None]
    assert all("\n" in name or program == "xonsh" for name in refused)
    assert program in ("tcsh", "xonsh") or not refused


TEXT = st.text(st.one_of(st.sampled_from("'\"\\$`!;&|()<>{}[]*?~# \t\n\r^%=,:-"), st.characters(codec="utf-8", exclude_characters="\0")))


@pytest.mark.parametrize("program", ["bash", "dash", "zsh", "fish", "tcsh"])
def test_any_name_at_all_is_one_word(tmp_path_factory: pytest.TempPathFactory, program: str) -> None:
    folder = tmp_path_factory.mktemp("words")
    present(program)

    @settings(max_examples=25, deadline=None)
    @given(st.lists(TEXT, min_size=1, max_size=40))
    def check(texts: list[str]) -> None:
        names = [f"/{text}" for text in texts]
        seen = words(program, names, folder)
        assert all(word is None or word == name for name, word in zip(names, seen, strict=True))

    check()


@pytest.mark.parametrize(
    ("name", "path", "quoted"),
    [
        ("powershell", "/it's", "'/it''s'"),
        ("powershell", "/‘so’ $(x) `n", "'/‘‘so’’ $(x) `n'"),
        ("cmd", r"C:\R&D (x86)\it's", r'"C:\R&D (x86)\it\'s"'.replace(r"\'", "'")),
        ("cmd", r"C:\%PATH%", None),
        ("cmd", 'a"b', None),
        ("cmd", "a\nb", None),
        ("nushell", "/a $b (c)", "'/a $b (c)'"),
        ("nushell", "/it's \"\\", '"/it\'s \\"\\\\"'),
        ("xonsh", "/it's", 'r"/it\'s"'),
        ("xonsh", '/it\'s "so"', None),
        ("xonsh", "/a\nb", None),
        ("csh", "/a!b'c", "'/a\\!b'\\''c'"),
        ("csh", "/a\nb", None),
    ],
)
def test_what_cannot_be_run_here_is_quoted_by_the_book(name: str, path: str, quoted: str | None) -> None:
    assert SHELLS[name].quoted(path) == quoted


# --- activation in real shells ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("maker", ["venv", "virtualenv", "uv"])
@pytest.mark.parametrize("program", STARTED)
def test_the_line_activates_in_its_shell(tmp_path: Path, program: str, maker: str) -> None:
    present(program)
    root = made(tmp_path / ".venv", maker)
    stdout, stderr = activated(program, tmp_path, SHELL="")
    if program == "xonsh" and maker == "venv":
        assert b"activate.xsh is missing, so xonsh cannot activate .venv: virtualenv and uv make it, and venv does not" in stderr
        return
    assert stdout.decode().splitlines()[-1:] == [str(root)], stderr
    assert stderr == b"" or program in ("fish", "tcsh")  # which tell of their own set-up, and of a prompt that is not there


@pytest.mark.parametrize("program", ["bash", "dash"])
def test_after_it_the_environments_python_comes_first(tmp_path: Path, program: str) -> None:
    root = environment(tmp_path / ".venv")
    done = ran(present(program), 'eval "$($PYTHON -m reqd activate)"; command -v python; deactivate; echo "<$VIRTUAL_ENV>"', tmp_path)
    assert done.stdout.decode() == f"{root}/bin/python\n<>\n"


@pytest.mark.parametrize("name", [name for name in NASTY if name.isprintable() or name.isascii()])  # no maker bears what is not UTF-8
@pytest.mark.parametrize("maker", ["venv", "uv"])
def test_a_folder_of_any_name_is_activated_or_refused_and_nothing_in_its_name_is_run(tmp_path: Path, name: str, maker: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    root = made(folder / ".venv", maker)
    for program in STARTED:
        if shutil.which(program) is None or program == "xonsh":  # xonsh takes a second to start
            continue
        stdout, stderr = activated(program, folder, SHELL="")
        is_refused = stdout == b"\n" and stderr.startswith(b"reqd: ")
        assert is_refused or os.fsdecode(stdout) == f"{root}\n", (program, stdout, stderr)
        assert not is_refused or b"would act on" in stderr or b"no way to write" in stderr or (b"is missing" in stderr and "\n" in name), (
            stderr
        )
        assert maker == "venv" or program not in ("bash", "dash", "zsh") or not is_refused, stderr
    assert [*tmp_path.rglob("canary")] == []


@pytest.mark.parametrize("option", [("--prompt", "."), ()])
def test_a_prompt_that_holds_the_folders_name_runs_nothing(tmp_path: Path, option: tuple[str, ...]) -> None:
    """uv writes the prompt between double quotes, for bash and PowerShell."""
    folder = tmp_path / "$(touch canary)"
    folder.mkdir()
    command = (sys.executable, "-m", "uv", "venv", "--offline", *option, "--python", sys.executable, ".venv")
    subprocess.run(command, cwd=folder, env=variables(), capture_output=True, check=True, timeout=60)
    for name in SHELLS:
        printed = reqd(folder, "activate", "--shell", name)
        assert (printed.returncode == 2) == (b"would act on" in printed.stderr)
        assert (printed.returncode == 0) == bool(printed.stdout)
    activated("bash", folder)
    assert [*tmp_path.rglob("canary")] == []
    assert (reqd(folder, "activate", "--shell", "bash").returncode == 2) == bool(option)


def test_quotes_in_a_folders_name_are_no_reason_to_refuse(tmp_path: Path) -> None:
    """Only what a shell acts on is: old venv writes the folder between double quotes, in which an apostrophe is one."""
    for name in ("Ann's projects", "R&D (old) #1", "100%", "a;b"):
        (tmp_path / name).mkdir()
        root = environment(tmp_path / name / ".venv")
        assert activated("bash", tmp_path / name)[0] == os.fsencode(f"{root}\n")


# --- which shell --------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc/self/comm").exists(), reason="the system does not tell of processes in files")
@pytest.mark.parametrize(("program", "line"), [("bash", ". "), ("dash", ". "), ("zsh", ". "), ("fish", "source "), ("tcsh", "source ")])
def test_the_shell_that_asks_counts_before_the_users_own(tmp_path: Path, program: str, line: str) -> None:
    environment(tmp_path / ".venv")
    other = "/bin/bash" if line == "source " else "/usr/bin/fish"
    done = ran(present(program), "$PYTHON -m reqd activate", tmp_path, SHELL=other)
    script = {"fish": "activate.fish", "tcsh": "activate.csh"}.get(program, "activate")
    assert done.stdout.decode() == f"{line}'{tmp_path}/.venv/bin/{script}'\n"


@pytest.mark.skipif(not Path("/proc/self/comm").exists(), reason="the system does not tell of processes in files")
def test_a_program_between_the_shell_and_reqd_is_passed_over(tmp_path: Path) -> None:
    environment(tmp_path / ".venv")
    between = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'reqd', 'activate'])"
    done = ran("dash", f'"$PYTHON" -c "{between}"; true', tmp_path, SHELL="/usr/bin/fish")
    assert done.stdout.decode() == f". '{tmp_path}/.venv/bin/activate'\n"


@pytest.mark.parametrize(
    ("program", "name"),
    [
        ("/bin/bash", "bash"),
        ("/usr/local/bin/fish", "fish"),
        ("/bin/tcsh", "csh"),
        ("/bin/ksh", "sh"),
        ("-zsh", "zsh"),
        ("/snap/bin/pwsh", "powershell"),
        (r"C:\Program Files\Git\usr\bin\bash.exe", "bash"),
        ("/usr/bin/nu", "nushell"),
        ("/usr/bin/python3", None),
        ("", None),
    ],
)
def test_else_the_users_own_shell_counts(monkeypatch: pytest.MonkeyPatch, program: str, name: str | None) -> None:
    monkeypatch.setattr(shell, "_ancestors", lambda: ("python3", "make"))
    found = guessed({"SHELL": program})
    assert (found and found.name) == name


def test_a_shell_that_is_not_known_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from reqd.cli import main

    environment(tmp_path / ".venv")
    monkeypatch.setattr(shell, "_ancestors", lambda: ("init",))
    monkeypatch.setenv("SHELL", "/bin/rc")
    assert main(["activate", str(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("reqd: it is not known which shell asks: name it with --shell, one of bash, zsh, sh, fish, csh, ")


# --- which environment --------------------------------------------------------------------------------------------------------------


def refused(folder: Path, *arguments: str, **more: str) -> str:
    """What is said where there is nothing to activate, and nothing is printed that a shell would evaluate."""
    done = reqd(folder, "activate", "--shell", "bash", *arguments, **more)
    assert (done.returncode, done.stdout) == (2, b"")
    return done.stderr.decode()


def test_without_an_environment_nothing_is_printed(tmp_path: Path) -> None:
    assert refused(tmp_path) == "reqd: there is no environment for the current folder: reqd create makes one\n"
    assert refused(tmp_path, "nowhere") == "reqd: there is no file or folder nowhere\n"
    assert refused(tmp_path, "--environment", "x").startswith("reqd: there is no environment in x: ")
    assert activated("bash", tmp_path)[0] == b"\n"


def test_another_environment_that_is_activated_already_does_not_count(tmp_path: Path) -> None:
    active = environment(tmp_path / "elsewhere" / ".venv")
    (tmp_path / "project").mkdir()
    assert "there is no environment for the current folder" in refused(tmp_path / "project", VIRTUAL_ENV=str(active))


def test_no_requirements_file_is_needed_and_the_nearest_environment_counts(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = environment(tmp_path / ".venv")
    (tmp_path / "src" / "deep").mkdir(parents=True)
    assert activated("bash", tmp_path / "src" / "deep")[0].decode() == f"{root}\n"
    nearer = environment(tmp_path / "src" / "venv")
    assert activated("bash", tmp_path / "src" / "deep")[0].decode() == f"{nearer}\n"


@pytest.mark.parametrize("arguments", ["other", "other/", "--environment other", "--environment other ."])
def test_an_environment_can_be_named_itself(tmp_path: Path, arguments: str) -> None:
    environment(tmp_path / ".venv")
    root = environment(tmp_path / "other")
    assert activated("bash", tmp_path, *arguments.split())[0].decode() == f"{root}\n"


def test_a_broken_environment_is_not_activated(tmp_path: Path) -> None:
    root = environment(tmp_path / ".venv")
    (root / "pyvenv.cfg").write_text("version = 3.12.1\n")
    reason = "its pyvenv.cfg does not say where its Python is"
    assert refused(tmp_path) == f"reqd: the environment .venv is broken: {reason}; reqd create --recreate makes it anew\n"
    (root / "pyvenv.cfg").unlink()
    assert refused(tmp_path).endswith("its pyvenv.cfg is missing; remove it, and make one with reqd create\n")


@pytest.mark.parametrize("maker", ["venv", "virtualenv", "uv"])
@pytest.mark.parametrize("shell", ["bash", "fish", "csh"])
def test_one_that_was_copied_would_activate_the_other(tmp_path: Path, maker: str, shell: str) -> None:
    made(tmp_path / "before", maker)
    shutil.copytree(tmp_path / "before", tmp_path / ".venv", symlinks=True)
    done = reqd(tmp_path, "activate", ".venv", "--shell", shell)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f" was written for {tmp_path / 'before'}: the environment was moved or copied; " in done.stderr.decode()


@pytest.mark.parametrize("maker", ["venv", "virtualenv", "uv"])
def test_a_link_to_an_environment_or_above_it_is_no_move(tmp_path: Path, maker: str) -> None:
    (tmp_path / "real").mkdir()
    made(tmp_path / "real" / "kept", maker)
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "real" / ".venv").symlink_to("kept")
    for folder in ("real", "link"):
        printed = reqd(tmp_path, "activate", folder, "--shell", "bash")
        assert printed.stdout.decode() == f". '{tmp_path}/{folder}/.venv/bin/activate'\n", printed.stderr


def test_one_that_finds_its_folder_itself_can_be_moved(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "uv", "venv", "--offline", "--relocatable", "--python", sys.executable, "before")
    subprocess.run(command, cwd=tmp_path, env=variables(), capture_output=True, check=True, timeout=60)
    (tmp_path / "before").rename(tmp_path / ".venv")
    assert activated("bash", tmp_path)[0].decode() == f"{tmp_path / '.venv'}\n"


def test_a_script_that_is_missing_is_told_and_what_can_be_done(tmp_path: Path) -> None:
    root = environment(tmp_path / ".venv")
    (root / "bin" / "activate").unlink()
    words = ".venv/bin/activate is missing, so bash cannot activate .venv: venv, virtualenv and uv make it; "
    assert refused(tmp_path) == f"reqd: {words}without it, the environment's Python is .venv/bin/python\n"
    (root / "bin" / "activate").mkdir()
    assert refused(tmp_path) == "reqd: .venv/bin/activate is not used: it is a folder\n"


def test_condas_environments_have_a_command_instead(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    found = Environment(str(tmp_path), "conda", "3.12.1", str(tmp_path / "bin" / "python"), {}, {})
    with pytest.raises(
        CannotRunError, match=rf"bin/activate is missing, .*: conda's own command does, which is conda activate {tmp_path}$"
    ):
        script(found, SHELLS["bash"])


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("powershell", "& '{}/bin/activate.ps1'"),
        ("nushell", "overlay use '{}/bin/activate.nu'"),
        ("xonsh", "source r'{}/bin/activate.xsh'"),
        ("cmd", '"{}/bin/activate.bat"'),
        ("zsh", ". '{}/bin/activate'"),
    ],
)
def test_the_lines_of_the_other_shells(tmp_path: Path, name: str, line: str) -> None:
    root = made(tmp_path / ".venv", "uv")
    assert reqd(tmp_path, "activate", "--shell", name).stdout.decode() == line.format(root) + "\n"


def test_venv_writes_powershells_script_with_a_capital(tmp_path: Path) -> None:
    root = environment(tmp_path / ".venv")
    assert reqd(tmp_path, "activate", "--shell", "powershell").stdout.decode() == f"& '{root}/bin/Activate.ps1'\n"


# --- for a person -------------------------------------------------------------------------------------------------------------------


def test_on_a_terminal_it_is_told_that_printing_is_not_running(tmp_path: Path) -> None:
    environment(tmp_path / ".venv")
    status, written = on_a_terminal(tmp_path, "activate", "--shell", "bash", ".venv")
    hint = """This only prints the line; bash runs it with: eval "$(reqd activate --shell bash '.venv')"\n"""
    assert (status, written) == (0, f". '{tmp_path}/.venv/bin/activate'\n{hint}")
    assert reqd(tmp_path, "activate", "--shell", "bash").stderr == b""


def test_a_name_cannot_act_in_a_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "evil\x1b[31m"
    folder.mkdir()
    environment(folder / ".venv")
    _, written = on_a_terminal(folder, "activate", "--shell", "bash")
    assert "\x1b" not in written
    assert b"evil\x1b[31m/.venv" in reqd(folder, "activate", "--shell", "bash").stdout


def test_the_help_says_that_the_script_is_code_of_the_folder(tmp_path: Path) -> None:
    told = " ".join(reqd(tmp_path, "activate", "--help").stdout.decode().split())
    assert "Evaluating the line runs the script that lies in the environment." in told
