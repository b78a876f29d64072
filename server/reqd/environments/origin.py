"""direct_url.json (PEP 610): where a distribution came from, where that was no index."""

from __future__ import annotations

import json

from packaging.direct_url import DirectUrl, DirectUrlValidationError


def parsed(content: bytes) -> tuple[str, bool, str]:
    """The URL as a requirement would name it, whether the install is editable, and half a sentence where the file is no use."""
    try:
        found = DirectUrl.from_dict(json.loads(content))
    except (DirectUrlValidationError, ValueError, TypeError, AttributeError, RecursionError):
        return "", False, "its direct_url.json is not valid"
    url = _reference(found)
    if not url.isprintable() or " " in url:
        return "", False, "its direct_url.json names a URL that nothing can be installed from"
    return url, bool(found.dir_info and found.dir_info.editable), ""


def _reference(found: DirectUrl) -> str:
    """As `pip freeze` writes it: `git+https://…@commit#subdirectory=…`."""
    url, fragments = found.url, []
    if found.vcs_info:
        url = f"{found.vcs_info.vcs}+{url}@{found.vcs_info.commit_id}"
    if found.archive_info and found.archive_info.hashes:
        fragments = [f"{algorithm}={value}" for algorithm, value in found.archive_info.hashes.items()][:1]
    if found.subdirectory:
        fragments.append(f"subdirectory={found.subdirectory}")
    return url + ("#" + "&".join(fragments) if fragments else "")
