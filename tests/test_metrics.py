"""Metrics: the client against a server that plays OpenAlex and GitHub, the files, and what trends."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from generator.analysis.trending import trending
from generator.digest.content import Writer
from generator.files import metrics
from generator.files.settings import Settings
from generator.importing.services import github_stars as github
from generator.importing.services import metrics as measuring
from generator.importing.services.metrics import Measured, ServiceError, Web
from generator.model.library import Library
from generator.model.snapshots import Snapshot
from generator.site.search.entries import numbered
from generator.site.search.facets import Facets
from generator.site.slots import Slots
from tests.project import papers as command
from tests.project import toy_project
from tests.small_list import VOCABULARY, library, paper


class Services:
    """Both services. works: (DOI, citations). repositories: name → (stars, name now). faults: replies to come first."""

    def __init__(self) -> None:
        self.works: list[tuple[str, Any]] = []
        self.repositories: dict[str, tuple[Any, str]] = {}
        self.faults: list[tuple[int, dict[str, str], bytes]] = []
        self.asked: list[str] = []
        self.authorization: list[str | None] = []
        self.url = ""

    def environment(self, **more: str) -> dict[str, str]:
        return {"OPENALEX_URL": f"{self.url}/openalex", "GITHUB_API_URL": f"{self.url}/github", **more}

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """As the documentation of the two has it."""
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/openalex/works":
            wanted = set(query["filter"].removeprefix("doi:").split("|"))
            assert len(wanted) <= 100
            found = [work for work in self.works if work[0] in wanted]
            page, size = int(query["page"]), int(query["per_page"])
            assert size <= 100
            shown = found[(page - 1) * size : page * size]
            return (
                200,
                {},
                json.dumps(
                    {
                        "meta": {"count": len(found), "page": page, "per_page": size},
                        "results": [_work(*w) for w in shown],
                    }
                ).encode(),
            )
        if parts.path.startswith("/openalex/works/doi:"):
            doi = unquote(parts.path.removeprefix("/openalex/works/doi:"))
            one = next((work for work in self.works if work[0] == doi), None)
            return (200, {}, json.dumps(_work(*one)).encode()) if one else (404, {}, b'{"error": "not found"}')
        name = parts.path.removeprefix("/github/repos/")
        if parts.path.startswith("/github/repositories/"):
            stars, now = next(r for n, r in self.repositories.items() if f"/github/repositories/{len(n)}" == parts.path)
            return 200, {}, json.dumps({"full_name": now, "stargazers_count": stars}).encode()
        if name not in self.repositories:
            return 404, {}, b'{"message": "Not Found"}'
        stars, now = self.repositories[name]
        if now.lower() != name:
            return 301, {"Location": f"{self.url}/github/repositories/{len(name)}"}, b'{"message": "Moved Permanently"}'
        return 200, {}, json.dumps({"full_name": now, "stargazers_count": stars}).encode()


def _work(doi: str, number: Any) -> dict[str, Any]:
    return {"doi": f"https://doi.org/{doi}", "cited_by_count": number}


@pytest.fixture
def services() -> Iterator[Services]:
    played = Services()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            played.asked.append(self.path)
            played.authorization.append(self.headers.get("Authorization"))
            status, headers, body = played.faults.pop(0) if played.faults else played.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        played.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield played
        server.shutdown()


def measure(services: Services, papers: Library, waits: list[float] | None = None, **environment: str) -> Measured:
    waits = waits if waits is not None else []
    web = Web(pace=0, pause=lambda seconds: waits.append(seconds) if seconds else None, now=lambda: 1000.0)
    return measuring.measure(papers, web, services.environment(**environment), lambda *_: None)


def test_citations_by_doi_and_arxiv_and_stars_by_repository(services: Services) -> None:
    services.works = [("10.1234/a", 5), ("10.48550/arxiv.2309.08045", 9), ("10.1234/b", 2)]
    services.repositories = {"ada/code": (45, "Ada/code")}
    papers = library([
        paper(1, doi="10.1234/A", arxiv="2309.08045", links={"code": "https://github.com/Ada/Code.git"}),
        paper(2, doi="10.1234/b", links={"code": "https://gitlab.com/x/y"}),
        paper(3),
    ])  # fmt: skip
    found = measure(services, papers)
    assert found.counts == {"p-0001": {"citations": 9, "stars": 45}, "p-0002": {"citations": 2}}
    assert found.told == [
        "citations of 2 of 2 papers that have a DOI or arXiv id",
        "stars of 1 of 1 paper that has a repository on GitHub",
    ]


def test_many_papers_are_asked_for_together_and_all_pages_are_read(services: Services) -> None:
    papers = library([paper(n, doi=f"10.1234/p{n}") for n in range(120)])
    services.works = [(f"10.1234/p{n}", n) for n in range(120) for _ in range(3)]  # three works for each DOI
    found = measure(services, papers)
    assert found.counts == {f"p-{n:04}": {"citations": n} for n in range(120)}
    assert len(services.asked) == 2 + 2 + 1  # 50, 50 and 20 papers; 150 works are two pages


def test_a_doi_that_would_part_a_filter_is_asked_for_alone(services: Services) -> None:
    services.works = [("10.1234/a,b", 3)]
    papers = library([paper(1, doi="10.1234/a,b"), paper(2, doi="10.1234/c|d")])
    assert measure(services, papers).counts == {"p-0001": {"citations": 3}}


def test_missing_works_and_repositories_are_left_out(services: Services) -> None:
    papers = library([paper(1, doi="10.1234/none", links={"code": "https://github.com/gone/away"})])
    found = measure(services, papers)
    assert found.counts == {}
    assert found.told[0] == "p-0001: there is no repository gone/away any more"


def test_a_renamed_repository_is_followed_and_told(services: Services) -> None:
    services.repositories = {"old/name": (7, "new/Name")}
    found = measure(services, library([paper(1, links={"code": "https://github.com/old/name/tree/main"})]))
    assert found.counts == {"p-0001": {"stars": 7}}
    assert found.told[0] == "p-0001: the repository old/name is now new/Name; write that in links.code"


def test_a_token_goes_to_no_other_host(services: Services) -> None:
    papers = library([paper(1, links={"code": "https://github.com/a/b"})])
    services.faults = [(301, {"Location": "http://localhost:1/evil"}, b"{}")]
    with pytest.raises(ServiceError) as error:
        measure(services, papers, GITHUB_TOKEN="token")  # noqa: S106 - made up
    assert str(error.value) == "GitHub: leads to another host, localhost:1"
    assert services.authorization == ["Bearer token"]


def test_the_key_of_openalex_goes_with_each_question(services: Services) -> None:
    measure(services, library([paper(1, doi="10.1234/a")]), OPENALEX_API_KEY="k")
    assert all("api_key=k" in path for path in services.asked)


@pytest.mark.parametrize(
    ("headers", "waits"),
    [({"Retry-After": "7"}, [7.0]), ({}, [2.0]),
     ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1030"}, [30.0])],
)  # fmt: skip
def test_429_is_waited_for(services: Services, headers: dict[str, str], waits: list[float]) -> None:
    services.works = [("10.1234/a", 1)]
    services.faults = [(429, headers, b"{}")]
    waited: list[float] = []
    assert measure(services, library([paper(1, doi="10.1234/a")]), waited).counts == {"p-0001": {"citations": 1}}
    assert waited == waits


FAULTS: dict[str, list[tuple[int, dict[str, str], bytes]]] = {
    "OpenAlex: answers 429 and asks to wait 180 minutes; try again then": [(429, {"Retry-After": "10800"}, b"")],
    "OpenAlex: answered 503 5 times; try again later": [(503, {}, b"")] * 5,
    "OpenAlex: answers 401 (no key)": [(401, {}, b'{"message": "no key"}')],
    "OpenAlex: the answer is not JSON": [(200, {}, b"<html>")],
    "OpenAlex: an answer without results and meta.count; its answers have changed": [(200, {}, b"[]")],
    "OpenAlex: cited_by_count of 10.1234/a is no number; its answers have changed": [
        (200, {}, b'{"meta": {"count": 1}, "results": [{"doi": "10.1234/a", "cited_by_count": "many"}]}')
    ],
}  # fmt: skip


@pytest.mark.parametrize("message", FAULTS)
def test_what_a_service_says_instead_is_one_message(services: Services, message: str) -> None:
    services.faults = list(FAULTS[message])
    with pytest.raises(ServiceError) as error:
        measure(services, library([paper(1, doi="10.1234/a")]))
    assert str(error.value) == message


def test_a_service_that_is_not_there(services: Services) -> None:
    with pytest.raises(ServiceError) as error:
        measure(services, library([paper(1, doi="10.1234/a")]), OPENALEX_URL="http://127.0.0.1:1")
    assert str(error.value) == "OpenAlex: answered 503 5 times; try again later"


@pytest.mark.parametrize(
    ("url", "name"),
    [("https://github.com/a/b", "a/b"), ("http://www.github.com/a/b.git", "a/b"), ("https://github.com/a/b/x", "a/b"),
     ("https://github.com/a", None), ("https://github.com.evil.example/a/b", None), ("https://github.com/a/..", None)],
)  # fmt: skip
def test_the_repository_of_an_address(url: str, name: str | None) -> None:
    assert github.repository(url) == name


def test_the_command_writes_a_snapshot_that_the_check_takes(services: Services, tmp_path: Path) -> None:
    root = toy_project(tmp_path / "toy")
    services.works = [("10.48550/arxiv.2309.08045", 9)]
    services.faults = [(401, {}, b"")]
    fault = command("metrics", cwd=root, env=services.environment(), check=False)
    assert (fault.returncode, fault.stderr) == (1, "papers: OpenAlex: answers 401; nothing was written\n")
    shown = command("metrics", "--dry-run", cwd=root, env=services.environment())
    assert '"keller-2023-traveling-waves": {"citations": 9}' in shown.stdout
    assert not (root / "papers" / "_metrics").exists()
    done = command("metrics", cwd=root, env=services.environment())
    [file] = (root / "papers" / "_metrics").iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d\.json", file.name)
    assert done.stdout == f"wrote papers/_metrics/{file.name}: {len(json.loads(shown.stdout))} papers\n"
    assert file.read_text(encoding="utf-8") == shown.stdout
    command("check", cwd=root)


# --- the files


def write(root: Path, name: str, text: str) -> None:
    folder = root / "papers" / "_metrics"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


BAD = {
    "[]": "it is not an object of keys of papers",
    '{"a": 1}': '"a": not numbers of citations and stars',
    '{"a": {"citations": -1}}': '"a": not numbers of citations and stars',
    '{"a": {"citations": true}}': '"a": not numbers of citations and stars',
    '{"a": {"likes": 1}}': '"a": not numbers of citations and stars',
    '{"a": {"stars": 1.5}}': '"a": not numbers of citations and stars',
    "{": "it is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
}


@pytest.mark.parametrize("text", BAD)
def test_a_bad_snapshot_is_a_problem_and_no_snapshot(tmp_path: Path, text: str) -> None:
    write(tmp_path, "2026-01-01.json", text)
    found, problems = metrics.read(tmp_path / "papers", tmp_path)
    assert found == ()
    told = f"papers/_metrics/2026-01-01.json: bad-metrics: {BAD[text]}"
    assert [problem.text() for problem in problems] == [f"{told}\n    take the file out; papers metrics makes another"]


@pytest.mark.parametrize("name", ["2026-02-30.json", "notes.txt", "2026-01.json"])
def test_a_name_that_is_no_day_is_a_problem(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "{}")
    [problem] = metrics.read(tmp_path / "papers", tmp_path)[1]
    assert problem.path == f"papers/_metrics/{name}"


def test_the_pair_that_growth_is_told_from() -> None:
    weekly = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in (1, 8, 15, 22)]
    assert metrics.pair(weekly) == ["2026-01-22", "2026-02-22"]
    assert metrics.pair(weekly[:3]) == ["2026-01-01", "2026-01-15"]
    assert metrics.pair(["2026-01-01", "2026-01-05"]) == ["2026-01-05"]
    assert metrics.pair([]) == []


# --- what trends


def measured(before: dict[str, Any], now: dict[str, Any], day: str = "2026-01-31") -> Library:
    papers = [paper(1, date="2025-11-02"), paper(2, date="2016"), paper(3, date="2026-02-20")]
    return Library.of(papers, VOCABULARY, (Snapshot("2026-01-01", before), Snapshot(day, now)))


def test_the_score_is_that_of_the_documentation() -> None:
    before, now = {"p-0001": {"citations": 10, "stars": 5}}, {"p-0001": {"citations": 14, "stars": 25}}
    [trend] = trending(measured(before, now))
    assert (trend.paper.key, trend.citations, trend.stars, trend.score) == ("p-0001", 4, 20, 3.0)


def test_only_growth_that_both_snapshots_know_counts() -> None:
    assert trending(measured({}, {"p-0001": {"citations": 14}})) == ()
    assert trending(measured({"p-0001": {"citations": 14}}, {"p-0001": {"citations": 12}})) == ()
    assert trending(measured({"p-0001": {"stars": 1}}, {"p-0001": {"citations": 12}})) == ()
    assert trending(library([paper(1)])) == ()


def test_a_young_paper_comes_before_an_old_one_with_the_same_growth() -> None:
    before = {f"p-000{n}": {"citations": 0} for n in (1, 2, 3)}
    now = {f"p-000{n}": {"citations": 5} for n in (1, 2, 3)}
    assert [trend.paper.key for trend in trending(measured(before, now))] == ["p-0003", "p-0001", "p-0002"]


def test_a_paper_that_was_renamed_keeps_its_growth() -> None:
    renamed = paper(1, former_keys=["before"])
    snapshots = (
        Snapshot("2026-01-01", {"before": {"citations": 1}}),
        Snapshot("2026-01-31", {"p-0001": {"citations": 2}}),
    )
    [trend] = trending(Library.of([renamed], VOCABULARY, snapshots))
    assert trend.citations == 1


def test_the_slot_and_the_digest_show_it_and_nothing_pretends() -> None:
    site = {"name": "Toy", "url": "https://toy.example/"}
    empty = Slots(library([paper(1)]), site)
    assert empty.render("trending", "5", "") == ""
    full = measured({"p-0001": {"citations": 0}}, {"p-0001": {"citations": 2}})
    html = Slots(full, site).render("trending", "5", "")
    assert '<h2 id="trending">Trending</h2>' in html
    assert "in the 30 days before 31 January 2026" in html
    assert len(re.findall('<li class="p-row', html)) == 1
    with pytest.raises(ValueError, match='"many" is not a number from 1 to 100'):
        empty.render("trending", "many", "")
    settings = Settings(root=Path(), name="Toy", url="https://toy.example/")
    text = Writer(settings, trending=[trend.paper for trend in trending(full)]).content([]).text
    assert "Trending on the list\n\n- Paper 1\n  https://toy.example/papers/p-0001/\n" in text


def test_the_finder_s_order_has_what_trends_first() -> None:
    full = measured({"p-0002": {"citations": 0}}, {"p-0002": {"citations": 2}})
    ranks = json.loads(Facets(full).order())["trending"]  # digits of one letter: A is 0
    keys = [one.key for one in numbered(full)]
    assert sorted(keys, key=lambda key: ranks[keys.index(key)]) == ["p-0002", "p-0003", "p-0001"]
    assert "trending" not in json.loads(Facets(library([paper(1)])).order())
