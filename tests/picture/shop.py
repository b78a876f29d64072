"""The project in the picture: a web shop whose file was changed by others since its packages were installed."""

from __future__ import annotations

from pathlib import Path

from tests.e2e import project as projects
from tests.e2e.project import Project

REQUIREMENTS = """\
# What the web shop needs to run
-c constraints.txt

colorama>=0.4; sys_platform == "win32"
flask>=3.0  # pages and forms
gunicorn = 22.0.0
python-dotenv==1.0.1
requests[socks]>=2.32
urllib3
werkzeug==3.1.3
"""
CONSTRAINTS = "# Newer ones broke the checkout page\nurllib3<2.3\n"
INSTALLED = ("flask==3.0.3", "python-dotenv==1.0.1", "urllib3==2.2.3", "werkzeug==3.0.4")
# The line of the mismatch, on which the cursor stands: counted from zero, and the column of the specifier.
CURSOR = (9, 8)


def shop(base: Path) -> Project:
    """The project in an otherwise empty folder."""
    project = projects.project(base, "shop")
    (project.folder / ".git").mkdir()
    project.create(*INSTALLED)
    project.write(CONSTRAINTS, "constraints.txt")
    project.write(REQUIREMENTS)
    return project
