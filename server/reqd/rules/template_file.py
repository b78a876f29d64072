"""The file is a template: another tool makes the requirements file from it.

Jinja's marks, as cookiecutter, Copier and Ansible use them, mean nothing to pip. Most lines of such a file would be called wrong, so
nothing else is said of it, also where this rule is turned off. A `${VARIABLE}` makes no template: pip replaces it itself.

```requirements
django=={{ django_version }}
        ^^^^^^^^^^^^^^^^^^^^ information[template-file] this is a template, not yet for pip; nothing else in it is checked
{% if cookiecutter.use_celery == "y" %}
celery = 5.3.6
{% endif %}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from reqd.core.finding import Severity
from reqd.core.view import Hit, View
from reqd.knowledge.template import template

SEVERITY = Severity.INFORMATION


def check(view: View) -> Iterator[Hit]:
    """A hit on the first mark of a template, where there is one."""
    found = template(view.manifest)
    if found is not None:
        start, span = found
        yield Hit(start, span, "this is a template, not yet for pip; nothing else in it is checked")
