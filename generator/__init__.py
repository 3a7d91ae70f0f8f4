"""A static site generator for a curated list of papers."""

__version__ = "0.1.0"
