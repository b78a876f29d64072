"""What people write where a requirement belongs: each kind of mistake is recognised, told in plain words, and repaired where certain."""

from __future__ import annotations

import re
from collections.abc import Callable

from packaging.requirements import InvalidRequirement, Requirement
from packaging.version import InvalidVersion, Version

from reqd.manifests.requirements.lines import logical
from reqd.manifests.requirements.marker_mistake import mistaken_marker
from reqd.manifests.requirements.requirement import RequirementError, requirement
from reqd.manifests.requirements.told import EXTRAS, NAME, OPERATOR, VERSION, Explanation

_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|\Z)")
_TEMPLATE = re.compile(r"\{\{|\{%|\{#|%\}")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)\}")
_CONDA = re.compile(rf"(_?{NAME})=([^=\s]+)=([^=\s]+)\Z")
_SINGLE = re.compile(rf"({NAME}{EXTRAS})(\s*=\s*)(?=[0-9])")
_COLON = re.compile(rf"({NAME})(\s*:\s*)({VERSION})\Z")
_COMMAND = re.compile(
    r"(?:[$>!%]\s*)?(?:sudo\s+)?(?:python[0-9.]*\s+-m\s+)?"
    r"(pip[0-9.]*|uv(?: pip)?|conda|mamba|poetry|pipenv|apt(?:-get)?|brew)\s+(?:install|add)\b\s*"
)
_IMPORT = re.compile(rf"(?:import\s+{NAME}(?:\s*,\s*{NAME})*(?:\s+as\s+\w+)?|from\s+{NAME}\s+import\b.*)\Z")
_YAML = re.compile(r"(?:name|channels|dependencies|prefix)\s*:.*\Z")
_QUOTED = re.compile(rf"""["']?({NAME}{EXTRAS}[^"',]*)["']\s*,?\Z|(["'])({NAME}[^"']*)\2\s*,?\Z""")
_NUMBERED = re.compile(rf"(?:[0-9]+\s*[.)]|[*\u2022\u25cf\u25fc])\s*({NAME}(?:\s*{OPERATOR}\s*{VERSION})?)\Z")
_TABLE = re.compile(rf"({NAME})(\s+)({VERSION})(?:\s+\S+)?\Z")
_TABLE_HEAD = re.compile(r"package\s+version\b.*\Z", re.IGNORECASE)
_TRAILING_COMMA = re.compile(rf"{NAME}{EXTRAS}(?:\s*{OPERATOR}\s*{VERSION})?\s*(,)\Z")
_EXTRAS_LAST = re.compile(rf"({NAME})\s*({OPERATOR}[^\[;\s]+)\s*(\[[^\]]*\])(\s*;.*)?\Z")
_QUOTED_VERSION = re.compile(rf"""{NAME}{EXTRAS}\s*{OPERATOR}\s*((["'])({VERSION})\2)\Z""")
_SWAPPED = {"=>": ">=", "=<": "<=", "=~": "~=", "=!": "!="}
_SWAPPED_OPERATOR = re.compile(r"(?<![=<>!~])(=>|=<|=~|=!)(?!=)")
# In 1!2.0 the mark belongs to the version: an epoch stands before it.
_HALF_OPERATOR = re.compile(r"((?<![=<>!~0-9])!|(?<![=<>!~])~)\s*(?=[0-9])")
_WILDCARD = re.compile(r"(?:>=|<=|~=|<|>)\s*(?:[0-9]+!)?[0-9.]+?(\.\*)(?=\s*(?:,|;|\Z))")
_NO_COMMA = re.compile(rf"{OPERATOR}\s*{VERSION}(\s*)({OPERATOR})\s*{VERSION}")
_COMPARED = re.compile(rf"({OPERATOR})\s*([^\s,;()=<>!~]*)")
_EGG = re.compile(rf"(\S+?://\S+?)([#&])egg=({NAME}\[[^\]]*\])((?:&\S*)?)\Z")
_FOLLOWED = re.compile(rf"({NAME}{EXTRAS}\s*{OPERATOR}\s*{VERSION})(\s+)([A-Za-z(/:\u2013\u2014].*)\Z")
_SPECIFIED = re.compile(rf"{NAME}\s*(?:\[[^\]]*\]\s*)?(?:\(\s*)?(?:[=<>!~]=|[<>;@])")
_PROSE = re.compile(r"\S+\s+\S+\s+\S+\s+\S+|[^=<>~!;@\s]*\s[^=<>~!;@\s]*\s[^=<>~!;@]*\Z|[^=<>~!;@]*:\Z")


def recognised(text: str) -> Explanation | None:
    """What is wrong with `text`, if it is one of the mistakes that people make. A repair that leaves something wrong is none."""
    told = next((told for look in _LOOKS if (told := look(text)) is not None), None)
    if told is None or told.repair is None or _is_repaired(text[: told.start] + told.repair + text[told.end :]):
        return told
    return told._replace(repair=None)


def _is_repaired(text: str) -> bool:
    try:
        return all(requirement(logical(line).text) for line in text.splitlines())
    except RequirementError:
        return False


def foreign(text: str) -> Explanation | None:
    """The same, for what is no requirements file's language at all, and so must not be read for its options either."""
    return _conflict(text) or _template(text) or _command(text)


def _whole(text: str, message: str, repair: str | None = None) -> Explanation:
    return Explanation(message, 0, len(text), repair)


def _is_requirement(text: str) -> bool:
    try:
        Requirement(text)
    except (InvalidRequirement, RecursionError):
        return False
    return True


def _each(text: str) -> str | None:
    """The requirements that `text` is a list of, one on each line; None where some of it may be prose."""
    pieces = re.split(r"\s*,\s*(?=[A-Za-z])", text.strip().rstrip(","))
    if len(pieces) == 1:
        pieces = re.split(r"\s+(?=[A-Za-z])", text.strip())
        # Prose may name one requirement; a list of them has versions, or but one member.
        if 2 * sum(re.search(OPERATOR, piece) is not None for piece in pieces) < len(pieces) > 1:
            return None
    return "\n".join(pieces) if all(map(_is_requirement, pieces)) else None


def _conflict(text: str) -> Explanation | None:
    if _CONFLICT.match(text):
        return _whole(text, "git left a merge conflict here; choose one of the two sides and remove this marker")
    return None


def _template(text: str) -> Explanation | None:
    found = _TEMPLATE.search(text)
    return Explanation("this is template syntax, which pip does not read", found.start(), len(text)) if found else None


def _invisible(text: str) -> Explanation | None:
    found = _INVISIBLE.search(text)
    if found is None:
        return None
    return Explanation(f"an invisible character (U+{ord(found.group()):04X}) stands here", *found.span(), "")


def _variable(text: str) -> Explanation | None:
    found = _VARIABLE.search(text)
    return Explanation(f"pip refuses this line where the variable {found[1]} is not set", *found.span()) if found else None


def _conda(text: str) -> Explanation | None:
    found = _CONDA.match(text)
    if found is None:
        return None
    pin = f"{found[1]}=={found[2]}"
    is_certain = found[1] != "python" and _is_requirement(pin)
    return _whole(text, "this is conda's way to write a version; pip's is name==version", pin if is_certain else None)


def _single(text: str) -> Explanation | None:
    found = _SINGLE.match(text)
    return Explanation("one = compares nothing here; an exact version is written with ==", *found.span(2), "==") if found else None


def _colon(text: str) -> Explanation | None:
    found = _COLON.match(text)
    return Explanation("a version is written after ==, not after a colon", *found.span(2), "==") if found else None


def _command(text: str) -> Explanation | None:
    found = _COMMAND.match(text)
    if found is None:
        return None
    message = "this is a command for the terminal; a requirements file holds only the packages' names and versions"
    rest = text[found.end() :]
    return _whole(text, message, _each(rest) if rest and found[1] not in ("apt", "apt-get", "brew") else None)


def _import(text: str) -> Explanation | None:
    if _IMPORT.match(text):
        return _whole(text, "this is Python code; a requirements file holds only the packages' names and versions")
    return None


def _yaml(text: str) -> Explanation | None:
    if _YAML.match(text):
        return _whole(text, "this is a line of conda's environment.yml; pip reads requirements, one on each line")
    return None


def _quoted(text: str) -> Explanation | None:
    found = _QUOTED.match(text)
    written = (found[1] or found[3]).strip() if found else ""
    if not written or not _is_requirement(written):
        return None
    return _whole(text, "requirements are written without quotation marks and commas, one on each line", written)


def _numbered(text: str) -> Explanation | None:
    found = _NUMBERED.match(text)
    return _whole(text, "requirements are written one on each line, without numbers or bullets", found[1]) if found else None


def _table(text: str) -> Explanation | None:
    if _TABLE_HEAD.match(text):
        return _whole(text, "this is the head of a table; pip freeze writes what a requirements file needs")
    found = _TABLE.match(text)
    return Explanation("a version is written after ==, like in name==version", *found.span(2), "==") if found else None


def _swapped(text: str) -> Explanation | None:
    found = _SWAPPED_OPERATOR.search(text) or _HALF_OPERATOR.search(text)
    if found is None:
        return None
    right = _SWAPPED.get(found[1], f"{found[1]}=")
    return Explanation(f"{found[1]} is written {right}", *found.span(1), right)


def _quoted_version(text: str) -> Explanation | None:
    found = _QUOTED_VERSION.match(text)
    return Explanation("a version is written without quotation marks", *found.span(1), found[3]) if found else None


def _wildcard(text: str) -> Explanation | None:
    found = _WILDCARD.search(text)
    return Explanation(".* can be used with == and != only", *found.span(1), "") if found else None


def _extras_last(text: str) -> Explanation | None:
    found = _EXTRAS_LAST.match(text)
    if found is None:
        return None
    return Explanation("extras are written right after the name", 0, found.end(3), f"{found[1]}{found[3]}{found[2].strip()}")


def _trailing_comma(text: str) -> Explanation | None:
    found = _TRAILING_COMMA.match(text)
    return Explanation("a line does not end with a comma here", *found.span(1), "") if found else None


def _no_comma(text: str) -> Explanation | None:
    found = _NO_COMMA.search(text.partition(";")[0])
    if found is None:
        return None
    return Explanation("between two specifiers stands a comma", found.start(1), found.end(2), f",{found[2]}")


def _several(text: str) -> Explanation | None:
    lines = _each(text)
    if lines is None or "\n" not in lines:
        return None
    return _whole(text, "each requirement needs a line of its own", lines)


def _followed(text: str) -> Explanation | None:
    found = _FOLLOWED.match(text)
    if found is None or ";" in text or re.match(rf"{NAME}{EXTRAS}\s*{OPERATOR}", found[3]):
        return None
    is_remark = " " in found[3] or not found[3][0].isalpha()
    return Explanation("a remark after a requirement begins with #", *found.span(3), f"# {found[3]}" if is_remark else None)


def _egg(text: str) -> Explanation | None:
    found = _EGG.match(text)
    if found is None:
        return None
    rest = f"#{found[4][1:]}" if found[4] and found[2] == "#" else found[4]
    message = "after #egg= stands a project's name alone; extras are written before an @, like name[extra] @ URL"
    return _whole(text, message, f"{found[3]} @ {found[1]}{rest}")


def _version(text: str) -> Explanation | None:
    if not _SPECIFIED.match(text):
        return None
    for found in _COMPARED.finditer(text.partition(";")[0]):
        if not found[2]:
            return Explanation(f"a version is missing after {found[1]}", *found.span(1))
        if found[1] != "===" and not found[2].endswith(".*") and not _is_version(found[2]):
            return Explanation(f"{found[2]} is not a version (PEP 440)", *found.span(2))
    return None


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _prose(text: str) -> Explanation | None:
    if _SPECIFIED.match(text) or not _PROSE.match(text):
        return None
    return _whole(text, "this is not a requirement; a remark begins with #")


_LOOKS: tuple[Callable[[str], Explanation | None], ...] = (
    _conflict,
    _template,
    _invisible,
    _variable,
    _conda,
    _single,
    _colon,
    _command,
    _import,
    _yaml,
    _egg,
    _quoted,
    _numbered,
    _table,
    _swapped,
    _quoted_version,
    _wildcard,
    _extras_last,
    _trailing_comma,
    _several,
    _no_comma,
    mistaken_marker,
    _followed,
    _version,
    _prose,
)
