"""Manifest formats: one file or package for each, found by the file's name."""

from reqd.manifests.requirements.parse import parse

__all__ = ["parse"]
