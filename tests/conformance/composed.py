"""Texts for hypothesis: lines composed of the parts that the grammar knows, and then damaged as hands and tools damage them."""

from __future__ import annotations

from hypothesis import strategies as st

# pip's page and PEP 508 name these parts; of each there are right ones and wrong ones.
NAMES = st.sampled_from(
    (
        *("a", "A_b.C", "requests", "re-quests", "_a", "a_", "7z", "\u00e9", "a b", "", '"a"', "pip install a", "./pkg"),
        *("absent.zip", "./a-1.0-py3-none-any.whl", "${UNSET}", "pkg/", "..", "a.tar.zip", "~/a"),
    )
)
EXTRAS = st.sampled_from(("", "", "", "[x]", "[x, Y]", "[]", "[x", " [x]", "[x][y]", "[x;y]", "[ x ]", "x]", "[[x]"))
SPECIFIERS = st.sampled_from(
    (
        *("", "==1.0", " >= 1, <2", "=1", "==1.*", ">=1.*", "(>1)", "~=1", "===x", "==1+b", ">1+b", "@1", " @ b", "!="),
        *(",", "==1 ==2", "~= 1.0", "==v1", ">=1,", "==1!2.0rc1.post1.dev1", " (>=1,<2)", "===1[y]", "<2", "==\u0661"),
    )
)
URLS = st.sampled_from(
    (
        *("", "", " @ https://e.org/a.zip", "@git+https://e.org/a", " @ file:///a#egg=b[c]", " @ ./pkg", " @"),
        *(" @ git+ssh://git@e.org/a@v1#egg=a", " @ https://e.org/a-1.0-py3-none-any.whl", "#egg=a"),
        *("#egg=a&subdirectory=b", " @ https://e.org/a.zip[y]"),
    )
)
LINKS = st.sampled_from(
    (
        *("https://e.org/a.zip", "git+https://e.org/a.git@v1#egg=a", "git+ssh://git@e.org/a#subdirectory=b&egg=a"),
        *("file:///tmp/a#egg=a", "https://e.org/a-1.0-py3-none-any.whl", "git://e.org/a#egg=a"),
        *("hg+https://e.org/a#egg=a[x]", "git+git@e.org:a#egg=a", "ftp://e.org/a"),
    )
)
MARKERS = st.sampled_from(
    (
        *("", "", ";os_name=='nt'", " ; python_version < '3' and os_name == \"posix\"", ";", "; ", ";x", "; os_name"),
        *(";;", "; extra=='x'", "; (os_name=='nt' or 'x' in platform_version)", "; python_version not in '2.7'"),
        *("; os_name == 'a;b'", "; os_name == ' -x'"),
    )
)
OPTIONS = st.sampled_from(
    (
        *("", "", "", " --hash=sha256:aa", " --hash sha256:aa --hash=sha512:bb", " --hash=x", " -r x", " -e ./pkg"),
        *(" --pre", " --p", " -C a=b", " --", " -", " 'x", " --no-binary -x", " --only-binary=:all:,b", " -C a=b -C a=c"),
        *(" --index https://e.org", " -f'./a b'", " --use-feature truststore", " --all-releases :none:"),
        *(" --require-hashes", " --trusted-host e.org", " -cx", ' --req="a b"'),
    )
)
COMMENTS = st.sampled_from(
    ("", "", "", " # x", "#x", "\t#", " \\", "\\", " \\\n# x", " # \\\nb", "\\\n==3", "\x0cb", "\u2028b==1", " \\\n --hash=sha256:cc")
)
LEADS = st.sampled_from(
    ("", "", "", "", " ", "\t", "-e ", "-r ", "--req=", "-c", "-", "- ", "#", "\\\n", "\ufeff", "--editable=", "-i ", "--pre ", "-e '")
)

NAMED = st.tuples(LEADS, NAMES, EXTRAS, SPECIFIERS, URLS, MARKERS, OPTIONS, COMMENTS).map("".join)
LINKED = st.tuples(LEADS, LINKS, EXTRAS, MARKERS, OPTIONS, COMMENTS).map("".join)
LINES = NAMED | LINKED
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)

# What gets into a text by a slip of the hand, by a copy from somewhere, or by a tool.
STRAY = st.sampled_from(
    (
        *(" ", "\t", "\u00a0", "\n", "\r", "\r\n", "\x0c", "\x0b", "\x85", "\u2028", "\\", "\\\n", "'", '"', "#", " #"),
        *("-", " -", "--", "=", "==", ";", "; ", ",", "[", "]", "(", ")", "@", " @ ", ":", "/", "//", "\\\\", "$"),
        *("${A}", "%", "\x00", "\u200b", "\ufeff", "\u00e9", "\u2013", "\u201c", "!", "*", "&egg=", "+", "~"),
        *("\x1f", "\u3000", "<", ">", "x", "1", "."),
    )
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A composed text with up to four slips: a letter that is lost, doubled, swapped with the next, or a stray one that got in."""
    text = draw(TEXTS)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(text), 1) - 1))
        match draw(st.integers(0, 4)):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + text[at : at + 1] + text[at:]
            case 2:
                text = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
            case _:
                text = text[:at] + draw(STRAY) + text[at:]
    return text


# No grammar at all, but its letters.
LETTERS = st.text(st.sampled_from("aB1._-[]=<>~!;@#,'\"\\ \t\n\r()*+/:$\x0c\u00a0\u00e9"), max_size=24)
