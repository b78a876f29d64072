"""A line names a folder or a file that does not exist.

pip refuses the whole file then. It reads such a path from the folder in which it is run, not from the folder of the file as it does
with `-r`. reqd looks in the folder of the file, in those of the files that draw it in, and in all above them within the opened folder.

```folder
tool/pyproject.toml
```

```requirements
./tool
-e ./tols
   ^^^^^^ error[missing-path] ./tols is a path that does not exist; pip looks for it from the folder in which it is run
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.local_path import absence, has_no_name, is_relative, written
from reqd.core.manifest import Entry, Requirement
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.knowledge.mistaken import mistaken
from reqd.manifests.requirements import link
from reqd.manifests.requirements.glued import assigned
from reqd.manifests.requirements.told import NAME, OPERATOR, is_requirement

SEVERITY = Severity.ERROR

# How git itself takes an address, and pip does not: `git@github.com:owner/name.git`.
_ADDRESS = re.compile(r"(?:git\+)?(?P<user>git@[\w.-]+):(?P<path>[\w~][^:\s]*)\Z")
_EDITABLE = re.compile(r"\s*((?:-e|--editable)(?:\s+|=)?)")
_EXTRAS = re.compile(rf"\[\s*{NAME}(?:\s*,\s*{NAME})*")


def check(view: View) -> Iterator[Hit]:
    """A hit on each path that certainly leads nowhere."""
    for entry in view.entries:
        requirement = entry.requirement
        if not requirement.url or not has_no_name(requirement) or _is_told_otherwise(requirement):
            continue
        address = _ADDRESS.match(requirement.url)
        path = written(requirement)
        plain, egg, _ = path.partition("#egg=")
        if address:
            message = "pip takes this for a path; a repository's address begins with git+ssh:// and has a / where the colon is"
            yield _rewritten(entry, message, f"git+ssh://{address['user']}/{address['path']}")
        elif plain and egg:
            yield _rewritten(entry, "pip takes #egg= for a part of the path; behind a path nothing is needed", plain)
        elif path and _is_read(view, requirement) and (words := absence(view, path)):
            told = _meant(entry, path) if requirement.is_editable and "exist" in words and path == requirement.url else None
            yield told or Hit(entry.start, requirement.url_span, f"{path} is {words}{_advice(view, path, words)}")


def _is_told_otherwise(requirement: Requirement) -> bool:
    """Whether another rule says what the line is mistaken for."""
    return mistaken(requirement) is not None or (requirement.is_editable and assigned(requirement.raw) is not None)


def _meant(entry: Entry, path: str) -> Hit | None:
    """What is told of a word behind `-e` that does not look like a path: a bracket was left open, or a package was meant."""
    requirement, start = entry.requirement, entry.start
    url = requirement.url_span
    bracket = path.find("[")
    if bracket >= 0 and "]" not in path:
        span = Span(url.start + bracket, url.end)
        extras = path[bracket:].rstrip(", ")
        edits = (rewriting(entry.manifest, start, span, f"{extras}]"),)
        fixes = (EditFix(f"Write {extras}]", edits, is_preferred=True),) if _EXTRAS.fullmatch(extras) else ()
        return Hit(start, span, "this bracket is never closed", fixes)
    if not is_requirement(path):
        return None
    package = re.split(r"[^\w.-]", path, maxsplit=1)[0]
    message = f"-e takes a folder or a repository, and {path} is none; without -e pip installs the package {package}"
    option = _EDITABLE.match(requirement.raw)
    if option is None or option.end() != requirement.span.start or "\\" in requirement.raw:
        return Hit(start, url, message)
    # A folder may be meant that is not there yet, and its name may be another's package: nothing but a version tells them apart.
    removed = rewriting(entry.manifest, start, Span(option.start(1), option.end()), "")
    return Hit(start, url, message, (EditFix("Remove -e", (removed,), is_preferred=re.search(OPERATOR, path) is not None),))


def _is_read(view: View, requirement: Requirement) -> bool:
    """A file is looked for only where its marker holds; whether a folder is there, pip asks before it looks at the marker."""
    return view.is_active(requirement) is True or not link.is_archive(requirement.url or "")


def _rewritten(entry: Entry, message: str, url: str) -> Hit:
    """With the edit, unless an editable repository would then still lack its name."""
    requirement = entry.requirement
    edits = (rewriting(entry.manifest, entry.start, requirement.url_span, url),)
    fixes = () if requirement.is_editable and "://" in url and "#egg=" not in url else (EditFix(f"Write {url}", edits, is_preferred=True),)
    return Hit(entry.start, requirement.url_span, message, fixes)


def _advice(view: View, path: str, words: str) -> str:
    if "exist" not in words:
        return ", so pip refuses this line"
    if "\\" in path and "\\" not in view.manifest.path:
        return "; outside of Windows a path is written with /"
    return "; pip looks for it from the folder in which it is run" if is_relative(path) else ""
