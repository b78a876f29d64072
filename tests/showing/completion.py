"""`completion WORDS`: what can be written right behind the words, best first, each with what is said of it; `nothing` where nothing is.

Only those are shown that begin with what is written, as an editor does, and the first twelve of them. Below stands the line once the
first one is chosen. In quotation marks the words may end with a blank, and hold `\\n`.
"""

from __future__ import annotations

from reqd.core.snapshot import Snapshot
from reqd.features.completion import completions
from tests.showing import at, manifest

_SHOWN = 12


def show(snapshot: Snapshot, path: str, title: str) -> str:
    words = title[1:-1].replace("\\n", "\n").replace("\\\\", "\\") if title.startswith('"') else title
    held = manifest(snapshot, path)
    offset = at(snapshot, path, words) + len(words)
    answer = completions(snapshot, held, offset)
    found = [each for each in answer if each.matched.lower().startswith(held.text.string[each.span.start : offset].lower())]
    if not found:
        return "nothing\n"
    rows = [f"{each.label}  {each.detail}".rstrip() + "\n" for each in found[:_SHOWN]]
    more = [f"and {len(found) - _SHOWN} more\n"] if len(found) > _SHOWN else []
    first, string = found[0], held.text.string
    chosen = f"{string[: first.span.start]}{first.text}{string[first.span.end :]}"
    line = chosen[chosen.rfind("\n", 0, first.span.start) + 1 :].partition("\n")[0]
    return "".join((*rows, *more, f"-- {line}\n"))
