"""Lines of other kinds of file: a Pipfile, a pyproject.toml, a setup.py, JSON, a Dockerfile, a Procfile, a package's metadata."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import EXTRAS, NAME, ONLY_PACKAGES, OPERATOR, VERSION, Explanation, is_requirement, remark, whole

_DOCKERFILE = re.compile(
    r"(?:FROM\s+\S+(?:\s+AS\s+\w+)?|RUN\s+.+|(?:COPY|ADD)\s+\S+\s+\S+|(?:CMD|ENTRYPOINT)\s*\[.*|WORKDIR\s+[/.].*|EXPOSE\s+[0-9]+"
    r"|ENV\s+\w+[= ]\S+)\Z"
)
_DESCRIBED = re.compile(
    r"(?P<key>Metadata-Version|Name|Version|Summary|Home-page|Author|Author-email|License|Location|Requires|Required-by|Requires-Python"
    r"|Requires-Dist|Provides-Extra|Classifier|Platform|Description)\s*:(?:\s+(?P<value>.*))?\Z"
)
_SECTION = re.compile(r"\[{1,2}[A-Za-z][\w.\- \"']*\]{1,2}\Z")
_OPENING = re.compile(r"""["']?[\w.-]+["']?\s*[=:]?\s*[\[{(]\s*\Z""")
_PROCESS = re.compile(r"(?:web|worker|release|clock)\s*:\s*[A-Za-z]\S*\s+\S.*\Z")
_ASSIGNED = re.compile(rf"""(["']?)(?P<name>{NAME})\1\s*[=:]\s*(?P<value>["'{{\[].*|true|false)\Z""")
_VALUE = re.compile(rf"""(["'])(?P<operator>{OPERATOR}|\^)?\s*(?P<version>{VERSION})\1\s*,?\Z|(["'])(?P<any>\*|latest)\4\s*,?\Z""")
_SPECIFIED = re.compile(rf"""(["'])(?P<specifier>{OPERATOR}[^"']*)\1\s*,?\Z""")
# The keys of such files that say something else than a package's name.
_NO_PACKAGE = re.compile(
    r"(?:name|version|description|license|url|author|email|readme|python|python[_-](?:full_)?version|requires-python|verify_ssl|index|main|type|sha256)\Z"
)


def dockerfile(text: str) -> Explanation | None:
    """`FROM python:3.12`."""
    return whole(text, f"this is a line of a Dockerfile; {ONLY_PACKAGES}") if _DOCKERFILE.match(text) else None


def described(text: str) -> Explanation | None:
    """`Version: 2.31.0`, as `pip show` prints it, and as it stands in a package's metadata."""
    found = _DESCRIBED.match(text)
    if found is None:
        return None
    value = found["value"] or ""
    is_requirement_of_it = found["key"] == "Requires-Dist" and is_requirement(value)
    return whole(text, f"this line describes a package; {ONLY_PACKAGES}", value if is_requirement_of_it else None)


def section(text: str) -> Explanation | None:
    """`[packages]`."""
    if _SECTION.match(text):
        return remark(text, "this is the head of a section in another kind of file, such as a Pipfile; a requirements file has no sections")
    return None


def assigned(text: str) -> Explanation | None:
    """`requests = "*"` of a Pipfile, `"requests": "2.31.0"` of JSON."""
    found = _ASSIGNED.match(text)
    if found is None:
        return None
    name = found["name"]
    wanted = None if _NO_PACKAGE.match(name.lower()) else _wanted(name, found["value"])
    return whole(text, "this is a line of another kind of file, such as a Pipfile; here a requirement is written like name==1.0", wanted)


def _wanted(name: str, value: str) -> str | None:
    if found := _VALUE.match(value):
        if found["any"]:
            return name
        if found["operator"] == "^":
            return f"{name}>={found['version']},<{_next(found['version'])}"
        return f"{name}{found['operator'] or '=='}{found['version']}"
    found = _SPECIFIED.match(value)
    return f"{name}{found['specifier']}" if found else None


def _next(version: str) -> str:
    """The first version that Poetry's caret excludes: it allows what keeps the first number that is not zero."""
    numbers = [int(digits) for digits in re.findall(r"[0-9]+", re.split(r"[a-z*]", version)[0])]
    at = next((at for at, number in enumerate(numbers) if number), len(numbers) - 1)
    return ".".join(map(str, (*numbers[:at], numbers[at] + 1)))


def caret(text: str) -> Explanation | None:
    """`requests^2.31`, `requests==^2.31`: Poetry's and npm's operator."""
    found = re.match(rf"{NAME}{EXTRAS}\s*((?:{OPERATOR}|=)?\s*\^\s*({VERSION}))\Z", text)
    if found is None:
        return None
    return Explanation("pip does not know ^; write from which version to below which", *found.span(1), f">={found[2]},<{_next(found[2])}")


def opening(text: str) -> Explanation | None:
    """`install_requires=[`."""
    if _OPENING.match(text):
        return remark(
            text, "here begins a list as Python or JSON write it; requirements are written one on each line, without brackets around them"
        )
    return None


def process(text: str) -> Explanation | None:
    """`web: gunicorn app:app`."""
    return whole(text, f"this is a line of a Procfile; {ONLY_PACKAGES}") if _PROCESS.match(text) else None
