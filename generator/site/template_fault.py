"""What is wrong with a template of the site, as an exception that needs no template engine."""

from __future__ import annotations


class TemplateFault(Exception):
    """A template cannot be used. The message says where, and what is wrong."""
