"""What a person must agree to before an install: whatever does more than fetch a package by its name from the usual index."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.actions.listing import can_bound
from reqd.core.hygiene import clean
from reqd.core.manifest import Manifest, Options, Requirement
from reqd.core.view import View

_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)\}")
_REASONS = {
    "--index-url": "packages are taken from {value}",
    "--extra-index-url": "packages are also taken from {value}",
    "--find-links": "packages are also taken from {value}",
    "--trusted-host": "{value} is trusted without a certificate",
    "--no-binary": "code of {value} is run while it is built",
}


def surprises(view: View, projects: frozenset[str] | None, is_pip: bool) -> tuple[str, ...]:
    """One sentence, without its full stop, for each surprising thing in what would be installed, in reading order.

    `is_pip` tells that pip will install, which obeys a configuration file inside the environment; uv is told not to.
    """
    found = [sentence for manifest in view.manifests for sentence in _surprises(manifest, projects)]
    if is_pip and view.environment is not None and view.environment.pip_configuration:
        found.append(f"pip obeys {view.shown(view.environment.pip_configuration)}, which may name another index")
    return tuple(dict.fromkeys(map(clean, found)))


def _surprises(manifest: Manifest, projects: frozenset[str] | None) -> Iterator[str]:
    for line in manifest.lines:
        if isinstance(line, Options):
            yield from (
                _REASONS[option.name].format(value="every package" if option.value == ":all:" else option.value)
                for option in line.options
                if option.name in _REASONS
            )
        elif isinstance(line, Requirement) and (projects is None or line.project in projects):
            yield from _of_requirement(line)
        elif isinstance(line, Requirement) and line.url and can_bound(line):
            yield f"{line.name} is taken from {line.url} if another package needs it"
        if isinstance(line, Options | Requirement):
            yield from (f"the value of the variable {name} is passed on" for name in _VARIABLE.findall(line.raw))


def _of_requirement(requirement: Requirement) -> Iterator[str]:
    if requirement.is_editable or (requirement.url and "://" not in requirement.url):
        yield f"code in {requirement.url} is run while it is installed"
    elif requirement.url:
        yield f"code from {requirement.url} is fetched, and may be run while it is built"
