"""A specifier: which versions it allows, in words, and whether the installed one is among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from packaging.specifiers import Specifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from reqd.core.evaluation import accepts
from reqd.core.manifest import Options, Requirement
from reqd.core.view import View
from reqd.features.hover.content import Block, Code, Strong, paragraph
from reqd.features.hover.status import heading

# In which order people say it: what it must be, from where, up to where, and what not.
_ORDER = ("===", "==", "~=", ">=", ">", "<=", "<", "!=")
# Options that say it for some packages or for all.
_OF_RELEASES = ("--all-releases", "--only-final")


def blocks(view: View, line: Requirement) -> Iterator[Block]:
    """The specifier in words, whether what is installed fits, and what else is to be known of its operators."""
    if not len(line.specifier):
        return
    yield paragraph(Strong(line.written_specifier), ": ", in_words(line.specifier))
    if is_impossible(line.specifier):
        yield paragraph("No version can be all of that")
        return
    yield from _fitting(view, line)
    yield from (paragraph(note) for note in _notes(view, line.specifier))


def in_words(specifier: SpecifierSet) -> str:
    """Which versions a specifier allows, as it would be said; empty where it allows all."""
    clauses = sorted(specifier, key=lambda clause: (_ORDER.index(clause.operator), clause.version))
    wanted = [_WORDS[clause.operator](clause.version) for clause in clauses if clause.operator != "!="]
    excepted = sorted((clause.version for clause in clauses if clause.operator == "!="), key=lambda version: version.endswith(".*"))
    unwanted = [_version(version) for version in excepted]
    allowed = ", and ".join(wanted) or ("any version" if unwanted else "")
    return f"{allowed}{',' if wanted else ''} except {' and '.join(unwanted)}" if unwanted else allowed


def is_impossible(specifier: SpecifierSet) -> bool:
    try:
        return specifier.is_unsatisfiable()
    except ValueError:
        return False


def _version(version: str) -> str:
    begun = version.removesuffix(".*")
    return version if begun == version else f"what begins with {begun}"


def _exactly(version: str) -> str:
    begun = version.removesuffix(".*")
    return f"exactly {version}" if begun == version else f"any version that begins with {begun} ({begun}, {begun}.1 and so on)"


def _compatible(version: str) -> str:
    try:
        found = Version(version)
    except InvalidVersion:
        return f"versions compatible with {version}"
    epoch = f"{found.epoch}!" if found.epoch else ""
    return f"{version} or newer, but still {epoch}{'.'.join(map(str, found.release[:-1]))}.x"


_WORDS: Mapping[str, Callable[[str], str]] = {
    "===": lambda version: f"exactly {version}, compared letter by letter",
    "==": _exactly,
    "~=": _compatible,
    ">=": lambda version: f"{version} or newer",
    ">": lambda version: f"newer than {version}",
    "<=": lambda version: f"{version} or older",
    "<": lambda version: f"older than {version}",
}


def _fitting(view: View, line: Requirement) -> Iterator[Block]:
    environment = view.environment
    if line.name is None or line.project is None or environment is None:
        return
    found = environment.installed(line.project)
    if found is None:
        yield from heading(view, line.name, line.project)
        return
    verdict = "fits" if accepts(line.specifier, found.version) else "does not fit"
    yield paragraph(Code(f"{found.written or line.name} {found.version}"), f" is installed, and it {verdict}")


def _notes(view: View, specifier: SpecifierSet) -> Iterator[str]:
    """What surprises people about the operators (PEP 440)."""
    yield from (note for clause in specifier for note in _note(clause))
    if all(clause.operator == "!=" or clause.operator[0] in "<>~" or clause.version.endswith(".*") for clause in specifier):
        yield _pre_releases(view, specifier)


def _note(clause: Specifier) -> Iterator[str]:
    version = clause.version
    if clause.operator == "==" and "+" not in version and not version.endswith(".*"):
        yield f"A special build of that version, such as {version}+cpu, counts as it too"
    try:
        found = Version(version)
    except InvalidVersion:
        return
    if clause.operator == "<" and not found.is_prerelease:
        yield f"A pre-release of {version}, such as {version}rc1, does not count as older"
    if clause.operator == ">" and not found.is_postrelease:
        yield f"A corrected release of {version}, such as {found.base_version}.post1, does not count as newer"


def _pre_releases(view: View, specifier: SpecifierSet) -> str:
    if specifier.prereleases:
        return "Pre-releases (alpha, beta, rc) are taken too, since one is named here"
    given = {option.name for manifest in view.manifests for line in manifest.lines if isinstance(line, Options) for option in line.options}
    if "--pre" in given:
        return "Pre-releases (alpha, beta, rc) are taken too, since --pre is given"
    if found := sorted(given.intersection(_OF_RELEASES)):
        return f"Whether pre-releases (alpha, beta, rc) are taken is said by {' and '.join(found)}"
    return "Pre-releases (alpha, beta, rc) are taken only where no other version fits"
