"""Words that pip drops without a word: the line says more than pip reads.

Behind the first dash pip looks for options, and what belongs to none of them counts nothing. So a list with dashes installs nothing, and
so do the words behind an option that takes no value. Of several `-e`, `-r` or `-c` on one line only the first counts.

```requirements
--pre flask
      ^^^^^ warning[dropped-words] pip drops this; a requirement needs a line of its own
- bs4
^^^^^ warning[dropped-words] pip drops what follows a lone dash, so this line asks for nothing
PyPDF2 -- for PDF
       ^^^^^^^^^^ warning[dropped-words] pip drops what follows a lone dash; a remark begins with #
```

```after Write bs4
--pre flask
bs4
PyPDF2 -- for PDF
```

```after Make it a comment
--pre flask
- bs4
PyPDF2 # for PDF
```

```after Move it to a line of its own
--pre
flask
- bs4
PyPDF2 -- for PDF
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Include, Line, Malformed, Options, Remark, Requirement
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting
from reqd.fixes.remedy import removing
from reqd.fixes.separation import below, rest
from reqd.manifests.requirements.dropped import dropped
from reqd.manifests.requirements.glued import misread
from reqd.manifests.requirements.parse import parsed_line
from reqd.manifests.requirements.told import NAME, SENTENCE, VERSION, may_ask

SEVERITY = Severity.WARNING

_NOTHING = "pip drops what follows a lone dash, so this line asks for nothing"
_OF_CONDA = "this is a line of conda's environment.yml, and pip drops it; pip's way to write a version is name==version"
_DASH = re.compile(r"--?(?:\s+|\Z)")
_VERSION = re.compile(rf"--?\s+v?(?=[0-9]+\.)({VERSION})\Z")
# One equals sign, as conda has it in its files.
_CONDA_VERSION = re.compile(rf"{NAME}=[^=<>~!\s]+(?:=\S+)?")
_CONDA = re.compile(rf"-\s+{_CONDA_VERSION.pattern}\Z")
# An option of one letter whose dash was set off: `- r base.txt`.
_LETTER = re.compile(r"[cefir]\s+\S+")
_OPTION = re.compile(r"--?[A-Za-z-]+")
# git's marks, continued from the line before: they are told as what they are.
_MERGE = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_FILE = re.compile(r"\S+\.(?:txt|in)")
_URL_AND_NAME = re.compile(r"(?P<url>[^#\s]+)#egg=(?P<name>[\w.-]+)")


def check(view: View) -> Iterator[Hit]:
    """A hit for each piece of a line that is dropped; what is glued to a dash is told by a rule of its own."""
    for start, line in view.manifest.placed:
        if isinstance(line, Malformed | Remark):
            continue
        for span in dropped(line.raw):
            if misread(view.snapshot, view.manifest, line) is None and not _MERGE.match(line.raw, span.start):
                message, fixes = _told(view, start, line, span)
                yield Hit(start, span, message, () if "\\" in line.raw else tuple(fixes))


def _told(view: View, start: int, line: Line, span: Span) -> tuple[str, Iterator[EditFix]]:
    piece = line.raw[span.start : span.end]
    if isinstance(line, Options) and not line.options:
        return _OF_CONDA if _CONDA.match(piece) else _NOTHING, _item(view, start, line, span)
    if version := _VERSION.match(piece):
        return "pip drops what follows a lone dash; a version is written after ==", _pin(view, start, line, span, version[1])
    if _DASH.match(piece):
        return "pip drops what follows a lone dash; a remark begins with #", _dash(view, start, line, span)
    option = _OPTION.match(piece)
    if option is not None:
        return f"pip reads only the first {option.group()} of a line, and drops this one", _moving(view, start, line, span)
    if isinstance(line, Requirement) and line.is_editable and piece.startswith((";", "@")):
        return "-e takes one word, and pip drops this; put quotation marks around all of it", _quoting(view, start, line, span)
    if isinstance(line, Include) and line.target.startswith("-"):
        return f"pip takes {line.target} for the name of the file, and drops this", iter(())
    if isinstance(line, Include) and _FILE.fullmatch(piece):
        return "pip draws in only one file on a line, and drops this", _including(view, start, line, span)
    if _is_read(piece):
        return "pip drops this; a requirement needs a line of its own", _word(view, start, line, span)
    return "pip drops this; a remark begins with #", _remark(view, start, line, span)


def _item(view: View, start: int, line: Line, span: Span) -> Iterator[EditFix]:
    """The item of a list without its dash; a remark where that is nothing that pip reads."""
    text = _DASH.sub("", line.raw[span.start : span.end], count=1)
    if not text:
        yield removing(view.manifest, start, line)
        return
    meant = f"-{text}" if _LETTER.fullmatch(text) else text if _is_read(text) else _repaired(text)
    if meant is None:
        yield EditFix("Make it a comment", (rewriting(view.manifest, start, span, f"# {text}"),))
        return
    title = "Make it a comment" if meant.startswith("#") else f"Write {meant}"
    yield EditFix(title, (rewriting(view.manifest, start, span, meant),), is_preferred=True)


def _repaired(text: str) -> str | None:
    """What an item becomes that pip does not read: its repair, or a comment where it asks for nothing; None where neither is certain."""
    from reqd.manifests.requirements.mistake.conda import is_for_pip  # seldom needed

    line = parsed_line(text)
    if not isinstance(line, Malformed) or (_CONDA_VERSION.fullmatch(text) and not is_for_pip(text)):
        return None
    if line.repair is None:
        is_prose = not SENTENCE.isdisjoint(text.lower().split()) or text.endswith(":")
        return f"# {text}" if is_prose and not may_ask(text) else None
    repaired = text[: line.span.start] + line.repair + text[line.span.end :]
    return repaired if "\n" not in repaired and (repaired.startswith("#") or _is_read(repaired)) else None


def _pin(view: View, start: int, line: Line, span: Span, version: str) -> Iterator[EditFix]:
    """`requests - 2.31.0`, where nothing but a name stands before the dash."""
    before = line.raw[: span.start].rstrip()
    whole = f"{before.strip()}=={version}"
    if isinstance(line, Requirement) and line.name_span == line.span and not line.options and line.url is None and _is_read(whole):
        yield EditFix(f"Write {whole}", (rewriting(view.manifest, start, Span(len(before), span.end), f"=={version}"),), is_preferred=True)


def _dash(view: View, start: int, line: Line, span: Span) -> Iterator[EditFix]:
    """`sentence - transformers` may be one name; otherwise it is a remark."""
    piece = line.raw[span.start : span.end]
    text = _DASH.sub("", piece, count=1)
    whole = f"{line.raw[: span.start].strip()}-{text}"
    is_name = isinstance(line, Requirement) and line.name_span == line.span and not line.options and line.url is None
    if is_name and piece.startswith("- ") and " " not in text and _is_read(whole):
        begun = Span(len(line.raw[: span.start].rstrip()), span.end)
        yield EditFix(f"Write {whole}", (rewriting(view.manifest, start, begun, f"-{text}"),))
        yield from _remark(view, start, line, span, is_preferred=False)
    else:
        yield from _remark(view, start, line, span)


def _remark(view: View, start: int, line: Line, span: Span, *, is_preferred: bool = True) -> Iterator[EditFix]:
    """The piece as a comment, where nothing but a comment follows it."""
    behind = line.raw[span.end :].strip()
    text = _DASH.sub("", line.raw[span.start : span.end], count=1)
    if behind and not behind.startswith("#"):
        return
    is_preferred = is_preferred and not may_ask(text)
    if text:
        yield EditFix("Make it a comment", (rewriting(view.manifest, start, span, f"# {text}"),), is_preferred=is_preferred)
    else:
        gone = Span(len(line.raw[: span.start].rstrip()), span.end)
        yield EditFix("Remove it", (rewriting(view.manifest, start, gone, ""),), is_preferred=is_preferred)


def _moving(view: View, start: int, line: Line, span: Span, *, is_preferred: bool = True) -> Iterator[EditFix]:
    if not isinstance(parsed_line(rest(line, span)), Malformed) and not dropped(line.raw[span.start : span.end]):
        yield EditFix("Move it to a line of its own", below(view.manifest, start, line, span), is_preferred=is_preferred)


def _including(view: View, start: int, line: Include, span: Span) -> Iterator[EditFix]:
    lead = "-c " if line.is_constraint else "-r "
    title = f"Write {lead}{line.raw[span.start : span.end]} on a line of its own"
    yield EditFix(title, below(view.manifest, start, line, span, lead), is_preferred=True)


def _word(view: View, start: int, line: Line, span: Span) -> Iterator[EditFix]:
    """Behind an option a word is a requirement; behind a file or another requirement it may as well be a remark."""
    is_certain = isinstance(line, Options)
    yield from _moving(view, start, line, span, is_preferred=is_certain)
    if not is_certain:
        yield from _remark(view, start, line, span, is_preferred=False)


def _quoting(view: View, start: int, line: Requirement, span: Span) -> Iterator[EditFix]:
    """All that belongs to `-e` in quotation marks; a URL that names its project behind `#egg=` names it in front then."""
    piece = line.raw[span.start : span.end]
    value = line.raw[line.span.start : span.start].strip()
    named = _URL_AND_NAME.fullmatch(value)
    if named is not None and piece.startswith(";"):
        value = f"{named['name']} @ {named['url']}"
    elif piece.startswith(";"):
        return
    mark = "'" if '"' in piece else '"'
    meant = f"{mark}{value} {piece}{mark}"
    read = parsed_line(f"-e {meant}")
    if mark not in value + piece and isinstance(read, Requirement) and read.name is not None:
        yield EditFix(f"Write -e {meant}", (rewriting(view.manifest, start, Span(line.span.start, span.end), meant),), is_preferred=True)


def _is_read(text: str) -> bool:
    """Whether a text is a requirement all of which pip reads."""
    return isinstance(parsed_line(text), Requirement) and not dropped(text)
