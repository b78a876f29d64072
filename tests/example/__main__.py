"""Shows reqd on a small project: what it finds, what it does about it, and what is left. Offline, in a temporary folder."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

from tests.wheels import unpacked, wheel

HERE = Path(__file__).parent
# What a package index would offer: the names are real, the packages hold one line of code each.
OFFERED = (
    ("flask", "3.0.3", ("werkzeug>=3",)),
    ("werkzeug", "3.0.4", ()),
    ("requests", "2.32.3", ("urllib3<3,>=1.21",)),
    ("pysocks", "1.7.1", ()),
    ("urllib3", "2.2.3", ()),
    ("gunicorn", "22.0.0", ()),
    ("python-dotenv", "1.0.1", ()),
    ("pytest", "8.3.3", ()),
    ("ruff", "0.6.9", ()),
)
# What was installed some time ago, before others changed the files.
INSTALLED = (("flask", "2.3.3", ("werkzeug>=2",)), ("werkzeug", "3.0.4", ()), ("python-dotenv", "1.0.1", ()), ("ruff", "0.6.9", ()))
REPAIRS = {"gunicorn = 22.0.0": "gunicorn==22.0.0", "Requests>=2.31          # added a second time, later\n": ""}


def main() -> int:
    """Tell the story; 0 when it ends well."""
    with tempfile.TemporaryDirectory(prefix="reqd-example-") as folder:
        project = Path(folder, "shop")
        project.mkdir()
        for path in HERE.glob("*.txt"):
            shutil.copy(path, project)
        variables = _prepared(project, Path(folder, "index"))
        say("A web shop: two requirements files, constraints, and an environment from before somebody changed them.")
        reqd(project, variables, "check")
        say("One line is wrong and one stands twice. An editor would repair both on request; here the example does.")
        repair(project / "requirements.txt")
        reqd(project, variables, "install", "requirements-dev.txt")
        say("Now write down exactly what is installed, and look again.")
        reqd(project, variables, "freeze", "requirements-dev.txt", "--diff")
        reqd(project, variables, "freeze", "requirements-dev.txt", "--write")
        return reqd(project, variables, "check")


def _prepared(project: Path, index: Path) -> Mapping[str, str]:
    """Make the environment as it was, and the folder that stands for the package index; return the variables that point to it."""
    for name, version, requires in OFFERED:
        wheel(index, name, version, requires, {"socks": ("pysocks",)} if name == "requests" else {})
    environment = project / ".venv"
    venv.create(environment, symlinks=os.name != "nt")
    site_packages = sysconfig.get_path(
        "purelib", "nt" if os.name == "nt" else "posix_prefix", {"base": str(environment), "platbase": str(environment)}
    )
    for name, version, requires in INSTALLED:
        unpacked(wheel(index.with_name("older"), name, version, requires), site_packages)
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "UV_OFFLINE": "1", "UV_FIND_LINKS": str(index), "UV_NO_CACHE": "1"}
    return {**os.environ, **offline, "VIRTUAL_ENV": ""}


def say(words: str) -> None:
    print(f"\n{words}", flush=True)


def reqd(project: Path, variables: Mapping[str, str], *arguments: str) -> int:
    """Run reqd in the project, in view of the person."""
    print(f"\n$ reqd {shlex.join(arguments)}", flush=True)
    return subprocess.run((sys.executable, "-m", "reqd", *arguments), cwd=project, env=variables, check=False).returncode


def repair(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for wrong, right in REPAIRS.items():
        assert wrong in text, f"the example does not hold {wrong!r} any more"
        text = text.replace(wrong, right)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
