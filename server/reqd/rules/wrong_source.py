"""A package was installed from elsewhere than its line says.

A line can ask for a package by its URL, for a revision of a repository, for a folder, or for the folder itself as editable (`-e`).
Whatever installs a package from such a place notes from which, in its `direct_url.json`, and reqd compares. It says nothing where a line
asks for a package by its name alone: that may come from anywhere.

```env
python 3.12.1
basket 1.0
engine 2.0 from git+https://example.org/engine@main at 0123456789abcdef0123456789abcdef01234567
```

```requirements
engine @ git+https://example.org/engine@v2.1
                                        ^^^^ warning[wrong-source] engine was installed from main of the repository, but v2.1 is asked for
```

```runs Reinstall engine into .venv
uv --no-config --no-progress --color never pip install --python .venv/bin/python -r requirements.txt --reinstall-package engine
-- requirements.txt
engine @ git+https://example.org/engine@v2.1
!! code from git+https://example.org/engine@v2.1 is fetched, and may be run while it is built
```

```requirements
basket @ https://example.org/basket.zip
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[wrong-source] basket was installed from the package index, but this line asks for https://example.org/basket.zip
-e git+https://example.org/engine#egg=engine
   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[wrong-source] engine was installed as a copy, but -e asks for it as editable
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.environment import Origin
from reqd.core.evaluation import accepts
from reqd.core.finding import CommandFix, Severity
from reqd.core.local_path import absence, written
from reqd.core.manifest import Requirement
from reqd.core.view import Hit, View
from reqd.fixes.remedy import reinstalling
from reqd.knowledge import revision
from reqd.knowledge.mistaken import mistaken
from reqd.knowledge.source import Sourced, is_same_file, is_there, sourced, subdirectory
from reqd.manifests.requirements import link

SEVERITY = Severity.WARNING

_COPIED = "as a copy, but -e asks for it as editable"


def check(view: View) -> Iterator[Hit]:
    """A hit on the URL or path of each line whose package is installed, and came from another place or in another way."""
    for each in sourced(view):
        entry, requirement = each.entry, each.entry.requirement
        path = written(requirement)
        if mistaken(requirement) is not None:
            continue  # what is told of the address says more
        if not accepts(requirement.specifier, each.distribution.version) or (path and absence(view, path)):
            continue  # what is told of the version or of the path says more
        difference = _difference(view, each)
        message = difference or _other_revision(each)
        if message:
            span = requirement.url_span if difference else each.revision_span
            yield Hit(entry.start, span, f"{each.name} was installed {message}", (_again(view, each),))


def _difference(view: View, sourced: Sourced) -> str:
    """From where else than its line says, or how else, a package was installed; empty where that is not certain."""
    source, requirement = sourced.source, sourced.entry.requirement
    origin = sourced.distribution.origin
    if requirement.is_editable and source.system:
        return _from_checkout(view, sourced)
    if origin is None or not is_there(view, source, origin):
        is_same = origin is not None and is_same_file(source, origin) is True
        return "" if is_same else f"from {_whence(view, origin)}, but this line asks for {_asked(requirement)}"
    if requirement.is_editable != origin.is_editable:
        return _COPIED if requirement.is_editable else "as editable, but this line asks for it without -e"
    if is_same_file(source, origin) is False:
        return "from a file with another hash than this line names"
    return ""


def _other_revision(sourced: Sourced) -> str:
    """Which other revision of the right repository was installed; empty where that is not certain."""
    origin, wanted = sourced.distribution.origin, sourced.source.revision
    if origin is None or not origin.system or not revision.is_another(wanted, origin.revision, origin.commit):
        return ""
    installed = origin.commit if revision.is_commit(wanted) else origin.revision
    return f"from {revision.shown(installed)} of the repository, but {revision.shown(wanted)} is asked for"


def _from_checkout(view: View, sourced: Sourced) -> str:
    """pip clones an editable repository into `src`, and notes that folder alone."""
    origin, requirement = sourced.distribution.origin, sourced.entry.requirement
    if origin is not None and origin.is_editable and "/src/" in origin.path.replace("\\", "/"):
        return ""
    if origin is not None and is_there(view, sourced.source, origin):
        return _COPIED
    return f"from {_whence(view, origin)}, but this line asks for {_asked(requirement)}"


def _whence(view: View, origin: Origin | None) -> str:
    if origin is None:
        return "the package index"
    if origin.path:
        kind = "file" if link.is_archive(origin.path) else "folder"
        return f"{_part(origin.subdirectory)}the {kind} {view.shown(origin.path)}"
    return _part(origin.subdirectory) + (f"{origin.system}+{origin.url}" if origin.system else origin.url)


def _part(subdirectory: str) -> str:
    return f"the folder {subdirectory} of " if subdirectory else ""


def _asked(requirement: Requirement) -> str:
    url, _, fragment = (requirement.url or "").partition("#")
    return _part(subdirectory(fragment)) + url


def _again(view: View, sourced: Sourced) -> CommandFix:
    """An install of that line; of all lines where it has no name that it could be asked for by."""
    if sourced.entry.requirement.project:
        return reinstalling(view, sourced.entry)
    title = f"Install everything this file asks for into {view.environment_name}"
    return CommandFix(title, "reqd.install", {"path": view.manifest.path}, is_preferred=True)
