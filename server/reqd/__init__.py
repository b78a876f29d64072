"""reqd compares what a project says it needs with what its virtual environment has."""

__version__ = "0.1.0"
