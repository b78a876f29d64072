"""A URL or a path in place of a version: what it leads to, and what its parts mean."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from reqd.core.manifest import Entry, Requirement
from reqd.core.view import View
from reqd.features.hover.content import Block, Code, Strong, item, paragraph
from reqd.features.hover.name import blocks as about_project
from reqd.manifests.requirements import link
from reqd.manifests.requirements.syntax import Kind, Part

_SYSTEMS = {"git": "Git", "hg": "Mercurial", "svn": "Subversion", "bzr": "Bazaar"}


def blocks(view: View, entry: Entry, part: Part) -> Iterator[Block]:
    """On the fragment what it says, on the rest what it leads to; and what is installed, where the project's name is known."""
    if part.kind is Kind.FRAGMENT:
        yield from _fragment(part.text)
        return
    yield from _address(entry.requirement, part.text)
    if entry.requirement.project:
        yield from about_project(view, entry)


def _address(requirement: Requirement, text: str) -> Iterator[Block]:
    """The address, its revision taken off where it has one."""
    scheme = link.scheme(text)
    system = _SYSTEMS.get(scheme.partition("+")[0])
    if system is not None and "://" in text:
        yield from _repository(system, text)
    elif scheme in link.SCHEMES:
        yield paragraph("pip takes the package from ", Code(text), _needs(requirement))
    elif link.is_archive(text):
        yield paragraph("pip takes the package from the file ", Code(text))
    else:
        yield paragraph("pip takes the package from the folder ", Code(text), ", seen from where pip runs", _needs(requirement))


def _needs(requirement: Requirement) -> str:
    return ", as editable: changes there count at once" if requirement.is_editable else ""


def _repository(system: str, text: str) -> Iterator[Block]:
    """As pip takes it apart: what stands behind the last @ of the path is the revision."""
    beginning, slashes, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    path, at, revision = path.rpartition("@") if "@" in path else (path, "", "")
    yield paragraph(f"pip takes the package from the {system} repository ", Code(f"{beginning}{slashes}{host}{slash}{path}"))
    if at:
        yield item("At ", Code(revision), ": a branch, a tag or a commit; only a commit is the same for ever")
    else:
        yield item("As it is when pip looks, since no @revision names a branch, a tag or a commit")


def _fragment(text: str) -> Iterator[Block]:
    for piece in filter(None, text.removeprefix("#").split("&")):
        key, _, value = piece.partition("=")
        yield paragraph(Strong(f"{key}={unquote(value)}" if value else key), ": ", _meaning(key))


def _meaning(key: str) -> str:
    match key:
        case "egg":
            return "the name of the project that is found there"
        case "subdirectory":
            return "the folder of the repository or archive in which the project lies"
        case "sha256" | "sha384" | "sha512" | "sha1" | "sha224" | "md5":
            return "the fingerprint of the file, which pip refuses if it has another one"
        case _:
            return "nothing that pip knows"
