"""Create an environment anew and install into it, as one plan: the old one comes back unless both succeed."""

from __future__ import annotations

from dataclasses import replace

from reqd.actions.plan import Plan


def filled(created: Plan, installed: Plan) -> Plan:
    """One plan of two. Each program runs in the folder in which it would have run."""
    programs = (*created.programs, *(replace(program, folder=installed.folder) for program in installed.programs))
    return replace(
        created,
        title=f"{created.title} and install",
        programs=programs,
        inputs=installed.inputs,
        origins=installed.origins,
        surprises=(*created.surprises, *installed.surprises),
    )
