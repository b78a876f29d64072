"""Silence: write the comment behind a line that says that one of its findings is meant to be so. An edit like any other."""

from __future__ import annotations

from bisect import bisect_right

from reqd.core.finding import Edit, EditFix, Finding
from reqd.core.manifest import Manifest, Remark
from reqd.core.text import Span
from reqd.knowledge.suppression import JUDGE, UNSILENCED, Suppression, suppressions


def silence(manifest: Manifest, finding: Finding) -> EditFix | None:
    """The edit that ignores a finding's rule on its line; None where a comment cannot do that.

    It cannot where a finding is about no line, where the line ends with a backslash, and where it is itself a comment.
    """
    index = bisect_right(manifest.starts, manifest.text.offset(finding.range.start)) - 1
    if finding.code in (*UNSILENCED, JUDGE) or index < 0:
        return None
    start, line = manifest.starts[index], manifest.lines[index]
    if isinstance(line, Remark) or line.raw.rstrip().endswith("\\"):
        return None
    there = next((each for each in suppressions(manifest) if each.start == start and not each.is_for_file), None)
    end = len(line.raw.rstrip())
    if there is None:
        edit = Edit(manifest.path, manifest.range(start, Span(end, len(line.raw))), f"  # reqd: ignore[{finding.code}]")
    elif there.codes:
        edit = Edit(manifest.path, manifest.range(start, _behind(there)), f", {finding.code}")
    else:
        return None
    return EditFix(f"Ignore {finding.code} on this line", (edit,))


def _behind(there: Suppression) -> Span:
    """Behind the last rule that the comment names already."""
    end = (there.codes or ())[-1].span.end
    return Span(end, end)
