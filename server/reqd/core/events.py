"""What can happen (events), and what the engine would then like to know (wants)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from reqd.core.environment import EnvironmentReading, Listing, Tools
from reqd.core.manifest import Manifest, ManifestReading
from reqd.core.settings import Settings

# --- wants: questions to the disk. `key` says what is asked; of two answers to one key the one with the greater number is newer. ---


@dataclass(frozen=True, slots=True)
class ReadManifest:
    """The file at `path`, wherever it lies below `boundary`; what lies outside is not opened."""

    number: int
    path: str
    boundary: str

    @property
    def key(self) -> str:
        return f"manifest {self.path}"


@dataclass(frozen=True, slots=True)
class ListFolder:
    """The manifests and environments directly in a folder."""

    number: int
    folder: str

    @property
    def key(self) -> str:
        return f"list {self.folder}"


@dataclass(frozen=True, slots=True)
class SurveyFolder:
    """The manifests and environments in a folder and everywhere below it."""

    number: int
    folder: str

    @property
    def key(self) -> str:
        return f"survey {self.folder}"


@dataclass(frozen=True, slots=True)
class ReadEnvironment:
    number: int
    root: str

    @property
    def key(self) -> str:
        return f"environment {self.root}"


@dataclass(frozen=True, slots=True)
class FindTools:
    number: int

    @property
    def key(self) -> str:
        return "tools"


@dataclass(frozen=True, slots=True)
class FindPaths:
    """Whether there is anything at each of the paths that the requirements of a manifest name; all of them lie within `boundary`."""

    number: int
    manifest: str
    boundary: str
    paths: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"paths {self.manifest}"


Want: TypeAlias = ReadManifest | ListFolder | SurveyFolder | ReadEnvironment | FindTools | FindPaths

# --- events -----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoldersChanged:
    """The workspace folders are now these."""

    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    settings: Settings


@dataclass(frozen=True, slots=True)
class ManifestChanged:
    """An open document has this text now."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class ManifestClosed:
    path: str


@dataclass(frozen=True, slots=True)
class PathsChanged:
    """Something happened at these paths; what, the disk will tell."""

    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rescan:
    """So much may have happened that everything known is looked at again; new folders too where `is_thorough`."""

    is_thorough: bool = False


@dataclass(frozen=True, slots=True)
class ManifestRead:
    want: ReadManifest
    reading: ManifestReading


@dataclass(frozen=True, slots=True)
class FolderListed:
    want: ListFolder
    listing: Listing


@dataclass(frozen=True, slots=True)
class FolderSurveyed:
    """`listings` holds every folder in which anything was found."""

    want: SurveyFolder
    listings: Mapping[str, Listing]


@dataclass(frozen=True, slots=True)
class EnvironmentRead:
    want: ReadEnvironment
    reading: EnvironmentReading


@dataclass(frozen=True, slots=True)
class ToolsFound:
    want: FindTools
    tools: Tools


@dataclass(frozen=True, slots=True)
class PathsFound:
    want: FindPaths
    presences: Mapping[str, bool]


Answer: TypeAlias = ManifestRead | FolderListed | FolderSurveyed | EnvironmentRead | ToolsFound | PathsFound
Event: TypeAlias = FoldersChanged | SettingsChanged | ManifestChanged | ManifestClosed | PathsChanged | Rescan | Answer
