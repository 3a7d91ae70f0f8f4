"""arXiv, Crossref, PubMed and OpenReview, played on 127.0.0.1 from answers written by their documentation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

FEED = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">
<id>http://arxiv.org/api/x</id><updated>2026-01-01T00:00:00Z</updated>
<opensearch:totalResults>{n}</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
<opensearch:itemsPerPage>1</opensearch:itemsPerPage>{entry}</feed>
"""
ENTRY = """<entry><id>http://arxiv.org/abs/{id}v2</id><updated>2024-01-01T00:00:00Z</updated>
<published>2023-09-03T17:59:58Z</published><title>Standing Waves of
  Cortex</title><summary>Waves of fMRI that stand. Their words, not ours.</summary>
<author><name>Frieda L\u00f6we</name></author><author><name>Max Welling</name></author>
<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{comment}</arxiv:comment>{doi}
<link href="http://arxiv.org/abs/{id}v2" rel="alternate" type="text/html"/>
<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="q-bio.NC" scheme="x"/>
<category term="q-bio.NC" scheme="x"/></entry>"""
DOI = '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/waves.1</arxiv:doi>'
WORK: dict[str, Any] = {
    "DOI": "10.1000/waves.1",
    "title": ["Standing <i>Waves</i> of Cortex"],
    "author": [{"given": "Frieda", "family": "L\u00f6we"}, {"given": "Max", "family": "Welling"}],
    "issued": {"date-parts": [[2024, 2]]},
    "container-title": ["International Conference on Learning Representations"],
    "page": "1-9",
}
PUBMED = {"result": {"uids": ["123"], "123": {
    "title": "Standing Waves of Cortex.", "authors": [{"name": "Lowe FA"}], "pubdate": "2024 Feb 3",
    "fulljournalname": "ICLR", "articleids": [{"idtype": "doi", "value": "10.1000/waves.1"}]}}}  # fmt: skip
OPENREVIEW = {"notes": [{"cdate": 1693700000000, "content": {
    "title": {"value": "Standing Waves of Cortex"}, "authors": {"value": ["Frieda L\u00f6we"]},
    "abstract": {"value": "Theirs."}}}]}  # fmt: skip


class Played:
    """What the services do. fault: "" or what goes wrong; faults: how many requests it goes wrong for."""

    def __init__(self) -> None:
        self.fault = ""
        self.faults = 1_000
        self.comment = "8 pages, code: https://github.com/a/waves"
        self.published = True
        self.work = dict(WORK)
        self.asked: list[tuple[str, str]] = []
        self.release = threading.Event()

    def answer(self, path: str, agent: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a path."""
        self.asked.append((path, agent))
        parts = urlsplit(path)
        kind = "application/atom+xml" if parts.path.startswith("/arxiv") else "application/json"
        status, body = self._good(parts.path, parse_qs(parts.query))
        headers = {"Content-Type": kind}
        if self.fault and self.faults > 0:
            self.faults -= 1
            if self.fault == "busy":
                return 429, {**headers, "Retry-After": "1"}, b""
            if self.fault == "down":
                return 503, headers, b""
            if self.fault == "html":
                return 200, {"Content-Type": "text/html"}, b"<html>Sign in</html>"
            if self.fault == "half":
                return 200, headers, body[: len(body) // 2]
            if self.fault == "elsewhere":
                return 302, {"Location": "https://example.org/elsewhere"}, b""
            if self.fault == "slow":
                self.release.wait(120)
        return status, headers, body

    def _good(self, path: str, query: dict[str, list[str]]) -> tuple[int, bytes]:
        if path.startswith("/arxiv"):
            identifier = query["id_list"][0]
            if identifier.endswith("99999"):
                return 200, FEED.format(n=0, entry="").encode()
            entry = ENTRY.format(id=identifier, comment=self.comment, doi=DOI if self.published else "")
            return 200, FEED.format(n=1, entry=entry).encode()
        if path.startswith("/pubmed"):
            return 200, json.dumps(PUBMED if query["id"] == ["123"] else {"result": {"uids": []}}).encode()
        if path.startswith("/openreview"):
            return (200, json.dumps(OPENREVIEW).encode()) if query["id"] == ["abcdefghij"] else (404, b"{}")
        if unquote(path) == "/crossref/works/10.1000/waves.1":
            return 200, json.dumps({"status": "ok", "message-type": "work", "message": self.work}).encode()
        return 404, b"Resource not found."


@contextmanager
def played() -> Iterator[tuple[Played, str]]:
    """The services and their address, without a slash at its end."""
    services = Played()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = services.answer(self.path, self.headers.get("User-Agent", ""))
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # who asked has gone

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield services, f"http://127.0.0.1:{server.server_port}"
        finally:
            services.release.set()
            server.shutdown()
            thread.join()
