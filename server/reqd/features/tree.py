"""The syntax tree of a manifest as plain JSON values: every line as pip reads it, every part with its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from reqd.core.manifest import Include, Line, Malformed, Manifest, Option, Options, Remark, Requirement
from reqd.core.text import Span
from reqd.manifests.requirements.syntax import Kind, Part, taken_apart

Json: TypeAlias = Mapping[str, object]
Shown: TypeAlias = Callable[[Span], Json]

# pip's names for its options: those that take a value once, those that collect, and those that hold names divided by commas.
_SINGLE: Mapping[str, str] = {"--index-url": "index_url"}
_COLLECTING: Mapping[str, str] = {
    "--extra-index-url": "extra_index_urls",
    "--find-links": "find_links",
    "--trusted-host": "trusted_hosts",
    "--use-feature": "features_enabled",
    "--no-binary": "no_binary",
    "--only-binary": "only_binary",
    "--all-releases": "all_releases",
    "--only-final": "only_final",
}

# Version control systems, whose own schemes pip completes.
_SYSTEMS = ("bzr", "git", "hg", "svn")


def tree(manifest: Manifest) -> Iterator[Json]:
    """One object for each logical line, in order. Lines and columns are one-based and count as pip does, at every end that Python's
    `str.splitlines` knows; columns and offsets are code points; ends are exclusive."""
    starts = _starts(manifest.text.string)

    def place(offset: int) -> tuple[int, int]:
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    for start, line in manifest.placed:

        def shown(span: Span, start: int = start) -> Json:
            moved = span.moved(start)
            (first, column), (last, end) = place(moved.start), place(moved.end)
            return {"line": first, "column": column, "end_line": last, "end_column": end, "start": moved.start, "end": moved.end}

        first, last = place(start)[0], place(start + len(line.raw))[0]
        yield {"kind": _kind(line), "line": first, "end_line": last, "text": line.raw, **_content(line), "spans": _spans(line, shown)}


def _starts(string: str) -> list[int]:
    starts, offset = [0], 0
    for piece in string.splitlines(keepends=True):
        offset += len(piece)
        if piece.splitlines() != [piece]:
            starts.append(offset)
    return starts


def _kind(line: Line) -> str:
    match line:
        case Requirement():
            return "requirement"
        case Include():
            return "constraint" if line.is_constraint else "include"
        case Options():
            return "option"
        case Malformed():
            return "error"
        case Remark():
            return "comment" if "#" in line.raw else "blank"


def _content(line: Line) -> Json:
    match line:
        case Requirement():
            return _present(_requirement(line))
        case Include():
            return {"target": line.target}
        case Options():
            return {"options": _options(line.options)}
        case Malformed():
            return _present({"message": line.message, "reason": line.reason, "code": line.code})
        case Remark():
            return {}


def _present(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None and value not in ((), [], {}, False)}


def _requirement(line: Requirement) -> Json:
    given = _options(line.options)
    is_bare = line.specifier_span.start == line.specifier_span.end
    is_behind = line.url is not None and line.name_span != line.url_span
    return {
        "name": line.name,
        # A wheel's name gives its version away; behind an @ pip looks at it only when it resolves.
        "specifier": None if line.name is None else "" if is_behind else str(line.specifier),
        # Where they stand last, pip takes them off and lowers them before it reads the rest.
        "extras": sorted(map(str.lower, line.extras) if not is_behind and is_bare else line.extras),
        "marker": str(line.marker) if line.marker else None,
        "url": _url(line),
        "editable": line.is_editable,
        "hashes": given.get("hashes"),
        "config_settings": given.get("config_settings"),
    }


def _url(line: Requirement) -> str | None:
    """As pip completes it: `git://` behind -e is short for `git+git://`."""
    scheme = (line.url or "").partition(":")[0]
    return f"{scheme.lower()}+{line.url}" if line.is_editable and scheme.lower() in _SYSTEMS else line.url


def _options(options: Iterable[Option]) -> dict[str, object]:
    """The options by pip's own names, each with what pip would have collected."""
    found: dict[str, object] = {}
    hashes: dict[str, list[str]] = {}
    settings: dict[str, object] = {}
    for option in options:
        value = option.value or ""
        if option.name == "--hash":
            algorithm, _, digest = value.partition(":")
            hashes.setdefault(algorithm, []).append(digest)
        elif option.name == "--config-settings":
            key, _, setting = value.partition("=")
            settings[key] = _collected(settings.get(key), setting)
        elif option.name in _COLLECTING:
            held = found.setdefault(_COLLECTING[option.name], [])
            assert isinstance(held, list)
            held += value.split(",") if "binary" in option.name or option.name in ("--all-releases", "--only-final") else [value]
        else:
            name = option.name[2:].replace("-", "_").replace("no_require_hashes", "require_hashes")
            found[_SINGLE.get(option.name, name)] = option.name != "--no-require-hashes" if option.value is None else value
    return {**found, **({"hashes": hashes} if hashes else {}), **({"config_settings": settings} if settings else {})}


def _collected(held: object, value: str) -> object:
    """pip makes a list of a setting only when it is given again."""
    if held is None:
        return value
    return [*held, value] if isinstance(held, list) else [held, value]


def _spans(line: Line, shown: Shown) -> Json:
    found = taken_apart(line)
    spans: dict[str, object] = {}
    match line:
        case Requirement():
            spans.update(_of_requirement(line, found, shown))
        case Include():
            spans["target"] = shown(line.target_span)
        case Options():
            spans["options"] = [_option(option, shown) for option in line.options]
        case Malformed():
            spans["error"] = shown(line.span)
        case Remark():
            pass
    spans["comment"] = next((shown(part.span) for part in found if part.kind is Kind.COMMENT), None)
    spans["continuations"] = [shown(part.span) for part in found if part.kind is Kind.CONTINUATION]
    spans["parts"] = [{"kind": part.kind.value, **shown(part.span)} for part in found]
    return _present(spans)


def _of_requirement(line: Requirement, found: tuple[Part, ...], shown: Shown) -> Iterator[tuple[str, object]]:
    if line.url is None or line.name_span != line.url_span:
        yield "name", shown(line.name_span)
    yield "extras", [shown(part.span) for part in found if part.kind is Kind.EXTRA]
    yield "specifier", [shown(span) for span in _clauses(found)]
    if line.marker is not None:
        yield "marker", shown(line.marker_span)
    yield "marker_variables", [shown(part.span) for part in found if part.kind is Kind.VARIABLE]
    if line.url is not None:
        yield "url", shown(line.url_span)
    yield "fragment", next((shown(part.span) for part in found if part.kind is Kind.FRAGMENT), None)
    yield "options", [_option(option, shown) for option in line.options]


def _clauses(found: tuple[Part, ...]) -> Iterator[Span]:
    """Each specifier clause: from its operator to the end of its version."""
    start = -1
    for part in found:
        if part.kind is Kind.OPERATOR:
            start = part.span.start
        elif part.kind is Kind.VERSION and start >= 0:
            yield Span(start, part.span.end)
            start = -1


def _option(option: Option, shown: Shown) -> Json:
    value = {"value": shown(option.value_span)} if option.value is not None else {}
    return {"option": shown(option.span), **value}
