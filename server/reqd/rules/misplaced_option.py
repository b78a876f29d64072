"""An option for the whole file that stands behind requirements, as if it held from there on.

pip reads all options before it looks for any package, so an index that is named at the end counts for the first line too.

```requirements
# for the web
requests
--extra-index-url https://example.org/simple
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint[misplaced-option] --extra-index-url holds for the whole file, also for the lines above it
flask
```

```after Move it to the top
# for the web
--extra-index-url https://example.org/simple
requests
flask
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqd.core.finding import Edit, EditFix, Severity
from reqd.core.manifest import Include, Line, Manifest, Options, Remark, Requirement
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import taking_out
from reqd.manifests.requirements.glued import misread

SEVERITY = Severity.HINT

# Options that overrule or add to each other, so that their order counts.
_GROUPS: Mapping[str, str] = {
    "--index-url": "index",
    "--extra-index-url": "index",
    "--no-index": "index",
    "--no-binary": "format",
    "--only-binary": "format",
    "--pre": "release",
    "--all-releases": "release",
    "--only-final": "release",
    "--require-hashes": "hashes",
    "--no-require-hashes": "hashes",
}
_OF_A_REQUIREMENT = frozenset({"--hash", "--config-settings"})


def check(view: View) -> Iterator[Hit]:
    """A hit for each line of global options that follows a requirement."""
    is_behind = False
    for index, (start, line) in enumerate(view.manifest.placed):
        if isinstance(line, Requirement):
            is_behind = True
        elif is_behind and isinstance(line, Options) and misread(view.snapshot, view.manifest, line) is None:
            names = tuple(dict.fromkeys(option.name for option in line.options if option.name not in _OF_A_REQUIREMENT))
            if names:
                verb = "holds" if len(names) == 1 else "hold"
                message = f"{' and '.join(names)} {verb} for the whole file, also for the lines above it"
                yield Hit(start, line.span, message, tuple(_moving(view.manifest, index)))


def _moving(manifest: Manifest, index: int) -> Iterator[EditFix]:
    """To the head of the file; none where the option would overtake one that it overrules or is overruled by."""
    line, top = manifest.lines[index], _top(manifest)
    passed = frozenset[str]().union(*map(_groups, manifest.lines[top:index]))
    if _groups(line) & passed or line.raw.endswith("\\"):
        return
    at = manifest.text.range(Span(manifest.starts[top], manifest.starts[top]))
    added = Edit(manifest.path, at, f"{line.raw}{manifest.text.line_end}")
    yield EditFix("Move it to the top", (added, taking_out(manifest, manifest.starts[index], line)))


def _top(manifest: Manifest) -> int:
    """The index of the line before which global options end: behind those at the head, else behind the comment that opens the file."""
    head = next((index for index, line in enumerate(manifest.lines) if not isinstance(line, Options | Remark)), 0)
    options = [index for index, line in enumerate(manifest.lines[:head]) if isinstance(line, Options)]
    if options:
        return options[-1] + 1
    blank = next((index for index, line in enumerate(manifest.lines[:head]) if not line.raw.strip()), head - 1)
    return blank + 1


def _groups(line: Line) -> frozenset[str]:
    """The groups of the options on a line; a file that is drawn in may hold any."""
    match line:
        case Include():
            return frozenset(_GROUPS.values())
        case Options() | Requirement():
            return frozenset(_GROUPS[option.name] for option in line.options if option.name in _GROUPS)
        case _:
            return frozenset()
