"""What a shell is set to, as far as it matters for a folder and its environment: the facts that a diagnosis judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from reqd.core import place
from reqd.core.environment import EnvironmentReading


class Owner(Enum):
    """What a program on PATH belongs to. A shim stands for whichever Python its manager picks for the folder."""

    ENVIRONMENT = "environment"
    CONDA = "conda"
    SHIM = "shim"
    SYSTEM = "system"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Program:
    """What the shell starts by a name. `root` is the environment it works for, without links; empty where it works for none.

    `is_managed` tells that pip refuses to install into its Python (PEP 668); `bare` is the release, such as `3.11`, of a Python
    without ensurepip, which makes no environment that has pip, and is empty for every other one. `lost` is the interpreter
    that a script names and that is not there.
    """

    name: str
    path: str
    owner: Owner = Owner.OTHER
    root: str = ""
    is_managed: bool = False
    bare: str = ""
    lost: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found for one folder, all paths absolute.

    `here` is where the person stands, `place` where the environment is or would be, `real` the same without links. `argument` is what a
    command needs behind it to mean the folder, with a blank before it; `activation` what activates the environment, and `hindrance` why
    that would fail. `active` is what VIRTUAL_ENV names, `active_reading` what is there. `on_path` tells whether the folder of the
    environment's programs is on PATH at all. `is_home_fit` tells whether the standard library of the environment's Python is in
    PYTHONHOME, and `shadows` are the folders of PYTHONPATH with the names that they hide. `counts` has, by
    code, how many findings a check of `file` and of all that it draws in has, `errors` how many of them stop an installer, and
    `misencoded` is the first of these files that is not UTF-8.
    """

    here: str
    place: str
    real: str
    reading: EnvironmentReading
    activation: str
    argument: str = ""
    hindrance: str = ""
    programs: tuple[Program, ...] = ()
    active: str = ""
    active_real: str = ""
    active_reading: EnvironmentReading | None = None
    on_path: bool = False
    conda: str = ""
    python_home: str = ""
    is_home_fit: bool = False
    shadows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    user_site: str = ""
    is_user_site_off: bool = False
    file: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    errors: int = 0
    misencoded: str = ""

    def shown(self, path: str) -> str:
        """A path as the person would write it."""
        return place.seen_from(path, self.here)

    def program(self, name: str) -> Program | None:
        """What the shell finds first by a name."""
        return next((program for program in self.programs if program.name == name), None)
