"""Builds tiny wheels, so that tests install exact packages without any network."""

from __future__ import annotations

import base64
import hashlib
import os
import zipfile
from collections.abc import Mapping, Sequence

# The first moment that a zip archive can hold: the same wheel has the same bytes on every day.
MOMENT = (1980, 1, 1, 0, 0, 0)

_TINTS = "amber azure beige black blue bronze coral cream crimson cyan gold green grey indigo ivory jade lilac maroon mint olive"
_THINGS = "anchor basket candle drum engine feather garden hammer island jacket kettle ladder mirror needle orchard"

_CLASSIFIERS = (
    "Development Status :: 5 - Production/Stable",
    "Intended Audience :: Developers",
    "License :: OSI Approved :: MIT License",
    "Operating System :: OS Independent",
    "Programming Language :: Python",
    "Programming Language :: Python :: 3",
    *(f"Programming Language :: Python :: 3.{minor}" for minor in range(8, 15)),
    "Topic :: Software Development :: Libraries :: Python Modules",
)


def wheel(
    folder: str | os.PathLike[str],
    name: str,
    version: str,
    requires: Sequence[str] = (),
    extras: Mapping[str, Sequence[str]] = {},
    files: Mapping[str, str] = {},
    description: str = "",
) -> str:
    """Build a pure wheel into `folder` and give its path.

    `extras` maps an extra to what it requires. `files` maps a path in the wheel to its text and replaces the one module that is there
    otherwise; a path in the `.dist-info` replaces that file, METADATA too.
    """
    stem = f"{name.replace('-', '_')}-{version}"
    module = name.replace("-", "_").replace(".", "_").lower()
    contents = {
        f"{module}.py": f"__version__ = {version!r}\n",
        f"{stem}.dist-info/METADATA": metadata(name, version, requires, extras, description),
        f"{stem}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if any(".dist-info/" not in path for path in files):
        del contents[f"{module}.py"]
    contents.update(files)
    contents[f"{stem}.dist-info/RECORD"] = _record(contents, f"{stem}.dist-info/RECORD")
    path = os.path.join(folder, f"{stem}-py3-none-any.whl")
    os.makedirs(folder, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for inner, text in contents.items():
            archive.writestr(zipfile.ZipInfo(inner, MOMENT), text)
    return path


def wheels(folder: str | os.PathLike[str], count: int = 300) -> tuple[str, ...]:
    """Build `count` wheels (300 at most) with METADATA of the usual size, each requiring up to three earlier ones; in order of building."""
    names = [f"{tint}-{thing}" for thing in _THINGS.split() for tint in _TINTS.split()]
    built = []
    for number, name in enumerate(names[:count]):
        requires = [f"{names[number // divisor]}>=1.{number // divisor}" for divisor in (2, 3, 5) if number // divisor < number]
        description = f"# {name}\n\n" + f"The {name} package holds one module, and these words stand for its manual.\n" * (30 + number % 90)
        built.append(wheel(folder, name, f"1.{number}.0", requires, {"test": ("pytest>=8",)}, description=description))
    return tuple(built)


def unpacked(path: str | os.PathLike[str], site_packages: str | os.PathLike[str]) -> None:
    """Put a pure wheel's files where an installer would, without one."""
    with zipfile.ZipFile(path) as archive:
        archive.extractall(site_packages)


def metadata(
    name: str,
    version: str,
    requires: Sequence[str] = (),
    extras: Mapping[str, Sequence[str]] = {},
    description: str = "",
) -> str:
    """The text of a METADATA file."""
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", f"Summary: The {name} package", "Author: The tests"]
    lines += ["License: MIT", *(f"Classifier: {classifier}" for classifier in _CLASSIFIERS), "Requires-Python: >=3.8"]
    lines += [f"Requires-Dist: {requirement}" for requirement in requires]
    for extra, wanted in extras.items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {requirement}; extra == "{extra}"' for requirement in wanted]
    return "\n".join([*lines, "", description or f"# {name}", ""])


def _record(contents: Mapping[str, str], own: str) -> str:
    rows = []
    for path, text in contents.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={digest},{len(text.encode())}\n")
    return "".join([*rows, f"{own},,\n"])
