"""`papers new` and `papers lookup` against services that are played here; no other host is ever asked."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli.program import main
from generator.importing.services import Lookup, Manners, Trouble, identified, others, services
from tests.conftest import Project
from tests.examples import files_of, paper
from tests.played_services import Played, played

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def no_other_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks a host that is not this machine fails the test."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        assert address[0] in ("127.0.0.1", "::1"), f"{address} was asked"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Played, str]]:
    with played() as (service, address):
        for name in ("ARXIV", "CROSSREF", "PUBMED", "OPENREVIEW"):
            monkeypatch.setenv(f"PAPERS_{name}_URL", f"{address}/{name.lower()}")
        for name in ("PAUSE", "BACKOFF"):
            monkeypatch.setenv(f"PAPERS_{name}", "0")
        monkeypatch.setenv("PAPERS_TIMEOUT", "10")
        yield service, address


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(root: Path, *args: str, text: str = "") -> Result:
        monkeypatch.chdir(root)
        result = CliRunner().invoke(main, list(args), input=text)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.mark.parametrize(
    ("what", "ids"),
    [
        ("2309.08045v2", {"arxiv": "2309.08045"}),
        ("https://arxiv.org/pdf/q-bio/0501001", {"arxiv": "q-bio/0501001"}),
        ("https://doi.org/10.48550/arXiv.2309.08045", {"arxiv": "2309.08045"}),
        ("doi:10.1000/waves.1", {"doi": "10.1000/waves.1"}),
        ("https://openreview.net/forum?id=p4S5Z6Sah4", {"openreview": "p4S5Z6Sah4"}),
        ("https://pubmed.ncbi.nlm.nih.gov/37138088/", {"pmid": "37138088"}),
        ("hello", {}),
    ],
)
def test_what_a_person_may_give(what: str, ids: dict[str, str]) -> None:
    assert identified(what) == ids


@pytest.mark.parametrize(
    "what", ["2309.00001", "10.1000/waves.1", "https://pubmed.ncbi.nlm.nih.gov/123/", "https://openreview.net/forum?id=abcdefghij"]
)  # fmt: skip
def test_a_new_paper(project: Project, run: Run, server: tuple[Played, str], what: str) -> None:
    root = project(files_of("field", ""))
    done = run(root, "new", what, "--category", "a", "--contact", "me@example.org")
    assert done.exit_code == 0, done.output
    (path,) = {file.name for file in (root / "papers").glob("*.md")} - {"first-2023.md"}
    text = (root / "papers" / path).read_text()
    assert 'title: "Standing Waves of Cortex"' in text
    assert "categories: [a]" in text
    assert "their words" not in text.lower()
    assert done.stdout.endswith(f"papers/{path}: written\nleft for you: tldr, summary\n")
    assert all("papers-generator/" in agent and "mailto:me@example.org" in agent for _, agent in server[0].asked)
    # The check says of the new file just that.
    told = run(root, "check").output
    assert {
        line.split(": ")[1] for line in told.splitlines() if line.startswith("papers/") and ": warning: " not in line
    } == {
        "missing-field",
        "missing-summary",
    }
    again = run(root, "new", what)
    assert again.exit_code == 1
    assert f"it is there already: papers/{path}" in again.stderr


def test_the_whole_file_of_a_preprint_that_was_published(
    project: Project, run: Run, server: tuple[Played, str]
) -> None:
    root = project(files_of("field", ""))
    done = run(root, "new", "2309.00001", "--dry-run")
    assert done.stdout.replace(done.stdout.partition("added: ")[2][:10], "DAY") == (
        "---\n# yaml-language-server: $schema=../site/api/v1/schemas/paper-file.json\n"
        'title: "Standing Waves of Cortex"\nauthors: [Frieda Löwe, Max Welling]\ndate: 2023-09-03\nadded: DAY\n'
        "categories: [neural-dynamics]\ntags: [fmri]\narxiv: 2309.00001\ndoi: 10.1000/waves.1\n"
        "venue: {name: ICLR, year: 2024, pages: 1–9}\nlinks:\n  code: https://github.com/a/waves\n---\n"
    )
    assert "categories are a guess from the text, look at them: neural-dynamics" in done.stderr
    assert len(list((root / "papers").glob("*.md"))) == 1
    before = len(server[0].asked)
    run(root, "new", "2309.00001", "--dry-run")
    assert len(server[0].asked) == before  # what was asked is kept


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("busy", "has had too many requests, 3 times; try again later"),
        ("down", "has a fault (status 503), 3 times; try again later"),
        ("html", "sent"),
        ("half", "sent"),
        ("elsewhere", "sends us elsewhere"),
        ("slow", "answer in time"),
    ],
)
@pytest.mark.parametrize("what", ["2309.00001", "10.1000/waves.1"])
def test_a_service_that_does_not_answer_well(
    project: Project, run: Run, server: tuple[Played, str], monkeypatch: pytest.MonkeyPatch, what: str, fault: str, words: str
) -> None:  # fmt: skip
    monkeypatch.setenv("PAPERS_TIMEOUT", "0.3" if fault == "slow" else "10")
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    root = project(files_of("field", ""))
    server[0].fault = fault
    done = run(root, "new", what)
    assert done.exit_code == 1
    assert words in done.stderr
    assert "nothing was found, and nothing was written" in done.stderr
    assert len(list((root / "papers").glob("*.md"))) == 1
    if fault != "slow":
        server[0].faults = 1
        passes = fault != "elsewhere"
        assert run(root, "new", what).exit_code == (0 if passes else 1)


def test_what_is_not_there_and_what_is_nothing(project: Project, run: Run, server: tuple[Played, str]) -> None:
    root = project(files_of("field", ""))
    assert "arXiv does not know 2309.99999" in run(root, "new", "2309.99999").stderr
    assert "Crossref does not know 10.1000/nothing" in run(root, "new", "10.1000/nothing").stderr
    assert run(root, "new", "hello").exit_code == 2


def test_arxiv_is_asked_once_in_three_seconds() -> None:
    slept: list[float] = []
    with played() as (service, address):
        manners = Manners(sleep=slept.append)
        arxiv = services(manners, {"arxiv": f"{address}/arxiv"})["arxiv"]
        for _ in range(3):
            assert arxiv.find("2309.00001").title == "Standing Waves of Cortex"
        service.fault = "busy"
        with pytest.raises(Trouble):
            arxiv.find("2309.00001")
    assert len([wait for wait in slept if 2 < wait <= 3]) >= 4
    assert 6 in slept  # the second pause is twice the first


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"name": "Keller TA", "authtype": "Author"}, "T. A. Keller"),
        ({"name": "van der Maaten L", "authtype": "Author"}, "L. van der Maaten"),
        ({"name": "García Márquez G", "authtype": "Author"}, {"name": "G. García Márquez", "family": "García Márquez"}),
        ({"name": "King ML Jr", "authtype": "Author"}, "M. L. King Jr"),
        ({"name": "Þorvaldsdóttir GÓ", "authtype": "Author"}, "G. Ó. Þorvaldsdóttir"),
        ({"name": "Suharto", "authtype": "Author"}, "Suharto"),
        ({"name": "ENIGMA Consortium", "authtype": "CollectiveName"}, {"group": "ENIGMA Consortium"}),
    ],
)
def test_what_pubmed_states_of_an_author(author: dict[str, str], expected: object) -> None:
    assert others._author(author) == expected


def test_a_faulty_cache_is_asked_for_again(tmp_path: Path) -> None:
    with played() as (service, address):
        asked = services(Manners(pause=0, backoff=0), {"arxiv": f"{address}/arxiv", "doi": f"{address}/crossref"})
        lookup = Lookup(asked, tmp_path, "2026-11-25")
        assert lookup.find({"arxiv": "2309.00001"}).facts.title
        for file in tmp_path.rglob("*.json"):
            file.write_text("{")
        assert lookup.find({"arxiv": "2309.00001"}).facts.title
        assert len(service.asked) == 4
        assert Lookup(asked, tmp_path, "2027-01-25").find({"arxiv": "2309.00001"}).facts.title
        assert len(service.asked) == 6  # after a month


def test_bibtex_on_standard_input(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    entry = '@article{a, title={A title: with "quotes", # and \\\\ }, author={Doe, J.}, year=2020, journal={Nowhere}}'
    done = run(root, "new", "-", text=entry)
    assert done.exit_code == 0, done.output
    assert (root / "papers/doe-2020-title-quotes.md").exists() or list((root / "papers").glob("doe-2020-*.md"))
    assert 'venue: "Nowhere" is not in papers/_venues.yml' in done.stderr
    assert run(root, "new", "-", text=entry + entry.replace("A title", "Other")).exit_code == 1
    assert run(root, "new", "-", text="").exit_code == 1


def test_the_fields_are_asked_for_until_they_are_right(
    project: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAPERS_ASK", "1")
    root = project(files_of("field", ""))
    answers = ["", "Seas of the brain", "Anna Müller, Bo Li", "2023-13", "2023-09", "x", "2309.00007", "", "nowhere", "a", "fMRI",
               "Too short.", "A sentence about seas that is long enough."]  # fmt: skip
    done = run(root, "new", text="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    for words in (
        "this is needed",
        "is not in the calendar",
        "this is no arXiv identifier",
        '"nowhere" is not there',
        "tldr has 10",
    ):
        assert words in done.output
    assert done.output.endswith("papers/muller-2023-seas-brain.md: written\nleft for you: summary\n")
    before = sorted((root / "papers").iterdir())
    stopped = run(root, "new", text="Half a paper\n")
    assert stopped.exit_code == 130
    assert "nothing was written" in stopped.stderr
    assert sorted((root / "papers").iterdir()) == before


def test_lookup_fills_gaps_and_tells_disagreements(project: Project, run: Run, server: tuple[Played, str]) -> None:
    root = project({
        **files_of("field", ""),
        "papers/waves-2023.md": paper("arxiv: 2309.00001 # mine\nvenue:", title="Standing waves of cortex"),
        "papers/other-2023.md": paper("arxiv: 2309.00002\ndoi: 10.1000/other", title="Another title"),
    })  # fmt: skip
    file = root / "papers/waves-2023.md"
    before = file.read_bytes()
    done = run(root, "lookup")
    assert done.exit_code == 1
    assert "+doi: 10.1000/waves.1\n" in done.stdout
    assert "+venue: {name: ICLR, year: 2024, pages: 1–9}\n" in done.stdout
    assert 'papers/other-2023.md: the title differs: arxiv has "Standing Waves of Cortex"\n' in done.stdout
    assert "papers/other-2023.md: the DOI differs: arxiv has 10.1000/waves.1\n" in done.stdout
    assert file.read_bytes() == before
    assert run(root, "lookup", "waves-2023", "--write", text="n\n").exit_code == 0
    assert file.read_bytes() == before
    assert run(root, "lookup", "waves-2023", "--write", "--yes").exit_code == 0
    assert "# mine" in file.read_text()
    assert 'title: "Standing waves of cortex"' in file.read_text()
    assert run(root, "lookup", "waves-2023").stdout == "nothing to tell\n"
    assert run(root, "check").exit_code == 0
    assert run(root, "lookup", "nobody").exit_code == 2


def test_withdrawn_and_retracted(project: Project, run: Run, server: tuple[Played, str]) -> None:
    root = project({
        **files_of("field", ""),
        "papers/a-2023.md": paper("arxiv: 2309.00001\nauthors: [A B]\nvenue: {name: ICLR}", title="Standing Waves of Cortex"),
    })  # fmt: skip
    server[0].published = False
    server[0].comment = "This paper has been withdrawn by the authors"
    assert "+status: withdrawn\n+notice: https://arxiv.org/abs/2309.00001\n" in run(root, "lookup").stdout
    server[0].work |= {
        "title": ["RETRACTED: Standing Waves of Cortex"],
        "updated-by": [{"type": "retraction", "DOI": "10.1000/r"}],
    }
    text = (root / "papers/a-2023.md").read_text().replace("arxiv: 2309.00001", "doi: 10.1000/waves.1")
    (root / "papers/a-2023.md").write_text(text)
    assert "+status: retracted\n+notice: https://doi.org/10.1000/waves.1\n" in run(root, "lookup").stdout
