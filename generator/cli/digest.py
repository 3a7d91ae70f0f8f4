"""`papers digest`: the mail of what is new."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.project import count_of, failed, project
from generator.core.text.counting import counted

if TYPE_CHECKING:
    from generator.digest.ledger import Ledger
    from generator.digest.message import Envelope
    from generator.digest.sending import Sending
    from generator.digest.subscribers import Subscriber
    from generator.files.settings import Settings
    from generator.model.library import Library
    from generator.model.paper import Paper

_SECRET_LEAST = 16  # characters


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    from generator.core.problems import Fault
    from generator.model import field_rules

    try:
        return field_rules.day(value) if value else ""
    except Fault as fault:
        raise click.BadParameter(f"{fault.message}; {fault.advice}") from None


@click.command()
@click.option("--frequency", type=click.Choice(["daily", "weekly"]), default="daily", show_default=True,
              help="Which digest: each subscriber gets one of the two, and each has a ledger of its own.")  # fmt: skip
@click.option("--category", "categories", multiple=True, metavar="KEY", help="Only papers of this category.")
@click.option("--tag", "tags", multiple=True, metavar="KEY", help="Only papers with this tag.")
@click.option("--trending", type=click.IntRange(0, 20), default=0, metavar="N",
              help="Add the N papers that trend most, if there are snapshots of metrics.")  # fmt: skip
@click.option("--since", callback=_day, metavar="DAY", help="Preview the papers added from this day on.")
@click.option("--until", callback=_day, metavar="DAY", help="Preview the papers added up to this day.")
@click.option("--skip-empty", is_flag=True, help="Make no mail where there is nothing new.")
@click.option("--output", metavar="FILE", help="Write the mail to this file (.eml).")
@click.option("--send", is_flag=True, help="Send the mail through the server that the environment names.")
@click.option("--to", metavar="ADDRESS", help="Send to this address, such as that of a mailing list.")
@click.option("--subscribers", metavar="FILE", help="Send to the addresses of this file; - is standard input.")
@click.option("--ledger", metavar="FILE",
              help="What was in a digest already; without it digest-daily.ledger or digest-weekly.ledger.")  # fmt: skip
@click.option("--per-minute", type=click.FloatRange(min=0, min_open=True), default=600, show_default=True,
              help="How many mails are sent in a minute, at most.")  # fmt: skip
@click.option(
    "--dry-run",
    is_flag=True,
    help="Send and write nothing; say who would get what, without a recipient what anybody would.",
)
def digest(**options: Any) -> None:
    """Make the mail of the papers that are on the list and were in no digest yet.

    Without --output or --send its text is printed and nothing else happens. --output and --send write into the ledger
    what was in a digest; the first of them only begins it: the papers that are there then are no news.

    Exit status: 0 done, 1 something could not be sent or made, 2 wrong usage.
    """
    from generator.checks import checks
    from generator.files import settings

    _refuse_contradictions(options)
    root = project()
    try:
        site = settings.read(root)
    except settings.SettingsError as error:
        failed(str(error))
    if not site.url:
        failed("the site has no address, and a digest leads to its pages; set site_url in mkdocs.yml or SITE_URL")
    library, problems = checks.load(site.papers_dir, site.root)
    if problems:
        failed(f"{count_of(problems)} in the papers; run papers check to see them")
    _Run(options, root, site, library).run()


def _refuse_contradictions(options: dict[str, Any]) -> None:
    if (options["since"] or options["until"]) and (options["send"] or options["dry_run"]):
        raise click.UsageError("--since and --until only preview; what is sent is decided by the ledger")
    if options["since"] and options["until"] and options["since"] > options["until"]:
        raise click.UsageError("--since is after --until")
    if options["send"] and options["output"]:
        raise click.UsageError("--send and --output are two ways; take one")
    if options["to"] and options["subscribers"]:
        raise click.UsageError("--to and --subscribers are two ways; take one")
    if options["send"] and not options["dry_run"] and not (options["to"] or options["subscribers"]):
        raise click.UsageError("say to whom: --to ADDRESS or --subscribers FILE, one of the two")
    if options["subscribers"] and (options["categories"] or options["tags"]):
        raise click.UsageError("--category and --tag go with --to; in a file each subscriber has own ones")


class _Run:
    """One call of the command."""

    def __init__(self, options: dict[str, Any], root: Path, site: Settings, library: Library) -> None:
        from generator.digest import subscribers

        self.options, self.root, self.site, self.library = options, root, site, library
        try:
            self.wish = subscribers.wish(library.vocabulary, list(options["categories"]), list(options["tags"]))
        except subscribers.AddressFault as fault:
            raise click.UsageError(str(fault)) from None

    def run(self) -> None:
        from generator.digest import ledger, selection

        options = self.options
        if options["since"] or options["until"]:
            papers = self.wish.of(selection.window(self.library, options["since"], options["until"]))
            self._hand_over(papers, 0)
            return
        path = self.root / (options["ledger"] or f"digest-{options['frequency']}.ledger")
        writes = (options["send"] or options["output"]) and not options["dry_run"]
        try:
            with ledger.alone(path.parent) if writes else nullcontext():
                self._with(ledger.Ledger(path), bool(writes))
        except ledger.LedgerError as error:
            failed(str(error))

    def _with(self, book: Ledger, writes: bool) -> None:
        from generator.digest import selection

        if not book.begun:
            number = len(self.library.papers)
            if writes:
                if self.options["send"]:
                    self._envelope()  # what is missing is told now, and not with the first paper
                book.begin(key for paper in self.library.papers for key in (paper.key, *paper.former_keys))
                papers = counted(number, "paper that is there is", "papers that are there are")
                click.echo(f"began {_shown(book.path)}: the {papers} no news; what comes now is")
            else:
                papers = counted(number, "paper that is there", "papers that are there")
                click.echo(f"there is no {_shown(book.path)} yet: the {papers} will be no news")
            return
        new = selection.unseen(self.library, book.seen)
        if self.options["send"] or self.options["dry_run"]:
            self._send(book, new, writes)
            return
        self._hand_over(self.wish.of(new), max(book.digests, default=0) + 1)
        if writes and (new or not self.options["skip_empty"]):
            number = book.plan(paper.key for paper in new)
            book.record(**{"is": "done", "number": number})

    def _hand_over(self, papers: tuple[Paper, ...], number: int) -> None:
        """The mail into the file, or its text to the terminal."""
        from datetime import UTC, datetime

        if not papers and self.options["skip_empty"]:
            click.echo("nothing new: no mail", err=True)
            return
        content = self._writer("").content(papers)
        if not self.options["output"]:
            click.echo(f"Subject: {content.subject}\n\n{content.text}", nl=False)
            return
        from generator.digest.subscribers import AddressFault, address

        try:
            to = address(self.options["to"]) if self.options["to"] else "subscribers@localhost"
        except AddressFault as fault:
            raise click.UsageError(f"--to: {fault}") from None
        mail = self._envelope(sending=False).message(content, to, number, datetime.now(UTC).astimezone())
        _write(Path.cwd() / self.options["output"], mail.as_bytes())
        click.echo(f"wrote {self.options['output']}: {content.subject}")

    def _send(self, book: Ledger, new: tuple[Paper, ...], writes: bool) -> None:
        from generator.digest import server

        people, problems = self._subscribers()
        envelope = self._envelope(sending=writes)
        if envelope.secret:
            self._same_secret(book, envelope, writes)
        elif book.secret_mark:
            click.echo("papers: without DIGEST_SECRET nobody can tell who has got a mail already", err=True)
        goes_on = any(number not in book.done for number in book.digests)  # a run was ended half-way
        if new or not (self.options["skip_empty"] or goes_on):
            keys = [paper.key for paper in new]
            if writes:
                book.plan(keys)
            else:
                book.digests[max(book.digests, default=0) + 1] = tuple(keys)
        sending = self._sending(book, envelope, people)
        if not writes:
            _tell_plan(sending)
        else:
            try:
                sending.run(server.Connection(server.Server.of(os.environ)))
            except server.ServerError as error:
                problems.append(str(error))
            problems += sending.count.told
            done = sending.count
            click.echo(f"{counted(done.sent, 'mail')} sent, {done.refused} refused, {done.later} to be tried again")
        for problem in problems:
            click.echo(f"papers: {problem}", err=True)
        sys.exit(int(bool(problems)))

    def _sending(self, book: Ledger, envelope: Envelope, people: list[Subscriber]) -> Sending:
        from generator.digest.sending import Sending

        return Sending(
            library=self.library,
            ledger=book,
            envelope=envelope,
            writer=self._writer(envelope.mailto),
            subscribers=people,
            skip_empty=self.options["skip_empty"],
            per_minute=self.options["per_minute"],
        )

    def _subscribers(self) -> tuple[list[Subscriber], list[str]]:
        from generator.digest import subscribers

        frequency = self.options["frequency"]
        if not (self.options["to"] or self.options["subscribers"]):
            return [subscribers.Subscriber(0, "", frequency, self.wish)], []
        if self.options["to"]:
            try:
                return [subscribers.Subscriber(0, subscribers.address(self.options["to"]), frequency, self.wish)], []
            except subscribers.AddressFault as fault:
                raise click.UsageError(f"--to: {fault}") from None
        name = self.options["subscribers"]
        try:
            data = sys.stdin.buffer.read() if name == "-" else (Path.cwd() / name).read_bytes()
            text = data.decode()
        except OSError as error:
            raise click.UsageError(f"{name}: {(error.strerror or str(error)).lower()}") from None
        except UnicodeDecodeError as error:
            raise click.UsageError(f"{name}: is not UTF-8 at byte {error.start}") from None
        found, problems = subscribers.read(text, self.library.vocabulary)
        return [person for person in found if person.frequency == frequency], problems

    def _writer(self, unsubscribe: str) -> Any:
        from generator.analysis.trending import trending
        from generator.digest.content import Writer

        trends = [trend.paper for trend in trending(self.library)[: self.options["trending"]]]
        return Writer(self.site, self.options["frequency"], trends, unsubscribe)

    def _envelope(self, sending: bool = True) -> Envelope:
        """What the environment says of the mail. Without `sending` nothing need be set."""
        from email.headerregistry import Address

        from generator.digest import message, subscribers

        def given(name: str) -> str:
            return os.environ.get(name, "").strip()

        try:
            text = given("DIGEST_FROM") or ("" if sending else "digest@localhost")
            bare = subscribers.address(text)
        except subscribers.AddressFault as fault:
            failed(f"DIGEST_FROM: {fault}; it says who the mail comes from: Papers <digest@example.org>")
        secret = given("DIGEST_SECRET")
        if sending and len(secret) < _SECRET_LEAST:
            failed(f"DIGEST_SECRET is not set, or shorter than {_SECRET_LEAST} characters: it is the key of all hashes")
        way = given("DIGEST_UNSUBSCRIBE_URL")
        if way and (not way.startswith("https://") or not way.isascii() or any(c in way for c in ' <>,"')):
            failed("DIGEST_UNSUBSCRIBE_URL is not an address that begins with https://")
        name = text.partition("<")[0].strip().strip('"') if "<" in text else self.site.name
        sender = Address(display_name=name, addr_spec=bare)
        mailto = f"mailto:{bare}?subject=unsubscribe"
        return message.Envelope(self.site, sender, self.options["frequency"], secret.encode(), way, mailto)

    def _same_secret(self, book: Ledger, envelope: Envelope, writes: bool) -> None:
        mark = envelope.mark("")
        if book.secret_mark and book.secret_mark != mark:
            failed(f"{_shown(book.path)} was made with another DIGEST_SECRET: nobody could be told from others")
        if writes and not book.secret_mark:
            book.record(**{"is": "secret", "mark": mark})


def _tell_plan(sending: Sending) -> None:
    """Who would get what, without an address."""
    anybody = False
    for number in sending.ledger.unfinished:
        for subscriber, papers in sending.waiting(number):
            anybody = True
            click.echo(f"{subscriber.words}: {sending.writer.content(papers).subject}")
            for paper in papers:
                click.echo(f"  {paper.key}")
    if not anybody:
        click.echo("nobody would get anything")


def _write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(data)
    new.replace(path)


def _shown(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
