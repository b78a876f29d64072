"""Draws what a real Neovim shows of a small project, as the picture in the README: `python -m tests.picture`.

Needs Neovim 0.12 or newer, on PATH or named by the variable REQD_NEOVIM.
"""

from __future__ import annotations

from pathlib import Path

PICTURE = Path(__file__).parents[2] / "clients" / "neovim" / "picture.svg"
