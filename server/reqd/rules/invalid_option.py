"""An option that pip does not know in a requirements file, or that lacks its value.

```requirements
--index https://example.org/simple
--no-such-option
^^^^^^^^^^^^^^^^ error[invalid-option] pip knows no option --no-such-option in a requirements file
requests --hash=md5:d41d8cd98f00b204e9800998ecf8427e
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[invalid-option] pip accepts the hash algorithms sha256, sha384, sha512, not md5
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.manifest import Malformed
from reqd.core.view import Hit, View

SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Hit]:
    """A hit for each line that is refused for one of its options."""
    for start, line in view.manifest.placed:
        if isinstance(line, Malformed) and line.code == "invalid-option":
            yield Hit(start, line.span, line.message)
