"""`reqd parse`: prints how a requirements file is read, line by line, every part with its place."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from reqd import __version__
from reqd.cli.complaint import CannotRunError
from reqd.cli.options import parser
from reqd.cli.terminal import Line, Piece, shown, write
from reqd.core import place
from reqd.core.hygiene import clean
from reqd.core.manifest import Manifest, MissingFile, Unreadable
from reqd.disk import read_manifest
from reqd.features.tree import Json, tree

DESCRIPTION = "Prints how a requirements file is read: every line as pip has it, and every part of it with its place."
EPILOG = """\
The JSON is one object with the file's `lines`, in order. Each has
  kind       requirement, option, include, constraint, comment, blank or error
  line       its first physical line, one-based, counted as pip counts; end_line its last
  text       what stands there
  spans      the place of each part: line, column, end_line, end_column (one-based, in code points, ends
             exclusive), and start, end (offsets in the file's text)
A requirement has name, specifier, extras, marker, url, editable, hashes and config_settings, where present;
an include or constraint its target; an option its options, by pip's names; an error its message, and pip's
reason. Nothing is looked up: whether a file or folder exists is not asked.

The JSON shows the file as it is, passwords in URLs included. Look before you share it.

example:
  reqd parse requirements.txt --format json"""


def main(arguments: Sequence[str]) -> int:
    """Print the tree; what is wrong with a line is part of it, and no failure."""
    given = _parser().parse_args(arguments)
    manifest = _manifest(given.file)
    if given.format == "json":
        _write_json(manifest)
    else:
        write(_lines(manifest))
    return 0


def _parser() -> ArgumentParser:
    made = parser("parse", DESCRIPTION, EPILOG)
    made.add_argument("file", metavar="FILE", help="a requirements file, whatever its name")
    made.add_argument("--format", choices=("text", "json"), default="text", help="for a person, or for a program (default: text)")
    return made


def _manifest(name: str) -> Manifest:
    path = os.path.realpath(os.path.abspath(name)) if name and "\0" not in name else ""
    reading = read_manifest(path, place.parent(path)) if path else MissingFile(path)
    if isinstance(reading, MissingFile):
        raise CannotRunError(f"there is no file {shown(path) if path else 'without a name'}")
    if isinstance(reading, Unreadable):
        raise CannotRunError(f"{shown(path)} is not read: {reading.reason}")
    return reading


def _write_json(manifest: Manifest) -> None:
    import json

    problems = [problem.message for problem in manifest.problems]
    print(json.dumps({"reqd": __version__, "path": manifest.path, "problems": problems, "lines": list(tree(manifest))}, indent=1))


def _lines(manifest: Manifest) -> Iterator[Line]:
    """Each line's kind and what it says, and below it its parts."""
    for problem in manifest.problems:
        yield (Piece(clean(problem.message), "bold"),)
    for line in tree(manifest):
        yield (Piece(f"{line['line']}: {line['kind']}", "bold"), Piece(f"  {clean(str(line.get('message', '')))}".rstrip()))
        yield from _parts(manifest, line)


def _parts(manifest: Manifest, line: Json) -> Iterator[Line]:
    spans = line["spans"]
    for part in spans.get("parts", ()) if isinstance(spans, dict) else ():
        text = manifest.text.string[part["start"] : part["end"]]
        yield (Piece(f"    {part['line']}:{part['column']:<5}{part['kind']:<17}"), Piece(clean(text)))
