"""Runs reqd as a module: `python -m reqd`."""

import os
import sys

# `python -m` puts the current folder first on the path, so that a project's own `json.py` would be run in place of Python's. `sys` and
# `os` are loaded before that, and nothing else, not even `__future__`, may be imported above this line.
_HERE = os.path.realpath(os.curdir)
sys.path[:] = [entry for entry in sys.path if os.path.realpath(entry) != _HERE]

from reqd.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
