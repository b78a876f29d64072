"""The project that is measured: an environment of 300 distributions and a requirements file that pins them all, made offline."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

from tests.wheels import unpacked, wheels

COUNT = 300
# What a distribution of a grown environment requires on average: 2,700 in all, the three of its wheel among them.
_REQUIRED = 9


class Project(NamedTuple):
    """Where everything lies. `pins` are the lines of the requirements file without their ends, each satisfied."""

    folder: Path
    requirements: Path
    environment: Path
    python: Path
    site_packages: Path
    pins: tuple[str, ...]

    @property
    def text(self) -> str:
        return _text(self.pins)

    def edited(self, version: int) -> str:
        """The text after a person typed another version into the pin in the middle, which nothing installed satisfies."""
        middle = len(self.pins) // 2
        name = self.pins[middle].partition("==")[0]
        return _text((*self.pins[:middle], f"{name}==999.{version}", *self.pins[middle + 1 :]))


def build(folder: Path, has_pip: bool = False) -> Project:
    """Make the project in an existing folder. `has_pip` is whether pip itself is installed too, which takes its time."""
    environment = folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", *([] if has_pip else ["--without-pip"]), str(environment)], check=True)
    paths = {name: sysconfig.get_path(name, "venv", {"base": str(environment)}) for name in ("purelib", "scripts")}
    site_packages = Path(paths["purelib"])
    built = [os.path.basename(path).split("-")[:2] for path in _filled(folder / "wheels", site_packages)]
    names = [name.replace("_", "-") for name, _ in built]
    for number, (stem, version) in enumerate(built):
        _require(site_packages / f"{stem}-{version}.dist-info" / "METADATA", names[max(0, number - _REQUIRED + 3) : number])
    pins = tuple(f"{name}=={version}" for name, (_, version) in zip(names, built, strict=True))
    requirements = folder / "requirements.txt"
    requirements.write_text(_text(pins))
    python = Path(paths["scripts"]) / ("python.exe" if os.name == "nt" else "python")
    return Project(folder, requirements, environment, python, site_packages, pins)


def dependencies(project: Project) -> int:
    """How many dependencies the distributions declare, not counting those of extras."""
    texts = (path.read_text() for path in project.site_packages.glob("*.dist-info/METADATA"))
    return sum(line.startswith("Requires-Dist:") and "extra ==" not in line for text in texts for line in text.splitlines())


def _filled(folder: Path, site_packages: Path) -> tuple[str, ...]:
    built = wheels(folder, COUNT)
    for path in built:
        unpacked(path, site_packages)
    return built


def _require(metadata: Path, names: list[str]) -> None:
    """Add requirements to a distribution, all satisfied, with the bounds that people write."""
    lines = "".join(f"Requires-Dist: {name}>=1.0,<2\n" for name in names)
    metadata.write_text(metadata.read_text().replace("Provides-Extra:", f"{lines}Provides-Extra:", 1))


def _text(pins: tuple[str, ...]) -> str:
    return "".join(f"{pin}\n" for pin in pins)
