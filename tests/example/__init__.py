"""A small project with the usual troubles, for a first look at what reqd says: `python -m tests.example`."""
