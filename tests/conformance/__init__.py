"""The reading of requirements files, compared with pip's own, part by part."""
