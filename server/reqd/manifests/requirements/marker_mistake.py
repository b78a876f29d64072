"""What people write where a marker belongs, and is none."""

from __future__ import annotations

import re

from reqd.manifests.requirements.told import EXTRAS, NAME, OPERATOR, VERSION, Explanation

_MARKER = r"(?:python_(?:full_)?version|sys_platform|os_name|platform_\w+|implementation_\w+|extra)"
_UNQUOTED = re.compile(rf"\b{_MARKER}\s*(?:{OPERATOR}|in|not in)\s*([\w.*-]+)")
_NO_SEMICOLON = re.compile(rf"{NAME}{EXTRAS}(?:\s*{OPERATOR}\s*{VERSION})*(\s+)(?:if\s+)?(?={_MARKER}\s*(?:{OPERATOR}|in\b|not\b))")
_UNKNOWN_VARIABLE = re.compile(rf";\s*\(?\s*(?!{_MARKER}\b)([A-Za-z_][A-Za-z_.]*)\s*{OPERATOR}\s*[\"']")
_SECOND_SPECIFIER = re.compile(rf"({NAME})\s*{OPERATOR}\s*{VERSION}\s*(;\s*(?:\1)?\s*)(?={OPERATOR})")
_SECOND_MARKER = re.compile(rf";[^;]*?(\s*;\s*)(?={_MARKER}\b)")


def mistaken_marker(text: str) -> Explanation | None:
    """What is wrong with a marker, or with the semicolon before it."""
    if found := _NO_SEMICOLON.match(text):
        return Explanation("before a marker stands a semicolon", found.start(1), found.end(), " ; ")
    if found := _SECOND_SPECIFIER.match(text):
        return Explanation("between two specifiers stands a comma; after a semicolon comes a marker", *found.span(2), ",")
    if found := _SECOND_MARKER.search(text):
        return Explanation("a requirement has one marker, whose conditions are joined by and", *found.span(1), " and ")
    tail = text.find(";")
    if tail < 0:
        return None
    if found := _UNQUOTED.search(text, tail):
        return Explanation("the value in a marker stands in quotation marks", *found.span(1), f'"{found[1]}"')
    if found := _UNKNOWN_VARIABLE.search(text, tail):
        return Explanation(f"no marker can ask for {found[1]}; python_version and sys_platform are usual", *found.span(1))
    return None
