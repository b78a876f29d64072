"""A variable that is not set: pip then leaves `${NAME}` as it stands, and takes that for the name, the URL or the path.

pip replaces `${NAME}` in upper case and nothing else. What is told here holds for the place where reqd runs: an editor that was not started
from a terminal may lack variables that are set there. Only the names of the variables are looked at.

```variables
USER_NAME
```

```requirements
--index-url https://${USER_NAME}:${WORD}@example.org
                                 ^^^^^^^ warning[unset-variable] the variable WORD is not set, so pip leaves ${WORD} as it is; set it first
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.manifest import Malformed, Remark
from reqd.core.view import Hit, View
from reqd.knowledge.substitution import VARIABLE
from reqd.manifests.requirements.lines import logical

SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Hit]:
    """A hit for each place of a variable that is not set; none on a line that pip refuses, which is told as that."""
    for start, line in view.manifest.placed:
        if "${" not in line.raw or isinstance(line, Malformed | Remark):
            continue
        read = logical(line.raw)
        for found in VARIABLE.finditer(read.text):
            name = found[1]
            if name not in view.snapshot.variables:
                message = f"the variable {name} is not set, so pip leaves ${{{name}}} as it is; set it first"
                yield Hit(start, read.written(*found.span()), message)
