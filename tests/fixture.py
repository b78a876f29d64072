"""Markdown fixtures: a requirements file with the findings drawn under its lines, the environment it is for, and what the fixes do.

A heading begins anew. Blocks, by their info string:

    env                  one distribution a line, `name version [what is wrong with it]`, or with where it came from:
                         `name version from URL [at COMMIT] [as editable]`; `python 3.12.1`; `kind uv`; `none`; `broken reason`;
                         `unignored`, where git would commit it; `moved FOLDER`, where it was made; `beside NAME`, another environment
                         in the project's folder, and `beside /PATH REASON`, one that a tool keeps for it elsewhere.
                         Lines below a distribution that are indented by two spaces are of its METADATA: `  Summary: HTTP for Humans.`,
                         `  Requires-Dist: urllib3<3`. Its Name and its Version are there without being written.
                         Without this block the environment is not known yet, and only the file itself is checked
    file PATH            another manifest, for includes
    folder               the files that are in the project's folder, one a line; without this block nobody looked for any
    unread PATH          another manifest that is there and is not read, and why
    variables            the names of the environment variables that are set
    requirements [PATH]  the manifest, with a row of carets under a line for each finding
    text [PATH]          the manifest, where its findings are not what is shown
    after TITLE          the manifest once the edit fix of that title is applied; `after TITLE in PATH` another file of the same fix
    creates TITLE        the files the fix makes
    runs TITLE           the plan of the command fix: programs, then the inputs
    installs             the plan of installing the whole file, or `refused: reason`
    refreeze [full]      the manifest once it is refrozen, or `refused: reason`
    hover, …             what an editor's question answers: each kind is a module of `tests/showing`
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from packaging.utils import canonicalize_name

from reqd.actions import create, install, refreeze
from reqd.actions.plan import Plan, Refusal
from reqd.check import check
from reqd.core import local_path, place
from reqd.core.environment import (
    BrokenEnvironment,
    Distribution,
    Environment,
    EnvironmentReading,
    Interpreter,
    Listing,
    NoEnvironment,
    Origin,
    Tools,
)
from reqd.core.finding import CommandFix, Edit, EditFix, Finding
from reqd.core.finding import applied as edited
from reqd.core.manifest import Manifest, ManifestReading, MissingFile, Unreadable
from reqd.core.settings import Settings
from reqd.core.snapshot import Snapshot, below
from reqd.core.text import Text
from reqd.environments import origin as direct_origin
from reqd.manifests import parse
from tests.showing import showing

ROOT = "/project"
TOOLS = Tools("/bin/uv", "/bin/python3.12", (Interpreter("3.12.1", "/bin/python3.12"), Interpreter("3.11.9", "/bin/python3.11")))

_FENCE = re.compile(r"```(?P<info>[^\n]*)\n(?P<body>.*?)^```$|^#+ [^\n]*$", re.DOTALL | re.MULTILINE)
_BESIDE = re.compile(r"(?m)^beside (\S+) ?(.*)$")
_CARETS = re.compile(r" *\^+ [a-z]+\[[a-z-]+\] ")


class Block(NamedTuple):
    """A fenced block: its first word, the rest of its info string, its body, and where the body stands in the document."""

    kind: str
    title: str
    body: str
    start: int
    end: int


@dataclass
class Case:
    """What the blocks so far have set up."""

    environment: EnvironmentReading | None = None
    files: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    variables: frozenset[str] = frozenset()
    present: tuple[str, ...] | None = None
    path: str = f"{ROOT}/requirements.txt"
    others: tuple[tuple[str, str], ...] = ()

    def snapshot(self) -> Snapshot:
        manifests: dict[str, ManifestReading] = {path: parse(path, text, version=1) for path, text in self.files.items()}
        bare = Snapshot(manifests=manifests)
        missing = {to for path in self.files for to in below(bare, path)} - set(manifests) - set(self.unread)
        unread = {path: Unreadable(path, reason, not place.is_within(path, ROOT)) for path, reason in self.unread.items()}
        is_there = not isinstance(self.environment, NoEnvironment)
        snapshot = Snapshot(
            settings=Settings(),
            folders=(ROOT,),
            manifests=manifests | {path: MissingFile(path) for path in missing} | unread,
            listings={ROOT: self._listing((f"{ROOT}/.venv",) if is_there else ())},
            environments={f"{ROOT}/.venv": self.environment} if self.environment is not None and is_there else {},
            tools=TOOLS,
            variables=self.variables,
        )
        if self.present is None:
            return snapshot
        known = replace(snapshot, presences=self._presences(snapshot, self.present))
        return replace(known, presences=self._presences(known, self.present))

    def _listing(self, own: tuple[str, ...]) -> Listing:
        reasons = (*("" for _ in own), *(reason for _, reason in self.others))
        return Listing((), (*own, *(root for root, _ in self.others)), reasons if any(reasons) else ())

    def _presences(self, snapshot: Snapshot, present: tuple[str, ...]) -> dict[str, dict[str, bool]]:
        asked = {path: local_path.asked(snapshot, manifest) for path in self.files if (manifest := snapshot.manifest(path))}
        there = {above for file in present for above in (file, *place.ancestors(place.parent(file), ROOT))}
        return {path: {each: each in there for each in named} for path, named in asked.items()}


def blocks(document: str) -> Iterator[Block]:
    """The fenced blocks and headings of a document, in order; a heading is a block of the kind `#`."""
    for found in _FENCE.finditer(document):
        if found["info"] is None:
            yield Block("#", "", "", 0, 0)
        else:
            kind, _, title = found["info"].partition(" ")
            yield Block(kind, title, found["body"], *found.span("body"))


def written(document: str) -> str:
    """The document with every expectation replaced by what is so. A fixture passes when that changes nothing."""
    case = Case()
    pieces: list[str] = []
    at = 0
    for block in blocks(document):
        if block.kind == "#":
            case = Case()
            continue
        body = _body(case, block)
        pieces += [document[at : block.start], body]
        at = block.end
    return "".join((*pieces, document[at:]))


def _set_up(case: Case, block: Block) -> None:
    """What a block says of the project before it is looked at; nothing of those that show something."""
    match block.kind:
        case "env":
            case.environment = environment(block.body)
            case.others = tuple((place.joined(ROOT, name), reason) for name, reason in _BESIDE.findall(block.body))
        case "file":
            case.files[f"{ROOT}/{block.title}"] = block.body
        case "folder":
            case.present = tuple(f"{ROOT}/{line}" for line in block.body.splitlines())
        case "unread":
            case.unread[place.joined(ROOT, block.title)] = block.body.strip()
        case "text":
            case.path = f"{ROOT}/{block.title or 'requirements.txt'}"
            case.files[case.path] = block.body
        case "variables":
            case.variables = frozenset(block.body.split())
        case _:
            pass


def _body(case: Case, block: Block) -> str:
    _set_up(case, block)
    match block.kind:
        case "requirements":
            case.path = f"{ROOT}/{block.title or 'requirements.txt'}"
            text = "".join(line for line in block.body.splitlines(keepends=True) if not _CARETS.match(line))
            case.files[case.path] = text
            snapshot = case.snapshot()
            return annotated(Text(text), check(snapshot, case.path))
        case "after":
            return _after(case, block.title)
        case "creates":
            fix = _fix(case, block.title)
            return "".join(f"{path.removeprefix(ROOT + '/')}\n" for path in fix.creates) if isinstance(fix, EditFix) else "no edit\n"
        case "runs":
            return _runs(case, _fix(case, block.title))
        case "installs":
            return shown(install.plan(case.snapshot(), case.path))
        case "refreeze":
            return _refrozen(case, block.title)
        case kind:
            show = showing(kind)
            return show(case.snapshot(), case.path, block.title) if show else block.body


def environment(body: str) -> EnvironmentReading:
    """The environment that an `env` block describes."""
    root = f"{ROOT}/.venv"
    python, kind, former = "3.12.1", "venv", ""
    is_ignored = None
    distributions: dict[str, tuple[Distribution, ...]] = {}
    for line, described in _described(body):
        name, _, rest = line.partition(" ")
        if name == "none":
            return NoEnvironment(root)
        if name == "broken":
            return BrokenEnvironment(root, rest)
        if name == "python":
            python = rest
            continue
        if name == "kind":
            kind = rest
            continue
        if name == "moved":
            former = rest
            continue
        if name == "beside":
            continue
        if line == "unignored":
            is_ignored = False
            continue
        distribution = _distribution(name, *rest.partition(" ")[::2], described)
        distributions[distribution.name] = (*distributions.get(distribution.name, ()), distribution)
    markers = {
        "python_version": ".".join(python.split(".")[:2]),
        "python_full_version": python,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_machine": "x86_64",
        "platform_release": "6.1",
        "platform_version": "#1",
        "implementation_version": python,
    }
    return Environment(root, kind, python, f"{root}/bin/python", markers, distributions, former=former, is_ignored=is_ignored)


def _described(body: str) -> Iterator[tuple[str, str]]:
    """The lines of an `env` block, each with the indented text below it."""
    for found in re.finditer(r"(?m)^(\S.*)\n?((?:^  .*\n?)*)", body):
        yield found[1], re.sub(r"(?m)^  ", "", found[2])


def _distribution(name: str, version: str, problem: str, described: str) -> Distribution:
    location = f"{ROOT}/.venv/lib/site-packages/{name}-{version}.dist-info"
    origin = _origin(problem.removeprefix("from "), location) if problem.startswith("from ") else None
    header = f"Name: {name}\nVersion: {version}\n{described}".encode()
    return Distribution(canonicalize_name(name), version, location, "" if origin else problem, origin, name, header)


def _origin(words: str, location: str) -> Origin:
    """What is known of a distribution from `URL [at COMMIT] [as editable]`."""
    found = re.fullmatch(r"(?:(git|hg|svn|bzr)\+)?([^\s#]+?)(?:(?<=[^/:])@([^@\s#/]+))?(?:#(\S+))?(?: at (\S+))?( as editable)?", words)
    assert found, words
    system, url, revision, fragment, commit, editable = found.groups()
    said = dict(part.partition("=")[::2] for part in (fragment or "").split("&") if part)
    known: dict[str, object] = {"url": url}
    if "subdirectory" in said:
        known["subdirectory"] = said.pop("subdirectory")
    if system:
        known["vcs_info"] = {"vcs": system, "commit_id": commit or revision, **({"requested_revision": revision} if revision else {})}
    elif url.startswith("file:") and not url.endswith((".whl", ".zip", ".tar.gz")):
        known["dir_info"] = {"editable": bool(editable)}
    else:
        known["archive_info"] = {"hashes": said}
    origin, problem = direct_origin.parsed(json.dumps(known).encode(), location)
    assert origin, problem
    return origin


def annotated(text: Text, findings: tuple[Finding, ...]) -> str:
    """The text with a row of carets under each finding's line, in reading order."""
    lines = text.string.splitlines(keepends=True) or [""]
    for finding in reversed(findings):
        (line, column), (end_line, end) = finding.range
        carets = "^" * max(1, (end if end_line == line else len(lines[line].rstrip())) - column)
        row = f"{' ' * column}{carets} {finding.severity.word}[{finding.code}] {finding.message}\n"
        if line < len(lines) and lines[line] and not lines[line].endswith("\n"):
            lines[line] += "\n"
        lines.insert(line + 1, row)
    return "".join(lines)


def _fix(case: Case, title: str) -> EditFix | CommandFix:
    fixes = [fix for finding in check(case.snapshot(), case.path) for fix in finding.fixes]
    for fix in fixes:
        if fix.title == title:
            return fix
    raise AssertionError(f"no fix is called {title!r}; there are: {[fix.title for fix in fixes]}")


def _after(case: Case, title: str) -> str:
    title, _, other = title.partition(" in ") if " in " in title and title.rpartition(" in ")[2].endswith(".txt") else (title, "", "")
    fix = _fix(case, title)
    assert isinstance(fix, EditFix), f"{title!r} runs a command"
    path = f"{ROOT}/{other}" if other else case.path
    return applied(case.files[path], [edit for edit in fix.edits if edit.path == path])


def applied(text: str, edits: list[Edit]) -> str:
    """A text after edits that do not overlap."""
    return edited(Text(text), edits)


def _runs(case: Case, fix: EditFix | CommandFix) -> str:
    assert isinstance(fix, CommandFix), "an edit runs nothing"
    given = fix.arguments
    projects = given.get("projects")
    if fix.command == "reqd.install":
        chosen = frozenset(str(each) for each in projects) if isinstance(projects, list) else None
        return shown(install.plan(case.snapshot(), str(given["path"]), chosen, bool(given.get("reinstall"))))
    replace = bool(given.get("replace"))
    return shown(create.plan(case.snapshot(), str(given["path"]), str(given["environment"]), str(given["python"]), replace))


def shown(plan: Plan | Refusal) -> str:
    """A plan as text: programs, inputs and surprises, with the project's folder left out."""
    if isinstance(plan, Refusal):
        return f"refused: {plan.reason}\n"
    lines = [shlex.join(program.arguments).replace("'{inputs}/", "'").replace("'", "") for program in plan.programs]
    for given in plan.inputs:
        lines += [f"-- {given.name}", *given.text.splitlines()]
    lines += [f"!! {surprise}" for surprise in plan.surprises]
    return (
        "".join(f"{line}\n" for line in lines).replace(f"{ROOT}/", "").replace("/bin/uv", "uv").replace("/bin/python3.12 ", "python3.12 ")
    )


def _refrozen(case: Case, title: str) -> str:
    frozen = refreeze.refreeze(case.snapshot(), case.path, "full" if title == "full" else "in place")
    if isinstance(frozen, Refusal):
        return f"refused: {frozen.reason}\n"
    text = applied(case.files[case.path], [edit for edit in frozen.fix.edits if edit.path == case.path])
    others = sorted({edit.path for edit in frozen.fix.edits} - {case.path})
    for path in others:
        text += f"-- {path.removeprefix(ROOT + '/')}\n" + applied(
            case.files[path], [edit for edit in frozen.fix.edits if edit.path == path]
        )
    return text + "".join(f"!! {note}\n" for note in frozen.notes)


def manifest(text: str, path: str = f"{ROOT}/requirements.txt") -> Manifest:
    """A manifest of the virtual project."""
    return parse(path, text)
