"""An option on a line where it does not do what it seems to.

Behind a requirement pip heeds `--hash` and `--config-settings` alone. It ignores an index, `--pre` or `-r` there, and applies
`--no-binary` and the like to everything that it installs. What names the line's own project alone does what it seems to.
Behind `-r` and `-c` everything else is ignored; and so is a hash that stands on a line without a requirement.

```requirements
torch --index-url https://example.org  # no graphics card
      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[ineffective-option] pip ignores --index-url behind a requirement; it needs a line of its own
psycopg2 --no-binary :all:
         ^^^^^^^^^^^^^^^^^ warning[ineffective-option] pip applies --no-binary to the whole install; give it a line of its own
```

```after Move it to a line of its own
--index-url https://example.org
torch  # no graphics card
psycopg2 --no-binary :all:
```
"""

from __future__ import annotations

from collections.abc import Iterator

from packaging.utils import canonicalize_name

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Include, Line, Malformed, Option, Options, Requirement
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.separation import above, rest
from reqd.manifests.requirements.dropped import dropped, unused
from reqd.manifests.requirements.glued import misread
from reqd.manifests.requirements.parse import parsed_line

SEVERITY = Severity.WARNING

_OF_A_REQUIREMENT = frozenset({"--hash", "--config-settings"})
# pip keeps these in one place for the whole run, wherever it reads them.
_OF_THE_RUN = frozenset({"--no-binary", "--only-binary", "--all-releases", "--only-final"})

_CUT_OFF = "the comment above ends the requirement, so this hash belongs to nothing; move the comment above the requirement"


def check(view: View) -> Iterator[Hit]:
    """A hit for each such option; none on a line that is misread altogether, which is told as that."""
    before: tuple[int, Line] | None = None
    for start, line in view.manifest.placed:
        told = tuple(_told(line))
        if told and misread(view.snapshot, view.manifest, line) is None:
            cut = _cut_off(view, before, start, line) if isinstance(line, Options) else None
            for option, message in told:
                if isinstance(line, Options):
                    yield Hit(start, option.span, _CUT_OFF if cut and option.name == "--hash" else message, cut or ())
                else:
                    yield Hit(start, option.span, message, tuple(_moving(view, start, line, option)))
        before = start, line


def _told(line: Line) -> Iterator[tuple[Option, str]]:
    match line:
        case Requirement():
            yield from ((option, _of_requirement(line, option)) for option in line.options if _is_told(line, option))
        case Include():
            leading = "-c" if line.is_constraint else "-r"
            for option in unused(line.raw):
                if option.name not in _OF_THE_RUN:
                    yield option, f"pip ignores {_written(line, option)} on a line with {leading}; it needs a line of its own"
        case Options():
            for option in line.options:
                if option.name in _OF_A_REQUIREMENT:
                    yield option, f"pip ignores {_written(line, option)} here; it belongs behind a requirement, on the same line"
        case _:
            pass


def _cut_off(view: View, before: tuple[int, Line] | None, start: int, line: Options) -> tuple[EditFix, ...] | None:
    """The fix where a comment among its lines ended the requirement before, as which pip reads both without the comment; else None."""
    if before is None or not isinstance(before[1], Requirement) or "\\" not in before[1].raw:
        return None
    first, raw = before[0], before[1].raw
    comment = raw.splitlines()[-1]
    at = len(raw) - len(comment)
    if not comment.lstrip().startswith("#") or not isinstance(parsed_line(raw[:at] + line.raw), Requirement):
        return None
    moved = rewriting(view.manifest, first, Span(0, 0), f"{comment.strip()}{view.manifest.text.line_end}")
    gone = rewriting(view.manifest, first, Span(at, start - first), "")
    return (EditFix("Move the comment above the requirement", (moved, gone), is_preferred=True),)


def _is_told(line: Requirement, option: Option) -> bool:
    """Whether an option is none of a requirement's, nor one for the line's own project alone."""
    if option.name in _OF_THE_RUN and line.project:
        return {str(canonicalize_name(name)) for name in (option.value or "").split(",")} != {line.project}
    return option.name not in _OF_A_REQUIREMENT


def _of_requirement(line: Requirement, option: Option) -> str:
    written = _written(line, option)
    if option.name in _OF_THE_RUN:
        return f"pip applies {written} to the whole install; give it a line of its own"
    return f"pip ignores {written} behind a requirement; it needs a line of its own"


def _written(line: Line, option: Option) -> str:
    """The option's name as it stands in the file."""
    end = option.span.end if option.value is None else option.value_span.start
    return line.raw[option.span.start : end].rstrip("= \t\"'\\\r\n")


def _moving(view: View, start: int, line: Line, option: Option) -> Iterator[EditFix]:
    """None where something else of the line would be read otherwise without the option."""
    left = rest(line, option.span)
    if "\\" in line.raw or dropped(line.raw) or isinstance(parsed_line(left), Malformed):
        return
    is_preferred = option.name in _OF_THE_RUN
    yield EditFix("Move it to a line of its own", above(view.manifest, start, line, option.span), is_preferred=is_preferred)
