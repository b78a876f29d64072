"""Conversations with the real server over its standard streams, and real editors."""
