"""Packages from where anybody on the way could put in others, or a password that everybody who reads the file can use.

pip ignores an index over `http://`, unless its host is trusted, and of a trusted host it does not check whether it is the right one. A
password in a URL is told wherever a URL stands; `${NAME}` in its place is in order, since pip then takes it from the environment.

```variables
PASSWORD
```

```requirements
--index-url http://example.org/simple
            ^^^^^^^ warning[insecure-index] what comes over http:// can be changed on the way, so pip ignores it unless the host is trusted
--extra-index-url https://me:secret@example.org/simple
                             ^^^^^^ warning[insecure-index] everybody who reads this file can use this password; write ${NAME} in its place
--extra-index-url https://me:${PASSWORD}@example.org/simple
```

```after Write https://
--index-url https://example.org/simple
--extra-index-url https://me:secret@example.org/simple
--extra-index-url https://me:${PASSWORD}@example.org/simple
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Line, Option, Options, Requirement
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.manifests.requirements.lines import logical

SEVERITY = Severity.WARNING

_LOCATIONS = frozenset({"--index-url", "--extra-index-url", "--find-links"})
_TOLD = _LOCATIONS | {"--trusted-host"}
_HTTP = re.compile(r"http://(?:[^/\s@]*@)?(?P<host>\[[^\]]*\]|[^/\s:]*)", re.IGNORECASE)
# What pip takes for secure over any protocol (its `SECURE_ORIGINS`).
_LOOPBACK = re.compile(r"(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?\Z", re.IGNORECASE)
_USER = re.compile(r"(?<![a-z+])(?P<scheme>[a-z+]+)://(?P<user>[^/\s@:?#]*)(?P<colon>:?)(?P<password>[^/\s?#]*)@", re.IGNORECASE)
# What is put in later: a variable of pip, of a shell, of Windows, or of a template.
_PLACEHOLDER = re.compile(r"\$\{?\w+\}?|%\w+%|<[^>]*>|\{[^}]*\}+|\*+|x+")
# A token is given as a user without a password. Names of users are shorter than any.
_TOKEN = 20


def check(view: View) -> Iterator[Hit]:
    """The hits on each line, in reading order: what is fetched unprotected, hosts that are trusted, passwords."""
    for start, line in view.manifest.placed:
        if isinstance(line, Options | Requirement):
            for option in line.options:
                if option.name in _TOLD:  # hashes are many
                    yield from _option(view, start, line, option)
        if "://" in line.raw and "@" in line.raw:
            yield from _secrets(start, line)


def _option(view: View, start: int, line: Line, option: Option) -> Iterator[Hit]:
    if option.name == "--trusted-host" and isinstance(line, Options) and not _LOOPBACK.match(option.value or ""):
        message = "with --trusted-host pip does not check whom it talks to; its option --cert, with the server's certificate, is safer"
        yield Hit(start, option.span, message)
    found = _HTTP.match(option.value or "") if option.name in _LOCATIONS else None
    at = line.raw.lower().find("http://", option.value_span.start, option.value_span.end)
    if found is not None and at >= 0 and not _LOOPBACK.match(found["host"]):
        span = Span(at, at + len("http://"))
        message = "what comes over http:// can be changed on the way, so pip ignores it unless the host is trusted"
        fix = EditFix("Write https://", (rewriting(view.manifest, start, span, "https://"),))
        yield Hit(start, span, message, (fix,))


def _secrets(start: int, line: Line) -> Iterator[Hit]:
    read = logical(line.raw)
    for found in _USER.finditer(read.text):
        group = "password" if found["colon"] else "user"
        if _is_secret(found[group], is_user=group == "user", is_web=found["scheme"].lower().endswith(("http", "https"))):
            kind = "password" if group == "password" else "token"
            message = f"everybody who reads this file can use this {kind}; write ${{NAME}} in its place"
            yield Hit(start, read.written(*found.span(group)), message)


def _is_secret(text: str, *, is_user: bool, is_web: bool) -> bool:
    if not text or _PLACEHOLDER.fullmatch(text):
        return False
    return is_web and len(text) >= _TOKEN if is_user else True
