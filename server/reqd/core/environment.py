"""What an environment has, and what this machine offers for changing it. All values are immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a distribution was taken from, where that was no index (PEP 610): an archive, a folder, or a repository.

    `url` is without its fragment. `path` is that of what lies on this machine, seen through the same links as the environment; else it
    is empty. Of a repository `system` is git or another, `commit` what was installed and `revision` what was asked for, empty where none
    was; both are as written. `hashes` are an archive's: `sha256=…`.
    """

    url: str
    path: str = ""
    system: str = ""
    revision: str = ""
    commit: str = ""
    hashes: tuple[str, ...] = ()
    subdirectory: str = ""
    is_editable: bool = False

    @property
    def reference(self) -> str:
        """The URL as a requirement would name it, and as `pip freeze` writes it: `git+https://…@commit#subdirectory=…`."""
        url = f"{self.system}+{self.url}@{self.commit}" if self.system else self.url
        fragments = [*self.hashes[:1], *([f"subdirectory={self.subdirectory}"] if self.subdirectory else [])]
        return url + ("#" + "&".join(fragments) if fragments else "")


@dataclass(frozen=True, slots=True)
class Distribution:
    """One installed package. Name and version come from its folder's name, as pip and uv take them.

    `name` is canonical (PEP 503), `version` as written, `location` the absolute path of the `.dist-info`; `problem` says in half a
    sentence what is wrong with its files, and is empty where nothing is. `origin` is None where it came from an index, and where nothing
    is known of that. `written` is the name as its METADATA spells it, and `header` what that file says above the package's manual, raw:
    `core.metadata` reads it for whoever asks.
    """

    name: str
    version: str
    location: str
    problem: str = ""
    origin: Origin | None = None
    written: str = ""
    header: bytes = field(default=b"", repr=False)

    @property
    def direct_url(self) -> str:
        """The URL that it was installed from, as a requirement would name it; empty where it has no origin."""
        return self.origin.reference if self.origin else ""

    @property
    def is_editable(self) -> bool:
        """Whether it is a link to the folder in which its source lies."""
        return self.origin is not None and self.origin.is_editable


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder into which packages are installed, as read from its files.

    `python` is the full version, `markers` the values of PEP 508's variables there, `distributions` every distribution by canonical
    name, first on the path first; `leftovers` the remains of interrupted installs; `watches` the folders in which a change tells
    that something was installed or removed; `pip_configuration` the file inside that tells pip where to take packages from, if any;
    `former` the folder it was made in, where that is another one: then it was moved or copied, and its programs lead there;
    `is_ignored` tells whether git leaves it out of what it would commit, and is None where no git is, or that is not known for certain.
    """

    root: str
    kind: str
    python: str
    interpreter: str
    markers: Mapping[str, str]
    distributions: Mapping[str, tuple[Distribution, ...]]
    leftovers: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    site_packages: tuple[str, ...] = ()
    pip_configuration: str = ""
    former: str = ""
    is_ignored: bool | None = None

    def installed(self, project: str) -> Distribution | None:
        """The distribution that Python would import for a canonical name."""
        found = self.distributions.get(project)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class BrokenEnvironment:
    """A folder that is an environment and cannot be used; `reason` is a sentence without its full stop.

    `is_replaceable` tells that it is one for certain, so that it may be made anew: it has a pyvenv.cfg, and is no link.
    """

    root: str
    reason: str
    watches: tuple[str, ...] = ()
    is_replaceable: bool = True


@dataclass(frozen=True, slots=True)
class NoEnvironment:
    """A place where no environment is; `is_taken` tells that something else is there, be it a file or a folder."""

    root: str
    is_taken: bool = False


EnvironmentReading: TypeAlias = Environment | BrokenEnvironment | NoEnvironment


class Listing(NamedTuple):
    """What one folder holds that matters here: manifests and environments, as absolute paths in order of precedence.

    The environments that lie directly in the folder come first, and after them those that a tool keeps for it, wherever they lie. Where
    there are such, `reasons` says of every environment, in the same order, why it is the folder's: a clause such as "Poetry keeps it for
    this project", empty for one that lies in the folder. Where there are no environments, `places` are the folders elsewhere in which a
    tool would make one for it.
    """

    manifests: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Interpreter(NamedTuple):
    """A Python on this machine that can make environments."""

    version: str
    path: str


@dataclass(frozen=True, slots=True)
class Tools:
    """What this machine offers for changing environments: absolute paths, found without starting anything.

    `installer` is a Python that has pip and does not belong to any project; `pythons` are newest first.
    """

    uv: str | None = None
    installer: str | None = None
    pythons: tuple[Interpreter, ...] = ()
