"""How pip and uv are told the same: pip by the lines that it reads, uv by fewer lines and by words of its command.

Source: pip's "Requirements File Format" page, and what `uv pip install` says to each option in such a file.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator

from reqd.core.hygiene import clean
from reqd.core.manifest import Option, Requirement

# uv reads these in a file. The other options it ignores there, with a warning, or refuses.
_READ_BY_UV = frozenset(
    {"--index-url", "--extra-index-url", "--find-links", "--no-index", "--no-binary", "--only-binary", "--require-hashes"}
)
# What is given to the build of one requirement, or checked of its file; elsewhere these do nothing.
_OF_A_REQUIREMENT = frozenset({"--hash", "--config-settings"})
_SPLIT_OR_TAKEN_AWAY = re.compile(r"[\s'\"\\]")
_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")


def requirement_line(requirement: Requirement, is_pip: bool) -> str:
    """The requirement on one line, with those of its options that count there and that the installer reads."""
    written = _specified(requirement)
    if requirement.marker is not None:
        written += f" ; {requirement.marker}"
    if requirement.is_editable:
        written = f"-e {_quoted(written) if is_pip else written}"
    counted = (option for option in requirement.options if option.name == "--hash" or (is_pip and option.name == "--config-settings"))
    return " ".join((written, *(f"{option.name}={_quoted(option.value or '')}" for option in counted)))


def _specified(requirement: Requirement) -> str:
    extras = f"[{','.join(requirement.extras)}]" if requirement.extras else ""
    if not is_named(requirement):
        return (requirement.url or "") + extras
    return f"{requirement.name}{extras}" + (f" @ {requirement.url}" if requirement.url else str(requirement.specifier))


def is_named(requirement: Requirement) -> bool:
    """Whether the project's name is written, and not only given away by a URL."""
    return requirement.name is not None and (requirement.url is None or requirement.name_span != requirement.url_span)


def option_lines(option: Option, is_pip: bool) -> Iterator[str]:
    """An option of the run as lines of a file: none where the installer is told on its command line, or need not be told."""
    if option.name in _OF_A_REQUIREMENT or not (is_pip or option.name in _READ_BY_UV):
        return
    if option.value is None:
        yield option.name
    elif is_pip:
        yield f"{option.name} {_quoted(option.value)}"
    else:
        # uv knows no lists here, and takes the rest of the line as it is.
        values = option.value.split(",") if option.name in ("--no-binary", "--only-binary") else [option.value]
        yield from (f"{option.name} {value}" for value in values)


def _quoted(value: str) -> str:
    """A value as pip's shell-like splitting gives it back; most need no quotation marks."""
    return shlex.quote(value) if not value or _SPLIT_OR_TAKEN_AWAY.search(value) else value


def uv_words(options: Iterable[Option], requirements: Iterable[Requirement]) -> tuple[str, ...]:
    """What uv's command line must say besides the files. A value stays in one word with its option, so that it cannot become one."""
    words = [word for option in options for word in _uv_words(option)]
    for requirement in requirements:
        settings = (option for option in requirement.options if option.name == "--config-settings")
        words += [f"--config-settings-package={requirement.project}:{option.value}" for option in settings if is_named(requirement)]
    # uv takes one mode for all packages, pip the one that comes last.
    modes = {word.partition("=")[0] if word.startswith("--prerelease=") else word: word for word in words}
    return tuple(modes.values())


def _uv_words(option: Option) -> Iterator[str]:
    value = option.value or ""
    match option.name:
        case "--pre":
            yield "--prerelease=allow"
        case "--all-releases":
            yield from _modes(value, "allow")
        case "--only-final":
            yield from _modes(value, "disallow")
        case "--trusted-host":
            yield f"--allow-insecure-host={value}"
        case _:
            pass


def _modes(projects: str, mode: str) -> Iterator[str]:
    for project in projects.split(","):
        if project == ":all:":
            yield f"--prerelease={mode}"
        elif project != ":none:":
            yield f"--prerelease-package={project}={mode}"


def beyond_uv(options: Iterable[Option], requirements: Iterable[Requirement]) -> str:
    """The first thing that pip would do and uv cannot be told to do, in a sentence; empty where there is none."""
    requirements = tuple(requirements)
    for requirement in requirements:
        if requirement.is_editable and _is_remote(requirement.url or ""):
            return f"uv cannot install {clean(requirement.url or '')} as editable"
        if not is_named(requirement) and any(option.name == "--config-settings" for option in requirement.options):
            return f"uv cannot pass settings to {clean(requirement.url or '')} alone"
    if any(_VARIABLE.search(word) for word in uv_words(options, requirements)):
        return "uv looks up no variable in an option that is not for its files"
    return ""


def _is_remote(url: str) -> bool:
    return "://" in url and not url.lower().startswith("file:")
