"""Why packages are not found although an environment was activated: causes and ways out, judged from facts that were gathered before."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote
from typing import NamedTuple

from reqd.core import place
from reqd.core.environment import BrokenEnvironment, Environment, NoEnvironment
from reqd.core.finding import Severity
from reqd.knowledge.shell import Facts, Owner, Program

# Names that are listed before "and N more".
_LISTED = 4


class Diagnosis(NamedTuple):
    """A cause as one sentence without a full stop, and what to do next."""

    code: str
    severity: Severity
    cause: str
    remedy: str


def diagnoses(facts: Facts) -> tuple[Diagnosis, ...]:
    """All that is wrong, gravest first; of equal gravity what must be done first. Advice alone means that nothing is wrong."""
    found = (each for question in _QUESTIONS for each in question(facts))
    return tuple(sorted(found, key=lambda each: each.severity.value))


def strangers(facts: Facts) -> list[Program]:
    """The interpreters that the shell finds first and that do not belong to the environment."""
    return [each for each in facts.programs if each.name != "pip" and each.root != facts.real]


def whose(facts: Facts, program: Program) -> str:
    """The path of a program, and what it belongs to."""
    match program.owner:
        case Owner.ENVIRONMENT:
            return f"{facts.shown(program.path)}, of the environment {facts.shown(program.root)}"
        case Owner.CONDA:
            return f"{facts.shown(program.path)}, of conda's environment {facts.shown(program.root)}"
        case Owner.SHIM:
            return f"{program.path}, a stand-in that picks a Python by folder"
        case Owner.SYSTEM:
            return f"{program.path}, of the system's Python"
        case Owner.OTHER:
            return facts.shown(program.path)


def _broken(facts: Facts) -> Iterator[Diagnosis]:
    if not isinstance(facts.reading, BrokenEnvironment):
        return
    name = facts.shown(facts.place)
    remedy = f"make it anew with {_making(facts, is_again=True)}"
    if not facts.reading.is_replaceable:
        remedy = f"remove or rename {name}, then make one with {_making(facts)}"
    yield Diagnosis("broken-environment", Severity.ERROR, f"{name} cannot be used: {facts.reading.reason}", remedy)


def _vanished(facts: Facts) -> Iterator[Diagnosis]:
    """An activated environment that is gone leaves its traces in the shell: the variable, and a folder on PATH."""
    if not isinstance(facts.active_reading, NoEnvironment):
        return
    name = facts.shown(facts.active)
    state = "which is no environment" if facts.active_reading.is_taken else "which is gone"
    cause = f"the shell has {name} activated (VIRTUAL_ENV), {state}"
    if isinstance(facts.reading, Environment):
        is_right = not strangers(facts)
        remedy = f"activate {facts.shown(facts.place)} instead: {facts.activation}"
        yield Diagnosis("activated-and-gone", Severity.WARNING if is_right else Severity.ERROR, cause, facts.hindrance or remedy)
    elif isinstance(facts.reading, NoEnvironment):
        remedy = f"make one with {_making(facts)}, and activate it: {facts.activation}"
        yield Diagnosis("activated-and-gone", Severity.ERROR, cause, remedy)


def _home(facts: Facts) -> Iterator[Diagnosis]:
    """It replaces the standard library of every Python, which another version's cannot use; packages are found as before."""
    if not facts.python_home:
        return
    remedy = "remove the variable (in bash and zsh: unset PYTHONHOME), also where a start-up file of your shell sets it"
    if isinstance(facts.reading, Environment) and not facts.is_home_fit:
        name = facts.shown(facts.place)
        cause = f"PYTHONHOME is set to {facts.python_home}, and the Python {facts.reading.python} of {name} has no standard library there"
        yield Diagnosis("python-home", Severity.ERROR, f"{cause}, so it does not start", remedy)
    else:
        cause = f"PYTHONHOME is set to {facts.python_home}, so every Python takes its standard library from there"
        yield Diagnosis("python-home", Severity.WARNING, f"{cause}, and one of another version does not start", remedy)


def _absent(facts: Facts) -> Iterator[Diagnosis]:
    if not isinstance(facts.reading, NoEnvironment) or isinstance(facts.active_reading, NoEnvironment):
        return
    cause = "this folder has no virtual environment"
    pip = facts.program("pip")
    if pip and pip.is_managed:
        cause += f", and pip is {whose(facts, pip)}, which refuses installs (externally-managed-environment, PEP 668)"
    elif pip:
        cause += f", so pip is {whose(facts, pip)}"
    yield Diagnosis("no-environment", Severity.ERROR, cause, f"make one with {_making(facts)}, and activate it: {facts.activation}")


def _bare(facts: Facts) -> Iterator[Diagnosis]:
    """Debian has the half of venv that brings pip in a package of its own."""
    bare = next((each for each in facts.programs if each.bare and each.name != "pip"), None)
    if bare and not isinstance(facts.reading, Environment):
        cause = f"{bare.path} cannot make an environment with pip in it, since its ensurepip is missing"
        remedy = f"on Debian and Ubuntu: sudo apt install python{bare.bare}-venv; elsewhere use another Python, with reqd create --python"
        yield Diagnosis("no-ensurepip", Severity.ERROR, cause, remedy)


def _unreached(facts: Facts) -> Iterator[Diagnosis]:
    """The shell does not find the environment's Python: another is activated, something stands before it, or none is activated."""
    if not isinstance(facts.reading, Environment) or isinstance(facts.active_reading, NoEnvironment):
        return
    found = strangers(facts)
    name = facts.shown(facts.place)
    remedy = facts.hindrance or f"activate {name}: {facts.activation}"
    is_other = bool(facts.active) and facts.active_real != facts.real
    if not found and facts.programs:
        if is_other:
            cause = f"python is that of {name}, but VIRTUAL_ENV names {facts.shown(facts.active)}, into which uv would install"
            yield Diagnosis("other-environment", Severity.WARNING, cause, remedy)
        return
    instead = f"{found[0].name} is {whose(facts, found[0])}" if found else "there is no python on PATH"
    if is_other:
        cause = f"{facts.shown(facts.active)} is activated, but the environment of this folder is {name}"
        yield Diagnosis("other-environment", Severity.ERROR, cause, remedy)
    elif facts.active:
        yield _behind(facts, instead)
    else:
        yield Diagnosis("not-activated", Severity.ERROR, f"{name} is not activated: {instead}", remedy)


def _behind(facts: Facts, instead: str) -> Diagnosis:
    if not facts.on_path:
        cause = f"{facts.shown(facts.place)} is activated (VIRTUAL_ENV), but its programs are not on PATH: {instead}"
        return Diagnosis("not-on-path", Severity.ERROR, cause, facts.hindrance or f"activate it again: {facts.activation}")
    cause = f"{facts.shown(facts.place)} is activated, but another folder stands before it on PATH: {instead}"
    again = f"activate it again: {facts.activation}; if it comes back, a start-up file of your shell changes PATH: remove that line"
    return Diagnosis("behind-on-path", Severity.ERROR, cause, facts.hindrance or again)


def _pip(facts: Facts) -> Iterator[Diagnosis]:
    """What pip installs elsewhere is not found, be Python the right one or not."""
    pip = facts.program("pip")
    if pip is None or pip.root == facts.real or not isinstance(facts.reading, Environment):
        return
    name = facts.shown(facts.place)
    if pip.lost:
        cause = f"{facts.shown(pip.path)} does not start: its first line names {pip.lost}, which is gone"
        remedy = "install with reqd install"
        if place.is_within(pip.path, facts.place):
            remedy += f", or make the environment anew with {_making(facts, is_again=True)}"
        yield Diagnosis("lost-pip", Severity.WARNING, cause, remedy)
    elif strangers(facts):
        if pip.is_managed:
            cause = f"pip is {whose(facts, pip)}, which refuses installs (externally-managed-environment, PEP 668)"
            yield Diagnosis("managed-python", Severity.INFORMATION, cause, f"activate {name} first: {facts.activation}")
    elif _has_pip(facts.reading):
        cause = f"python is that of {name}, but pip is {whose(facts, pip)}: it installs elsewhere"
        yield Diagnosis("other-pip", Severity.WARNING, cause, "install with python -m pip instead of pip, or with reqd install")
    else:
        cause = f"{name} has no pip of its own, so pip is {whose(facts, pip)}: it installs elsewhere"
        yield Diagnosis("no-pip", Severity.INFORMATION, cause, "install with reqd install or uv pip install")


def _has_pip(environment: Environment) -> bool:
    """Whether it has a pip of its own, and not only that of the Python it was made from."""
    pip = environment.installed("pip")
    return pip is not None and any(place.is_within(pip.location, folder) for folder in environment.site_packages)


def _requirements(facts: Facts) -> Iterator[Diagnosis]:
    name = facts.shown(facts.file)
    if facts.misencoded:
        written = facts.shown(facts.misencoded)
        cause = f"{written} is not written as UTF-8, so installers may misread it"
        yield Diagnosis("file-encoding", Severity.WARNING, cause, f"reqd convert {quote(written)}")
    if facts.errors:
        cause = f"{name} has {_counted(facts.errors, 'error')}, at which an installer stops"
        yield Diagnosis("wrong-lines", Severity.WARNING, cause, f"reqd check {quote(name)}")
    absent, differing = (facts.counts.get(code, 0) for code in ("missing-package", "version-mismatch"))
    if isinstance(facts.reading, Environment) and (absent or differing):
        parts = [f"{_counted(absent, 'package')} {_are(absent)} not installed"] if absent else []
        if differing:
            parts.append(f"{_counted(differing, 'package')} {_are(differing)} installed at another version")
        cause = f"of what {name} asks for, {' and '.join(parts)} in {facts.shown(facts.place)}"
        yield Diagnosis("unmet-requirements", Severity.WARNING, cause, f"reqd install {quote(name)}")


def _shadows(facts: Facts) -> Iterator[Diagnosis]:
    for folder, names in facts.shadows:
        listed = ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")
        cause = f"PYTHONPATH names {facts.shown(folder)}, where {listed} {'hides' if len(names) == 1 else 'hide'} what Python would find"
        remedy = "remove the folder from PYTHONPATH, or rename what is in it"
        yield Diagnosis("shadowing-path", Severity.WARNING, cause, remedy)


def _conda(facts: Facts) -> Iterator[Diagnosis]:
    if facts.conda and facts.conda != facts.place and isinstance(facts.reading, Environment):
        cause = f"conda's environment {facts.conda} is active at the same time (CONDA_PREFIX)"
        remedy = "conda deactivate, and for good: conda config --set auto_activate_base false"
        yield Diagnosis("conda-active", Severity.INFORMATION, cause, remedy)


def _user_site(facts: Facts) -> Iterator[Diagnosis]:
    """Only an environment that includes the system's packages sees those that were installed for the user."""
    if not isinstance(facts.reading, Environment) or not facts.user_site:
        return
    first = [same[0].location for same in facts.reading.distributions.values()]
    count = sum(place.is_within(location, facts.user_site) for location in first)
    if not count:
        return
    them = f"{_counted(count, 'package')} of {facts.user_site}"
    if facts.is_user_site_off:
        cause = f"PYTHONNOUSERSITE is set, so Python does not find {them}, which {facts.shown(facts.place)} would see without it"
        yield Diagnosis("user-site-off", Severity.WARNING, cause, "remove the variable, or install them into the environment")
    else:
        cause = f"{facts.shown(facts.place)} also sees {them}, since its pyvenv.cfg includes the system's packages"
        remedy = "nothing, if that is meant; else make the environment anew with reqd create --recreate"
        yield Diagnosis("user-site", Severity.INFORMATION, cause, remedy)


# In the order in which things are to be mended.
_QUESTIONS = (
    _broken,
    _vanished,
    _home,
    _absent,
    _bare,
    _unreached,
    _pip,
    _requirements,
    _shadows,
    _conda,
    _user_site,
)


def _making(facts: Facts, is_again: bool = False) -> str:
    """What reqd makes is for a requirements file; without one it is left to Python."""
    if not facts.file:
        return f"python3 -m venv {'--clear ' if is_again else ''}{quote(facts.shown(facts.place))}"
    return f"reqd create{' --recreate' if is_again else ''} --install{facts.argument}"


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
