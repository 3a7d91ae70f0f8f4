"""`papers links`: whether what the list links to is still there."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.cli.progress import Progress
from generator.cli.project import PAPERS, failed, project, today
from generator.core.text.counting import counted


@click.command("links")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the dead links there, as Markdown; an empty file where there is none.")  # fmt: skip
@click.option("--pause", type=click.FloatRange(min=0), default=1.0, show_default=True,
              help="Seconds between two requests to one host.")  # fmt: skip
@click.option("--no-network", is_flag=True, help="Ask for nothing; tell what earlier checks found.")
def links_(report: Path | None, pause: float, no_network: bool) -> None:
    """Check the outside links of the papers, politely, and say which are dead.

    A link that was good is asked for again after two weeks. One that failed is dead when it fails on another day too;
    a refusal (403, 429) tells nothing. Exit status: 0 no link is dead, 1 some are or there is no
    network, 2 wrong usage.
    """
    from generator.curation import outside_links
    from generator.files import loading, settings
    from generator.importing.services import Manners
    from generator.importing.services.web import asker

    root = project()
    found = outside_links.links(loading.load(root / PAPERS, root)[0])
    file = root / ".cache" / "papers" / "links.json"
    known = outside_links.read(file)
    urls = [link.url for link in found]
    if not no_network:
        try:
            page = settings.read(root).repository
        except settings.SettingsError:
            page = ""
        wanted = outside_links.due(urls, known, today())
        others = [url for url in dict.fromkeys([*urls, page]) if url and url not in set(wanted)]
        ask = asker(Manners(page=page, timeout=15))
        try:
            with Progress() as progress:
                of = len(wanted)
                outside_links.check(wanted, known, today(), ask, pause,
                                    progress=lambda done: progress("asking for the links", done, of),
                                    others=others)  # fmt: skip
        except outside_links.NoNetwork:
            failed("no link can be reached; is there a network? Nothing was noted; try again, or use --no-network")
        except KeyboardInterrupt:
            click.echo("papers: stopped; what was found is kept", err=True)
            outside_links.write(file, known)
            sys.exit(130)
        outside_links.write(file, {url: kept for url, kept in known.items() if url in set(urls)})
    states = [known[url].state for url in dict.fromkeys(urls) if url in known]
    for link in found:
        kept = known.get(link.url)
        if kept is not None and kept.state in ("dead", "failing", "unknown"):
            click.echo(f"{link.path}: {link.kind}: {link.url}: {kept.state} ({kept.why})")
        if kept is not None and kept.state == "dead":
            click.echo(f"    archived copies: {outside_links.archive_url(link.url)}")
    parts = ", ".join(f"{states.count(state)} {state}" for state in ("good", "unknown", "failing", "dead"))
    click.echo(f"{counted(len(set(urls)), 'link')}: {parts}")
    if report is not None:
        report.write_text(outside_links.report(found, known), encoding="utf-8")
    sys.exit(int("dead" in states))
