"""A folder with requirements and an environment, and packages for it that need no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.wheels import unpacked, wheel

SERVE = (sys.executable, "-I", "-m", "reqd", "serve", "--stdio")
UV = Path(sysconfig.get_path("scripts")) / ("uv.exe" if os.name == "nt" else "uv")
SHORT = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class Project:
    """A project at `folder` below `base`, where the wheels, a home folder and a folder for programs lie beside it."""

    base: Path
    folder: Path

    @property
    def wheels(self) -> Path:
        return self.base / "wheels"

    @property
    def programs(self) -> Path:
        return self.base / "bin"

    @property
    def requirements(self) -> Path:
        return self.folder / "requirements.txt"

    @property
    def environment(self) -> Path:
        return self.folder / ".venv"

    @property
    def variables(self) -> Mapping[str, str]:
        """A machine that offers nothing but the tests' own Python and uv, and a person whose index is the folder of wheels."""
        home = str(self.base / "home")
        return {
            "PATH": str(self.programs),
            "HOME": home,
            "USERPROFILE": home,
            "XDG_STATE_HOME": home,
            "XDG_DATA_HOME": home,
            "XDG_CONFIG_HOME": home,
            "UV_CACHE_DIR": str(self.base / "cache"),
            "PIP_CACHE_DIR": str(self.base / "cache"),
            "PYENV_ROOT": home,
            "VIRTUAL_ENV": "",
            "UV_NO_INDEX": "1",
            "UV_FIND_LINKS": str(self.wheels),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
        }

    def wheel(self, name: str, *versions: str, requires: tuple[str, ...] = ()) -> None:
        for version in versions:
            wheel(self.wheels, name, version, requires)

    def write(self, text: str, name: str = "requirements.txt") -> Path:
        """Write a file below the project's folder, byte for byte."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    def create(self, *packages: str, root: Path | None = None) -> Path:
        """Make an environment that holds the packages, each written `name==version`."""
        root = root or self.environment
        venv.EnvBuilder(symlinks=os.name != "nt").create(root)
        for package in packages:
            self.put(package, root)
        return root

    def put(self, package: str, root: Path | None = None) -> None:
        """Put a package into an environment without any installer."""
        name, _, version = package.partition("==")
        unpacked(wheel(self.wheels, name, version), site_packages(root or self.environment))

    def take(self, name: str, root: Path | None = None) -> None:
        """Take a package out of an environment without any installer."""
        for path in site_packages(root or self.environment).glob(f"{name}*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def uv(self, *arguments: str) -> None:
        """What a person does in a terminal."""
        self.run(str(UV), "--no-config", *arguments)

    def run(self, *command: str) -> None:
        done = subprocess.run(command, cwd=self.folder, env={**os.environ, **self.variables}, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def program(self, name: str, script: str) -> Path:
        """Put a Python script on the PATH of the machine."""
        path = self.programs / name
        path.write_text(f"#!{sys.executable} -I\n{script}", encoding="utf-8")
        path.chmod(0o755)
        return path


def project(base: Path, name: str = "project") -> Project:
    """An empty project in an otherwise empty folder."""
    for each in ("wheels", "bin", "home", name):
        (base / each).mkdir(exist_ok=True)
    return Project(base, base / name)


def site_packages(root: Path) -> Path:
    return root / ("Lib/site-packages" if os.name == "nt" else f"lib/python{SHORT}/site-packages")


def interpreter(root: Path) -> Path:
    return root / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def serve_from(root: Path) -> tuple[str, ...]:
    """What starts the server in an environment that has nothing but pip, and sees what the tests' own has."""
    venv.EnvBuilder(symlinks=os.name != "nt", with_pip=True).create(root)
    entries = [entry for entry in sys.path if os.path.isabs(entry) and ("site-packages" in entry or Path(entry, "reqd").is_dir())]
    (site_packages(root) / "tests.pth").write_text("\n".join(entries), encoding="utf-8")
    return (str(interpreter(root)), *SERVE[1:])
