"""Identifiers of papers and persons: their form, their mending, their addresses on the web."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

# New scheme since April 2007 (YYMM.NNNN, five digits since January 2015), old scheme archive[.SC]/YYMMNNN before:
# https://info.arxiv.org/help/arxiv_identifier.html
ARXIV_FORM = (
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.[0-9]{4}|(?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5}"
    r"|[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})"
)
_ARXIV = re.compile(ARXIV_FORM)
# DOI Handbook, section 2.2: a prefix 10.NNNN[.N...], a slash, and a suffix of graphic characters.
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x20\x7f]+")
_PMID = re.compile(r"[1-9][0-9]{0,8}")
_OPENREVIEW = re.compile(r"[A-Za-z0-9_-]{6,40}")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_key(text: str) -> bool:
    """Whether `text` has the form of a key: words of a-z and 0-9, joined by single hyphens, at most 100 characters."""
    return len(text) <= 100 and _KEY.fullmatch(text) is not None


def is_arxiv(text: str) -> bool:
    """Whether `text` is a bare arXiv identifier without version."""
    return _ARXIV.fullmatch(text) is not None


def is_doi(text: str) -> bool:
    """Whether `text` is a bare DOI."""
    return _DOI.fullmatch(text) is not None


def is_pmid(text: str) -> bool:
    """Whether `text` is a PubMed identifier."""
    return _PMID.fullmatch(text) is not None


def is_openreview(text: str) -> bool:
    """Whether `text` has the form of an OpenReview forum identifier."""
    return _OPENREVIEW.fullmatch(text) is not None


def is_orcid(text: str) -> bool:
    """Whether `text` is an ORCID iD with its check digit right (ISO/IEC 7064, MOD 11-2)."""
    if not _ORCID.fullmatch(text):
        return False
    total = 0
    for digit in text.replace("-", "")[:15]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return text[-1] == ("X" if rest == 10 else str(rest))


def find_arxiv(text: str) -> str | None:
    """The arXiv identifier inside a URL, `arXiv:…`, or with a version; None where there is none."""
    match = re.search(r"(?:^|[/:\s.])(" + _ARXIV.pattern + r")(?:v\d+)?(?:\.pdf)?(?:$|[?#\s])", text.strip())
    return match[1] if match else None


def find_doi(text: str) -> str | None:
    """The DOI inside a URL or `doi:…`; None where there is none."""
    match = re.search(_DOI.pattern, unquote(text.strip()))
    return match[0].rstrip(".,;") if match else None


def find_openreview(text: str) -> str | None:
    """The forum identifier inside an OpenReview URL; None where there is none."""
    match = re.search(r"openreview\.net/(?:forum|pdf)\?id=([A-Za-z0-9_-]{6,40})", text)
    return match[1] if match else None


def find_number(text: str) -> str | None:
    """The PubMed identifier inside a URL or `PMID: …`; None where there is none."""
    match = re.search(r"(?:pubmed(?:\.ncbi\.nlm\.nih\.gov)?/|pmid:?\s*)(" + _PMID.pattern + r")\b", text, re.IGNORECASE)
    return match[1] if match else None


def find_orcid(text: str) -> str | None:
    """The ORCID iD inside a URL; None where there is none."""
    match = re.search(_ORCID.pattern, text.upper())
    return match[0] if match and is_orcid(match[0]) else None


def arxiv_url(identifier: str) -> str:
    """Address of the abstract page."""
    return f"https://arxiv.org/abs/{quote(identifier, safe='/.')}"


def arxiv_pdf_url(identifier: str) -> str:
    """Address of the PDF."""
    return f"https://arxiv.org/pdf/{quote(identifier, safe='/.')}"


def doi_url(identifier: str) -> str:
    """Address by the DOI's resolver; characters outside the URL's are percent-encoded (DOI Handbook, section 2.5.2)."""
    return f"https://doi.org/{quote(identifier, safe='/:;()._-')}"


def pubmed_url(identifier: str) -> str:
    """Address of the entry in PubMed."""
    return f"https://pubmed.ncbi.nlm.nih.gov/{identifier}/"


def openreview_url(identifier: str) -> str:
    """Address of the forum."""
    return f"https://openreview.net/forum?id={quote(identifier, safe='')}"


def orcid_url(identifier: str) -> str:
    """Address of the person's record."""
    return f"https://orcid.org/{identifier}"


def url_fault(text: str) -> str | None:
    """What is wrong with `text` as a link on the site, in words; None if it may stand there.

    Only absolute `http` and `https` addresses with a host, in the characters of RFC 3986 or its international form.
    """
    if re.search(r"[\s\x00-\x20\x7f<>\"\\^`{|}]", text):
        return "has a character that an address cannot hold"
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme.lower() not in ("http", "https"):
        return "does not start with https:// or http://"
    if not host or "." not in host:
        return "has no host"
    if parts.username is not None or parts.password is not None:
        return "has a user name or password in it"
    return None
