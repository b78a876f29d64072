"""`reqd env show`: prints everything that is known of the environment of a file."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from reqd.cli.chosen import Chosen, chosen
from reqd.cli.options import BOUNDS, add_environment, parser
from reqd.cli.terminal import Line, Piece, shown, visible, write
from reqd.core.environment import BrokenEnvironment, Distribution, Environment

DESCRIPTION = "Prints everything that is known of the environment of a file or folder, and why it is the one."
EPILOG = """\
The JSON is one object: path, chosen (why it is the one), is_active, kind, problem, python, interpreter,
site_packages, packages (how many), duplicates, broken, leftovers, pip_configuration and markers. Of a broken
environment the kind is "broken", problem says what is wrong, and nothing behind it is there."""
STATUS = "exit status: 0 shown, 2 there is none"
# Longer than every label.
_WIDTH = 19


def main(arguments: Sequence[str]) -> int:
    """Show the environment; a broken one is shown too, as far as it is known."""
    given = _parser().parse_args(arguments)
    found = chosen(given.path, given.environment)
    if given.format == "json":
        import json

        print(json.dumps(record(found), indent=2))
    else:
        write(_lines(found))
    return 0


def _parser() -> ArgumentParser:
    made = parser(
        "env show", DESCRIPTION, f"{BOUNDS}\n\n{EPILOG}\n\n{STATUS}\n\nexample:\n  reqd env show requirements-dev.txt --format json"
    )
    made.add_argument(
        "path", metavar="FILE", nargs="?", default=".", help="a file, a folder or an environment (default: the current folder)"
    )
    made.add_argument("--format", choices=("text", "json"), default="text", help="json: one object, with absolute paths (default: text)")
    add_environment(made)
    return made


def record(found: Chosen) -> dict[str, object]:
    """All of it under names that stay as they are; paths are absolute."""
    reading = found.reading
    chosen_as = {"path": reading.root, "chosen": visible(found.reason), "is_active": found.is_active}
    if isinstance(reading, BrokenEnvironment):
        return {**chosen_as, "kind": "broken", "problem": visible(reading.reason), "python": None}
    return {
        **chosen_as,
        "kind": reading.kind,
        "problem": None,
        "python": reading.python,
        "interpreter": reading.interpreter,
        "site_packages": list(reading.site_packages),
        "packages": len(reading.distributions),
        "duplicates": [[_distribution(each) for each in same] for same in duplicates(reading)],
        "broken": [_distribution(each) for each in damaged(reading)],
        "leftovers": list(reading.leftovers),
        "pip_configuration": reading.pip_configuration or None,
        "markers": dict(sorted(reading.markers.items())),
    }


def _distribution(distribution: Distribution) -> dict[str, object]:
    return {
        "name": distribution.name,
        "version": visible(distribution.version),
        "location": distribution.location,
        "problem": visible(distribution.problem) or None,
    }


def duplicates(environment: Environment) -> list[tuple[Distribution, ...]]:
    """The packages that are installed more than once, by name, each with all that there is of it."""
    return [same for _, same in sorted(environment.distributions.items()) if len(same) > 1]


def damaged(environment: Environment) -> list[Distribution]:
    """The distributions with something wrong in their files, by name."""
    found = chain.from_iterable(environment.distributions.values())
    return sorted((each for each in found if each.problem), key=lambda each: (each.name, each.location))


def _lines(found: Chosen) -> Iterator[Line]:
    reading = found.reading
    yield _line("environment", shown(reading.root), "bold")
    yield _line("chosen because", found.reason)
    yield _line("activated", "yes" if found.is_active else "no")
    if isinstance(reading, BrokenEnvironment):
        yield _line("broken", reading.reason, "bold red")
    else:
        yield from _sound(reading)


def _sound(environment: Environment) -> Iterator[Line]:
    yield _line("kind", environment.kind)
    yield _line("Python", environment.python)
    yield _line("interpreter", environment.interpreter)
    yield from _listed("site-packages", environment.site_packages)
    yield _line("packages", str(len(environment.distributions)))
    yield from _listed("installed twice", map(_twice, duplicates(environment)))
    yield from _listed("damaged", (f"{each.name} {each.version}: {each.problem}" for each in damaged(environment)))
    yield from _listed("leftovers", environment.leftovers)
    yield _line("pip's configuration", environment.pip_configuration or "none")
    yield from _listed("markers", (f"{name} is {value!r}" for name, value in sorted(environment.markers.items())))


def _twice(same: Sequence[Distribution]) -> str:
    return f"{same[0].name}: {' and '.join(f'{each.version} in {each.location}' for each in same)}"


def _listed(label: str, texts: Iterable[str]) -> Iterator[Line]:
    """One line each, the first behind the label; a word where there is none."""
    listed = tuple(texts) or ("none",)
    yield from (_line("" if number else label, text) for number, text in enumerate(listed))


def _line(label: str, text: str, style: str = "") -> Line:
    return (Piece(f"{label:<{_WIDTH}}  ", "dim"), Piece(visible(text), style))
