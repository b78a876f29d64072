"""A line in conda's format, which pip does not read.

`conda list --export` writes a name, a version and a build, with one equals sign between them. A line becomes pip's where the build
tells that the package is one of Python's. conda also installs libraries and Python itself: pip has none of these, and no line that asks
for them can be repaired. reqd says so and leaves it to you to remove them.

```requirements
numpy=1.26.4=py311h64a7726_0
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[conda-pin] this is conda's way to write a version; pip's is name==version
pytz=2023.3=pyhd8ed1ab_0
^^^^^^^^^^^^^^^^^^^^^^^^ error[conda-pin] this is conda's way to write a version; pip's is name==version
openssl=3.1.4=hd590300_0
^^^^^^^^^^^^^^^^^^^^^^^^ error[conda-pin] conda installs openssl itself, and pip has no such package; remove this line
```

```after Write numpy==1.26.4
numpy==1.26.4
pytz=2023.3=pyhd8ed1ab_0
openssl=3.1.4=hd590300_0
```

```after Write all 2 lines of conda's format as pip's
numpy==1.26.4
pytz==2023.3
openssl=3.1.4=hd590300_0
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Malformed, Manifest
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.repair import repairing

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each line of conda's format."""
    lines = [(start, line) for start, line in view.manifest.placed if isinstance(line, Malformed) and line.code == "conda-pin"]
    together = _together(view.manifest, lines)
    for start, line in lines:
        yield Hit(start, line.span, line.message, (*repairing(view.manifest, start, line), *together))


def _together(manifest: Manifest, lines: list[tuple[int, Malformed]]) -> tuple[EditFix, ...]:
    """One fix for all lines that have a repair, where there are several."""
    edits = tuple(rewriting(manifest, start, line.span, line.repair) for start, line in lines if line.repair is not None)
    return (EditFix(f"Write all {len(edits)} lines of conda's format as pip's", edits),) if len(edits) > 1 else ()
