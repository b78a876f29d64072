"""How each shell is given a path, whatever characters it holds: as one word in which nothing is run, replaced or split."""

from __future__ import annotations

import re
from shlex import quote

# PowerShell takes typographic quotes for its plain one (its page "about_Quoting_Rules").
_POWERSHELL_QUOTE = re.compile("['\u2018\u2019\u201a\u201b]")


def posix(path: str) -> str:
    """For sh, bash, zsh and their kin: between single quotes every character stands for itself."""
    return f"'{path}'" if "'" not in path else quote(path)


def fish(path: str) -> str:
    """Between single quotes a backslash counts before a quote and before another one."""
    return "'" + path.replace("\\", "\\\\").replace("'", "\\'") + "'"


def csh(path: str) -> str | None:
    """History is looked up even between single quotes. None for a path of several lines, which csh parts when it evaluates them."""
    if "\n" in path:
        return None
    return "'" + path.replace("'", "'\\''").replace("!", "\\!") + "'"


def powershell(path: str) -> str:
    return "'" + _POWERSHELL_QUOTE.sub(lambda found: found.group() * 2, path) + "'"


def cmd(path: str) -> str | None:
    """None for what cmd has no way to write: it replaces %NAME% between quotes too."""
    return None if re.search(r'[%"\r\n]', path) else f'"{path}"'


def nushell(path: str) -> str:
    if "'" not in path:
        return f"'{path}'"
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'


def xonsh(path: str) -> str | None:
    """As a raw text, since xonsh replaces variables in others. None for what no raw text of one line in UTF-8 can hold."""
    if re.search(r"[\r\n\ud800-\udfff]|\\$", path):
        return None
    return next((f"r{mark}{path}{mark}" for mark in "'\"" if mark not in path), None)
