"""What pip and uv really say when they fail, and the sentence a person gets."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from reqd.perform.suspect import InputLine, leading_name, suspects
from reqd.perform.trouble import sentence
from tests.wheels import metadata, wheel

UV = os.path.join(sysconfig.get_path("scripts"), "uv")
ZEROS = "0" * 64
BACKEND = "def get_requires_for_build_wheel(settings=None):\n    raise RuntimeError('the flux capacitor is missing')\n"
PYPROJECT = "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n[project]\nname = 'broken'\nversion = '1.0'\n"


def sdist(folder: Path, name: str, version: str, files: Mapping[str, str]) -> None:
    stem = f"{name}-{version}"
    with tarfile.open(folder / f"{stem}.tar.gz", "w:gz") as archive:
        for path, text in {"PKG-INFO": metadata(name, version), **files}.items():
            member = tarfile.TarInfo(f"{stem}/{path}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment in `env` and packages in `links`."""
    folder = tmp_path_factory.mktemp("trouble")
    links = folder / "links"
    wheel(links, "apple", "1.0")
    wheel(links, "apple", "2.0")
    wheel(links, "pear", "1.0", ["apple==1.0"])
    wheel(links, "plum", "1.0", ["apple==2.0"])
    wheel(links, "kiwi", "1.0", ["durian>=1"])
    modern = metadata("fig", "1.0").replace(">=3.8", ">=3.99")
    wheel(links, "fig", "1.0", files={"fig.py": "", "fig-1.0.dist-info/METADATA": modern})
    sdist(links, "broken", "1.0", {"pyproject.toml": PYPROJECT, "backend.py": BACKEND})
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", folder / "env"], check=True)
    return folder


def said(place: Path, tool: str, requirements: str, *options: str) -> tuple[str, ...]:
    """The lines of a real install that fails."""
    (place / "in.txt").write_text(requirements)
    python = str(place / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    how = options or ("--no-index", "--find-links", "links")
    commands = {
        "pip": [sys.executable, "-I", "-X", "utf8", "-m", "pip", "--no-input", "--no-color", "--python", python, "install"],
        "uv": [UV, "--no-config", "--no-progress", "--color", "never", "pip", "install", "--python", python],
    }
    quiet = {"PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1", "UV_HTTP_RETRIES": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_")) and "proxy" not in name.lower()}
    done = subprocess.run(
        [*commands[tool], *how, "-r", "in.txt"],
        cwd=place,
        env={**kept, **quiet, "UV_CACHE_DIR": str(place / "cache")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert done.returncode
    return tuple(line for line in done.stdout.decode().splitlines() if line.strip())


PLATFORM = ".".join(map(str, sys.version_info[:3]))
NO_DURIAN = "No package named durian was found: check the spelling, and the index if it is private"
NO_APPLE = "No version of apple is one that is required: look at the output for what is required and what there is"
WRONG_HASH = (
    "The file that was found for apple==1.0 does not have the hash it should have: "
    "update the hash if the package was published anew, else do not trust the file"
)
FAILURES = [
    ("absent", "apple==1.0\ndurian\n", "pip", NO_DURIAN, "durian"),
    ("absent", "apple==1.0\ndurian\n", "uv", NO_DURIAN, "durian"),
    ("absent below", "kiwi\n", "pip", NO_DURIAN.replace(" was", ", which kiwi needs, was"), "kiwi"),
    ("absent below", "kiwi\n", "uv", NO_DURIAN.replace(" was", ", which kiwi needs, was"), "kiwi"),
    ("version", "\napple==9\n", "pip", "There is no apple==9: the versions that can be installed here are 1.0, 2.0", "apple"),
    ("version", "\napple==9\n", "uv", "There is no apple==9 that can be installed here", "apple"),
    ("version range", "apple>=9\n", "pip", "There is no apple>=9: the versions that can be installed here are 1.0, 2.0", "apple"),
    ("version range", "apple>=9\n", "uv", "There is no apple>=9 that can be installed here", "apple"),
    ("version extra", "apple[x]>=9\n", "uv", "There is no apple[x]>=9 that can be installed here", "apple"),
    ("version gap", "apple>1,<2\n", "uv", "There is no apple>1,<2 that can be installed here", "apple"),
    ("version holes", "apple==1.*,!=1.0\n", "uv", NO_APPLE, "apple"),
    ("python", "fig\n", "pip", f"fig needs Python >=3.99, but the environment has {PLATFORM}", "fig"),
    ("python", "fig\n", "uv", "fig==1.0 needs Python >=3.99", "fig"),
    ("hash", f"apple==1.0 --hash=sha256:{ZEROS}\n", "pip", WRONG_HASH, InputLine("in.txt", 1)),
    ("hash", f"apple==1.0 --hash=sha256:{ZEROS}\n", "uv", WRONG_HASH, "apple"),
    (
        "no hash",
        f"apple==1.0\npear==1.0 --hash=sha256:{ZEROS}\n",
        "pip",
        "apple==1.0 has no hash, but other requirements have one: give a hash to all or to none",
        "apple",
    ),
    ("build", "# first\nbroken\n", "pip", "broken could not be built: RuntimeError: the flux capacitor is missing", "broken"),
    ("build", "# first\nbroken\n", "uv", "broken==1.0 could not be built: RuntimeError: the flux capacitor is missing", "broken"),
    (
        "conflict",
        "pear\nplum\n",
        "pip",
        "No versions fit together: pear 1.0 depends on apple==1.0, but plum 1.0 depends on apple==2.0",
        InputLine("in.txt", 1),
    ),
    (
        "conflict",
        "pear\nplum\n",
        "uv",
        "No versions fit together: all versions of plum depend on apple==2.0 and all versions of pear depend on apple==1.0",
        "pear",
    ),
    ("contradiction", "apple==1.0\napple==2.0\n", "uv", "No versions fit together: you require apple==1.0 and apple==2.0", "apple"),
    (
        "contradiction",
        "apple==1.0\napple==2.0\n",
        "pip",
        "No versions fit together: The user requested apple==1.0, but The user requested apple==2.0",
        "apple",
    ),
]


@pytest.mark.parametrize(("what", "requirements", "tool", "expected", "blamed"), FAILURES, ids=lambda value: str(value)[:14])
def test_the_words_of_the_tools(place: Path, what: str, requirements: str, tool: str, expected: str, blamed: object) -> None:
    lines = said(place, tool, requirements)
    assert expected == sentence(lines), "\n".join(lines)
    assert blamed in suspects(lines)[:2], "\n".join(lines)


@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_a_closed_port_is_an_index_that_is_not_reached(place: Path, tool: str) -> None:
    # The discard service's port, on which nothing listens.
    lines = said(place, tool, "apple==1.0\n", "--index-url", "http://127.0.0.1:9/simple")
    assert sentence(lines) == "The package index at 127.0.0.1 could not be reached: check the network and the proxy"


# What cannot be had on every machine is recorded: a full disk, another user's folder, Debian without its package, indexes on the net.
# The sentence stands under the words.
RECORDED = """\
error: Failed to install: apple-2.0-py3-none-any.whl (apple==2.0)
  cause: Failed to copy to `t/apple/__init__.py`
  cause: failed to copy file from a to b: No space left on device (os error 28)
=> The disk is full: make room and try again
----
Installing collected packages: apple
ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device
=> The disk is full: make room and try again
----
ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/srv/env/lib/apple'
Check the permissions.
=> /srv/env/lib/apple may not be written by you: check who owns it and whether it is read-only
----
error: Failed to install: apple-2.0-py3-none-any.whl (apple==2.0)
  cause: Failed to create directory `/srv/env/lib/apple`
  cause: failed to create directory `/srv/env/lib/apple`: Permission denied (os error 13)
=> /srv/env/lib/apple may not be written by you: check who owns it and whether it is read-only
----
error: externally-managed-environment

× This environment is externally managed
╰─> To install Python packages system-wide, …
=> This Python belongs to the operating system, which installs its packages itself: use a virtual environment
----
error: The interpreter at `/usr` is externally managed, and indicates the following:
=> This Python belongs to the operating system, which installs its packages itself: use a virtual environment
----
The virtual environment was not created successfully because ensurepip is not
available.  On Debian/Ubuntu systems, you need to install the python3-venv
package using the following command.

    apt install python3.11-venv
=> This Python cannot create environments, because a part of it is missing: install python3.11-venv (sudo apt install python3.11-venv)
----
WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) \
after connection broken by 'NameResolutionError("HTTPSConnection(host='pypi.example', port=443): \
Failed to resolve 'pypi.example' ([Errno -2])")': /simple/
ERROR: Could not find a version that satisfies the requirement six==1.17.0 (from versions: none)
ERROR: No matching distribution found for six==1.17.0
=> The package index at pypi.example could not be reached: check the network and the proxy
----
error: Request failed after 3 retries in 9.0s
  cause: Failed to fetch: https://ann:pw@pypi.example/simple/six/
  cause: error sending request for url (https://pypi.example/simple/six/)
  cause: dns error
=> The package index at pypi.example could not be reached: check the network and the proxy
----
WARNING: 401 Error, Credentials not correct for https://pypi.example/simple/six/
ERROR: Could not find a version that satisfies the requirement six (from versions: none)
=> The package index refused the user or the password: check the credentials
----
error: Failed to fetch: `https://pypi.example/simple/six/`
  Caused by: invalid peer certificate: UnknownIssuer
=> The package index at pypi.example could not prove who it is: check the proxy and this machine's certificates
----
ERROR: Ignored the following versions that require a different python version: 2.3.0 Requires-Python >=3.11; 2.3.1 Requires-Python >=3.11
ERROR: Could not find a version that satisfies the requirement numpy==2.3.1 (from versions: 1.3.0, 1.4.1)
=> numpy==2.3.1 needs Python >=3.11, which the environment does not have
----
ERROR: Could not find a version that satisfies the requirement boto3==9 (from versions: 0.0.1, 0.0.2, 0.0…
ERROR: No matching distribution found for boto3==9
=> There is no boto3==9 that can be installed here
----
WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'ReadTimeoutError("Read timed out.")': /simple/
ERROR: Could not find a version that satisfies the requirement apple==9 (from versions: 1, 2, 3, 4, 5, 6, 7)
=> There is no apple==9: the versions that can be installed here are …, 3, 4, 5, 6, 7
----
  × No solution found when resolving dependencies:
  ╰─▶ Because durian was not found in the package registry and you require
      durian, we can conclude that your requirements are unsatisfiable.
=> No package named durian was found: check the spelling, and the index if it is private
----
  cause: Because the current Python version (3.11.7) does not satisfy Python>=3.99 and fig==1.0 depends on \
Python>=3.99, we can conclude that fig==1.0 cannot be used.
=> fig==1.0 needs Python >=3.99, but the environment has 3.11.7
----
  gcc -c x.c
  x.c:1:10: fatal error: Python.h: No such file or directory
  compilation terminated.
  error: command 'gcc' failed with exit code 1
  ERROR: Failed building wheel for fast
Failed to build fast
=> fast could not be built: x.c:1:10: fatal error: Python.h: No such file or directory
----
error: Distribution not found at: file:///nothere
=> Distribution not found at: file:///nothere
----
error: Error parsing included file in `in.txt` at position 0
  cause: failed to read from file `x`: No such file
=> Error parsing included file in `in.txt` at position 0: failed to read from file `x`: No such file
----
ERROR: Exception:
Traceback (most recent call last):
  File x
KeyError: 'x'
=> KeyError: 'x'
----
Something odd
=> Something odd
"""
CASES = [case.strip("\n").split("\n=> ") for case in RECORDED.split("----\n")]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[1][:30] for case in CASES])
def test_recorded_words(text: str, expected: str) -> None:
    assert sentence(text.splitlines()) == expected


def test_silence() -> None:
    assert sentence(()) == ""
    assert suspects(()) == ()


def test_pip_names_the_line() -> None:
    lines = (
        "Processing ./apple.whl (from -r /elsewhere/fine.txt (line 1))",
        "ERROR: Could not find a version that satisfies the requirement durian (from -r /elsewhere/in.txt (line 3)) (from versions: none)",
    )
    assert suspects(lines)[0] == InputLine("/elsewhere/in.txt", 3)
    assert suspects(("ERROR: Invalid requirement: 'a b': Expected end", "a b", "^ (from line 2 of bad.txt)")) == (InputLine("bad.txt", 2),)


def test_a_line_begins_with_a_name() -> None:
    assert [leading_name(line) for line in ("Foo.bar[x]>=1", "  foo", "-e ./foo", "# foo", "")] == ["Foo.bar", "foo", "", "", ""]
