"""Whether an environment could be used, judged without running its interpreter."""

from __future__ import annotations

import os

from reqd.environments.base import is_here
from reqd.environments.layout import Packages, Scripts, release


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


def loss(packages: Packages) -> str:
    """The same for its packages. An environment without any has no `site-packages` either once pip has removed the last one.

    But pip moves the folder aside too when it replaces all that is in it, and one that is killed then does not put it back.
    """
    if any(map(os.path.isdir, packages.site_packages)):
        return ""
    aside = any(name.startswith("~") for name in os.listdir(packages.library))
    return "an interrupted install took its site-packages folder away" if aside else ""
