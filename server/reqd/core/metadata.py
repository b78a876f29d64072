"""What a distribution's METADATA says of its package, read from its header when somebody asks (the core metadata specification)."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from packaging.utils import canonicalize_name

from reqd.core.environment import Distribution

# The labels of PEP 753 that are well known, and by what each is known. To compare, labels lose punctuation, blanks and capitals.
_WELL_KNOWN = {
    "homepage": "homepage",
    **dict.fromkeys(("source", "repository", "sourcecode", "github"), "source"),
    "download": "download",
    **dict.fromkeys(("changelog", "changes", "whatsnew", "history"), "changelog"),
    "releasenotes": "releasenotes",
    **dict.fromkeys(("documentation", "docs"), "documentation"),
    **dict.fromkeys(("issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker"), "issues"),
    **dict.fromkeys(("funding", "sponsor", "donate", "donation"), "funding"),
}
_NO_PART_OF_A_LABEL = str.maketrans("", "", string.punctuation + string.whitespace)

# A value, with the lines that are folded below it.
_VALUE = r"(.*(?:\n[ \t].*)*)"
# As Python's parser of e-mail has it, which pip uses too: the line by which a mailbox parts its letters is skipped, and has no name.
_FIELD = re.compile(rf"(?m)^(?:From |([!-9;-~]*):){_VALUE}")
# Up to the first line that is none of a field; folded lines before any belong to nothing.
_HEADER = re.compile(r"(?:(?:From |[!-9;-~]*:|[ \t]).*(?:\n|\Z))*")
_DEMAND = re.compile(rf"(?im)^(requires-dist|requires-python):{_VALUE}")
# What setuptools wrote for years where nothing was said.
_UNSAID = "UNKNOWN"
_EXTRA = re.compile(r"(?i)[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package's author says of it; empty where nothing is said.

    All of it is raw text that anybody may have written: whoever shows it cleans it first (`core.hygiene.clean`), and whoever opens a URL
    looks at its scheme. `license` is its expression (PEP 639), or the name that stands in its place; `urls` are pairs of a label as
    written and a URL, in order; `requires_dist` is as written, each on one line; `provides_extra` are normalised names (PEP 685).
    """

    summary: str = ""
    license: str = ""
    author: str = ""
    home_page: str = ""
    urls: tuple[tuple[str, str], ...] = ()
    requires_python: str = ""
    requires_dist: tuple[str, ...] = ()
    provides_extra: tuple[str, ...] = ()

    def url(self, kind: str) -> str:
        """The first URL whose label is known by `kind`, one of PEP 753: `homepage`, `source`, `documentation`, `changelog`, …"""
        return next((url for label, url in self.urls if well_known(label) == kind), "")


def metadata(distribution: Distribution) -> Metadata:
    """What the METADATA of a distribution says. Never raises: what cannot be read is left out."""
    return read(distribution.header)


@lru_cache(maxsize=2048)  # as many as the largest environments that were seen hold
def read(header: bytes) -> Metadata:
    """What a header says: the lines of METADATA before the first empty one. Never raises."""
    fields = _fields(header)
    urls = tuple(_urls(fields.get("project-url", ())))
    homes = (url for label, url in urls if well_known(label) == "homepage")
    extras = (each for each in _lines(fields, "provides-extra") if _EXTRA.fullmatch(each))
    return Metadata(
        summary=_first(fields, "summary"),
        license=_license(fields),
        author=_first(fields, "author") or _first(fields, "author-email"),
        home_page=_first(fields, "home-page") or next(homes, ""),
        urls=urls,
        requires_python=_first(fields, "requires-python"),
        requires_dist=tuple(_lines(fields, "requires-dist")),
        provides_extra=tuple(dict.fromkeys(map(canonicalize_name, extras))),
    )


class Demands(NamedTuple):
    """What a package needs: the Python it asks for, empty for any, and what it requires, each as written and on one line."""

    python: str
    requires_dist: tuple[str, ...]


@lru_cache(maxsize=2048)  # as many as the largest environments that were seen hold
def demands(header: bytes) -> Demands:
    """The same as `read` has it, in a quarter of the time: for whoever asks of a whole environment. Never raises."""
    python = ""
    required: list[str] = []
    for name, value in reversed(_DEMAND.findall(_header(header))):
        line = _on_one_line(_unfolded(value)) if "\n" in value else value.strip()
        if name[-1] in "tT":
            required.append(line)
        else:
            python = line
    return Demands(_said(python), tuple(reversed(required)))


def well_known(label: str) -> str:
    """By what a label of a URL is known, or an empty string: `Bug Tracker` is one of `issues` (PEP 753)."""
    return _WELL_KNOWN.get(label.translate(_NO_PART_OF_A_LABEL).lower(), "")


def _header(header: bytes) -> str:
    """The fields, their lines ended alike: the first line that is neither a field nor folded ends them, as it does for pip."""
    found = _HEADER.match(header.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"))
    return found[0] if found else ""


def _fields(header: bytes) -> Mapping[str, list[str]]:
    """The values of each field by its name in small letters, in order; one that is folded keeps its lines, without their indents."""
    fields: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(_header(header)):
        fields.setdefault(name.lower(), []).append(_unfolded(value))
    return fields


def _unfolded(value: str) -> str:
    return "\n".join(line.strip() for line in value.split("\n")) if "\n" in value else value.strip()


def _on_one_line(value: str) -> str:
    """A value on one line, which is what folding stands for (RFC 822)."""
    return value.replace("\n", " ").strip()


def _lines(fields: Mapping[str, list[str]], name: str) -> Iterator[str]:
    return map(_on_one_line, fields.get(name, ()))


def _first(fields: Mapping[str, list[str]], name: str) -> str:
    return _said(next(_lines(fields, name), ""))


def _said(value: str) -> str:
    return "" if value == _UNSAID else value


def _license(fields: Mapping[str, list[str]]) -> str:
    """An expression, else a name, else the classifiers' names; many packages put a licence's whole text where its name belongs."""
    name, is_text, _ = next(iter(fields.get("license", ())), "").lstrip().partition("\n")
    classifiers = (each.split(" :: ") for each in _lines(fields, "classifier"))
    names = dict.fromkeys(parts[-1] for parts in classifiers if parts[0] == "License" and len(parts) > 1)
    stated = "" if name == _UNSAID else name
    return _first(fields, "license-expression") or ("" if is_text else stated) or ", ".join(names) or stated


def _urls(values: Iterable[str]) -> Iterator[tuple[str, str]]:
    for value in values:
        label, _, url = value.replace("\n", " ").partition(",")
        if url.strip():
            yield label.strip(), url.strip()
