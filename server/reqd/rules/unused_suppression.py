"""A comment that ignores nothing.

`# reqd: ignore` at the end of a line silences every finding of that line, and `# reqd: ignore[version-mismatch]` those of one rule;
several rules are separated with commas. A continued line is one line. A reason may follow. `# reqd: ignore-file` on a line of its own,
before the first requirement or option, silences the whole file, and `# reqd: ignore-file[missing-package]` one rule in it.

```env
python 3.12.1
requests 2.30.0
flask 3.0.0
```

```requirements
requests==2.31.0  # reqd: ignore[version-mismatch] until the patch is released
flask==3.0.0  # reqd: ignore
                ^^^^^^^^^^^^ hint[unused-suppression] nothing is found on this line, so there is nothing to ignore
```

```after Remove it
requests==2.31.0  # reqd: ignore[version-mismatch] until the patch is released
flask==3.0.0
```

A name that no rule has is told too:

```requirements
requests  # reqd: ignore[version-mismach]
                         ^^^^^^^^^^^^^^^ hint[unused-suppression] no rule is called version-mismach; perhaps version-mismatch is meant
```

```after Write version-mismatch
requests  # reqd: ignore[version-mismatch]
```

Most rules compare with an environment. Without one nothing is called unused; nor is the name of a rule that the settings turn off.
A suppression that is needed in some environments only can name this rule too: `# reqd: ignore[missing-package, unused-suppression]`.
What `hidden-requirement` finds cannot be ignored with a comment, since what hides would hide that as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from reqd.core.finding import EditFix, Severity
from reqd.core.manifest import Line
from reqd.core.text import Span
from reqd.core.view import Hit, View
from reqd.fixes.edit import rewriting, taking_out
from reqd.knowledge.suppression import JUDGE, UNSILENCED, Code, Suppression, suppressions

SEVERITY = Severity.HINT


def check(view: View) -> Iterator[Hit]:
    """A hit for each suppression, or each code in one, that silences nothing of what the other rules found."""
    lines = dict(view.manifest.placed)
    for suppression in suppressions(view.manifest):
        line = lines[suppression.start]
        fault = _fault(view, suppression)
        if fault:
            yield Hit(suppression.start, suppression.span, fault, (_removal(view, line, suppression),))
        else:
            yield from _of_codes(view, line, suppression)


def _fault(view: View, suppression: Suppression) -> str:
    """Why all of it does nothing; empty where some of it may do something, or its codes are judged one by one."""
    if suppression.is_for_file and not (suppression.is_in_head and suppression.is_alone):
        return "a whole file is ignored only from a line of its own before the first requirement"
    if suppression.is_alone and not suppression.is_for_file:
        return "this ignores nothing; write it at the end of the line that it is for"
    if suppression.codes == ():
        return "no rule is named between the brackets"
    if suppression.codes is None and _is_idle(view, suppression, None):
        return f"nothing is found {_where(suppression)}, so there is nothing to ignore"
    return ""


def _is_idle(view: View, suppression: Suppression, code: str | None) -> bool:
    """Whether nothing of what was found is silenced by it, or by that code of it."""
    if view.environment is None:
        return False
    return not any(code in (None, each.code) and suppression.silences(view.manifest, each) for each in view.found)


def _where(suppression: Suppression) -> str:
    return "in this file" if suppression.is_for_file else "on this line"


def _of_codes(view: View, line: Line, suppression: Suppression) -> Iterator[Hit]:
    codes = suppression.codes or ()
    for code in codes:
        fault, meant = _code_fault(view, suppression, code.text)
        if not fault:
            continue
        removal = _removal(view, line, suppression) if len(codes) == 1 else _shortened(view, suppression, code)
        fixes = [removal]
        if meant:
            edit = rewriting(view.manifest, suppression.start, code.span, meant)
            fixes.insert(0, EditFix(f"Write {meant}", (edit,)))
        yield Hit(suppression.start, code.span, fault, tuple(fixes))


def _code_fault(view: View, suppression: Suppression, code: str) -> tuple[str, str]:
    """What is wrong with a code, and which one is meant instead, if that is known."""
    from reqd.rules import RULES  # which imports this module

    if code not in RULES:
        meant = next(iter(get_close_matches(code.lower().replace("_", "-"), RULES, 1, 0.75)), "")
        return f"no rule is called {code}" + (f"; perhaps {meant} is meant" if meant else ""), meant
    if code in UNSILENCED:
        return f"{code} cannot be ignored with a comment; turn it off in the settings if it must be", ""
    is_off = view.snapshot.settings.severity.get(code, RULES[code].severity) is None
    if code == JUDGE or is_off or not _is_idle(view, suppression, code):
        return "", ""
    return f"{code} is not found {_where(suppression)}, so there is nothing to ignore", ""


def _removal(view: View, line: Line, suppression: Suppression) -> EditFix:
    """The comment is taken out with its reason; the whole line where nothing else stands on it."""
    raw = line.raw
    before, after = raw[: suppression.whole.start], raw[suppression.whole.end :]
    if not before.strip() and not after.strip():
        return EditFix("Remove it", (taking_out(view.manifest, suppression.start, line),))
    start = suppression.whole.start if after.startswith("#") else len(before.rstrip(" \t"))
    return EditFix("Remove it", (rewriting(view.manifest, suppression.start, Span(start, suppression.whole.end), ""),))


def _shortened(view: View, suppression: Suppression, code: Code) -> EditFix:
    codes = suppression.codes or ()
    span = Span(codes[0].span.start, codes[-1].span.end)
    rest = ", ".join(each.text for each in codes if each is not code)
    return EditFix("Remove it", (rewriting(view.manifest, suppression.start, span, rest),))
