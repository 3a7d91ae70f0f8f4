"""`papers new`: what it says without a service, and that it agrees with an import of the same record."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests import played_services
from tests.conftest import Project
from tests.examples import files_of, paper
from tests.played_services import Played
from tests.test_lookup import Run, no_other_host, run, server

__all__ = ["no_other_host", "run", "server"]


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("arxiv: 2309.00001", "2309.00001"),
        ("arxiv: 2309.00001", "https://arxiv.org/abs/2309.00001v3"),
        ("arxiv: 2309.00001", "https://doi.org/10.48550/arXiv.2309.00001"),
        ("doi: 10.48550/arXiv.2309.00001", "2309.00001"),
        ("doi: 10.1000/waves.1", "10.1000/WAVES.1"),
        ("pmid: 123", "https://pubmed.ncbi.nlm.nih.gov/123/"),
        ("openreview: abcdefghij", "https://openreview.net/forum?id=abcdefghij"),
    ],
)
@pytest.mark.parametrize("folder", ["papers", "drafts"])
def test_a_paper_that_is_there_is_refused_before_a_service_is_asked(
    project: Project, run: Run, server: tuple[Played, str], folder: str, field: str, what: str
) -> None:
    text = re.sub(r"^(?:arxiv|doi|pmid|openreview):.*\n", "", paper(""), flags=re.MULTILINE)
    root = project({**files_of("field", ""), f"{folder}/keller-2023.md": text.replace("added:", f"{field}\nadded:")})
    done = run(root, "new", what)
    assert done.exit_code == 1
    assert f"it is there already: {folder}/keller-2023.md (same " in done.stderr
    assert run(root, "new", what, "--no-network").exit_code == 1
    assert server[0].asked == []


@pytest.mark.parametrize(
    ("what", "name", "lines"),
    [
        ("https://arxiv.org/abs/2309.08045v2", "arxiv-2309-08045", ["date: 2023-09", "arxiv: 2309.08045"]),
        ("q-bio/9901001", "arxiv-q-bio-9901001", ["date: 1999-01", "arxiv: q-bio/9901001"]),
        ("doi:10.1000/Waves.1", "doi-10-1000-waves-1", ["doi: 10.1000/Waves.1"]),
        ("10.1101/2023.09.03.123456", "doi-10-1101-2023-09-03-123456", ["date: 2023-09-03"]),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "pmid-123", ["pmid: 123"]),
        ("https://openreview.net/forum?id=p4S5Z6Sah4", "openreview-p4s5z6sah4", ["openreview: p4S5Z6Sah4"]),
    ],
)
def test_a_file_with_what_the_identifier_says(
    project: Project, run: Run, server: tuple[Played, str], what: str, name: str, lines: list[str]
) -> None:
    root = project(files_of("field", ""))
    done = run(root, "new", what, "--no-network", "--category", "a")
    assert done.exit_code == 0, done.output
    text = (root / "papers" / f"{name}.md").read_text()
    for line in (*lines, "categories: [a]", "added: "):
        assert line in text
    missing = [] if "date: " in text else ["date"]
    left = ", ".join(["title", "authors", *missing, "tldr", "summary"])
    assert done.stdout.endswith(f"papers/{name}.md: written\nleft for you: {left}\n")
    assert run(root, "new", what, "--no-network").exit_code == 1
    assert server[0].asked == []


def test_a_paper_that_seems_to_be_there_is_written_all_the_same(
    project: Project, run: Run, server: tuple[Played, str]
) -> None:
    root = project(files_of("field", ""))
    assert run(root, "new", "2309.00001", "--category", "a").exit_code == 0
    assert run(root, "new", "2309.00001", "--category", "a").exit_code == 1
    done = run(root, "new", "2309.00001", "--category", "a", "--also")
    assert done.exit_code == 0, done.output
    (second,) = [file for file in (root / "papers").glob("*.md") if "not_same_as: [" in file.read_text()]
    assert "arxiv: 2309.00001" in second.read_text()
    assert "same-identifier" not in run(root, "check").output


PUBMED = {
    **played_services.PUBMED["result"]["123"],  # type: ignore[dict-item]  # a mapping
    "fulljournalname": "Journal of Seas", "volume": "7", "issue": "2", "pages": "11-9",
}  # fmt: skip
NBIB = (
    "PMID- 123\nTI  - Standing Waves of Cortex.\nFAU - Lowe, F A\nDP  - 2024 Feb 3\nJT  - Journal of Seas\n"
    "VI  - 7\nIP  - 2\nPG  - 11-9\nAID - 10.1000/waves.1 [doi]\n"
)
WORK = {
    **played_services.WORK, "container-title": ["Proceedings of the 12th Meeting on Seas"], "volume": "3",
    "issue": "4", "page": "1-9", "publisher": "Sea Press",
}  # fmt: skip


def venue_of(text: str) -> str:
    found = re.search(r"^venue: .*(?:\n {2}.*)*", text, re.MULTILINE)
    return found[0] if found else ""


@pytest.mark.parametrize("name", ["Journal of Seas", "ICLR", "FSE 2024", "Proceedings of the 12th Meeting on Seas"])
def test_new_and_import_agree_on_the_venue_that_crossref_has(
    project: Project, run: Run, server: tuple[Played, str], name: str
) -> None:
    root = project(files_of("field", ""))
    server[0].work = {**WORK, "container-title": [name]}
    (root / "in.json").write_text(json.dumps([server[0].work]), encoding="utf-8")
    done = run(root, "new", "10.1000/waves.1", "--dry-run")
    assert run(root, "import", "in.json").exit_code == 0
    (draft,) = (root / "drafts").glob("*.md")
    assert venue_of(draft.read_text()) == venue_of(done.stdout) != ""


def test_new_and_import_agree_on_the_venue_that_pubmed_has(
    project: Project, run: Run, server: tuple[Played, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(played_services.PUBMED["result"], "123", PUBMED)
    server[0].work = {**WORK, "container-title": []}
    root = project(files_of("field", ""))
    (root / "in.nbib").write_text(NBIB, encoding="utf-8")
    done = run(root, "new", "https://pubmed.ncbi.nlm.nih.gov/123/", "--dry-run")
    assert run(root, "import", "in.nbib").exit_code == 0, done.output
    (draft,) = (root / "drafts").glob("*.md")
    assert venue_of(draft.read_text()) == venue_of(done.stdout)
    assert 'name: Journal of Seas, year: 2024, volume: "7"' in venue_of(done.stdout)
    assert 'venue: "Journal of Seas" is not in papers/_venues.yml' in done.stderr


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("ICLR 2024 poster", "venue: {name: ICLR, year: 2024}"),
        ("ICLR 2024", "venue: {name: ICLR, year: 2024}"),
        ("Seas 2024 Workshop Oral", "venue: {name: Seas 2024 Workshop, year: 2024}"),
        ("Submitted to ICLR 2024", ""),
        ("ICLR 2024 Conference Withdrawn Submission", ""),
    ],
)
def test_the_venue_of_an_accepted_submission(
    project: Project, run: Run, server: tuple[Played, str], monkeypatch: pytest.MonkeyPatch, said: str, line: str
) -> None:
    content = {**played_services.OPENREVIEW["notes"][0]["content"], "venue": {"value": said}}  # type: ignore[dict-item]  # as above
    monkeypatch.setitem(played_services.OPENREVIEW["notes"][0], "content", content)
    root = project(files_of("field", ""))
    done = run(root, "new", "https://openreview.net/forum?id=abcdefghij", "--dry-run")
    assert venue_of(done.stdout) == line, done.output


def test_bibtex_on_standard_input_has_the_venue_of_an_import(project: Project, run: Run) -> None:
    root = project(files_of("field", ""))
    entry = "@article{a, title={Waves of seas}, author={Doe, J.}, year=2020, journal={Nowhere}, volume=3, pages={1--2}}"
    (root / "in.bib").write_text(entry, encoding="utf-8")
    done = run(root, "new", "-", "--dry-run", text=entry)
    run(root, "import", "in.bib")
    (draft,) = Path(root / "drafts").glob("*.md")
    assert venue_of(draft.read_text()) == venue_of(done.stdout) != ""
