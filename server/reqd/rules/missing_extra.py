"""An extra is asked for, and what it adds is not installed.

An extra, in brackets behind the name, asks for more packages, which the package can do without. Whoever installed the package without
it has only the package: `requests[socks]` is not met by requests alone.

```env
python 3.12.1
requests 2.31.0
  Provides-Extra: socks
  Provides-Extra: use-chardet-on-py3
  Requires-Dist: PySocks!=1.5.7,>=1.5.6; extra == "socks"
  Requires-Dist: chardet<6,>=3.0.2; extra == "use_chardet_on_py3"
chardet 6.0
```

```requirements
requests[socks, use-chardet-on-py3]>=2
         ^^^^^ warning[missing-extra] requests[socks] needs PySocks!=1.5.7,>=1.5.6, which is not installed
                ^^^^^^^^^^^^^^^^^^ warning[missing-extra] requests[use-chardet-on-py3] needs chardet<6,>=3.0.2, but chardet 6.0 is installed
```

An extra that the installed version does not have adds nothing. pip says so and goes on.

```requirements
requests[sock]
         ^^^^ warning[missing-extra] requests 2.31.0 has no extra sock; it has socks and use-chardet-on-py3
```

```after Write socks
requests[socks]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from packaging.utils import canonicalize_name

from reqd.core.environment import Distribution, Environment
from reqd.core.evaluation import accepts
from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Entry
from reqd.core.metadata import metadata
from reqd.core.text import Span
from reqd.core.unmet import Unmet, unmet, unmet_of_extra
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.knowledge.needs import hits, listed, untold
from reqd.manifests.requirements.syntax import Kind, parts

SEVERITY = Severity.WARNING

# A name that is as alike as this is a slip of the finger; below that it may be anything.
_ALIKE = 0.75


def check(view: View) -> Iterator[Hit]:
    """A hit on each extra that the installed version does not have, or of whose packages one is missing or excluded.

    Where another version is required, that one says what its extras are, so nothing is said of those that are installed.
    """
    environment = view.environment
    if environment is None:
        return
    for entry in view.required:
        requirement = entry.requirement
        distribution = environment.installed(requirement.project or "") if requirement.extras else None
        if distribution is not None and accepts(requirement.specifier, distribution.version):
            yield from _hits(view, environment, entry, distribution)


def _hits(view: View, environment: Environment, entry: Entry, distribution: Distribution) -> Iterator[Hit]:
    known = metadata(distribution).provides_extra
    for extra, span in _spans(entry).items():
        if extra in known:
            yield from hits(view, entry, span, untold(view, _unmet(environment, distribution, extra)))
        elif _says_its_extras(distribution):
            yield _unknown(entry, distribution, extra, span, known)


def _unmet(environment: Environment, distribution: Distribution, extra: str) -> list[Unmet]:
    """What is not met of the extra, without what the packages need all the same, which is told of them."""
    needed = {(each.distribution.name, each.project) for each in unmet(environment)}
    found = unmet_of_extra(environment, distribution, extra)
    return [each for each in found if (each.distribution.name, each.project) not in needed]


def _says_its_extras(distribution: Distribution) -> bool:
    """A damaged record says nothing, and one of before wheels need not say it."""
    return distribution.header != b"" and distribution.location.endswith(".dist-info")


def _spans(entry: Entry) -> dict[str, Span]:
    """Where each extra stands, by its canonical name; on the name where they stand elsewhere than behind it."""
    requirement = entry.requirement
    written = {canonicalize_name(part.text): part.span for part in reversed(parts(requirement.raw)) if part.kind is Kind.EXTRA}
    otherwise = requirement.version_span if requirement.name else requirement.span
    named = dict.fromkeys(map(canonicalize_name, requirement.extras))
    return {extra: written.get(extra, otherwise) for extra in named}


def _has(known: tuple[str, ...]) -> str:
    if not known:
        return "it has none at all"
    return f"it has only {known[0]}" if len(known) == 1 else f"it has {listed(known)}"


def _unknown(entry: Entry, distribution: Distribution, extra: str, span: Span, known: tuple[str, ...]) -> Hit:
    requirement = entry.requirement
    written = requirement.raw[span.start : span.end]
    is_there = canonicalize_name(written) == extra
    name = requirement.name or requirement.project
    message = f"{name} {distribution.version} has no extra {written if is_there else extra}; {_has(known)}"
    near = get_close_matches(extra, known, 1, _ALIKE)
    is_certain = near and is_there and not (entry.manifest.is_compiled or requirement.is_hashed)
    others = {canonicalize_name(each) for each in requirement.extras}
    if not is_certain or near[0] in others:
        return Hit(entry.start, span, message)
    edits = (rewriting(entry.manifest, entry.start, span, near[0]),)
    return Hit(entry.start, span, message, (EditFix(f"Write {near[0]}", edits, is_preferred=True),))
