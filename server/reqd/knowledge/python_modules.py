"""The modules that are part of Python itself, and in which versions and on which systems they are.

Taken from `sys.stdlib_module_names` and from the documentation's module index of Python 3.2 to 3.15.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Not among them: names that nobody would import on purpose (`posixpath`, `this`), and those under which packages are published that
# people want: configparser (its newest releases are for today's Pythons and give `backports.configparser`), readline (GNU's, for
# systems whose Python lacks it), profiling, and test, which is as often a note as a name.
_MODULES = _names(
    """
    abc argparse array ast atexit base64 bdb binascii bisect builtins bz2 calendar cmath cmd code codecs codeop collections colorsys
    compileall concurrent contextlib copy copyreg cprofile csv ctypes datetime dbm decimal difflib dis doctest email encodings errno
    filecmp fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob gzip hashlib heapq hmac html http imaplib
    importlib inspect io itertools json keyword linecache locale logging mailbox marshal math mimetypes mmap modulefinder
    multiprocessing netrc numbers operator optparse os pdb pickle pickletools pkgutil platform plistlib poplib pprint profile pstats
    pydoc queue quopri random re reprlib rlcompleter runpy sched select shelve shlex shutil signal site smtplib socket socketserver
    sqlite3 ssl stat string struct subprocess symtable sys sysconfig tabnanny tarfile tempfile textwrap threading time timeit tkinter
    token tokenize trace traceback turtle types unicodedata unittest urllib uuid warnings wave weakref webbrowser wsgiref xml xmlrpc
    zipfile zipimport zlib
    """
)
# The minor version of Python 3 that brought each.
_ADDED: Mapping[str, int] = {
    "annotationlib": 14,
    "asyncio": 4,
    "compression": 14,
    "contextvars": 7,
    "dataclasses": 7,
    "ensurepip": 4,
    "enum": 4,
    "faulthandler": 3,
    "graphlib": 9,
    "ipaddress": 3,
    "lzma": 3,
    "pathlib": 4,
    "secrets": 6,
    "selectors": 4,
    "statistics": 4,
    "tomllib": 11,
    "tracemalloc": 4,
    "typing": 5,
    "venv": 3,
    "zipapp": 5,
    "zoneinfo": 9,
}
# The first minor version of Python 3 without it.
_REMOVED: Mapping[str, int] = {
    **dict.fromkeys(("parser",), 10),
    **dict.fromkeys(("binhex",), 11),
    **dict.fromkeys(("asynchat", "asyncore", "distutils", "imp", "smtpd"), 12),
    **dict.fromkeys(("aifc", "audioop", "cgi", "cgitb", "chunk", "imghdr", "mailcap", "nntplib", "pipes"), 13),
    **dict.fromkeys(("sndhdr", "sunau", "telnetlib", "uu", "xdrlib"), 13),
}
# Those of one kind of system only, by what `os.name` is there.
_SYSTEMS: Mapping[str, frozenset[str]] = {
    "posix": frozenset({"curses", "fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}),
    "nt": frozenset({"msvcrt", "winreg", "winsound"}),
}
# People write these, too; the dot shows that a module is meant. With other dots packages exist: importlib.metadata, typing.extensions.
_INNER = _names(
    """
    collections.abc concurrent.futures email.mime email.mime.multipart email.mime.text http.client http.server logging.handlers
    multiprocessing.pool os.path tkinter.filedialog tkinter.messagebox tkinter.ttk unittest.mock urllib.error urllib.parse
    urllib.request xml.dom xml.dom.minidom xml.etree xml.etree.elementtree xml.sax
    """
)
# Packages of these names exist for Pythons that had no such module yet.
_BACKPORTS = _names(
    """
    argparse asyncio contextvars dataclasses faulthandler hashlib importlib ipaddress multiprocessing pathlib ssl statistics typing uuid
    wsgiref
    """
)
# Without an environment: what every Python has that is still maintained, with some to spare.
_OLDEST, _NEWEST = 8, 15


@lru_cache(maxsize=8)  # the Pythons that a person works with
def modules(minor: int | None = None, system: str = "") -> frozenset[str]:
    """The modules of Python 3.`minor` on such a system (`os.name`), in small letters; without them, those of every Python everywhere."""
    known = (*_INNER, *_MODULES, *_ADDED, *_REMOVED, *(name for names in _SYSTEMS.values() for name in names))
    return frozenset(name for name in known if is_module(name, minor, system))


def is_module(name: str, minor: int | None = None, system: str = "") -> bool:
    """Whether a name is a module of Python 3.`minor` on such a system (`os.name`); without them, whether of every Python everywhere."""
    name = name.lower()
    if name in _INNER:
        return True
    if any(name in names for names in _SYSTEMS.values()):
        return name in _SYSTEMS.get(system, ())
    if name not in _MODULES and name not in _ADDED and name not in _REMOVED:
        return False
    oldest, newest = (_OLDEST, _NEWEST) if minor is None else (minor, minor)
    return _ADDED.get(name, 0) <= oldest and newest < _REMOVED.get(name, newest + 1)


def since(name: str) -> str:
    """The version of Python that brought a module, where that is worth a word; else empty."""
    minor = _ADDED.get(name.lower())
    return f"3.{minor}" if minor else ""


def has_backport(name: str) -> bool:
    """Whether a package of that name is the module itself, made for older Pythons."""
    return name.lower() in _BACKPORTS
