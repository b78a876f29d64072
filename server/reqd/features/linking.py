"""What a click leads to: included files, folders, URLs, the pages of installed packages, and the reasons that a compiler wrote down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reqd.core import place
from reqd.core.compiled import sources
from reqd.core.hygiene import clean
from reqd.core.manifest import Entry, Include, Manifest, Option, Options, Requirement
from reqd.core.metadata import metadata
from reqd.core.snapshot import target
from reqd.core.text import Span
from reqd.core.view import View
from reqd.features.target import Target, of_entry, page
from reqd.features.via import via

_PAGES = frozenset({"--index-url", "--extra-index-url", "--find-links"})


class Link(NamedTuple):
    """A piece of the text that leads to a page (a URL) or to a file, and what a person is told before they follow it."""

    span: Span
    to: str | Target
    sentence: str


def linking(view: View) -> Iterator[Link]:
    """The links of a manifest. Nothing is looked up: a file may not be there, and whether a page is, nobody asked."""
    manifest = view.manifest
    for start, line in manifest.placed:
        match line:
            case Include():
                yield from _of_include(manifest, start, line)
            case Options():
                yield from _of_options(start, line.options)
            case Requirement():
                yield from _of_requirement(view, Entry(manifest, start, line))
            case _:
                continue
    yield from _of_reasons(manifest)
    yield from _of_head(manifest)


def _of_include(manifest: Manifest, start: int, include: Include) -> Iterator[Link]:
    span = include.target_span.moved(start)
    path = target(manifest, include)
    if path:
        yield Link(span, Target(path), f"Open {clean(include.target)}")
    elif page(include.target):
        yield Link(span, page(include.target), "Open this page")


def _of_options(start: int, options: tuple[Option, ...]) -> Iterator[Link]:
    for option in options:
        url = page(option.value or "") if option.name in _PAGES else ""
        if url:
            yield Link(option.value_span.moved(start), url, "Open this page")


def _of_requirement(view: View, entry: Entry) -> Iterator[Link]:
    requirement = entry.requirement
    if requirement.url is not None:
        span = requirement.url_span.moved(entry.start)
        if page(requirement.url):
            yield Link(span, page(requirement.url), "Open this page")
        elif "://" not in requirement.url and "${" not in requirement.url:
            path = requirement.url.partition("#")[0]
            yield Link(span, Target(place.joined(view.folder, path)), f"Open {clean(path)}")
    if requirement.project is None or requirement.name_span == requirement.url_span or view.environment is None:
        return
    installed = view.environment.installed(requirement.project)
    home = page(metadata(installed).home_page) if installed else ""
    if home:
        yield Link(requirement.name_span.moved(entry.start), home, f"Open the home page of {clean(requirement.name or '')}")


def _of_reasons(manifest: Manifest) -> Iterator[Link]:
    places = {entry.requirement.project: entry for entry in reversed(manifest.entries)}
    for reason in via(manifest):
        entry = places.get(reason.project)
        if reason.path:
            yield Link(reason.span, Target(reason.path), f"Open {place.name(reason.path)}")
        elif entry is not None:
            yield Link(reason.span, of_entry(entry), f"Go to {entry.requirement.name}")


def _of_head(manifest: Manifest) -> Iterator[Link]:
    """The files that a compiled one was compiled from, where its head names them."""
    if not manifest.is_compiled:
        return
    for path in sources(manifest.path, manifest.text.string):
        name = place.name(path)
        at = manifest.text.string.find(name, 0, manifest.starts[min(len(manifest.starts) - 1, 10)])
        if at >= 0:
            yield Link(Span(at, at + len(name)), Target(path), f"Open {name}, from which this file was compiled")
