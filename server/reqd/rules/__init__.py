"""The rules: one file each. The file's name is the code, its docstring the manual's page and its first test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import NamedTuple

from reqd.core.finding import Severity
from reqd.core.view import Hit, View
from reqd.rules import (
    broken_distribution,
    broken_environment,
    conda_pin,
    conflicting_requirements,
    constraint_violation,
    dropped_words,
    duplicate_distribution,
    duplicate_requirement,
    file_encoding,
    glued_option,
    hidden_requirement,
    import_name,
    inactive_requirement,
    include_cycle,
    incompatible_python,
    ineffective_option,
    insecure_index,
    invalid_constraint,
    invalid_option,
    invalid_requirement,
    local_path_pin,
    merge_conflict,
    misplaced_option,
    missing_extra,
    missing_include,
    missing_package,
    missing_path,
    missing_project,
    mistaken_address,
    moved_environment,
    no_environment,
    several_environments,
    stale_lock,
    standard_library,
    template_file,
    undeclared_package,
    unhashed_requirement,
    unignored_environment,
    unmet_dependency,
    unpinned_hash,
    unreadable_file,
    unset_variable,
    unused_suppression,
    unverified_source,
    uv_refuses,
    version_mismatch,
    wrong_source,
)


class Rule(NamedTuple):
    """A rule as the engine uses it: its code, how grave its findings are, its page, and the question it asks of a view."""

    code: str
    severity: Severity
    page: str
    check: Callable[[View], Iterator[Hit]]


def _rule(module: ModuleType) -> Rule:
    code = module.__name__.rpartition(".")[2].replace("_", "-")
    return Rule(code, module.SEVERITY, module.__doc__ or "", module.check)


# The file itself first, then the file against the environment: the order of the manual.
RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in map(
        _rule,
        (
            invalid_requirement,
            invalid_option,
            merge_conflict,
            conda_pin,
            missing_include,
            missing_path,
            missing_project,
            mistaken_address,
            include_cycle,
            conflicting_requirements,
            duplicate_requirement,
            invalid_constraint,
            unhashed_requirement,
            unpinned_hash,
            local_path_pin,
            dropped_words,
            glued_option,
            ineffective_option,
            misplaced_option,
            insecure_index,
            unset_variable,
            file_encoding,
            unreadable_file,
            hidden_requirement,
            standard_library,
            import_name,
            uv_refuses,
            template_file,
            unused_suppression,
            no_environment,
            broken_environment,
            unignored_environment,
            moved_environment,
            several_environments,
            missing_package,
            version_mismatch,
            wrong_source,
            unverified_source,
            undeclared_package,
            unmet_dependency,
            missing_extra,
            incompatible_python,
            constraint_violation,
            stale_lock,
            inactive_requirement,
            duplicate_distribution,
            broken_distribution,
        ),
    )
}
