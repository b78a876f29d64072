"""Whether an environment's interpreter could run, judged without running it."""

from __future__ import annotations

import os

from reqd.environments.base import is_here
from reqd.environments.layout import Scripts, release


def fault(scripts: Scripts, home: str, made_for: str) -> str:
    """Why the interpreter is of no use, as a sentence about the environment without its full stop; empty where nothing is wrong.

    `home` is the folder of the base's interpreter and `made_for` its release, such as `3.12`, both as pyvenv.cfg has them.
    """
    if scripts.is_windows != (os.name == "nt"):
        return "it was made on Windows" if scripts.is_windows else "it was made on Linux or macOS"
    real = os.path.realpath(scripts.interpreter)
    if not os.path.isfile(real):
        return f"its Python, {real}, is gone"
    if not os.path.islink(scripts.interpreter) and not (is_here(home) and os.path.isdir(home)):
        return f"its Python, in {home}, is gone"  # a copy needs the library of what it was copied from
    now = release(os.path.basename(real).removeprefix("python")) if os.path.basename(real).startswith("python") else ""
    if made_for and now and made_for != now:
        return f"it was made for Python {made_for}, and its Python, {real}, is another one now"
    return ""
