"""The reading of requirements files, compared with pip's own: the same lines, kinds, names, extras, specifiers, markers and targets."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from packaging.utils import canonicalize_name
from pip._internal.exceptions import InstallationError, PipError
from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_parsed_requirement

from reqd.core.manifest import Include, Line, Malformed, Manifest, Options, Remark, Requirement
from reqd.manifests import parse
from reqd.manifests.decoding import decoded

CORPUS = Path(__file__).parent.parent / "../shared/corpus"

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real lines is not beside the checkout")


class Reading(NamedTuple):
    """What a reader makes of one logical line, in terms that both readers have."""

    kind: str
    name: str = ""
    extras: frozenset[str] = frozenset()
    specifier: str = ""
    marker: str = ""
    has_url: bool = False
    is_editable: bool = False
    target: str = ""


ERROR = Reading("error")
# A folder or a file that has to exist, and that pip therefore refuses where it does not. We do not ask the disk.
PATH_MISSING = Reading("path")


# --- pip ---------------------------------------------------------------------------------------------------------------------------


def by_pip(text: str) -> dict[int, Reading]:
    """pip's reading of a file's text by one-based line; line by line, so that one refusal does not hide the others."""
    return {number: _line_by_pip(line) for number, line in req_file.preprocess(text)}


def _line_by_pip(line: str) -> Reading:
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # where optparse prints its usage
            arguments, options = req_file.get_line_parser(None)(line)
    except (req_file.OptionParsingError, PipError):
        return ERROR
    parsed = req_file.ParsedLine("requirements.txt", 1, arguments, options, constraint=False)
    if parsed.requirement is None:
        if options.requirements:
            return Reading("requirement-file", target=options.requirements[0])
        if options.constraints:
            return Reading("constraint-file", target=options.constraints[0])
        return Reading("options")
    try:
        found = install_req_from_parsed_requirement(req_file.handle_requirement_line(parsed))
    except InstallationError as error:
        return PATH_MISSING if _is_missing_path(parsed.requirement, parsed.is_editable, str(error)) else ERROR
    except Exception:  # noqa: BLE001 - a traceback of pip's is a refusal too
        return ERROR
    return Reading(
        "requirement",
        canonicalize_name(found.name) if found.name else "",
        frozenset(map(canonicalize_name, (*found.extras, *(found.req.extras if found.req else ())))),
        str(found.req.specifier) if found.req else "",
        str(found.markers or ""),
        found.link is not None,
        found.editable,
    )


def _is_missing_path(requirement: str, is_editable: bool, message: str) -> bool:
    if "://" in requirement:
        return False
    looks_like_path = "/" in requirement or requirement.startswith(".")
    return looks_like_path or (is_editable and "is not a valid editable requirement" in message)


# --- reqd --------------------------------------------------------------------------------------------------------------------------


def by_reqd(text: str) -> dict[int, Reading]:
    """Our reading of a file's text by pip's one-based line; remarks are left out, as pip leaves them out."""
    manifest = parse("/project/requirements.txt", text)
    return {_number(manifest, start): _reading(line) for start, line in manifest.placed if not isinstance(line, Remark)}


def _number(manifest: Manifest, start: int) -> int:
    return len((manifest.text.string[:start] + "x").splitlines())


def _reading(line: Line) -> Reading:
    match line:
        case Include():
            return Reading(f"{line.kind}-file", target=line.target)
        case Options():
            return Reading("options")
        case Malformed():
            return ERROR
        case Requirement():
            # Behind an @ pip takes the version from a wheel's name only when it resolves; reqd has nothing later than reading.
            is_named_link = line.url is not None and line.name_span != line.url_span
            return Reading(
                "requirement",
                line.project or "",
                frozenset(map(canonicalize_name, line.extras)),
                "" if is_named_link else str(line.specifier),
                str(line.marker or ""),
                line.url is not None,
                line.is_editable,
            )
        case Remark():
            raise AssertionError("a remark is nothing that pip reads")


# --- what is meant to differ -------------------------------------------------------------------------------------------------------


_NETLOC = "on Windows that is a share, and where a ${VARIABLE} stands for the host its value is not known: pip's word is for one machine"
_DRIVE = "on Windows that is a folder, and a file is shared between platforms"
_FRAGMENT = "pip rewrites a file: URL with ../ in it and loses the name that was given; the name is what people mean"

# Lines that the two read differently on purpose: how pip reads them, how we do, and why.
DIFFERENCES: Mapping[str, tuple[Reading, Reading, str]] = {
    "a @ file://host/tmp/a": (ERROR, Reading("requirement", "a", has_url=True), _NETLOC),
    "a @ file://${UNSET_DIR}/../a": (ERROR, Reading("requirement", "a", has_url=True), _NETLOC),
    "file://host/a.zip": (ERROR, Reading("requirement", has_url=True), _NETLOC),
    "file://a.zip": (ERROR, Reading("requirement", has_url=True), _NETLOC),
    "C:\\pkg": (ERROR, Reading("requirement", has_url=True), _DRIVE),
    ".\\pkg\\inner": (PATH_MISSING, Reading("requirement", has_url=True), _DRIVE),
    "file://../../lib/project#egg=MyProject": (
        Reading("requirement", has_url=True),
        Reading("requirement", "myproject", has_url=True),
        _FRAGMENT,
    ),
}
# The same differences where they occur in real files.
_REAL = re.compile(r"(\S+ @ )?file://(?!/|localhost).*|file:.*\.\./.*#egg=.*|[A-Za-z]:\\.*|[\w.~-]+(\\[\w. ~-]+)+")


# --- lines -------------------------------------------------------------------------------------------------------------------------

# `pkg` is a folder that pip could install; `absent` is not there.
LINES = r"""
requests
requests==2.31.0
requests == 2.31.0
requests  ==  2.31.0 , != 2.30
requests(>=2.0)
requests (>=2.0,<3)
requests ()
requests []
requests[]
requests[socks]
requests [ socks , security ]
requests[socks]>=2
requests [socks] >= 2
requests[Some_Extra,some.extra]
requests[socks,]
requests[,socks]
requests[a b]
requests[a][b]
requests[a
requests]a
requests==2.*
requests>=2.*
requests~=2.0
requests~=2
requests===2.0-weird_string
requests===
requests==
requests=2.0
requests=>2.0
requests<>2.0
requests>=2.0 <3
requests>=2.0,<3,
requests>=2.0,,<3
requests,>=2.0
requests>=2.0;
requests>=2.0 ;
requests;python_version<"3"
requests ; python_version < '3.8'
requests ;python_version<'3' and (os_name=='nt' or sys_platform=="win32")
requests; python_version < 3
requests; python_version < "3
requests; foo == "1"
requests; "3.8" <= python_version
requests; "a" == "b"
requests; extra == "x"
requests; python_version in "2.7 3.5"
requests; python_version not in "2.7"
requests; python_version not  in "2.7"
requests; os.name == "nt"
requests; python_version ~= 'fred'
requests; python_version >= "3" ; os_name == "nt"
requests; (python_version >= "3"
requests; python_version >= "3")
requests; platform_machine == ""
requests; python_implementation == "CPython"
requests; platform.python_implementation == "CPython"
requests python_version < "3"
requests>=1 # comment
requests>=1# no comment
requests#frag
#requests
   # requests
requests	# tab comment
requests	==	1.0
	requests
requests 	-r x
requests	-r x
requests==1.0+local.1
requests>=1.0+local
requests==1.0-1
requests==1.0.dev
requests==v1.0
requests==1!2.0
requests==1.0rc1.post2.dev3
requests==1.0.0.0.0
requests==1.0c1
requests==1.0-alpha
requests==latest
requests>=dev
requests==01.02
requests==1_0
requests==1..0
requests==.1
requests==1.0.
requests=='1.0'
requests=="1.0"
"requests==1.0"
'requests'
requests==1.0,
requests;
;requests
==1.0
1.0
requests 1.0
requests: 1.0
requests:1.0
numpy=1.26.4=py311_0
_requests
requests_
-requests
requests-
.requests
re.quests-a_b
re..quests
r
7zip
réquests
requests​
requests==１.0
pip install requests
import requests
- requests
* requests
1. requests
requests --hash=sha256:aa
requests --hash sha256:aa
requests --hash=sha256:aa --hash=sha512:bb
requests --hash=md5:aa
requests --hash=sha256
requests --hash=sha256:
requests --hash=:aa
requests --hash
requests --hash=SHA256:aa
requests --config-settings=a=b
requests --config-settings a=b
requests --config-setting=a=b
requests -C a=b
requests -Ca=b
requests --config-settings=a
requests --config-settings "a=b c"
requests --global-option="--x"
requests --install-option=x
requests --pre
requests -r other.txt
requests -c other.txt
requests -i https://example.org
requests -e ./pkg
a @ git+https://example.org/a.git -e x
-e a @ git+https://example.org/a.git ; x
requests --no-binary requests
requests --no-binary :all:
requests --unknown
requests -x
requests -- words
requests -- --unknown
requests - words
--
-- -r x
-
-r
-rother.txt
-r other.txt
-r other.txt # comment
-r "with blank.txt"
-r with\ blank.txt
-r 'single.txt
-r other.txt -r second.txt
-r other.txt -c second.txt
-c second.txt -r other.txt
-c constraints.txt
-cconstraints.txt
-c constraints.txt requests
-r=other.txt
-r https://example.org/r.txt
-r file:///tmp/r.txt
-r ${UNSET_DIR}/r.txt
--requirement other.txt
--requirement=other.txt
--requirement
--req other.txt
--re other.txt
--require other.txt
--require-hashes
--require-hashes=yes
--r other.txt
--constraint=c.txt
--con c.txt
--constraints c.txt
--c c.txt
-i https://example.org/simple
-ihttps://example.org/simple
--index-url https://example.org/simple
--index-url=https://example.org/simple
--index https://example.org
--i https://example.org
--in https://example.org
--pypi-url https://example.org
--extra-index-url https://example.org
--extra https://example.org
--e x
--ed ./pkg
--no-index
--no-i
--no-index=1
--no-index requests
--find-links ./wheels
-f ./wheels
-f./wheels
--find-links=https://example.org
--trusted-host example.org
--trusted-host
--pre
--pre requests
--prefer-binary
--pr
--pref
--no-binary :all:
--no-binary=:none:
--no-binary
--no-binary -x
--no-binary --pre
--only-binary requests,flask
--only-binary=:all:
--only-binary ""
--all-releases :all:
--only-final requests
--all-releases -x
--use-feature fast-deps
--use-feature=unknown
--use-feature=2020-resolver
--use-feature
--process-dependency-links
--use-wheel
--no-use-wheel
--allow-external x
--hash=sha256:aa
--hash=md5:aa
--config-settings=a=b
--no-require-hashes
--upgrade
-U requests
-v
--index-url "https://example.org
--index-url "https://example.org" extra words
--pre \
-e ./pkg
-e pkg
-e .
-e ./pkg[dev]
-e ./pkg[dev,test]
-e pkg[dev]
-e ./pkg[dev] ; python_version < "3"
-e ./absent
-e absent
-e "./pkg"
-e './pkg'
-e=./pkg
-e./pkg
-e ./pkg # comment
-e ./pkg --hash=sha256:aa
-e ./pkg --config-settings=a=b
-e ./pkg -e ./absent
-e ./pkg -r other.txt
-r other.txt -e ./pkg
-e
--editable=./pkg
--editable ./pkg
-e git+https://example.org/a.git#egg=a
-e git+https://example.org/a.git
-e git+https://example.org/a.git@v1#egg=a&subdirectory=b
-e git+https://example.org/a.git#subdirectory=b&egg=a
-e git+https://example.org/a.git#egg=a[x]
-e git+https://example.org/a.git#egg=a-1.0
-e git+https://example.org/a.git#egg=a==1.0
-e git+ssh://git@example.org/a.git#egg=a
-e git+git@example.org:a.git#egg=a
-e git@example.org:a.git#egg=a
-e git://example.org/a.git#egg=a
-e ssh://git@example.org/a.git#egg=a
-e svn:example.org/a#egg=a
-e hg://example.org/a#egg=a
-e git:example.org/a.git#egg=a
-e hg+http://example.org/a#egg=a
-e svn+svn://example.org/a#egg=a
-e bzr+lp:a#egg=a
-e bzr+lp://a#egg=a
-e GIT+https://example.org/a.git#egg=a
-e https://example.org/a.zip
-e https://example.org/a.zip#egg=a
-e file:///tmp/a
-e file:///tmp/a#egg=a
-e file:///tmp/a[x]
-e file:./pkg
-e a @ git+https://example.org/a.git
-e a[x] @ git+https://example.org/a.git
-e "a @ git+https://example.org/a.git"
-e "a[x,y] @ git+https://example.org/a.git"
-e "a @ git+https://example.org/a.git ; python_version < '3'"
-e a@git+https://example.org/a.git
-e a@https://example.org/a.zip
-e a@file:///tmp/a
-e a@./pkg
-e requests
-e requests==1.0
-e ${UNSET_DIR}/pkg
a @ https://example.org/a.zip
a@https://example.org/a.zip
a @https://example.org/a.zip
a[x] @ https://example.org/a.zip
a[x,Y]@https://example.org/a.zip
a @ https://example.org/a.zip ; python_version < "3"
a @ https://example.org/a.zip; python_version < "3"
a @ https://example.org/a.zip;python_version < "3"
a @ https://example.org/a.zip#sha256=00
a @ https://example.org/a.whl
a @ git+https://example.org/a.git@main
a @ git+ssh://git@example.org/a.git@main#egg=b
a @ file:///tmp/a
a @ file://localhost/tmp/a
a @ file:../a
a @ ./pkg
a @ /tmp/a.whl
a @ anything
a @ any thing
a @
@ https://example.org/a.zip
a @ https://
a @ https://user:pass@example.org/a.zip
a==1.0 @ https://example.org/a.zip
a @ ${UNSET_URL}
https://example.org/a.zip
https://example.org/a.zip#egg=a
https://example.org/a.zip#egg=a[x]
https://example.org/a.zip#egg=A_b.C
https://example.org/a.zip#egg=
https://example.org/a.zip#egg=a==1.0
https://example.org/a.zip#sha256=00&egg=a
https://example.org/a.zip ; python_version < "3"
https://example.org/a.zip; python_version < "3"
https://example.org/a.zip;python_version<"3"
https://example.org/a.zip # comment
https://example.org/a b.zip
https://example.org/
https://example.org
https:
http://
HTTPS://example.org/a.zip
ftp://example.org/a.zip
sftp://example.org/a.zip
foo://example.org/a.zip
https://example.org/a-1.0-py3-none-any.whl
https://example.org/a-1.0-py3-none-any.whl#sha256=00
https://example.org/a-1.0-py3-none-any.whl?x=y
https://example.org/a-1.0+cu118-py3-none-any.whl
https://example.org/a-1.0%2Bcu118-py3-none-any.whl
https://example.org/%61-1.0-py3-none-any.whl
https://example.org/A_b-1.0-1-py3-none-any.whl
https://example.org/a-1.0.whl
https://example.org/a.whl
https://example.org/a-bad!-py3-none-any.whl
https://example.org/a-1.0_1-py3-none-any.whl
https://example.org/a-1.0-py3-none-any.whl#egg=b
https://example.org/a-1.0-py3-none-any.whl[x]
https://example.org/a-1.0-py3-none-any.WHL
git+https://example.org/a.git
git+https://example.org/a.git#egg=a
git+https://example.org/a.git@v1#egg=a[x]
git+https://example.org/a.git#egg=a;python_version<"3"
git+https://example.org/a.git#egg=a ; python_version<"3"
git+git@example.org:a.git
git+ssh://example.org/a.git#egg=a
git@example.org:a.git
git://example.org/a.git
hg+https://example.org/a
bzr+lp:a
svn+http://example.org/a
git+foo://example.org/a
file:///tmp/a.zip
file:///tmp/a
file:///tmp/a#egg=a
file:a.zip
./pkg
./pkg/
pkg/
pkg
./pkg[dev]
pkg/[dev]
./pkg[dev] ; python_version < "3"
./pkg ; python_version < "3"
./pkg;python_version<"3"
./pkg==1.0
./absent
absent/
../absent
/absent
/absent/a.zip
./absent.zip
absent.zip
absent.tar.gz
absent.whl
absent-1.0-py3-none-any.whl
./absent-1.0-py3-none-any.whl
./absent-1.0-py3-none-any.whl[dev]
absent-1.0.tar.gz[dev]
absent.zip ; python_version < "3"
absent.zip;python_version<"3"
absent.tar.bz2
absent.tbz
absent.txz
absent.lzma
absent.egg
absent.ZIP
a@b.zip
a/b@c.zip
a @ b.whl
~/pkg
.
..
...
.zip
<<<<<<< HEAD
=======
>>>>>>> branch
{{ name }}
{% if x %}
${UNSET_NAME}
${UNSET_NAME}==1.0
requests==${UNSET_VERSION}
requests>=1.0 flask
requests flask
requests, flask
requests>=1.0, flask
["requests", "flask"]
build-essential [platform:dpkg]
requests==1.0 \
requests\
\
\\
\requests
requests\==1.0
requests==1.0 --hash=sha256:aa \
requests=='1
requests "-r x"
requests; os_name == "a -r b"
requests; os_name == "a#b"
requests; os_name == "a #b"
requests --hash=sha256:aa # comment
requests --hash=sha256:aa#comment
requests    -r    other.txt
""".strip("\n").split("\n")

# Texts of several lines: numbers, continuations, line ends that only Python knows, what is no text at all.
TEXTS = (
    "",
    "\n",
    "a\nb",
    "a\r\nb\r\n",
    "a\rb\rc",
    "a\n\n\nb",
    "a \\\n ==1.0\nb",
    "a \\\r\n ==1.0\r\nb",
    "a==1.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nb",
    "a \\\n# comment\nb",
    "a \\\n  # comment\nb",
    "# comment \\\na",
    "a # comment \\\nb",
    "a \\\n\nb",
    "a \\\n \\\n ==1.0",
    "a \\",
    "a==\\\n1.0",
    "re\\\nquests",
    "\\\na",
    "\\\\\na",
    "a \\\\\n==1.0",
    "\\a\\\n==1.0",
    "-r \\\nother.txt",
    "-r other\\\n.txt",
    "-r 'a \\\nb'",
    "a; python_version \\\n< '3'",
    "a #\\\n==1.0",
    "a\\\n#frag",
    "a\x0cb",
    "a #\x0cb",
    "a\x0b-r x",
    "a\u2028b==1\u2029c",
    "# hidden\u2028evil",
    "a\x85b",
    "a\x1cb\x1dc\x1ed",
    "a\x00b",
    "a\x1fb",
    "\ufeffa",
    "a\n\ufeffb",
    "\u00a0a\u00a0",
    "a\u00a0==1.0",
    "a\u3000# comment",
    "<<<<<<< HEAD\na==1\n=======\na==2\n>>>>>>> other\n",
    "[packages]\na = \"*\"\n",
    "name: x\ndependencies:\n  - python=3.8\n  - pip:\n    - a\n",
    "  a\n\tb\n \t c",
    "a;\nb;\n",
    "\\\n\\\n\\\na\nb",
    "a\\\n\\\n\\\nb\nc",
    "a==1.0\\\n--hash=sha256:aa",
    "a==1.0 \\\n--hash=sha256:aa",
)  # fmt: skip


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip asks the disk whether a path exists; here only `pkg` does."""
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)


def differing(text: str) -> list[str]:
    """One line of words for each logical line of a text that the two read differently."""
    theirs, ours = by_pip(text), by_reqd(text)
    return [
        f"{text!r}, line {number}: pip {theirs.get(number)}, reqd {ours.get(number)}"
        for number in sorted(theirs.keys() | ours.keys())
        if not are_alike(theirs.get(number), ours.get(number))
    ]


def are_alike(theirs: Reading | None, ours: Reading | None) -> bool:
    if theirs == PATH_MISSING and ours is not None:
        return ours == ERROR or ours.has_url
    return theirs == ours


@pytest.mark.parametrize("text", [*LINES, *TEXTS])
def test_a_line_is_read_as_pip_reads_it(text: str) -> None:
    assert differing(text) == []


@pytest.mark.parametrize("line", DIFFERENCES)
def test_a_difference_is_the_one_that_is_meant(line: str) -> None:
    theirs, ours, reason = DIFFERENCES[line]
    assert (by_pip(line), by_reqd(line)) == ({1: theirs}, {1: ours}), reason


@needs_corpus
def test_real_lines_are_read_as_pip_reads_them() -> None:
    lines = [json.loads(line)["text"] for line in (CORPUS / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [words for line in lines if not _REAL.fullmatch(line) for words in differing(line)] == []


@needs_corpus
def test_paths_that_were_missing_for_pip_are_paths_for_us() -> None:
    """What has no blank, no bracket and no comparison in it and pip refused for a missing path alone is a requirement for us."""
    found = [json.loads(line) for line in (CORPUS / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
    missing = [each["text"] for each in found if each["pip"].get("path_missing")]
    plain = [text for text in missing if not re.search(r"[\s<>{}`]|://|[=~!]=", text.removeprefix("-e ").removeprefix("--editable "))]
    assert plain
    assert [text for text in plain if by_reqd(text)[1] == ERROR] == []


@needs_corpus
@pytest.mark.parametrize("name", sorted(path.name for path in (CORPUS / "files").glob("*.txt")))
def test_real_files_are_read_line_by_line_as_pip_reads_them(name: str) -> None:
    described = (json.loads(line) for line in (CORPUS / "files.jsonl").read_text(encoding="utf-8").splitlines())
    told = next(each for each in described if each["file"] == f"files/{name}")
    text = decoded((CORPUS / "files" / name).read_bytes()).text
    assert differing(text) == []
    read = [each for each in told["lines"] if each["pip"]["kind"] not in ("blank", "comment")]
    assert [(each["line"], each["lsp_line"]) for each in read] == list(_numbers(text))


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """pip's one-based and the editor's zero-based number of each line that is read."""
    manifest = parse("/project/requirements.txt", text)
    for start, line in manifest.placed:
        if not isinstance(line, Remark):
            yield _number(manifest, start), manifest.text.point(start).line


# --- composed lines ----------------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["a", "A_b.C", "requests", "re-quests", "_a", "a_", "7z", "é", "a b", "", '"a"', "pip install a", "./pkg", "absent.zip"]
)
EXTRAS = st.sampled_from(["", "[x]", "[x, Y]", "[]", "[x", " [x]", "[x][y]", "[x;y]"])
SPECIFIERS = st.sampled_from(
    ["", "==1.0", " >= 1, <2", "=1", "==1.*", ">=1.*", "(>1)", "~=1", "===x", "==1+b", ">1+b", "@1", " @ b", "!=", ",", "==1 ==2"]
)
URLS = st.sampled_from(["", " @ https://e.org/a.zip", "@git+https://e.org/a", " @ file:///a#egg=b[c]", " @ ./pkg", " @"])
MARKERS = st.sampled_from(
    ["", ";os_name=='nt'", " ; python_version < '3' and os_name == \"posix\"", ";", "; ", ";x", "; os_name", ";;", "; extra=='x'"]
)
OPTIONS = st.sampled_from(
    [
        "",
        " --hash=sha256:aa",
        " --hash sha256:aa",
        " --hash=x",
        " -r x",
        " -e ./pkg",
        " --pre",
        " --p",
        " -C a=b",
        " --",
        " -",
        " 'x",
        " --no-binary -x",
    ]
)
COMMENTS = st.sampled_from(["", " # x", "#x", "\t#", " \\", "\\", " \\\n# x", " # \\\nb", "\\\n==3", "\x0cb", "\u2028b==1"])
LEADS = st.sampled_from(["", " ", "\t", "-e ", "-r ", "--req=", "-c", "-", "- ", "#", "\\\n", "\ufeff", "--editable=", "-i "])
COMPOSED = st.tuples(LEADS, NAMES, EXTRAS, SPECIFIERS, URLS, MARKERS, OPTIONS, COMMENTS).map("".join)
LETTERS = st.text(st.sampled_from("aB1._-[]=<>~!;@#,'\"\\ \t\n\r()*+/:$\x0c\u00a0é"), max_size=24)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(COMPOSED, min_size=1, max_size=3).map("\n".join))
def test_lines_composed_of_parts_are_read_as_pip_reads_them(text: str) -> None:
    assert differing(text) == []


@example("1@[1]")
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LETTERS.filter(lambda text: not re.search(r"[\w.~-]\\[\w. ~-]|[A-Za-z]:\\|\\\\\w", text)))
def test_any_letters_are_read_as_pip_reads_them(text: str) -> None:
    assert differing(text) == []
