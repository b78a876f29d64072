"""The environment lies in a git repository, and git does not ignore it, so that the next `git add .` takes in thousands of its files.

They are of no use to anybody else: an environment works on one machine, and in one place. uv, virtualenv, and `python -m venv` since
Python 3.13 see to it themselves, with a `.gitignore` inside the environment. It is said once, in the first requirements file beside it.

```env
unignored
requests 2.31.0
```

```requirements
requests==2.31.0
^^^^^^^^ information[unignored-environment] git does not ignore .venv, so it may be committed by mistake; add the line /.venv/ to .gitignore
```

The fix writes that line at the top of the file, and makes the file where there is none.

```creates Add /.venv/ to .gitignore
.gitignore
```

Nothing is said where git's rules take back what they ignore (`!.venv`), and where your configuration of git names further rules
(`core.excludesFile`, `include`), since then only git knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reqd.core import place
from reqd.core.environment import Listing
from reqd.core.finding import Edit, EditFix, Severity
from reqd.core.text import Point, Range
from reqd.core.view import Hit, View

SEVERITY = Severity.INFORMATION

# A name that means itself in a rule of git's, and nothing else.
_PLAIN = re.compile(r"[\w.+-]+")
_TOP = Range(Point(0, 0), Point(0, 0))


def check(view: View) -> Iterator[Hit]:
    """One hit, on the first requirement of one file, where the environment beside it would be committed."""
    environment = view.environment
    if environment is None or environment.is_ignored is not False or view.is_constraints or not view.entries:
        return
    if view.manifest.path != _nearest(view, place.parent(environment.root)):
        return
    first = view.entries[0]
    rules = place.joined(place.parent(environment.root), ".gitignore")
    message = f"git does not ignore {view.shown(environment.root)}, so it may be committed by mistake; add "
    if _PLAIN.fullmatch(name := place.name(environment.root)):
        fix = EditFix(f"Add /{name}/ to {view.shown(rules)}", (Edit(rules, _TOP, f"/{name}/\n"),), creates=(rules,))
        yield Hit(first.start, first.requirement.name_span, f"{message}the line /{name}/ to {view.shown(rules)}", (fix,))
    else:
        yield Hit(first.start, first.requirement.name_span, f"{message}it to {view.shown(rules)}")


def _nearest(view: View, folder: str) -> str:
    """The file that speaks for an environment in a folder: the first beside it that requires something, else in `requirements`."""
    main = place.joined(folder, "requirements.txt")
    if main == view.manifest.path:
        return main
    listings = (view.snapshot.listings.get(each, Listing()) for each in (folder, place.joined(folder, "requirements")))
    listed = (path for listing in listings for path in listing.manifests if "constraint" not in place.name(path).lower())
    return next(listed, main)
