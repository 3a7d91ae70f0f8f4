"""The digest as a text, a page, a mail, a ledger and a list of subscribers; sending it is tested beside this."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.headerregistry import Address
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from generator.checks import checks
from generator.core.problems import width
from generator.digest.content import COLUMNS, Writer, one_line, wrapped
from generator.digest.ledger import Ledger, LedgerError
from generator.digest.message import Envelope
from generator.digest.selection import Wish, window
from generator.digest.subscribers import AddressFault, Subscriber, address, read
from generator.files.settings import Settings
from tests.project import ROOT, papers, toy_project
from tests.small_list import VOCABULARY, library, paper

SETTINGS = Settings(root=Path(), name="Toy", url="https://toy.example/", first_url="https://toy.example/")
NOW = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
HOSTILE = [
    "a ]]> b & <b>c</b>",
    "x\r\nBcc: evil@example.org",
    "نص من اليمين\u202e abc",
    "\x00\x1b[31mred",
    "q \" ' q" * 40,
]


def envelope(**more: Any) -> Envelope:
    return Envelope(SETTINGS, Address("Toy", addr_spec="digest@toy.example"), **{"secret": b"s" * 16, **more})


def mail(content: Any, **more: Any) -> email.message.EmailMessage:
    """The mail as its receiver reads it."""
    data = envelope(**more).message(content, "ada@example.org", 1, NOW).as_bytes()
    assert max(map(len, data.split(b"\r\n"))) <= 78
    return email.message_from_bytes(data, policy=default)


def test_the_text_is_what_one_reads() -> None:
    first = paper(3, why="The first of its kind.", arxiv="2309.08045", venue={"name": "ICLR", "year": "2024"})
    more = ["Ada One", "Bo Two", "Cy Three", "Di Four"]
    text = Writer(SETTINGS, unsubscribe="mailto:digest@toy.example").content([first, paper(4, authors=more)]).text
    assert (
        text
        == """\
2 new papers on Toy

1. Paper 3
   T. Anderson Keller, Max Welling · ICLR 2024 · 2023-09-03

   A recurrent network whose activity travels as waves.
   Why it is here: The first of its kind.

   https://toy.example/papers/p-0003/
   PDF: https://arxiv.org/pdf/2309.08045
   arXiv: https://arxiv.org/abs/2309.08045

2. Paper 4
   Ada One, Bo Two, Cy Three and 1 more · 2023-09-03

   A recurrent network whose activity travels as waves.

   https://toy.example/papers/p-0004/

--\x20
The daily digest of Toy. On the web:
https://toy.example/digest/2026-01-01/
No more of it:
mailto:digest@toy.example
"""
    )


def test_a_day_without_papers_is_one_sentence() -> None:
    content = Writer(SETTINGS).content([])
    assert content.subject == "No new papers on Toy"
    assert "No paper has entered Toy since the last digest." in content.text
    assert "No paper has entered Toy since the last digest." in content.html


def test_the_weekly_digest_leads_to_its_week() -> None:
    assert "https://toy.example/digest/2026/01/" in Writer(SETTINGS, "weekly").content([paper(1)]).text


def test_the_text_of_the_whole_list_fits_78_columns() -> None:
    everything = checks.load(ROOT / "papers", ROOT)[0].papers
    lines = Writer(SETTINGS, trending=everything[:5]).content(everything).text.splitlines()
    too_long = [
        line for line in lines if width(line) > 78 and not (line.split() and line.split()[-1].startswith("http"))
    ]
    assert too_long == []
    assert max(map(width, lines)) <= 100  # an address is not cut: it could not be followed


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_lines_fit_and_nothing_is_lost(text: str) -> None:
    lines = wrapped(one_line(text), first="1. ", indent="   ")
    assert all(width(line) <= COLUMNS + 1 for line in lines)
    assert "".join("".join(lines).removeprefix("1.").split()) == "".join(one_line(text).split())


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_makes_a_header(title: str) -> None:
    odd = replace(paper(3), title=title)
    found = mail(Writer(SETTINGS).content([odd]))
    assert sorted(found.keys()) == sorted([
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Archive", "Auto-Submitted", "MIME-Version",
        "Content-Type",
    ])  # fmt: skip
    assert found["Subject"].startswith("1 new paper: ")
    assert len(found["Subject"]) <= 120
    html = found.get_body(("html",)).get_content()  # type: ignore[union-attr]  # there is one
    assert "<b>" not in html
    assert "\x1b" not in html


def test_the_name_of_the_site_makes_no_header() -> None:
    site = Settings(root=Path(), name='T\r\nBcc: "x" é', url="https://toy.example/", first_url="https://toy.example/")
    message = Envelope(site, Address("Toy", addr_spec="d@toy.example")).message(
        Writer(site).content([paper(1)]), "a@example.org", 1, NOW
    )
    found = email.message_from_bytes(message.as_bytes(), policy=default)
    assert found["Bcc"] is None
    assert found["List-Id"] == "\"T Bcc: 'x' ?\" <daily.toy.example>"


def test_one_click_only_where_a_provider_has_an_address_for_it() -> None:
    content = Writer(SETTINGS).content([paper(1)])
    plain = mail(content, unsubscribe="https://lists.example/leave", mailto="mailto:d@toy.example")
    assert plain["List-Unsubscribe"] == "<https://lists.example/leave>, <mailto:d@toy.example>"
    assert "List-Unsubscribe-Post" not in plain
    one_click = mail(content, unsubscribe="https://lists.example/leave?who={subscriber}")
    assert one_click["List-Unsubscribe"] == f"<https://lists.example/leave?who={envelope().mark('ada@example.org')}>"
    assert one_click["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_id_stays_and_is_another_for_everything_else() -> None:
    made = envelope()
    same = {made.message_id(a, 1, ("p",)) for a in ("ada@example.org", "Ada@Example.org")}
    assert len(same) == 1
    others = {
        made.message_id("bo@example.org", 1, ("p",)),
        made.message_id("ada@example.org", 2, ("p",)),
        made.message_id("ada@example.org", 1, ("p", "q")),
        envelope(secret=b"t" * 16).message_id("ada@example.org", 1, ("p",)),
    }
    assert len(others | same) == 5
    assert "ada" not in same.pop()


def test_the_date_is_when_it_is_sent_and_changes_nothing_else() -> None:
    content, made = Writer(SETTINGS).content([paper(1)]), envelope()
    back = NOW.replace(year=1999).astimezone(timezone(timedelta(hours=-10)))  # a clock that was set back
    one, other = (made.message(content, "a@example.org", 1, now).as_bytes() for now in (NOW, back))
    assert b"Date: Tue, 02 Feb 1999 18:05:06 -1000" in other
    assert [line for line in one.split(b"\r\n") if not line.startswith(b"Date")] == [
        line for line in other.split(b"\r\n") if not line.startswith(b"Date")
    ]


def test_formulas_and_statuses_can_be_read() -> None:
    odd = paper(3, title="Order $n^2$", status="retracted", notice="https://x.example/n")
    content = Writer(SETTINGS).content([odd])
    assert content.subject == "1 new paper: [Retracted] Order n²"
    assert "Notice: https://x.example/n" in content.text


def test_a_wish_is_any_of_its_words() -> None:
    both = Wish(frozenset({"vision"}), frozenset({"fmri"}))
    assert [both.wants(p) for p in (paper(1), paper(2, categories=["vision"]), paper(3, tags=["fmri"]))] == [
        False,
        True,
        True,
    ]
    assert Wish().wants(paper(1))


def test_a_window_of_days() -> None:
    papers_ = library([paper(1, "2026-01-01"), paper(2, "2026-01-02"), paper(3, "2199-01-01")])
    assert [p.key for p in window(papers_, "2026-01-02", "")] == ["p-0003", "p-0002"]
    assert [p.key for p in window(papers_, "", "2026-01-01")] == ["p-0001"]
    assert window(papers_, "2026-01-03", "2026-01-04") == ()


# --- the ledger


def full(path: Path) -> Ledger:
    book = Ledger(path)
    book.begin(["old"])
    number = book.plan(["new", "newer"])
    book.record(**{"is": "secret", "mark": "m"})
    book.record(**{"is": "sent", "number": number, "to": "a"})
    book.record(**{"is": "deferred", "number": number, "to": "b"})
    book.record(**{"is": "refused", "number": number, "to": "c"})
    book.record(**{"is": "done", "number": number})
    return book


def state(book: Ledger) -> tuple[object, ...]:
    return book.begun, book.seen, book.digests, book.done, book.settled, book.deferred, book.secret_mark


def test_a_ledger_read_again_is_the_same(tmp_path: Path) -> None:
    written = full(tmp_path / "ledger")
    read_again = Ledger(tmp_path / "ledger")
    assert state(read_again) == state(written)
    assert [read_again.open_for(1, mark) for mark in "abcd"] == [False, True, False, False]
    assert read_again.unfinished == [1]


def test_a_ledger_torn_anywhere_keeps_what_is_whole_and_goes_on(tmp_path: Path) -> None:
    full(tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()
    first = data.index(b"\n") + 1
    for length in range(first, len(data)):
        (tmp_path / "ledger").write_bytes(data[:length])
        book = Ledger(tmp_path / "ledger")
        assert book.begun
        book.record(**{"is": "sent", "number": 1, "to": "z"})
        again = Ledger(tmp_path / "ledger")
        assert "z" in again.settled[1]
        assert (tmp_path / "ledger").read_bytes().count(b"\n") == data[:length].count(b"\n") + 1


def test_a_ledger_without_its_beginning_is_not_begun_anew_in_silence(tmp_path: Path) -> None:
    full(tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()
    for damaged in (data[:20], data[data.index(b"\n") + 1 :], b"", b"something else\n" * 3):
        (tmp_path / "ledger").write_bytes(damaged)
        with pytest.raises(LedgerError):
            Ledger(tmp_path / "ledger")


def test_a_ledger_damaged_in_the_middle_says_where(tmp_path: Path) -> None:
    full(tmp_path / "ledger")
    data = (tmp_path / "ledger").read_bytes().replace(b'"newer"', b'"never"')
    (tmp_path / "ledger").write_bytes(data)
    with pytest.raises(LedgerError) as error:
        Ledger(tmp_path / "ledger")
    assert str(error.value) == (
        f"{tmp_path}/ledger:2: the ledger is damaged here; bring back an earlier version of it, "
        "or delete it to begin anew: then only papers that come later are news"
    )


# --- the subscribers


def test_a_file_of_subscribers_is_read() -> None:
    text = "\ufeffAddress,Frequency\r\n# friends\r\n\r\nada@example.org\r\n"
    text += 'Bo <bo@Bücher.example>,weekly,"theory vision",fmri\r\n"Cy, Dr." <cy@example.org>\n'
    found, problems = read(text.replace('"Cy, Dr." <cy@example.org>', '"Cy, Dr. <cy@example.org>"'), VOCABULARY)
    assert problems == []
    assert found == [
        Subscriber(4, "ada@example.org"),
        Subscriber(5, "bo@xn--bcher-kva.example", "weekly", Wish(frozenset({"theory", "vision"}), frozenset({"fmri"}))),
        Subscriber(6, "cy@example.org"),
    ]


BAD = {
    "nobody": "this is not an address; write it as name@example.org",
    "a@b@c.org": "this is not an address; write it as name@example.org",
    "ü@example.org": "a letter before the @ is not ASCII; mail to such an address cannot be sent from here",
    "a@example.org\x0bBcc: b@example.org": "a line break or control character stands in the address",
    "a@example.org,often": '"often" is not a frequency; write daily or weekly',
    "a@example.org,daily,visoin": '"visoin" is not a category; write vision',
    "a@example.org,daily,,fmir": '"fmir" is not a tag; write fmri',
    "a@example.org,,,,x": "5 cells, and there are only address, frequency, categories, tags",
    '"a@example.org': "a quotation mark is not closed",
    f"{'a' * 65}@example.org": "the address is longer than one can be (RFC 5321, section 4.5.3.1)",
}


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_is_told_without_its_address_and_the_others_stay(line: str) -> None:
    found, problems = read(f"good@example.org\n{line}\nbetter@example.org\n", VOCABULARY)
    assert problems == [f"line 2 of the subscribers: {BAD[line]}"]
    assert [person.address for person in found] == ["good@example.org", "better@example.org"]


def test_a_header_cannot_come_with_an_address() -> None:
    with pytest.raises(AddressFault):
        address("a@example.org\r\nBcc: b@example.org")
    found, problems = read("a@example.org\r\nBcc:b@example.org\r\n", VOCABULARY)
    assert [person.address for person in found] == ["a@example.org"]
    assert problems == ["line 2 of the subscribers: this is not an address; write it as name@example.org"]


@given(st.text())
def test_whatever_is_taken_as_an_address_is_plain(text: str) -> None:
    try:
        bare = address(text)
    except AddressFault:
        return
    assert bare.isascii()
    assert bare.isprintable()
    assert not set(bare) & set(' <>,;:"()[]\\')
    assert Address(addr_spec=bare).addr_spec == bare


def test_ten_thousand_subscribers_are_read(tmp_path: Path) -> None:
    found, problems = read("\n".join(f"reader-{n}@example.org" for n in range(10_000)), VOCABULARY)
    assert (len(found), problems) == (10_000, [])


# --- the command


def test_the_first_output_begins_the_ledger_and_the_next_writes_a_mail(tmp_path: Path) -> None:
    root = toy_project(tmp_path / "toy")
    nothing = papers("digest", cwd=root)
    assert nothing.stdout.startswith("there is no digest-daily.ledger yet: the ")
    assert not (root / "digest-daily.ledger").exists()
    papers("digest", "--output", "one.eml", cwd=root)
    assert not (root / "one.eml").exists()
    empty = papers("digest", "--output", "one.eml", "--skip-empty", cwd=root)
    assert (empty.stdout, empty.stderr) == ("", "nothing new: no mail\n")
    silent = papers("digest", "--output", "one.eml", "--to", "list@example.org", cwd=root)
    assert silent.stdout == "wrote one.eml: No new papers on NeuroAI Papers\n"
    found = email.message_from_bytes((root / "one.eml").read_bytes(), policy=default)
    assert found["To"] == "list@example.org"


def test_a_window_is_only_a_preview(tmp_path: Path) -> None:
    root = toy_project(tmp_path / "toy")
    shown = papers("digest", "--since", "1900-01-01", cwd=root)
    assert shown.stdout.startswith("Subject: ")
    none = papers("digest", "--until", "1900-01-01", cwd=root)
    assert none.stdout.startswith("Subject: No new papers")
    assert list(root.glob("*.ledger")) == []


def test_a_plan_needs_neither_recipient_nor_server(tmp_path: Path) -> None:
    root = toy_project(tmp_path / "toy")
    ledger = root / "digest-daily.ledger"
    none = papers("digest", "--dry-run", cwd=root)
    assert none.stdout.startswith("there is no digest-daily.ledger yet: the 12 papers that are there will be no news")
    assert not ledger.exists()
    first = root / "papers/noname-1999-anonymous-report.md"
    text = first.read_bytes()
    first.unlink()
    papers("digest", "--output", "one.eml", cwd=root)
    first.write_bytes(text)
    before = ledger.read_bytes()
    plan = papers("digest", "--dry-run", cwd=root)
    assert plan.stdout.startswith("a subscriber: 1 new paper: ")
    assert plan.stdout.endswith(f"  {first.stem}\n")
    other = papers("digest", "--dry-run", "--send", "--tag", "imaging", "--skip-empty", cwd=root)
    assert other.stdout == "nobody would get anything\n"
    assert ledger.read_bytes() == before
    both = papers("digest", "--dry-run", "--to", "a@b.c", "--subscribers", "x", cwd=root, check=False)
    assert both.returncode == 2


WRONG = {
    "--since 2026-02-30": '"2026-02-30" is not in the calendar; correct the day or month, or leave it out',
    "--since 2026-02-01 --until 2026-01-01": "--since is after --until",
    "--since 2026-01-01 --send --to a@b.c": "--since and --until only preview; what is sent is decided by the ledger",
    "--send": "say to whom: --to ADDRESS or --subscribers FILE, one of the two",
    "--send --output x.eml --to a@b.c": "--send and --output are two ways; take one",
    "--category nowhere": '"nowhere" is not a category',
    "--send --subscribers missing.csv --tag x": "--category and --tag go with --to",
}  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_usage_is_told(toy: Path, arguments: str) -> None:
    done = papers("digest", *arguments.split(), cwd=toy, check=False)
    assert done.returncode == 2
    assert WRONG[arguments] in " ".join(done.stderr.split())


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toy_project(tmp_path_factory.mktemp("wrong") / "toy")


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({}, "papers: DIGEST_FROM: this is not an address"),
        ({"DIGEST_FROM": "a@b.c", "DIGEST_SECRET": "short"}, "papers: DIGEST_SECRET is not set, or shorter than 16"),
        ({"DIGEST_FROM": "a@b.c", "DIGEST_SECRET": "0" * 16, "DIGEST_UNSUBSCRIBE_URL": "http://x"},
         "papers: DIGEST_UNSUBSCRIBE_URL is not an address that begins with https://"),
    ],
)  # fmt: skip
def test_what_the_environment_lacks_is_told(toy: Path, environment: dict[str, str], message: str) -> None:
    done = papers("digest", "--send", "--to", "a@example.org", cwd=toy, check=False, env=environment)
    assert done.returncode == 1
    assert done.stderr.startswith(message)
    assert list(toy.glob("*.ledger")) == []


# --- in a browser


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width_", [360, 800])
def test_the_html_can_be_read(browser: Browser, tmp_path: Path, width_: int, scheme: str) -> None:
    everything = checks.load(ROOT / "papers", ROOT)[0].papers
    odd = paper(
        1,
        title="Averyveryverylongwordwithoutanyspace" * 4,
        why="For $x^2$.",
        status="retracted",
        notice="https://x.example/",
    )
    content = Writer(SETTINGS, unsubscribe="mailto:a@b.c", trending=everything[:3]).content([odd, *everything[:20]])
    (tmp_path / "digest.html").write_text(content.html, encoding="utf-8")
    page = browser.new_page(viewport={"width": width_, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "digest.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width_
    assert len(asked) == 1
    dark = page.evaluate("getComputedStyle(document.body).color")
    assert dark == ("rgb(255, 255, 255)" if scheme == "dark" else "rgb(0, 0, 0)")
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], n["html"]) for v in violations for n in v["nodes"]] == []
    page.close()
