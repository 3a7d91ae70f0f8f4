"""Two made-up papers as the exports that people have write them: columns, tags and nesting as in the real files.

FILES: what the export is called → name of the file, its text, and what the format of `papers import` is. `lacks` of an
export names what it does not hold.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TITLES = ("Waves of the brain: a study of lakes", "Tides, and what they teach")
VENUES = ("Journal of Made-up Lakes", "Conference on Small Seas")
DOIS = ("10.1000/lakes.1", "10.1000/lakes.2")
URLS = ("https://example.org/lakes/1", "https://example.org/lakes/2")


@dataclass(frozen=True)
class Export:
    """A file that a program exports. form: its format; lacks: what the export does not hold; unknown: fields without a
    place that are reported.
    """

    form: str
    text: str
    lacks: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


def table(header: Sequence[str], rows: Sequence[Mapping[str, str]], delimiter: str = ",") -> str:
    """Return a table with all columns of an export, most of them empty."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out, header, delimiter=delimiter, restval="", quoting=csv.QUOTE_ALL if delimiter == "," else 0
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def split(words: str) -> list[str]:
    """Return names of columns between commas or line ends."""
    return [word.strip() for line in words.strip().split("\n") for word in line.split(",") if word.strip()]


ZOTERO = split("""
Key, Item Type, Publication Year, Author, Title, Publication Title, ISBN, ISSN, DOI, Url
Abstract Note, Date, Date Added, Date Modified, Access Date, Pages, Num Pages, Issue, Volume
Number Of Volumes, Journal Abbreviation, Short Title, Series, Publisher, Place, Language, Rights
Type, Archive, Archive Location, Library Catalog, Call Number, Extra, Notes, File Attachments
Link Attachments, Manual Tags, Automatic Tags, Editor, Conference Name
""")
SCOPUS = split("""
Authors, Author full names, Author(s) ID, Title, Year, Source title, Volume, Issue, Art. No.
Page start, Page end, Page count, Cited by, DOI, Link, Affiliations, Authors with affiliations
Abstract, Author Keywords, Index Keywords, References, Correspondence Address, Editors, Publisher
ISSN, ISBN, CODEN, PubMed ID, Language of Original Document, Abbreviated Source Title, Document Type
Publication Stage, Open Access, Source, EID
""")
WOS_TABLE = [
    *split("""
Publication Type, Authors, Book Authors, Book Editors, Book Group Authors, Author Full Names
Book Author Full Names, Group Authors, Article Title, Source Title, Book Series Title, Language
Document Type, Conference Title, Author Keywords, Keywords Plus, Abstract, Addresses
Reprint Addresses, Researcher Ids, ORCIDs, Funding Orgs, Cited References
"""),
    "Times Cited, WoS Core",
    *split("""
Publisher, ISSN, eISSN, Journal Abbreviation, Journal ISO Abbreviation, Publication Date
Publication Year, Volume, Issue, Start Page, End Page, Article Number, DOI, DOI Link
Number of Pages, Research Areas, Pubmed Id, UT (Unique WOS ID)
"""),
]
PUBMED = split("""
PMID, Title, Authors, Citation, First Author, Journal/Book, Publication Year, Create Date, PMCID, NIHMS ID, DOI
""")
LENS = split("""
Lens ID, Title, Date Published, Publication Year, Publication Type, Source Title, ISSNs, Publisher
Source Country, Author/s, Abstract, Volume, Issue Number, Start Page, End Page, Fields of Study
Keywords, MeSH Terms, Chemicals, Funding, Source URLs, External URL, PMID, DOI
Microsoft Academic ID, PMCID, References, Citing Works Count, Is Open Access
""")
COCHRANE = split("""
Cochrane Review ID, Author(s), Title, Source, Year, Abstract, Issue, Publisher, ISSN, Keywords, DOI
URL, Cochrane Review Group Code
""")
EMBASE = split("""
Title, Original Title, Author Names, Author Addresses, Correspondence Address, Editors
AiP/IP Entry Date, Full Record Entry Date, Source, Source title, Publication Year, Volume, Issue
First Page, Last Page, Date of Publication, Publication Type, Conference Name, ISSN, Book Publisher
Abstract, Author Keywords, Emtree Drug Index Terms, Article Language, Summary Language
Embase Accession ID, Medline PMID, PUI, DOI, Full Text Link, Embase Link
""")
OPENALEX = split("""
id, doi, title, display_name, publication_year, publication_date, ids.openalex, ids.pmid, language
primary_location.landing_page_url, primary_location.source.display_name
primary_location.source.host_organization_name, type, authorships.author_position
authorships.author.id, authorships.author.display_name, authorships.author.orcid
authorships.raw_author_name, cited_by_count, biblio.volume, biblio.issue, biblio.first_page
biblio.last_page
""")
IEEE = split("""
Document Title, Authors, Author Affiliations, Publication Title, Date Added To Xplore
Publication Year, Volume, Issue, Start Page, End Page, Abstract, ISSN, DOI, Funding Information
PDF Link, Author Keywords, IEEE Terms, Publisher
""")
RAYYAN = split("""
key, title, year, month, day, journal, issn, volume, issue, pages, authors, url, language, publisher
location, abstract, notes, doi, keywords
""")


def _zotero_csv() -> str:
    return table(
        ZOTERO,
        [
            {
                "Key": "A1",
                "Item Type": "journalArticle",
                "Publication Year": "2020",
                "Author": "Lee, Ann B.; van der Berg, Bo",
                "Title": TITLES[0],
                "Publication Title": VENUES[0],
                "DOI": DOIS[0],
                "Url": URLS[0],
                "Date": "2020-03-12",
                "Pages": "101-110",
                "Issue": "3",
                "Volume": "12",
                "Language": "en-US",
                "Publisher": "Small Press",
                "ISSN": "1234-5678",
                "Date Added": "2024-01-01 10:00:00",
                "Journal Abbreviation": "J. Lakes",
            },
            {
                "Key": "B2",
                "Item Type": "conferencePaper",
                "Publication Year": "2021",
                "Author": "Ode, Cy",
                "Title": TITLES[1],
                "Conference Name": VENUES[1],
                "DOI": DOIS[1],
                "Url": URLS[1],
                "Date": "2021",
                "Pages": "7-9",
                "Language": "en",
                "Volume": "1",
                "Issue": "2",
                "Editor": "Roe, Bob",
            },
        ],
    )


def _scopus() -> str:
    return "\ufeff" + table(
        SCOPUS,
        [
            {
                "Authors": "Lee A.B.; van der Berg B.",
                "Author full names": "Lee, Ann B. (57190000001); van der Berg, Bo (57190000002)",
                "Author(s) ID": "57190000001; 57190000002",
                "Title": TITLES[0],
                "Year": "2020",
                "Source title": VENUES[0],
                "Volume": "12",
                "Issue": "3",
                "Page start": "101",
                "Page end": "110",
                "Page count": "9",
                "Cited by": "47",
                "DOI": DOIS[0],
                "Link": URLS[0],
                "Affiliations": "Lake Institute",
                "Authors with affiliations": "Lee A.B., Lake Institute",
                "Author Keywords": "eeg; lakes",
                "Publisher": "Small Press",
                "Language of Original Document": "English",
                "Abbreviated Source Title": "J. Lakes",
                "Document Type": "Article",
                "Source": "Scopus",
                "EID": "2-s2.0-1",
            },
            {
                "Authors": "Ode C.",
                "Author full names": "Ode, Cy (57190000003)",
                "Title": TITLES[1],
                "Year": "2021",
                "Source title": VENUES[1],
                "Volume": "1",
                "Issue": "2",
                "Page start": "7",
                "Page end": "9",
                "DOI": DOIS[1],
                "Link": URLS[1],
                "Language of Original Document": "English",
                "Source": "Scopus",
                "EID": "2-s2.0-2",
            },
        ],
    )


def _old_scopus() -> str:
    return table(
        [name for name in SCOPUS if name != "Author full names"],
        [
            {
                "Authors": "Lee A.B., van der Berg B.",
                "Title": TITLES[0],
                "Year": "2020",
                "Source title": VENUES[0],
                "Volume": "12",
                "Issue": "3",
                "Page start": "101",
                "Page end": "110",
                "DOI": DOIS[0],
                "Link": URLS[0],
                "Language of Original Document": "English",
                "Source": "Scopus",
            },
            {
                "Authors": "Ode C.",
                "Title": TITLES[1],
                "Year": "2021",
                "Source title": VENUES[1],
                "Volume": "1",
                "Issue": "2",
                "Page start": "7",
                "Page end": "9",
                "DOI": DOIS[1],
                "Link": URLS[1],
                "Language of Original Document": "English",
                "Source": "Scopus",
            },
        ],
    )


def _wos_table(delimiter: str) -> str:
    return table(
        WOS_TABLE,
        [
            {
                "Publication Type": "J",
                "Authors": "Lee, AB; van der Berg, B",
                "Author Full Names": "Lee, Ann B.; van der Berg, Bo",
                "Article Title": TITLES[0],
                "Source Title": VENUES[0],
                "Language": "English",
                "Publication Date": "MAR 12",
                "Publication Year": "2020",
                "Volume": "12",
                "Issue": "3",
                "Start Page": "101",
                "End Page": "110",
                "DOI": DOIS[0],
                "DOI Link": f"http://dx.doi.org/{DOIS[0]}",
                "Addresses": "[Lee, Ann B.] Lake Inst",
                "UT (Unique WOS ID)": "WOS:1",
                "Times Cited, WoS Core": "47",
            },
            {
                "Publication Type": "C",
                "Authors": "Ode, C",
                "Author Full Names": "Ode, Cy",
                "Article Title": TITLES[1],
                "Source Title": VENUES[1],
                "Language": "English",
                "Publication Year": "2021",
                "Volume": "1",
                "Issue": "2",
                "Start Page": "7",
                "End Page": "9",
                "DOI": DOIS[1],
                "UT (Unique WOS ID)": "WOS:2",
            },
        ],
        delimiter,
    )


def _wos_tabs() -> str:
    tags = split("""
PT, AU, BA, BE, GP, AF, BF, CA, TI, SO, SE, BS, LA, DT, CT, DE, ID, AB, C1, RP, EM, RI, OI, FU, CR, NR, TC, PU, SN, J9
JI, PD, PY, VL, IS, BP, EP, AR, DI, UT, PM
""")
    rows = [
        {
            "PT": "J",
            "AU": "Lee, AB; van der Berg, B",
            "AF": "Lee, Ann B.; van der Berg, Bo",
            "TI": TITLES[0],
            "SO": VENUES[0],
            "LA": "English",
            "PD": "MAR 12",
            "PY": "2020",
            "VL": "12",
            "IS": "3",
            "BP": "101",
            "EP": "110",
            "DI": DOIS[0],
            "C1": "[Lee, Ann B.] Lake Inst",
            "FU": "Grant 7",
            "UT": "WOS:1",
        },
        {
            "PT": "C",
            "AU": "Ode, C",
            "AF": "Ode, Cy",
            "TI": TITLES[1],
            "SO": VENUES[1],
            "LA": "English",
            "PY": "2021",
            "VL": "1",
            "IS": "2",
            "BP": "7",
            "EP": "9",
            "DI": DOIS[1],
            "UT": "WOS:2",
        },
    ]
    return "\ufeff" + "".join(
        "\t".join(row) + "\n" for row in [tags, *([row.get(tag, "") for tag in tags] for row in rows)]
    )


def _wos_tagged() -> str:
    return f"""FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Lee, AB
   van der Berg, B
AF Lee, Ann B.
   van der Berg, Bo
TI {TITLES[0]}
SO {VENUES[0]}
LA English
C1 [Lee, Ann B.] Lake Inst
FU Grant 7
OI Lee, Ann/0000-0002-1825-0097;
   Nobody, N/0000-0001-5109-3700
PD MAR 12
PY 2020
VL 12
IS 3
BP 101
EP 110
DI {DOIS[0]}
UT WOS:1
ER

PT C
AU Ode, C
AF Ode, Cy
TI {TITLES[1]}
SO {VENUES[1]}
LA English
PY 2021
VL 1
IS 2
BP 7
EP 9
DI {DOIS[1]}
ER

EF
"""


def _pubmed_csv() -> str:
    return table(
        PUBMED,
        [
            {
                "PMID": "30000001",
                "Title": TITLES[0],
                "Authors": "Lee AB, van der Berg B.",
                "Citation": "J Lakes. 2020 Mar;12(3):101-110.",
                "First Author": "Lee AB",
                "Journal/Book": VENUES[0],
                "Publication Year": "2020",
                "Create Date": "2020/03/13",
                "DOI": DOIS[0],
            },
            {
                "PMID": "30000002",
                "Title": TITLES[1],
                "Authors": "Ode C.",
                "Citation": "Small Seas. 2021;1(2):7-9.",
                "First Author": "Ode C",
                "Journal/Book": VENUES[1],
                "Publication Year": "2021",
                "Create Date": "2021/03/13",
                "DOI": DOIS[1],
            },
        ],
    )


def _nbib() -> str:
    return f"""
PMID- 30000001
OWN - NLM
STAT- MEDLINE
DP  - 2020 Mar 12
TI  - {TITLES[0]}.
PG  - 101-110
LID - {DOIS[0]} [doi]
FAU - Lee, Ann B
AU  - Lee AB
AD  - Lake Institute, Geneva.
FAU - van der Berg, Bo
AU  - van der Berg B
LA  - eng
GR  - R01/Lakes
PT  - Journal Article
TA  - J Lakes
JT  - {VENUES[0]}
VI  - 12
IP  - 3
AID - {DOIS[0]} [doi]
AID - 1 [pii]

PMID- 30000002
DP  - 2021
TI  - {TITLES[1]}.
PG  - 7-9
AID - {DOIS[1]} [doi]
FAU - Ode, Cy
AU  - Ode C
LA  - eng
JT  - {VENUES[1]}
VI  - 1
IP  - 2
"""


def _enw() -> str:
    return f"""%0 Journal Article
%T {TITLES[0]}
%A Lee, Ann B.
%A van der Berg, Bo
%D 2020
%8 March 12
%J {VENUES[0]}
%V 12
%N 3
%P 101-110
%R {DOIS[0]}
%U {URLS[0]}
%G English
%I Small Press
%@ 1234-5678
%+ Lake Institute

%0 Conference Paper
%T {TITLES[1]}
%A Ode, Cy
%D 2021
%B {VENUES[1]}
%V 1
%N 2
%P 7-9
%R {DOIS[1]}
%U {URLS[1]}
%G English
"""


def _lens() -> str:
    return table(
        LENS,
        [
            {
                "Lens ID": "001-002",
                "Title": TITLES[0],
                "Date Published": "2020-03-12",
                "Publication Year": "2020",
                "Source Title": VENUES[0],
                "Author/s": "Ann B. Lee; Bo van der Berg",
                "Volume": "12",
                "Issue Number": "3",
                "Start Page": "101",
                "End Page": "110",
                "External URL": URLS[0],
                "DOI": DOIS[0],
                "Fields of Study": "Lakes",
                "Citing Works Count": "2",
            },
            {
                "Lens ID": "001-003",
                "Title": TITLES[1],
                "Date Published": "2021",
                "Publication Year": "2021",
                "Source Title": VENUES[1],
                "Author/s": "Cy Ode",
                "Volume": "1",
                "Issue Number": "2",
                "Start Page": "7",
                "End Page": "9",
                "External URL": URLS[1],
                "DOI": DOIS[1],
            },
        ],
    )


def _cochrane() -> str:
    return table(
        COCHRANE,
        [
            {
                "Cochrane Review ID": "CD000001",
                "Author(s)": "Lee AB, van der Berg B",
                "Title": TITLES[0],
                "Source": VENUES[0],
                "Year": "2020",
                "Issue": "3",
                "Publisher": "Small Press",
                "DOI": DOIS[0],
                "URL": URLS[0],
            },
            {
                "Cochrane Review ID": "CD000002",
                "Author(s)": "Ode C",
                "Title": TITLES[1],
                "Source": VENUES[1],
                "Year": "2021",
                "Issue": "2",
                "DOI": DOIS[1],
                "URL": URLS[1],
            },
        ],
    )


def _embase_values() -> list[dict[str, str]]:
    return [
        {
            "Title": TITLES[0],
            "Author Names": "Lee A.B., van der Berg B.",
            "Author Addresses": "Lake Institute",
            "Source": "Journal of Made-up Lakes (2020) 12:3 (101-110). Date of Publication: 12 Mar 2020",
            "Source title": VENUES[0],
            "Publication Year": "2020",
            "Volume": "12",
            "Issue": "3",
            "First Page": "101",
            "Last Page": "110",
            "Article Language": "English",
            "Embase Accession ID": "2001",
            "Medline PMID": "30000001",
            "DOI": DOIS[0],
            "Full Text Link": URLS[0],
        },
        {
            "Title": TITLES[1],
            "Author Names": "Ode C.",
            "Source title": VENUES[1],
            "Publication Year": "2021",
            "Volume": "1",
            "Issue": "2",
            "First Page": "7",
            "Last Page": "9",
            "Article Language": "English",
            "DOI": DOIS[1],
            "Full Text Link": URLS[1],
        },
    ]


def _embase_by_row() -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for paper in _embase_values():
        for name, value in paper.items():
            cells = [cell.strip() for cell in value.split(",")] if name == "Author Names" else [value]
            writer.writerow([name.upper(), *cells])
        out.write("\n")
    return out.getvalue()


def _openalex_csv() -> str:
    return table(
        OPENALEX,
        [
            {
                "id": "https://openalex.org/W1",
                "doi": f"https://doi.org/{DOIS[0]}",
                "title": TITLES[0],
                "display_name": TITLES[0],
                "publication_year": "2020",
                "publication_date": "2020-03-12",
                "language": "en",
                "primary_location.landing_page_url": URLS[0],
                "primary_location.source.display_name": VENUES[0],
                "authorships.author.display_name": "Ann B. Lee|Bo van der Berg",
                "authorships.raw_author_name": "Lee, Ann B.|van der Berg, Bo",
                "cited_by_count": "47",
                "biblio.volume": "12",
                "biblio.issue": "3",
                "biblio.first_page": "101",
                "biblio.last_page": "110",
            },
            {
                "id": "https://openalex.org/W2",
                "doi": f"https://doi.org/{DOIS[1]}",
                "title": TITLES[1],
                "publication_year": "2021",
                "publication_date": "2021-01-01",
                "language": "en",
                "primary_location.landing_page_url": URLS[1],
                "primary_location.source.display_name": VENUES[1],
                "authorships.author.display_name": "Cy Ode",
                "biblio.volume": "1",
                "biblio.issue": "2",
                "biblio.first_page": "7",
                "biblio.last_page": "9",
            },
        ],
    )


def _openalex_work(number: int) -> dict[str, object]:
    people = (("Ann B. Lee", "Bo van der Berg"), ("Cy Ode",))[number]
    biblio = (
        {"volume": "12", "issue": "3", "first_page": "101", "last_page": "110"},
        {"volume": "1", "issue": "2", "first_page": "7", "last_page": "9"},
    )[number]
    return {
        "id": f"https://openalex.org/W{number + 1}",
        "doi": f"https://doi.org/{DOIS[number]}",
        "title": TITLES[number],
        "display_name": TITLES[number],
        "publication_year": 2020 + number,
        "publication_date": ("2020-03-12", "2021-01-01")[number],
        "ids": {
            "openalex": f"https://openalex.org/W{number + 1}",
            "doi": f"https://doi.org/{DOIS[number]}",
            "mag": "7",
        },
        "language": "en",
        "primary_location": {
            "is_oa": False,
            "landing_page_url": URLS[number],
            "pdf_url": None,
            "source": {"id": "https://openalex.org/S1", "display_name": VENUES[number], "type": "journal"},
        },
        "authorships": [
            {
                "author_position": "first",
                "author": {"id": "https://openalex.org/A1", "display_name": name, "orcid": None},
                "institutions": [],
                "raw_author_name": name,
            }
            for name in people
        ],
        "biblio": biblio,
        "keywords": [{"id": "k", "display_name": "Lakes", "score": 0.5}],
        "cited_by_count": 47,
        "referenced_works": ["https://openalex.org/W9"],
        "abstract_inverted_index": {"SECRET": [0]},
    }


def _semantic_scholar_paper(number: int) -> dict[str, object]:
    people = (("Ann B. Lee", "Bo van der Berg"), ("Cy Ode",))[number]
    journal = (
        {"name": VENUES[0], "volume": "12 3", "pages": "101-110"},
        {"name": VENUES[1], "volume": "1", "pages": "7-9"},
    )[number]
    return {
        "paperId": "a" * 40,
        "externalIds": {"DOI": DOIS[number], "CorpusId": 7},
        "url": URLS[number],
        "title": TITLES[number],
        "abstract": "SECRET",
        "venue": VENUES[number],
        "year": 2020 + number,
        "citationCount": 47,
        "journal": journal,
        "publicationDate": ("2020-03-12", None)[number],
        "authors": [{"authorId": "1", "name": name} for name in people],
        "s2FieldsOfStudy": [{"category": "Biology", "source": "external"}],
        "openAccessPdf": None,
        "tldr": {"model": "tldr@v2", "text": "SECRET"},
    }


def _dblp() -> str:
    hits = [
        {
            "@score": "3",
            "@id": "1",
            "info": {
                "authors": {
                    "author": [{"@pid": "1", "text": "Ann B. Lee 0001"}, {"@pid": "2", "text": "Bo van der Berg"}]
                },
                "title": f"{TITLES[0]}.",
                "venue": VENUES[0],
                "volume": "12",
                "number": "3",
                "pages": "101-110",
                "year": "2020",
                "type": "Journal Articles",
                "key": "journals/lakes/1",
                "doi": DOIS[0],
                "ee": URLS[0],
            },
            "url": "URL#1",
        },
        {
            "@score": "2",
            "@id": "2",
            "info": {
                "authors": {"author": {"@pid": "3", "text": "Cy Ode"}},
                "title": f"{TITLES[1]}.",
                "venue": VENUES[1],
                "volume": "1",
                "number": "2",
                "pages": "7-9",
                "year": "2021",
                "type": "Journal Articles",
                "key": "conf/seas/2",
                "doi": DOIS[1],
                "ee": URLS[1],
            },
            "url": "URL#2",
        },
    ]
    value = {
        "result": {"query": "lakes", "status": {"@code": "200", "text": "OK"}, "hits": {"@total": "2", "hit": hits}}
    }
    return json.dumps(value, indent=1)


def _zotero_item(number: int) -> dict[str, object]:
    people = ([("Ann B.", "Lee"), ("Bo", "van der Berg")], [("Cy", "Ode")])[number]
    return {
        "itemType": ("journalArticle", "conferencePaper")[number],
        "title": TITLES[number],
        "creators": [
            *({"firstName": given, "lastName": family, "creatorType": "author"} for given, family in people),
            {"firstName": "Ed", "lastName": "Ray", "creatorType": "editor"},
        ],
        ("publicationTitle", "proceedingsTitle")[number]: VENUES[number],
        "date": ("2020-03-12", "2021")[number],
        "volume": ("12", "1")[number],
        "issue": ("3", "2")[number],
        "pages": ("101-110", "7-9")[number],
        "DOI": DOIS[number],
        "url": URLS[number],
        "language": "en",
        "ISSN": "1234-5678",
        "tags": [{"tag": "eeg"}, {"tag": "lakes", "type": 1}],
        "abstractNote": "SECRET",
        "dateAdded": "2024-01-01T10:00:00Z",
        "key": "ABCD1234",
        "version": 3,
    }


def _csl_item(number: int) -> dict[str, object]:
    people = ([("Ann B.", "Lee", ""), ("Bo", "Berg", "van der")], [("Cy", "Ode", "")])[number]
    return {
        "id": f"http://zotero.org/items/{number}",
        "type": ("article-journal", "paper-conference")[number],
        "title": TITLES[number],
        "container-title": VENUES[number],
        "DOI": DOIS[number],
        "URL": URLS[number],
        "volume": ("12", "1")[number],
        "language": "en",
        "issue": ("3", "2")[number],
        "page": ("101-110", "7-9")[number],
        "author": [
            {"family": family, "given": given, **({"non-dropping-particle": particle} if particle else {})}
            for given, family, particle in people
        ],
        "issued": {"date-parts": ([["2020", 3, 12]], [["2021"]])[number]},
        "editor": [{"family": "Ray", "given": "Ed"}],
        "ISSN": "1234-5678",
        "container-title-short": "J. Lakes",
        "accessed": {"date-parts": [[2024, 1, 1]]},
    }


def _ris(extra: str = "", names: tuple[str, str] = ("AU", "AU")) -> str:
    return f"""TY  - JOUR
TI  - {TITLES[0]}
{names[0]}  - Lee, Ann B.
{names[1]}  - van der Berg, Bo
T2  - {VENUES[0]}
DA  - 2020/03/12/
PY  - 2020
VL  - 12
IS  - 3
SP  - 101
EP  - 110
LA  - en
DO  - {DOIS[0]}
UR  - {URLS[0]}
{extra}ER  -

TY  - CPAPER
TI  - {TITLES[1]}
{names[0]}  - Ode, Cy
C3  - Seas
T2  - {VENUES[1]}
PY  - 2021
VL  - 1
IS  - 2
SP  - 7
EP  - 9
LA  - English
DO  - {DOIS[1]}
UR  - {URLS[1]}
ER  -
"""


def _embase_ris() -> str:
    return f"""TY  - JOUR
T1  - {TITLES[0]}
A1  - Lee A.B.
A1  - van der Berg B.
Y1  - 2020//
KW  - lakes
JF  - {VENUES[0]}
JA  - J. Lakes
LA  - English
VL  - 12
IS  - 3
SP  - 101
EP  - 110
PB  - Small Press
AD  - Lake Institute
DO  - {DOIS[0]}
UR  - {URLS[0]}
U2  - L2001
ER  -
TY  - JOUR
T1  - {TITLES[1]}
A1  - Ode C.
Y1  - 2021//
JF  - {VENUES[1]}
LA  - English
VL  - 1
IS  - 2
SP  - 7
EP  - 9
DO  - {DOIS[1]}
UR  - {URLS[1]}
ER  -
"""


def _cochrane_ris() -> str:
    return f"""TY  - JOUR
AN  - CN-00000001
AU  - Lee, AB
AU  - van der Berg, B
TI  - {TITLES[0]}
SO  - {VENUES[0]}
YR  - 2020
VL  - 12
NO  - 3
PG  - 101-110
PM  - PUBMED 30000001
XR  - EMBASE 2001
LA  - English
DOI - {DOIS[0]}
US  - {URLS[0]}
KY  - Lakes
ER  -

TY  - JOUR
AN  - CN-00000002
AU  - Ode, C
TI  - {TITLES[1]}
SO  - {VENUES[1]}
YR  - 2021
VL  - 1
NO  - 2
PG  - 7-9
LA  - English
DOI - {DOIS[1]}
US  - {URLS[1]}
ER  -
"""


def _ieee() -> str:
    return table(
        IEEE,
        [
            {
                "Document Title": TITLES[0],
                "Authors": "A. B. Lee; B. van der Berg",
                "Publication Title": VENUES[0],
                "Publication Year": "2020",
                "Volume": "12",
                "Issue": "3",
                "Start Page": "101",
                "End Page": "110",
                "DOI": DOIS[0],
                "Author Affiliations": "Lake Inst",
            },
            {
                "Document Title": TITLES[1],
                "Authors": "C. Ode",
                "Publication Title": VENUES[1],
                "Publication Year": "2021",
                "Volume": "1",
                "Issue": "2",
                "Start Page": "7",
                "End Page": "9",
                "DOI": DOIS[1],
            },
        ],
    )


def _rayyan() -> str:
    return table(
        RAYYAN,
        [
            {
                "key": "rayyan-1",
                "title": TITLES[0],
                "year": "2020",
                "journal": VENUES[0],
                "volume": "12",
                "issue": "3",
                "pages": "101-110",
                "authors": "Lee, Ann B. and van der Berg, Bo",
                "url": URLS[0],
                "language": "eng",
                "doi": DOIS[0],
                "location": "Geneva",
            },
            {
                "key": "rayyan-2",
                "title": TITLES[1],
                "year": "2021",
                "journal": VENUES[1],
                "volume": "1",
                "issue": "2",
                "pages": "7-9",
                "authors": "Ode, Cy",
                "url": URLS[1],
                "language": "English",
                "doi": DOIS[1],
            },
        ],
    )


def _lacks(words: str) -> frozenset[str]:
    return frozenset(words.split())


EXPORTS: Mapping[str, Export] = {
    "zotero.csv": Export("csv", _zotero_csv(), unknown=("Editor", "ISSN", "Date Added", "Journal Abbreviation")),
    "scopus.csv": Export("csv", _scopus(), unknown=("Affiliations", "EID", "Cited by", "Source")),
    "scopus-old.csv": Export("csv", _old_scopus(), unknown=("Source",)),
    "savedrecs.csv": Export("csv", _wos_table(","), _lacks("url"), ("Addresses", "UT (Unique WOS ID)")),
    "savedrecs.tsv": Export("csv", _wos_table("\t"), _lacks("url"), ("Times Cited, WoS Core",)),
    "savedrecs-tabs.txt": Export("web-of-science", _wos_tabs(), _lacks("url"), ("C1", "FU", "UT")),
    "savedrecs.txt": Export("web-of-science", _wos_tagged(), _lacks("url"), ("C1", "FU", "UT")),
    "pubmed.csv": Export("csv", _pubmed_csv(), _lacks("url volume number pages language"), ("Citation", "Create Date")),
    "pubmed.nbib": Export("pubmed", _nbib(), _lacks("url"), ("AD", "GR", "TA", "AID", "PT")),
    "export.enw": Export("endnote", _enw(), unknown=("%@", "%+")),
    "lens.csv": Export("csv", _lens(), _lacks("language"), ("Lens ID", "Fields of Study")),
    "cochrane.csv": Export("csv", _cochrane(), _lacks("language volume pages"), ("Cochrane Review ID",)),
    "cochrane.ris": Export("ris", _cochrane_ris(), unknown=("AN", "XR")),
    "embase.csv": Export(
        "csv", table(EMBASE, _embase_values()), unknown=("Author Addresses", "Source", "Embase Accession ID")
    ),
    "embase-rows.csv": Export("csv", _embase_by_row(), unknown=("AUTHOR ADDRESSES", "SOURCE")),
    "embase.ris": Export("ris", _embase_ris(), unknown=("AD", "U2", "JA")),
    "openalex.csv": Export("csv", _openalex_csv(), unknown=("id", "cited_by_count")),
    "openalex.json": Export(
        "json",
        json.dumps({"meta": {"count": 2}, "results": [_openalex_work(0), _openalex_work(1)]}),
        unknown=("cited_by_count", "referenced_works", "ids"),
    ),
    "openalex.jsonl": Export("json-lines", "".join(json.dumps(_openalex_work(n)) + "\n" for n in (0, 1))),
    "semantic-scholar.json": Export(
        "json",
        json.dumps({"total": 2, "offset": 0, "data": [_semantic_scholar_paper(0), _semantic_scholar_paper(1)]}),
        _lacks("language number"),
        ("citationCount", "tldr"),
    ),
    "semantic-scholar-list.json": Export(
        "json",
        json.dumps([_semantic_scholar_paper(0), {"citingPaper": _semantic_scholar_paper(1)}], indent=2),
        _lacks("language number"),
    ),
    "dblp.json": Export("json", _dblp(), _lacks("language"), ()),
    "better-bibtex.json": Export(
        "json",
        json.dumps(
            {
                "config": {"id": "x", "label": "BetterBibTeX JSON"},
                "collections": {},
                "items": [_zotero_item(0), _zotero_item(1)],
            },
            indent=2,
        ),
        unknown=("creators (editor)", "ISSN", "dateAdded"),
    ),
    "zotero-api.json": Export(
        "json", json.dumps([{"key": "A", "version": 1, "data": _zotero_item(n)} for n in (0, 1)])
    ),
    "zotero-csl.json": Export(
        "csl-json",
        json.dumps([_csl_item(0), _csl_item(1)], indent=1),
        unknown=("editor", "ISSN", "container-title-short", "accessed"),
    ),
    "zotero.ris": Export(
        "ris",
        _ris("A2  - Roe, Bob\nKW  - eeg\nN1  - read it\nCY  - Geneva\nT3  - Series\nSN  - 1234-5678\n"),
        unknown=("A2", "N1", "CY", "T3", "SN", "C3"),
    ),
    "mendeley.ris": Export("ris", _ris("L1  - file:///lakes.pdf\nED  - Roe, Bob\n"), unknown=("L1", "ED")),
    "endnote.ris": Export(
        "ris",
        "\ufeff" + _ris("AD  - Lake Institute\nJ2  - J. Lakes\nID  - 7\nM3  - Report\n"),
        unknown=("AD", "J2", "M3"),
    ),
    "dblp.ris": Export("ris", _ris("", ("A1", "A1")).replace("C3  - Seas\nT2", "BT")),
    "ieee.csv": Export("csv", _ieee(), _lacks("url language"), ("Author Affiliations",)),
    "rayyan.csv": Export("csv", _rayyan(), unknown=("location",)),
}
