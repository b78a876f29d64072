"""PURE. What went wrong, in one sentence a beginner understands, from pip's and uv's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

# More versions than this say no more; the last are the newest.
_NAMED_VERSIONS = 5

_FRAME = re.compile(r"^[\s×│├╰─▶>]+")


def sentence(lines: Sequence[str]) -> str:
    """Why a tool failed, without a full stop: ours for what we know, else the tool's last error, else empty."""
    text = unframed(lines)
    found = (explain(text) for explain in _EXPLANATIONS)
    return next((each for each in found if each), "")


def unframed(lines: Sequence[str]) -> str:
    """The lines without indentation and the frames that tools draw around them."""
    return "\n".join(_FRAME.sub("", line).rstrip() for line in lines)


def pattern(words: str) -> re.Pattern[str]:
    """A pattern in which a space stands for any white space, since tools break their lines where it suits them."""
    return re.compile(words.replace(" ", r"\s+"), re.MULTILINE)


_ENSUREPIP = pattern(r"ensurepip is not available|No module named '?(?:ensurepip|venv)\b")
_PACKAGE_TO_INSTALL = pattern(r"apt(?:-get)? install (python[\w.]*-venv)")


def _ensurepip(text: str) -> str | None:
    if not _ENSUREPIP.search(text):
        return None
    named = _PACKAGE_TO_INSTALL.search(text)
    package = named[1] if named else "python3-venv"
    return f"This Python cannot create environments, because a part of it is missing: install {package} (sudo apt install {package})"


_EXTERNAL = pattern(r"externally[- ]managed")


def _external(text: str) -> str | None:
    found = _EXTERNAL.search(text)
    return found and "This Python belongs to the operating system, which installs its packages itself: use a virtual environment"


_DISK = pattern(r"No space left on device|[Ee]rrno 28|os error 28|os error 112|[Dd]isk quota exceeded")


def _disk(text: str) -> str | None:
    return _DISK.search(text) and "The disk is full: make room and try again"


_HASH = pattern(r"DO NOT MATCH THE HASHES.*\n(?P<pip>\S+) from |Hash mismatch for `(?P<uv>[^`]+)`")


def _hash(text: str) -> str | None:
    found = _HASH.search(text)
    return found and (
        f"The file that was found for {found['pip'] or found['uv']} does not have the hash it should have: "
        "update the hash if the package was published anew, else do not trust the file"
    )


_HASHLESS = pattern(
    r"Hashes are required in --require-hashes mode.*\n(?P<pip>\S+) --hash|must have a hash, but none were provided for: (?P<uv>\S+)"
)
_UNPINNED = pattern(
    r"must have their versions pinned with ==.*\n(?P<pip>\S+)|must have their versions pinned with `==`, but found: (?P<uv>\S+)"
)


def _hashless(text: str) -> str | None:
    if found := _HASHLESS.search(text):
        return f"{found['pip'] or found['uv']} has no hash, but other requirements have one: give a hash to all or to none"
    if found := _UNPINNED.search(text):
        return f"{found['pip'] or found['uv']} is not pinned with ==, which is needed where requirements have hashes"
    return None


_DENIED = pattern(
    r"\b(?:401|403) (?:Client )?Error\b|\b(?:401 Unauthorized|403 Forbidden)\b|HTTP (?:error|status client error) \(?(?:401|403)\b"
)
_UNTRUSTED = pattern(r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|invalid peer certificate")
_UNREACHED = pattern(
    # A retry that helped is no trouble.
    r"connection broken by[\s\S]*\(from versions: none\)"
    r"|^(?!WARNING: Retrying)[^\n]*(?:Max retries exceeded|Read timed out|Failed to establish a new connection)"
    r"|error sending request for url|dns error|tcp connect error|operation timed out|the network was disabled"
)
_HOST = pattern(r"(?:url \(|fetch: `?|indexes: )https?://(?:[^/@\s]*@)?([^/:\s)`]+)|host='([^']+)'")


def _network(text: str) -> str | None:
    host = _HOST.search(text)
    index = f"The package index at {host[1] or host[2]}" if host else "The package index"
    if _DENIED.search(text):
        return f"{index} refused the user or the password: check the credentials"
    if _UNTRUSTED.search(text):
        return f"{index} could not prove who it is: check the proxy and this machine's certificates"
    return f"{index} could not be reached: check the network and the proxy" if _UNREACHED.search(text) else None


_PYTHON = (
    pattern(r"Package '(?P<what>[^']+)' requires a different Python: (?P<has>\S+) not in '(?P<needs>[^']+)'"),
    pattern(r"current Python version \((?P<has>[^)]+)\) does not satisfy Python(?P<needs>\S+) and (?P<what>\S+) depends on Python"),
    pattern(r"Because (?P<what>\S+) requires Python (?P<needs>\S+)(?P<has>)"),
)
_IGNORED = pattern(r"Ignored the following (?:yanked )?versions that require a different python version: ([^\n]+)")
_ASKED = pattern(
    r"satisfies the requirement (?P<asked>[^\n]+?) (?:\(from (?!versions:)(?P<by>[^\n]+?)\) )?\(from versions: (?P<versions>[^\n]*)"
)


def _python(text: str) -> str | None:
    for each in _PYTHON:
        if found := each.search(text):
            return f"{found['what']} needs Python {found['needs']}" + (f", but the environment has {found['has']}" if found["has"] else "")
    ignored, asked = _IGNORED.search(text), _ASKED.search(text)
    if not ignored or not asked:
        return None
    versions = re.findall(r"(\S+) Requires-Python ([^;\n]+)", ignored[1])
    needs = [needs.strip() for version, needs in versions if _is_asked_for(asked["asked"], version)]
    return f"{asked['asked']} needs Python {needs[-1]}, which the environment does not have" if needs else None


def _is_asked_for(asked: str, version: str) -> bool:
    try:
        return Requirement(asked).specifier.contains(Version(version), prereleases=True)
    except (InvalidRequirement, InvalidVersion):
        return False


_UNBUILT = (
    pattern(r"Failed to build `(?P<what>[^`]+)`"),
    pattern(r"Failed to build '(?P<what>[^']+)' when"),
    pattern(r"^(?:Encountered error while generating package metadata|Failed to build installable wheels[^\n]*)\.?\n(?P<what>[^\n]+)"),
    pattern(r"Failed building (?:wheel|editable) for (?P<what>\S+)"),
    pattern(r"(?P<what>\S+) (?:did not run successfully)"),
)
# The errors a build prints itself; what pip and uv say about having seen them is no news.
_REASON = re.compile(
    r"^(?:ERROR: )?(\w[\w.]*(?:Error|Exception|Exit)\b.*|.*\b(?:fatal )?error: .+|Could not find a version that .+)$", re.MULTILINE
)
_FRAMING = re.compile(r"^(?:error|ERROR): (?:subprocess-exited|metadata-generation|failed-wheel|Failed )|CalledProcessError")


def _build(text: str) -> str | None:
    found = next((found for each in _UNBUILT if (found := each.search(text))), None)
    if found is None:
        return None
    reasons = (reason for reason in _REASON.finditer(text) if not _FRAMING.search(reason[0]))
    first = next((reason[1] for reason in reasons), "look at the output for the reason")
    return f"{found['what']} could not be built: {first}"


_ABSENT_FOR_UV = pattern(r"(?P<what>[\w.-]+) was not found in the (?:package registry|provided package locations|cache)(?P<rest>[^,]*)")
_NEEDED_BY = pattern(r"and (?:all versions of )?(?P<by>[\w.-]+)(?:[<>=!~]\S+)? depends? on")


def _absent(text: str) -> str | None:
    if found := _ABSENT_FOR_UV.search(text):
        by = _NEEDED_BY.search(found["rest"])
        return _no_package(found["what"], by["by"] if by else None)
    asked = _ASKED.search(text)
    if not asked or asked["versions"] != "none)":
        return None
    name = re.match(r"[\w.-]+", asked["asked"])
    return _no_package(name[0] if name else asked["asked"], asked["by"])


def _no_package(name: str, by: str | None) -> str:
    needed = f", which {by} needs," if by and not by.startswith("-") else ""
    return f"No package named {name}{needed} was found: check the spelling, and the index if it is private"


# The name must be the same twice: what one package has and another asks for is a conflict.
_VERSION_FOR_UV = (
    pattern(r"there (?:is no version|are no versions) of (?P<asked>[\w.-]+[^\s,]+)"),
    pattern(r"only (?P<what>[\w.-]+)[^\s]* is available and (?:you require|[^,]*? depends? on) (?P<asked>(?P=what)(?:\[|[<>=!~])\S+?),? "),
    pattern(
        r"only the following versions of (?P<what>[\w.-]+)\S* are available:[\s\S]*?"
        r"you require (?P<asked>(?P=what)(?:\[|[<>=!~])\S+?), "
    ),
)
_NO_VERSION_FOR_UV = pattern(r"only the following versions of ([\w.-]+) are available")


def _version(text: str) -> str | None:
    if asked := _ASKED.search(text):
        if not asked["versions"].endswith(")"):
            # The list was too long to be kept, and the newest stand at its end.
            return f"There is no {asked['asked']} that can be installed here"
        versions = asked["versions"][:-1].split(", ")
        shown = ", ".join((["…"] if len(versions) > _NAMED_VERSIONS else []) + versions[-_NAMED_VERSIONS:])
        return f"There is no {asked['asked']}: the versions that can be installed here are {shown}"
    for each in _VERSION_FOR_UV:
        if found := each.search(text):
            return f"There is no {found['asked']} that can be installed here"
    found = _NO_VERSION_FOR_UV.search(text)
    return found and f"No version of {found[1]} is one that is required: look at the output for what is required and what there is"


_CONFLICT_FOR_PIP = pattern(r"The conflict is caused by:\n(?P<first>[^\n]+)\n(?P<second>[^\n]+)")
_CONFLICT_FOR_UV = pattern(r"Because (?P<because>[\s\S]+?), we can conclude that")


def _conflict(text: str) -> str | None:
    if found := _CONFLICT_FOR_PIP.search(text):
        return f"No versions fit together: {found['first']}, but {found['second']}"
    if found := _CONFLICT_FOR_UV.search(text):
        return f"No versions fit together: {' '.join(found['because'].split())}"
    return "No versions fit together: some requirements contradict each other" if "ResolutionImpossible" in text else None


_PERMISSION = pattern(r"Permission denied|Access is denied|[Ee]rrno 13\b|os error 13\b|os error 5\b")
_PATH = re.compile(r"Permission denied: '([^']+)'|`([^`]+)`: (?:Permission|Access is) denied")


def _permission(text: str) -> str | None:
    if not _PERMISSION.search(text):
        return None
    path = _PATH.search(text)
    return f"{(path and (path[1] or path[2])) or 'a file'} may not be written by you: check who owns it and whether it is read-only"


_ERROR = re.compile(r"^(?:ERROR|[Ee]rror): ?(.*)$", re.MULTILINE)
_CAUSE = re.compile(r"^(?:cause|Caused by): ?(.+)$", re.MULTILINE)
_EXCEPTION = re.compile(r"^(\w[\w.]*(?:Error|Exception)\b.*)$", re.MULTILINE)


def _last_words(text: str) -> str | None:
    """The tool's own last error, with its last cause; of a traceback its last line; of anything else the last line."""
    errors = list(_ERROR.finditer(text))
    if not errors or errors[-1][1].strip() in ("", "Exception:"):
        exceptions = _EXCEPTION.findall(text)
        return exceptions[-1] if exceptions else next((line for line in reversed(text.splitlines()) if line.strip()), None)
    causes = _CAUSE.findall(text, errors[-1].end())
    return f"{errors[-1][1]}: {causes[-1]}" if causes else errors[-1][1]


# In this order, because a later trouble often is only what an earlier one led to: without a network no version is found, and
# without a build nothing is installed.
_EXPLANATIONS: tuple[Callable[[str], str | None], ...] = (
    _ensurepip,
    _external,
    _disk,
    _hash,
    _hashless,
    _network,
    _python,
    _build,
    _absent,
    _version,
    _conflict,
    _permission,
    _last_words,
)
