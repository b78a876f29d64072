"""What must hold before a plan may touch anything: the right kind of folder, ours, where it seems to be, and tools that are there."""

from __future__ import annotations

import os
import stat
import sys
from glob import escape, glob

from reqd.actions.plan import Plan
from reqd.core import place
from reqd.perform.outcome import RefusedError

# What a Python that is no virtual environment has in its prefix: the system's mark (PEP 668), or the standard library itself.
_BASE = ("lib*/python*/EXTERNALLY-MANAGED", "lib*/python*/os.py", "Lib/EXTERNALLY-MANAGED", "Lib/os.py")


def check(plan: Plan) -> None:
    """Raise RefusedError, with a sentence that says why, for a plan that must not be performed."""
    if not os.path.isabs(plan.environment) or not os.path.isdir(plan.folder):
        raise RefusedError(f"{plan.folder} is not there any more")
    for program in plan.programs:
        _check_executable(program.arguments[0])
    if plan.creates:
        _check_new(plan)
    else:
        _check_environment(os.path.realpath(plan.environment))


def _check_executable(path: str) -> None:
    if not os.path.isabs(path):
        raise RefusedError(f"{path} is not started, because only its absolute path would say which program that is")
    if not os.path.isfile(path):
        raise RefusedError(f"{path} could not be started: there is no such file")
    if not os.access(path, os.X_OK):
        raise RefusedError(f"{path} could not be started: it is not executable")


def _check_new(plan: Plan) -> None:
    path = os.path.normpath(plan.environment)
    name = os.path.basename(path)
    for part in _parts(path, plan.folder):
        if _is_link(part):
            raise RefusedError(f"{part} is a link to another place, so no environment is created there: remove the link first")
    if not os.path.lexists(path):
        return
    if not plan.replaces:
        raise RefusedError(f"{name} is already there, so no environment is created: remove it or choose another name")
    if place.is_within(os.path.normpath(plan.folder), path) or os.path.ismount(path):
        raise RefusedError(f"{name} cannot be replaced while other things depend on its folder")
    if os.path.realpath(sys.prefix) == os.path.realpath(path):
        raise RefusedError(f"{name} cannot be replaced by the reqd that is installed in it")
    _check_environment(path)


def _parts(path: str, folder: str) -> list[str]:
    """The environment's path and those above it, up to what it shares with the plan's folder; itself alone where that is nothing."""
    try:
        shared = os.path.commonpath((path, os.path.normpath(folder)))
    except ValueError:
        return [path]
    if shared == os.path.dirname(shared):
        return [path]
    return [part for part in place.ancestors(path, shared) if part != shared] or [path]


def _is_link(path: str) -> bool:
    """Whether it is a symbolic link, or on Windows a junction, which Python does not call a link."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or bool(getattr(found, "st_reparse_tag", 0))


def _check_environment(path: str) -> None:
    name = os.path.basename(path)
    try:
        found = os.lstat(os.path.join(path, "pyvenv.cfg"))
    except OSError:
        raise RefusedError(f"{name} is not touched, because it is no virtual environment: it has no pyvenv.cfg") from None
    if not stat.S_ISREG(found.st_mode):
        raise RefusedError(f"{name} is not touched, because its pyvenv.cfg is no ordinary file")
    if not all(_is_ours(each) for each in (found, os.lstat(path))):
        raise RefusedError(f"{name} is not touched, because it belongs to another user")
    if _is_base(path):
        raise RefusedError(f"{name} is not touched, because it is a Python installation and no virtual environment: create one")


def _is_ours(found: os.stat_result) -> bool:
    return sys.platform == "win32" or found.st_uid == os.geteuid()


def _is_base(path: str) -> bool:
    if os.path.realpath(sys.base_prefix) == os.path.realpath(path):
        return True
    return any(glob(os.path.join(escape(path), pattern)) for pattern in _BASE)
