"""A workspace made by somebody who means harm: whatever could be run, followed, believed or fetched is there, and tells when it was."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.e2e.project import Project, site_packages

# Stands in the files outside of the workspace that it tries to draw in.
SECRET = "canary-5e1f-do-not-show"
# What reqd imports, and what it may start: each lies in the workspace's root, where a careless start would find it first.
MODULES = (
    *("json", "pip", "uv", "venv", "lsprotocol", "pygls", "watchdog", "cattrs", "attrs", "attr", "filelock", "platformdirs", "rich"),
    *("asyncio", "logging", "sitecustomize", "usercustomize", "tempfile", "argparse", "signal", "shutil", "subprocess", "_distutils_hack"),
    *("tomllib", "tomli", "hashlib", "base64", "pathspec"),
)
_PROGRAMS = ("python", "python3", "uv", "pip", "git", "reqd")
_CONFIGURATIONS = {
    ".python-version": "./.venv/bin/python\n",
    "uv.toml": 'index-url = "http://127.0.0.1:9/simple"\npython-downloads-json-url = "http://127.0.0.1:9/"\n',
    "pyproject.toml": '[tool.uv]\nindex-url = "http://127.0.0.1:9/simple"\n[tool.reqd]\nenvironment = "../outside"\n',
    ".pdm-python": "OUTSIDE/bin/python\n",
    "poetry.toml": 'cache-dir = "OUTSIDE"\n[virtualenvs]\npath = "../outside"\n',
    "hatch.toml": '[envs.default]\npath = "../outside"\n',
    "Pipfile": "",
    ".env": "PIP_INDEX_URL=http://127.0.0.1:9/simple\nUV_PYTHON=./.venv/bin/python\n",
    ".venv/pip.conf": "[global]\nindex-url = http://127.0.0.1:9/simple\n",
    ".vscode/settings.json": '{"reqd.environment": "../outside", "python.defaultInterpreterPath": "./.venv/bin/python"}',
    "setup.cfg": "[global]\nindex-url = http://127.0.0.1:9/simple\n",
    "pip.conf": "[global]\nindex-url = http://127.0.0.1:9/simple\n",
}
_REQUIREMENTS = """\
anchor==2.0
basket>=1
-r /etc/passwd
-r ../../secret.txt
-r ../secret.txt
-c ../outside/secret.txt
-r linked.txt
-r linked-folder/secret.txt
-r sub/../../secret.txt
-r pipe.txt
-r device.txt
-r folder.txt
-r requirements-inner.txt
-r ~/secret.txt
-r $HOME/secret.txt
-r ${HOME}/secret.txt
-r //127.0.0.1/share/requirements.txt
-r \\\\127.0.0.1\\share\\requirements.txt
-r file://SECRET_PLACE
-r file:SECRET_PLACE
-r file://127.0.0.1/share/requirements.txt
-r http://127.0.0.1:9/requirements.txt
-c https://127.0.0.1:9/constraints.txt
--index-url http://127.0.0.1:9/simple
--extra-index-url http://127.0.0.1:9/simple
--find-links http://127.0.0.1:9/
--find-links ../outside
-e .
./local
-e git+https://127.0.0.1:9/candle.git#egg=candle
drum @ http://127.0.0.1:9/drum-1.0-py3-none-any.whl
engine @ file://SECRET_PLACE
feather @ git+ext::sh%20-c%20touch%20ran
gar den
"""


def invade(project: Project) -> None:
    """Fill a project's folder; afterwards `ran` is empty until something of it is run."""
    outside = project.base / "outside"
    (project.base / "ran").mkdir()
    (outside / "bin").mkdir(parents=True)
    secrets = (project.base / "secret.txt", outside / "secret.txt", project.base / "home" / "secret.txt")
    for secret in secrets:
        secret.write_text(f"{SECRET}==1.0\n-r {SECRET}.txt\n{SECRET} {SECRET}\n", "utf-8")
    project.create("anchor==1.0")
    _plant_environment(project)
    _plant_programs(project)
    for name in MODULES:
        project.write(_python(project, f"module-{name}"), f"{name}.py")
    for name in ("packaging", "setuptools"):
        project.write(_python(project, f"package-{name}"), f"{name}/__init__.py")
    for name, text in _CONFIGURATIONS.items():
        project.write(text.replace("OUTSIDE", str(outside)), name)
    for name in ("setup", "local/setup"):
        project.write(_python(project, "setup"), f"{name}.py")
    _plant_manifests(project, secrets[0])


def ran(project: Project) -> list[str]:
    """What of the workspace was run."""
    return sorted(os.listdir(project.base / "ran"))


def state(folder: Path) -> dict[str, str]:
    """What is in a folder: for each path its kind, its times, and its content or where it points."""
    return dict(_state(folder))


def _state(folder: Path) -> Iterator[tuple[str, str]]:
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(parent, name)
            status = os.lstat(path)
            yield path, f"{status.st_mode:o} {status.st_mtime_ns} {status.st_ino} {status.st_uid} {_content(path, status.st_mode)}"


def _content(path: str, mode: int) -> str:
    if stat.S_ISLNK(mode):
        return os.readlink(path)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if stat.S_ISREG(mode) else ""


def _plant_environment(project: Project) -> None:
    """An environment that is whole to look at, and whose every part is a trap for whoever runs it."""
    root, packages = project.environment, site_packages(project.environment)
    for name in ("python", "python3", f"python3.{sys.version_info.minor}", "pip", "activate"):
        (root / "bin" / name).unlink(missing_ok=True)
        _script(project, root / "bin" / name, f"environment-{name}")
    project.write(
        f"home = {project.folder / 'base' / 'bin'}\nversion = 3.{sys.version_info.minor}.1\ninclude-system-site-packages = true\n"
        f"executable = {root / 'bin' / 'python'}\ncommand = {root / 'bin' / 'python'} -m venv\n",
        ".venv/pyvenv.cfg",
    )
    for name in ("sitecustomize", "usercustomize", "pip"):
        (packages / f"{name}.py").write_text(_python(project, f"site-{name}"), "utf-8")
    (packages / "trap.pth").write_text(f"import sys; {_python(project, 'pth')}", "utf-8")
    (packages / "anchor-1.0.dist-info" / "entry_points.txt").write_text("[reqd]\ntrap = sitecustomize:trap\n", "utf-8")


def _plant_programs(project: Project) -> None:
    for name in _PROGRAMS:
        for folder in ("", "bin", "base/bin"):
            _script(project, project.folder / folder / name, f"program-{folder.replace('/', '-')}-{name}")
    for name in ("post-checkout", "pre-commit", "fsmonitor-watchman"):
        _script(project, project.folder / ".git" / "hooks" / name, f"hook-{name}")
    project.write(f"[core]\n\tfsmonitor = {project.folder / '.git' / 'hooks' / 'fsmonitor-watchman'}\n", ".git/config")


def _plant_manifests(project: Project, secret: Path) -> None:
    folder = project.folder
    project.write(_REQUIREMENTS.replace("SECRET_PLACE", str(secret)))
    project.write("-r requirements.txt\n-r ../secret.txt\n", "requirements-inner.txt")
    (folder / "linked.txt").symlink_to(secret)
    (folder / "linked-folder").symlink_to(project.base / "outside")
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / "folder.txt").mkdir()
    (folder / "sub" / "requirements.txt").mkdir(parents=True)
    (folder / "other").mkdir()
    (folder / "other" / "requirements.txt").symlink_to(secret)
    (folder / "round").symlink_to(folder)


def _script(project: Project, path: Path, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n: > '{project.base / 'ran' / name}'\n", "utf-8")
    path.chmod(0o755)


def _python(project: Project, name: str) -> str:
    return f"open({str(project.base / 'ran' / name)!r}, 'w').close()\n"
