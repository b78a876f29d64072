"""What belongs into a terminal or a program: commands, lines of Python, and what pip prints."""

from __future__ import annotations

import re

from reqd.manifests.requirements.mistake import conda
from reqd.manifests.requirements.mistake.listing import each
from reqd.manifests.requirements.told import BULLET, NAME, ONLY_PACKAGES, Explanation, whole

_PROMPT = rf"(?:{BULLET})?(?:\([\w.-]+\)\s*)?(?:PS\s)?(?:[A-Za-z]:\\[^>\s]*>|[$>!%]|-+>|--)?\s*(?:sudo\s+)?(?:RUN\s+)?"
_PYTHON = r"(?:python|py)[0-9.]*(?:\.exe)?"
_PIP = r"(?:pip[0-9.]*|uv(?: pip)?|conda|mamba|micromamba|poetry|pipenv|pdm)"
_INSTALL = re.compile(rf"{_PROMPT}(?:{NAME}\s*[:-]+\s*)?(?:{_PYTHON}\s+-m\s+)?({_PIP})\s+(?:install|add)\b\s*", re.IGNORECASE)
_TERMINAL = re.compile(
    rf"{_PROMPT}(?:"
    rf"(?:{_PYTHON}\s+-m\s+)?{_PIP}\s+(?:-\S|uninstall\b|freeze\b|list\b|show\b|download\b|upgrade\b|activate\b|create\b|env\b|init\Z|sync\b|lock\b)"
    rf"|{_PYTHON}\s+(?:-\w|\S+\.py\b)|easy_install\s+\S"
    r"|(?:apt|apt-get|yum|dnf|brew|snap|choco|winget|scoop|npm|gem|cargo|go|apk|yarn|playwright)\s+(?:install|add|update|upgrade|get|i)\b"
    r"|pacman\s+-S|git\s+(?:clone|pull|init|checkout|submodule)\b|docker(?:-compose)?\s+(?:run|build|pull|compose|up|exec)\b"
    r"|(?:cd|mkdir|virtualenv|rmdir)\s+\S+\Z|(?:source|\.)\s+\S*activate\S*\Z|(?:export|set)\s+\w+=|(?:curl|wget)\s+(?:-|http)"
    r"|(?:flask|streamlit|jupyter|uvicorn|gunicorn|django-admin|scrapy)\s+(?:run|notebook|lab|startproject|crawl|\w+:\w+)\b"
    r")"
)
_FLAG = re.compile(
    r"(?:-U|--upgrade|--user|-q|--quiet|--no-cache-dir|--force-reinstall|-I|--ignore-installed|-y|--yes|--break-system-packages)\Z"
)
_OF_A_FILE = re.compile(
    r"(?:-r|--requirement|-e|--editable|-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host)(?:=|\s+)\S+|--pre(?=\s|\Z)"
)
# A URL, or a folder: what is neither cannot hold a scheme, or begin with a dot.
_PLACE = re.compile(r"[\w+]+://|\.")
_CONDA_CHANNEL = re.compile(r"(?:-c|--channel|-n|--name)(?:=|\s+)\S+")
_CODE = re.compile(
    rf"(?:{BULLET})?(?:>>>|\.\.\.\s|#!|@\w[\w.]*(?:\(|\Z)|(?:def\s+\w+\(|class\s+\w+[:(]|if\s+__name__)|(?:print|setup)\s*\("
    rf"|import\s+{NAME}(?:\s*,\s*{NAME})*(?:\s+as\s+\w+)?\s*;?\Z|from\s+\.*(?:{NAME})?\s+import\b"
    rf"|{NAME}\s+import\s+[\w*][\w*, ]*\Z|{NAME}\s+from\s+{NAME}\Z|\w[\w.]*\s*=\s*\w[\w.]*\()"
)
_LONE_IMPORT = re.compile(rf"(?:{BULLET})?Import\s+{NAME}\Z")
_PRINTED = re.compile(
    r"(?:Requirement already (?:satisfied|up-to-date)|Collecting\s+\S+\Z|Successfully (?:installed|built|uninstalled)\s"
    r"|Installing collected packages|(?:Downloading|Using cached|Obtaining|Processing)\s+\S+[/\\.]\S+|Attempting uninstall"
    r"|Found existing installation|Looking in (?:indexes|links)|Building wheels? for|Traceback \(most recent|You are using pip version"
    r"|(?:WARNING|ERROR|DEPRECATION):|\[notice\])"
)
_NOTICE = re.compile(r"WARNING:|DEPRECATION:|\[notice\]|You are using pip version")

_MESSAGE = f"this is a command for the terminal; {ONLY_PACKAGES}"


def install(text: str) -> Explanation | None:
    """`pip install requests`: what is installed is what was meant."""
    found = _INSTALL.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    return whole(text, _MESSAGE, _installed(rest, found[1].lower() in ("conda", "mamba", "micromamba")) if rest else None)


def terminal(text: str) -> Explanation | None:
    """Any other command: `python main.py`, `cd folder`, `sudo apt install libpq-dev`."""
    return whole(text, _MESSAGE) if _TERMINAL.match(text) else None


def code(text: str) -> Explanation | None:
    """`import os`, `>>> print(1)`, `from tkinter import *`."""
    if _CODE.match(text) or _LONE_IMPORT.match(text):
        return whole(text, f"this is Python code; {ONLY_PACKAGES}")
    return None


def printed(text: str) -> Explanation | None:
    """`Requirement already satisfied: requests in ...`."""
    if _PRINTED.match(text) is None:
        return None
    return whole(text, f"pip printed this line; {ONLY_PACKAGES}", "" if _NOTICE.match(text) else None)


def _installed(rest: str, is_conda: bool) -> str | None:
    """The lines that ask for what the command installs: options of a file first, then the packages."""
    if is_conda:
        rest = re.sub(r"(?<=[\w\]])=(?=[0-9])", "==", _CONDA_CHANNEL.sub(" ", rest))
    options = [option.group() for option in _OF_A_FILE.finditer(rest)]
    words = [word for word in _OF_A_FILE.sub(" ", rest).split() if not _FLAG.match(word)]
    if any(word.startswith("-") for word in words):
        return None
    words = [word.strip("\"'") for word in words]
    if any("@" in word and "://" not in word for word in words) or (is_conda and not all(map(conda.is_for_pip, words))):
        return None
    places = [word for word in words if _PLACE.match(word)]
    names = [word for word in words if not _PLACE.match(word)]
    packages = each(" ".join(names), is_certain=True) if names else ""
    return None if packages is None else "\n".join((*options, *places, *packages.splitlines())) or None
