"""A marker: whether it is true in the environment, and what its variables are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reqd.core.manifest import Requirement
from reqd.core.text import Span
from reqd.core.view import View
from reqd.features.hover.content import Block, Code, Strong, item, paragraph
from reqd.manifests.requirements.syntax import Kind, Part, parts

# What each variable of PEP 508 means.
MEANINGS: Mapping[str, str] = {
    "python_version": "the first two numbers of Python's version",
    "python_full_version": "the whole version of Python",
    "os_name": "the kind of system: posix for Linux and macOS, nt for Windows",
    "sys_platform": "the system: linux, darwin for macOS, win32 for Windows",
    "platform_system": "the system's name: Linux, Darwin for macOS, Windows",
    "platform_machine": "the kind of processor, such as x86_64 or arm64",
    "platform_release": "the version of the system's core, as the system gives it",
    "platform_version": "what the system says of its own version, in its own words",
    "platform_python_implementation": "which Python it is: CPython is the usual one, PyPy another",
    "implementation_name": "which Python it is, in small letters: cpython is the usual one",
    "implementation_version": "the version of that Python, which for the usual one is python_full_version",
    "extra": "always empty in a requirements file; it has a value only where a package lists what it requires",
}
# How some were written before they were agreed on; they are still read.
_FORMER: Mapping[str, str] = {
    "os.name": "os_name",
    "sys.platform": "sys_platform",
    "platform.version": "platform_version",
    "platform.machine": "platform_machine",
    "platform.python_implementation": "platform_python_implementation",
    "python_implementation": "platform_python_implementation",
}


def told(view: View, line: Requirement, part: Part) -> tuple[Span, tuple[Block, ...]]:
    """On a variable what it is, elsewhere the whole marker: the span, and the blocks."""
    if part.kind is Kind.VARIABLE:
        return part.span, tuple(_variable(view, part.text))
    return line.marker_span, tuple(_marker(view, line))


def _variable(view: View, written: str) -> Iterator[Block]:
    name = _FORMER.get(written, written)
    value, meaning = _value(view, name), MEANINGS.get(name, "")
    if value is None:
        yield paragraph(Strong(written), f" is {meaning}" if meaning else " is not known")
        return
    yield paragraph(Strong(written), " is ", Code(value) if value else "empty", " in ", Code(view.environment_name))
    if meaning:
        yield paragraph(f"It is {meaning}")


def _value(view: View, name: str) -> str | None:
    """The variable's value here; None where there is no environment, or it has none."""
    return None if view.environment is None else view.environment.markers.get(name)


def _marker(view: View, line: Requirement) -> Iterator[Block]:
    written = Strong(" ".join(line.raw[line.marker_span.start : line.marker_span.end].replace("\\", " ").split()))
    match view.is_active(line):
        case True:
            yield paragraph(written, " is true in ", Code(view.environment_name), ", so this line counts")
        case False:
            yield paragraph(written, " is false in ", Code(view.environment_name), ", so pip skips this line")
        case None:
            yield paragraph("This line counts only where ", written, " is true")
    for variable in dict.fromkeys(part.text for part in parts(line.raw) if part.kind is Kind.VARIABLE):
        yield _explained(view, variable)


def _explained(view: View, written: str) -> Block:
    name = _FORMER.get(written, written)
    value, meaning = _value(view, name), MEANINGS.get(name, "")
    if value is None:
        return item(Code(written), f" is {meaning}" if meaning else " is not known")
    return item(Code(written), " is ", Code(value) if value else "empty", f"; it is {meaning}" if meaning else "")
