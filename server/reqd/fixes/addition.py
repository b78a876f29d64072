"""Lines that ask for what is installed and no line asks for yet."""

from __future__ import annotations

import re

from packaging.utils import canonicalize_name

from reqd.core.environment import Distribution
from reqd.core.finding import Edit
from reqd.core.manifest import Manifest
from reqd.core.text import Range
from reqd.fixes.pin import is_version

# Encrypted, without a user, a query or a variable, and of letters that end no line: what can be committed and read by everybody.
_SAFE_URL = re.compile(r"(?:(?:git|hg|svn|bzr)\+)?https://[A-Za-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9._~/@:+%&=#-]*")
_HEADING = "# installed, and not asked for above"


def asking(distribution: Distribution) -> str:
    """The line that asks for a distribution as it is, as `pip freeze` has it; empty where none can be written safely."""
    if distribution.is_editable:
        return ""
    if distribution.direct_url:
        return f"{written(distribution)} @ {distribution.direct_url}" if _SAFE_URL.fullmatch(distribution.direct_url) else ""
    return f"{written(distribution)}=={distribution.version}" if is_version(distribution.version) else ""


def written(distribution: Distribution) -> str:
    """The name as the project writes it, where that is the same name."""
    return distribution.written if canonicalize_name(distribution.written) == distribution.name else distribution.name


def adding(manifest: Manifest, lines: tuple[str, ...]) -> tuple[Edit, ...]:
    """The edit that puts lines at the end of a file, under one comment where something stands above them; none without lines."""
    if not lines:
        return ()
    text = manifest.text
    end = text.point(len(text.string))
    heading = [_HEADING] if text.string.strip() else []
    lead = "" if not text.string or text.string.endswith(("\n", "\r")) else text.line_end
    added = lead + "".join(f"{line}{text.line_end}" for line in (*heading, *lines))
    return (Edit(manifest.path, Range(end, end), added),)
