"""What columns and fields are called elsewhere: by people in their tables, and by the exports of databases.

Headers of exports as their programs write them: Zotero, Scopus, Web of Science, PubMed, Lens, Cochrane, Embase,
OpenAlex, IEEE Xplore, Springer, Dimensions, Rayyan, Covidence, Publish or Perish.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from generator.model.model import Links

# Our field → what others call it, the best one first: of several columns for one field the first with a value is taken.
_CALLED: Mapping[str, Sequence[str]] = {
    "title": ("title", "paper title", "article title", "document title", "item title", "primary title", "display name",
              "paper", "name"),
    "authors": ("author full names", "authors", "author", "author/s", "author names", "author name",
                "author list", "creator", "creators", "authorships author display name", "authorships raw author name"),
    "family": ("family", "family name", "family names", "last name", "last names", "surname", "author last name",
               "author family name", "author surname"),
    "given": ("given", "given name", "given names", "first name", "first names", "forename", "author first name",
              "author given name", "author forename"),
    "groups": ("group authors", "group author", "corporate authors", "corporate author", "collective name"),
    "date": ("date", "publication date", "date published", "published", "date of publication", "pub date", "pubdate",
             "cover date", "year", "publication year", "pubyear", "pub year", "published year", "year published",
             "published date", "yr"),
    "month": ("month", "published month", "publication month"),
    "day": ("day", "published day", "publication day"),
    "arxiv": ("arxiv", "arxiv id", "arxivid", "eprint", "ids arxiv"),
    "doi": ("doi", "item doi", "digital object identifier", "article doi", "ids doi"),
    "pmid": ("pmid", "pubmed id", "pubmed", "medline pmid", "ids pmid", "pubmedid"),
    "openreview": ("openreview", "openreview id"),
    "url": ("url", "link", "paper url", "paper link", "article url", "articleurl", "documenturl", "document url",
            "external url", "full text link", "doi link", "landing page url", "primary location landing page url",
            "web link", "uri", "source url", "source urls"),
    "links": ("links", "urls", "additional links", "resources"),
    "venue": ("venue", "journal", "journal/book", "journal title", "journal name", "full journal title", "source title",
              "source title/anthology title", "publication title", "publication", "publication name", "container title",
              "proceedings title", "booktitle", "book title", "conference", "conference name", "conference title",
              "meeting name", "primary location source display name", "primary location display name",
              "host venue display name", "host venue", "published in", "pubtitle", "source", "journal abbreviation",
              "abbreviated source title", "journal iso abbreviation"),
    "volume": ("volume", "vol", "journal volume", "biblio volume"),
    "number": ("issue", "number", "issue number", "journal issue", "biblio issue", "no"),
    "pages": ("pages", "page", "page range", "page numbers", "pagination"),
    "first page": ("start page", "page start", "first page", "beginning page", "begin page", "biblio first page"),
    "last page": ("end page", "page end", "last page", "ending page", "biblio last page"),
    "article number": ("article number", "art no", "article no", "article"),
    "publisher": ("publisher", "publisher name", "book publisher", "primary location source host organization name",
                  "primary location host organization"),
    "language": ("language", "language of original document", "article language", "language of article", "lang",
                 "document language"),
    "tags": ("tags", "tag", "keywords", "keyword", "topics", "manual tags", "author keywords", "author keyword",
             "automatic tags", "labels"),
    "categories": ("categories", "category"),
    "abstract": ("abstract", "abstract note"),
    "text": ("extra", "archive id", "archive location", "notes", "note"),
    "pdf": ("pdf", "pdf link", "pdf url", "primary location pdf url", "best oa location pdf url"),
    "code": ("code", "github"),
    "tldr": ("tldr",),
    "status": ("status",),
    "notice": ("notice",),
    **{kind: (kind,) for kind in Links.model_fields if kind not in ("pdf", "code")},
}  # fmt: skip
NAMES: Mapping[str, str] = {called: field for field, all_called in _CALLED.items() for called in all_called}
# What links of papers are called, name → kind. Others go where their URL leads to: an identifier, code, a PDF, a page.
KINDS: Mapping[str, str] = {
    **{kind: kind for kind in Links.model_fields}, "github": "code", "repository": "code", "source code": "code",
    "dataset": "data", "datasets": "data", "website": "project", "project page": "project", "homepage": "project",
    "models": "model", "weights": "model", "talk": "video", "youtube": "video", "presentation": "slides",
    "blog post": "blog",
}  # fmt: skip
# Names of databases that some exports write where others have the journal.
DATABASES = frozenset(
    {"scopus", "pubmed", "medline", "embase", "crossref", "lens", "arxiv", "openalex", "pubmed central",
     "google scholar", "semantic scholar", "web of science"}
)  # fmt: skip
# Columns of exports that have no place in a paper file and look like some that have one.
_NOT_MEANT = frozenset(
    {"first author", "author id", "author ids", "authors id", "editor", "editors", "series",
     "series title", "pages count", "page count", "num pages", "citation", "citations", "conference date",
     "conference location", "date added", "date modified", "access date", "book authors", "original title"}
)  # fmt: skip


def plain(name: str) -> str:
    """Return a name as NAMES has it: `publicationTitle`, `Publication_Title` and `publication-title` are one."""
    bare = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", str(name).strip("\ufeff \"'"))
    return re.sub(r"[\s_.-]+", " ", bare.replace("(s)", "s")).strip().lower()


def field_of(name: str, mapping: Mapping[str, str]) -> str | None:
    """Return our field for a name; None where it has none. mapping: their names, in small letters → ours, or ""."""
    lower = str(name).strip().lower().lstrip("\ufeff")
    return mapping.get(lower, NAMES.get(plain(name)))


def rank(name: str) -> int:
    """Return how good a name is among those of its field: the lower the better."""
    bare = plain(name)
    return _CALLED[NAMES[bare]].index(bare) if bare in NAMES else -1


def is_header(cells: Iterable[str], mapping: Mapping[str, str] | None = None) -> bool:
    """Return whether cells are names of columns, one of which is that of the title.

    mapping: None where nobody said that they are of papers; then `name` alone does not say so either.
    """
    names = [cell for cell in cells if cell.strip()]
    found = [field for name in names if (field := field_of(name, mapping or {}))]
    if "title" not in found:
        return False
    return mapping is not None or are_of_paper(names)


def are_of_paper(names: Iterable[str]) -> bool:
    """Return whether names of fields are those of a paper: `title`, or `name` beside what only papers have."""
    plain_names = [plain(name) for name in names]
    stated = any("title" in name.split() and NAMES.get(name) == "title" for name in plain_names)
    return stated or not _OF_PAPERS.isdisjoint(NAMES.get(name, "") for name in plain_names)


_OF_PAPERS = frozenset({"authors", "date", "arxiv", "doi", "pmid", "openreview", "venue", "abstract", "tldr"})


def nearest(name: str) -> str:
    """Return our field that a misspelt name is likely to mean; empty where none is near."""
    bare = plain(name)
    if not 4 <= len(bare) <= 60 or bare in NAMES or bare in _NOT_MEANT:
        return ""
    near = (known for known in difflib.get_close_matches(bare, NAMES, n=5, cutoff=0.8) if _is_misspelt(bare, known))
    return next((NAMES[known] for known in near), "")


def _is_misspelt(name: str, known: str) -> bool:
    """Return whether each word of a name is near that of another: `document type` does not mean `document title`."""
    pairs = [*zip(name.split(), known.split(), strict=False)]
    alike = all(difflib.SequenceMatcher(None, one, other).ratio() >= 0.75 for one, other in pairs)
    return alike and len(name.split()) == len(known.split())
