"""What the files of one installed distribution say, and what is wrong with them. Its folder's name says who it is."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from reqd import disk
from reqd.core.environment import Distribution, Origin
from reqd.environments.base import is_here

# The header of nearly every METADATA is a tenth of this; what follows it is the package's manual, and may be any size.
LIMIT = 64 * 1024
# A few put the whole text of their licence, and of all that they contain, before what they require; scipy's has 58 KB.
LONG_LIMIT = 1024 * 1024

_NAME = re.compile(rb"(?im)^Name:[ \t]*(.*?)[ \t]*\r?$")
_VERSION = re.compile(rb"(?im)^Version:[ \t]*(.*?)[ \t]*\r?$")
# The further lines of a text that was folded into a field. One that is empty is left, which tells that there were some.
_FOLDED = re.compile(rb"(?im)^((?:Description|License):[^\n]*\n)(?:[ \t][^\n]*\n)+")
# Names are written into files and commands, so nothing but a name will do (PEP 508), and neither will any version but these letters.
_VALID_NAME = re.compile(r"(?i)[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9]")


class Stated(NamedTuple):
    """What a distribution's own file says of its name and version, what is wrong with that file, and the header that says so."""

    name: str = ""
    version: str = ""
    problem: str = ""
    header: bytes = b""


def dist_info(location: str) -> Distribution | None:
    """The distribution of a `name-version.dist-info` folder; None where the name is none."""
    name, _, version = os.path.basename(location)[: -len(".dist-info")].partition("-")
    if not _VALID_NAME.fullmatch(name):
        return None
    stated = _stated(location, "METADATA")
    version = version or stated.version
    origin, complaint = _origin(location)
    problem = stated.problem or _contradiction(name, version, stated) or complaint
    return Distribution(canonicalize_name(name), version, location, problem, origin, stated.name or name, stated.header)


def egg_info(location: str) -> Distribution | None:
    """The distribution of a `.egg-info`, be it a folder or a file, of setuptools and of Linux distributions."""
    name, version = _egg_parts(os.path.basename(location)[: -len(".egg-info")])
    return _egg(name, version, location, _stated(location, "PKG-INFO" if os.path.isdir(location) else ""))


def egg(location: str) -> Distribution | None:
    """The distribution of a `.egg`, a folder or an archive, as `easy_install` left them."""
    name, version = _egg_parts(os.path.basename(location)[: -len(".egg")])
    return _egg(name, version, location, Stated(version=version))


def egg_link(location: str) -> Distribution | None:
    """The project that `setup.py develop` linked: the file's first line names the folder that holds its `.egg-info`."""
    stem = os.path.basename(location)[: -len(".egg-link")]
    found = disk.content(location, LIMIT)
    folder = found.partition(b"\n")[0].strip().decode("utf-8", "surrogateescape") if isinstance(found, bytes) else ""
    egg_info_folder = os.path.join(folder, f"{stem.replace('-', '_')}.egg-info")
    stated = _stated(egg_info_folder, "PKG-INFO") if is_here(folder) else Stated(problem="its .egg-link names no folder")
    if not _VALID_NAME.fullmatch(stem):
        return None
    problem = "" if stated.version else stated.problem
    from reqd.environments import origin  # see `_origin`

    linked, written = origin.linked(_file_url(folder), location), stated.name or stem
    return Distribution(canonicalize_name(stem), stated.version, location, problem, linked, written, stated.header)


def _egg_parts(stem: str) -> tuple[str, str]:
    name, _, rest = stem.partition("-")
    return name, re.sub(r"-py\d.*", "", rest)


def _egg(name: str, version: str, location: str, stated: Stated) -> Distribution | None:
    if not _VALID_NAME.fullmatch(name):
        return None
    version = version or stated.version
    problem = "" if version else stated.problem or "it has no version"
    return Distribution(canonicalize_name(name), version, location, problem, written=stated.name or name, header=stated.header)


def _stated(location: str, file: str) -> Stated:
    path = f"{location}{os.sep}{file}" if file else location
    found = disk.beginning(path, LIMIT)
    if isinstance(found, bytes) and len(found) == LIMIT and _end(found) == LIMIT:
        found = disk.beginning(path, LONG_LIMIT)
    file = file or "file"
    if isinstance(found, disk.Absent):
        return Stated(problem=f"its {file} is missing")
    if isinstance(found, disk.Refused):
        return Stated(problem=f"its {file} is not read: {found.reason}")
    return _parsed(found, file)


def _parsed(found: bytes, file: str) -> Stated:
    header = _header(found)
    name, version = (match[1].decode("utf-8", "replace") if (match := field.search(header)) else "" for field in (_NAME, _VERSION))
    if not found:
        return Stated(problem=f"its {file} is empty")
    if not name or not version:
        return Stated(name, version, f"its {file} has no {'Version' if name else 'Name'}", header)
    return Stated(name, version, "" if _is_utf8(found) else f"its {file} is not UTF-8", header)


def _header(found: bytes) -> bytes:
    """What is above the first empty line. It is kept in memory, so of one that is long the texts are left out, and the rest is bounded."""
    header = found[: _end(found)]
    if len(header) <= LIMIT // 4:
        return header
    short = _FOLDED.sub(rb"\1 \n", header)
    return short if len(short) <= LIMIT else short[:LIMIT].rpartition(b"\n")[0]  # a line that was cut would say something else


def _end(found: bytes) -> int:
    """Where the header ends: before an empty line, whichever way lines end; where there is none, at the end of all."""
    end = found.find(b"\n\n")
    header = found if end < 0 else found[:end]
    if b"\r" not in header:
        return len(header)
    return min((at for pair in (b"\n\r", b"\r\r") if (at := header.find(pair)) >= 0), default=len(header))


def _is_utf8(found: bytes) -> bool:
    try:
        found.decode()
    except UnicodeDecodeError as error:
        return len(found) >= LIMIT and error.start > len(found) - 4  # the cut may have gone through a letter, of four bytes at most
    return True


def _contradiction(name: str, version: str, stated: Stated) -> str:
    if canonicalize_name(stated.name) != canonicalize_name(name):
        return f"its METADATA says that it is {stated.name}"
    if version == stated.version:
        return "" if _version(version) else f"its version, {version}, is not a valid one"
    if _version(version) != _version(stated.version):
        return f"its METADATA says version {stated.version}, its folder {version}"
    return ""


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except (InvalidVersion, ValueError):
        return None


def _origin(location: str) -> tuple[Origin | None, str]:
    """Where the distribution was installed from, if from no index, and what is wrong with the file that tells."""
    found = disk.content(f"{location}{os.sep}direct_url.json", LIMIT)
    if isinstance(found, disk.Absent):
        return None, ""
    from reqd.environments import origin  # few distributions have one, and it brings a parser of JSON

    return origin.parsed(found, location) if isinstance(found, bytes) else (None, f"its direct_url.json is not read: {found.reason}")


def _file_url(folder: str) -> str:
    from urllib.parse import quote  # for `.egg-link` alone, which have become rare

    return "file://" + quote(folder if folder.startswith("/") else "/" + folder.replace("\\", "/"), safe="/:")
