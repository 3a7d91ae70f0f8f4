"""Identifiers: which have the right form, which can be found inside something else, and their addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import identifiers as ids


@pytest.mark.parametrize(
    "text", ["2309.08045", "0704.0001", "1412.9999", "1501.00001", "q-bio/0501001", "math.GT/0309136"]
)
def test_arxiv(text: str) -> None:
    assert ids.is_arxiv(text)


@pytest.mark.parametrize(
    "text", ["2309.0804", "2313.08045", "2309.08045v2", "0613.0001", "arXiv:2309.08045", "", "1501.0001"]
)
def test_not_arxiv(text: str) -> None:
    assert not ids.is_arxiv(text)


@pytest.mark.parametrize(
    "text",
    ["https://arxiv.org/abs/2309.08045v2", "arXiv:2309.08045", "http://arxiv.org/pdf/2309.08045.pdf", "2309.08045v1",
     "https://doi.org/10.48550/arXiv.2309.08045"],
)  # fmt: skip
def test_arxiv_found(text: str) -> None:
    assert ids.find_arxiv(text) == "2309.08045"


@pytest.mark.parametrize(
    "text", ["10.1038/s41586-023-06031-6", "10.1000.10/1(2)<3>;4", "10.1016/S0896-6273(02)00569-X"]
)
def test_doi(text: str) -> None:
    assert ids.is_doi(text)


@pytest.mark.parametrize(
    "text", ["doi:10.1000/182", "https://doi.org/10.1000/182", "10.1000/", "11.1000/182", "10.1/1", "10.1000/a b"]
)
def test_not_doi(text: str) -> None:
    assert not ids.is_doi(text)


def test_doi_found_and_its_address() -> None:
    assert ids.find_doi("https://doi.org/10.1000%2F182") == "10.1000/182"
    assert ids.find_doi("doi: 10.1000/182.") == "10.1000/182"
    assert ids.doi_url("10.1000/<a>#b?c") == "https://doi.org/10.1000/%3Ca%3E%23b%3Fc"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("0000-0002-1825-0097", True),
        ("0000-0002-9079-593X", True),
        ("0000-0002-1825-0098", False),
        ("0000-0002-1825-009", False),
        ("0000000218250097", False),
    ],
)
def test_orcid(text: str, right: bool) -> None:
    assert ids.is_orcid(text) is right


def test_found_in_addresses() -> None:
    assert ids.find_orcid("https://orcid.org/0000-0002-1825-0097") == "0000-0002-1825-0097"
    assert ids.find_number("https://pubmed.ncbi.nlm.nih.gov/37138088/") == "37138088"
    assert ids.find_number("PMID: 37138088") == "37138088"
    assert ids.find_openreview("https://openreview.net/forum?id=p4S5Z6Sah4&x=1") == "p4S5Z6Sah4"


@pytest.mark.parametrize(
    ("text", "right"), [("37138088", True), ("0", False), ("037", False), ("1" * 10, False), ("１", False)]
)
def test_pmid(text: str, right: bool) -> None:
    assert ids.is_pmid(text) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [("keller-2023", True), ("a", True), ("a--b", False), ("-a", False), ("a_b", False), ("A", False), ("é", False),
     ("", False), ("a" * 100, True), ("a" * 101, False), ("a\n", False)],
)  # fmt: skip
def test_key(text: str, right: bool) -> None:
    assert ids.is_key(text) is right


@pytest.mark.parametrize(
    "text", ["https://example.org", "http://example.org:8080/a?b=c#d", "https://exämple.org/ü", "HTTPS://example.org/"]
)
def test_url(text: str) -> None:
    assert ids.url_fault(text) is None


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "example.org", "https://", "https://localhost",
     "https://a b.org", "https://u:p@example.org", 'https://example.org/"><script>', "https://[::1", "https://example.org:x/",
     "ftp://example.org", "", "https://example.org/\x00", "mailto:a@example.org"],
)  # fmt: skip
def test_not_url(text: str) -> None:
    assert ids.url_fault(text)


@given(st.text(max_size=60))
def test_any_text_is_judged(text: str) -> None:
    for judge in (ids.is_key, ids.is_arxiv, ids.is_doi, ids.is_pmid, ids.is_openreview, ids.is_orcid):
        assert judge(text) in (True, False)
    for find in (ids.find_arxiv, ids.find_doi, ids.find_openreview, ids.find_number, ids.find_orcid, ids.url_fault):
        assert find(text) is None or isinstance(find(text), str)
