"""How a file or an environment is mended: the edits and commands that several rules and actions share."""
