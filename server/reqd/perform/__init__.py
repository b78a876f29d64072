"""Performs plans: the only place in which processes are started and an environment's files are written."""
