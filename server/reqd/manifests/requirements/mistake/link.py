"""URLs that pip does not take as they are."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import EXTRAS, NAME, Explanation, whole

_EXTRAS_OF_EGG = re.compile(
    rf"([^\s:]+://[^\s#&]+)([#&])egg=({NAME}\[[^\]]*\])((?:&\S*)?)\Z|([^\s:]+://[^\s#]+#[^\s&]+)(&)egg=({NAME}\[[^\]]*\])\Z"
)
_VERSION_OF_EGG = re.compile(rf"[^\s:]+://[^\s#]+#(?:[^\s&]+&)?egg={NAME}{EXTRAS}([=<>!~]=?[^\s&]*)(?:&\S*)?\Z")
_REPOSITORY = re.compile(r"(git|ssh|svn|hg|bzr)://\S+\Z")
_WEB_PAGE = re.compile(rf"({NAME})(\s*:\s*|\s+|\s*=+\s*)((?:git\+)?https?://\S+)\Z")
_INSTALLED = re.compile(r"git\+|.*\.(?:git|whl|zip|tar\.gz|tar\.bz2)(?:[@#]\S*)?\Z")


def extras_of_egg(text: str) -> Explanation | None:
    """`git+https://example.org/a.git#egg=a[x]`."""
    found = _EXTRAS_OF_EGG.match(text)
    if found is None:
        return None
    url, mark, name = (found[1], found[2], found[3]) if found[1] else (found[5], found[6], found[7])
    rest = found[4] or ""
    rest = f"#{rest[1:]}" if rest and mark == "#" else rest
    message = "after #egg= stands a project's name alone; extras are written before an @, like name[extra] @ URL"
    return whole(text, message, f"{name} @ {url}{rest}")


def version_of_egg(text: str) -> Explanation | None:
    """`git+https://example.org/a.git#egg=a==1.0`: the URL decides which version it is."""
    found = _VERSION_OF_EGG.match(text)
    if found is None:
        return None
    return Explanation("after #egg= stands a project's name alone; which version it is, the URL says", *found.span(1), "")


def repository(text: str) -> Explanation | None:
    """`git://example.org/a.git#egg=a`."""
    found = _REPOSITORY.match(text)
    if found is None:
        return None
    kind = "git" if found[1] == "ssh" else found[1]
    # Without a name the line might be refused again, where it is to be editable.
    repair = f"{kind}+{found[1]}" if "#egg=" in text else None
    return Explanation(f"a repository's address begins with {kind}+ for pip, like {kind}+https://", *found.span(1), repair)


def web_page(text: str) -> Explanation | None:
    """`Pandas: https://pandas.pydata.org/`, `a https://example.org/a.zip`."""
    found = _WEB_PAGE.match(text)
    if found is None:
        return None
    name, url = found[1], found[3]
    if _INSTALLED.match(url):
        return Explanation("between a name and a URL stands an @", *found.span(2), " @ ")
    is_package = name.lower() not in ("python", "link", "source", "url", "website", "homepage", "see", "docs", "documentation", "from")
    repair = f" # {url}" if is_package and "=" not in found[2] else None
    return Explanation("a web page cannot be installed; a remark begins with #", found.start(2), len(text), repair)
