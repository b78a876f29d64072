"""An extra: what it adds to the project that it is asked of."""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from reqd.core.dependency import requirements
from reqd.core.environment import Distribution, Environment
from reqd.core.manifest import Requirement
from reqd.core.metadata import metadata
from reqd.core.view import View
from reqd.features.hover.content import Block, Code, Strong, listed, named, paragraph
from reqd.features.hover.status import installed


def blocks(view: View, line: Requirement, written: str) -> Iterator[Block]:
    """What the extra adds here, or that there is none of that name; what an extra is where the package is not installed."""
    environment = view.environment
    found = environment.installed(line.project) if environment and line.project else None
    if environment is None or found is None:
        yield paragraph(Strong(written), " is an extra: it asks for packages that ", Code(line.name or line.url or ""), " can do without")
        yield paragraph("What they are is known once it is installed")
    elif canonicalize_name(written) in metadata(found).provides_extra:
        yield _added(environment, found, written)
    else:
        yield from _unknown(found, written)


def _added(environment: Environment, distribution: Distribution, extra: str) -> Block:
    always = requirements(environment, distribution)
    added = [each for each in requirements(environment, distribution, frozenset({extra})) if each not in always]
    names = dict.fromkeys(each.name for each in added)
    if not names:
        return paragraph(Strong(extra), " adds nothing to ", Code(distribution.written or distribution.name), " in this environment")
    shown = [installed(environment, name, canonicalize_name(name)) for name in names]
    return paragraph(Strong(extra), " adds to ", Code(distribution.written or distribution.name), ": ", *listed(shown))


def _unknown(distribution: Distribution, extra: str) -> Iterator[Block]:
    yield paragraph(Strong(f"{distribution.written or distribution.name} {distribution.version}"), " has no extra ", Code(extra))
    provided = metadata(distribution).provides_extra
    yield paragraph("Its extras are ", *named(provided)) if provided else paragraph("It has no extras at all")
