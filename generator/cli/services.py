"""The services that know papers, as a command asks them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.project import today

if TYPE_CHECKING:
    from generator.importing.services import Lookup


def lookup(root: Path, contact: str | None) -> Lookup:
    """What asks the services, with what the environment says of them. Raises click.UsageError."""
    from generator.files import settings
    from generator.importing import services as asking

    try:
        page = settings.read(root).repository
    except settings.SettingsError:
        page = ""
    names = {"arxiv": "PAPERS_ARXIV_URL", "doi": "PAPERS_CROSSREF_URL", "pmid": "PAPERS_PUBMED_URL",
             "openreview": "PAPERS_OPENREVIEW_URL"}  # fmt: skip
    addresses = {field: value for field, name in names.items() if (value := os.environ.get(name))}

    def seconds(name: str, usual: float) -> float:
        try:
            return max(0.0, float(os.environ.get(name, usual)))
        except ValueError:
            raise click.UsageError(f"{name} is not a number of seconds") from None

    usual = asking.Manners()
    manners = asking.Manners(
        contact=contact or "",
        page=page,
        timeout=seconds("PAPERS_TIMEOUT", usual.timeout),
        pause=seconds("PAPERS_PAUSE", usual.pause),
        backoff=seconds("PAPERS_BACKOFF", usual.backoff),
    )
    return asking.Lookup(asking.services(manners, addresses), root / ".cache" / "papers" / "lookup", today())
