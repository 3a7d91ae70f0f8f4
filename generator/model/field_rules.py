"""The rules of single fields of a paper file: what a value must be, and what to write instead where it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date as calendar_date
from typing import Any, Literal, Protocol, TypeVar, get_args

from generator.core.problems import Fault, flow_text, quoted, rule
from generator.core.text.counting import counted
from generator.model import identifiers, names, surnames

OTHERS = "others"  # BibTeX's word for authors that are not named
_ET_AL = frozenset({"et al", "and others", "others"})
Status = Literal["retracted", "withdrawn", "corrected"]


class Named(Protocol):
    """One author: a name, and the family name where it was given."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def family(self) -> str | None:
        """The family name, where it was given."""


Name = TypeVar("Name", bound=Named)


def name_and_year(text: str) -> tuple[str, str]:
    """Split a venue that is written as one text, such as `NIPS 2023`; the year is empty where there is none."""
    match = re.fullmatch(r"(.*\S)[\s,]+((?:19|20)\d\d)", text)
    return (match[1], match[2]) if match else (text, "")


def split_entries(name: str, value: str) -> list[str]:
    """The entries of a list that is written as one text."""
    by = r",?\s+(?:and|&)\s+|\s*;\s*" if name == "authors" else r"\s*[,;]\s*"
    parts = [part.strip(" ,") for part in re.split(by, value)]
    if name == "authors":
        turned = [re.fullmatch(r"([^,]+),\s*([^,]+)", part) for part in parts]
        if all(turned) and (len(parts) > 1 or " " not in value.partition(",")[0].strip()):
            parts = [f"{match[2]} {match[1]}" for match in turned if match]  # Lee, Ann and Roe, Bob
        else:
            parts = [one.strip() for part in parts for one in part.split(",")]
    return [part for part in parts if part]


@rule("untidy-text", wrong='title: "Traveling  waves "', right='title: "Traveling waves"')
def tidy(value: str) -> str:
    """A text field is one line, without space at its ends and without two spaces in a row."""
    neat = " ".join(value.split())
    if value != neat:
        raise Fault("has a line break, space at an end, or several spaces in a row", f"write {quoted(neat)}")
    return value


@rule("bad-date", wrong="date: 2023-02-30", right="date: 2023-02-28")
def partial_date(value: str) -> str:
    """A date is written `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exactly as it is known, and exists in the calendar."""
    return _date(value, "YYYY, YYYY-MM or YYYY-MM-DD", r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@rule("bad-day", wrong="added: 2026-11", right="added: 2026-11-23")
def day(value: str) -> str:
    """A day (`added`, `updated`, `day`) is written `YYYY-MM-DD` and exists in the calendar."""
    return _date(value, "YYYY-MM-DD", r"(\d{4})-(\d\d)-(\d\d)")


def _date(value: str, form: str, pattern: str) -> str:
    match = re.fullmatch(pattern, value, re.ASCII)
    if not match:
        loose = re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?", value, re.ASCII)
        advice = f"write {form}"
        if loose:
            mended = "-".join([loose[1], *(f"{int(part):02d}" for part in loose.groups()[1:] if part)])
            if re.fullmatch(pattern, mended, re.ASCII):
                advice = f"write {mended}"
        raise Fault(f'"{value}" is not a date of the form {form}', advice)
    year, month, number = (int(part) if part else 1 for part in (*match.groups(), None, None)[:3])
    try:
        calendar_date(year, month, number)
    except ValueError:
        raise Fault(f'"{value}" is not in the calendar', "correct the day or month, or leave it out") from None
    if not 1500 <= year <= 2200:
        raise Fault(f'"{value}" is not a year in which a paper can be', "write the year with four digits")
    return value


@rule("bad-arxiv", wrong="arxiv: https://arxiv.org/abs/2309.08045v2", right="arxiv: 2309.08045")
def arxiv(value: str) -> str:
    """`arxiv` is the bare arXiv identifier, without `arXiv:`, address or version: `2309.08045` or `q-bio/0501001`."""
    return _identifier(value, "an arXiv identifier", identifiers.is_arxiv, identifiers.find_arxiv, "2309.08045")


@rule("bad-doi", wrong="doi: https://doi.org/10.1038/s41586-023-06031-6", right="doi: 10.1038/s41586-023-06031-6")
def doi(value: str) -> str:
    """`doi` is the bare DOI: it starts with `10.`, without `doi:` or the address of a resolver."""
    return _identifier(value, "a DOI", identifiers.is_doi, identifiers.find_doi, "10.1038/s41586-023-06031-6")


@rule("bad-pmid", wrong="pmid: PMID 37138088", right="pmid: 37138088")
def pmid(value: str) -> str:
    """`pmid` is the bare PubMed identifier: digits only."""
    return _identifier(value, "a PubMed identifier", identifiers.is_pmid, identifiers.find_number, "37138088")


@rule("bad-openreview", wrong="openreview: https://openreview.net/forum?id=p4S5Z6Sah4", right="openreview: p4S5Z6Sah4")
def openreview(value: str) -> str:
    """`openreview` is the bare identifier of the forum: what stands behind `id=` in its address."""
    return _identifier(
        value, "an OpenReview identifier", identifiers.is_openreview, identifiers.find_openreview, "p4S5Z6Sah4"
    )


@rule("bad-orcid", wrong="authors: [{name: Josiah Carberry, orcid: 0000-0002-1825-0098}]",
      right="authors: [{name: Josiah Carberry, orcid: 0000-0002-1825-0097}]")  # fmt: skip
def orcid(value: str) -> str:
    """`orcid` is four groups of four characters, and its last character is the right check digit."""
    return _identifier(value, "an ORCID iD", identifiers.is_orcid, identifiers.find_orcid, "0000-0002-1825-0097")


def _identifier(
    value: str, what: str, valid: Callable[[str], bool], find: Callable[[str], str | None], example: str
) -> str:
    if valid(value):
        return value
    found = find(value)
    advice = f"write {found}" if found else f"write it bare, such as {example}, or leave the field out"
    raise Fault(f'"{value}" is not {what}', advice)


@rule("bad-url", wrong="links: {code: github.com/akandykeller/Wave_RNNs}",
      right="links: {code: https://github.com/akandykeller/Wave_RNNs}")  # fmt: skip
def url(value: str) -> str:
    """A link is a whole address that starts with `https://` or `http://`; no other scheme, no spaces, no password."""
    wrong = identifiers.url_fault(value)
    if wrong is None:
        return value
    whole = f"https://{value.lstrip('/')}"
    bare = re.match(r"[\w-]+(\.[\w-]+)+(/|$)", value.lstrip("/")) and identifiers.url_fault(whole) is None
    raise Fault(
        f'"{value}" {wrong}',
        f"write {flow_text(whole)}" if bare else "write an address such as https://example.org/page",
    )


@rule("bad-key", wrong="former_keys: [Keller_2023]", right="former_keys: [keller-2023]")
def key(value: str) -> str:
    """A key is made of the letters a to z, digits, and single hyphens between them, at most 100 characters."""
    if not identifiers.is_key(value):
        better = re.sub(r"[^a-z0-9]+", "-", names.fold(value)).strip("-")[:100].strip("-")
        raise Fault(f'"{value}" is not a key', f"write {better}" if better else "use a to z, 0 to 9 and hyphens")
    return value


@rule("bad-name", wrong="authors: ['Keller, T. Anderson']", right="authors: [T. Anderson Keller]")
def person_name(value: str) -> str:
    """A name is written as it is read, given names first, one person an entry; `others` stands for "et al."."""
    tidy_name = " ".join(value.split())
    if names.fold(tidy_name).rstrip(".") in _ET_AL:
        if value != OTHERS:
            raise Fault(f'"{value}" is not a name', "write others as the last entry")
        return value
    if not names.slug(tidy_name):
        raise Fault(f'"{value}" is not a name', "write the name, or leave the entry out")
    if more := re.search(r",?\s(?:et\.? al\.?|and others)$", tidy_name, re.IGNORECASE):
        name = flow_text(tidy_name[: more.start()])
        raise Fault(f'"{value}" is more than a name', f"write {name}, and others as the last entry")
    if "@" in value or re.search(r"https?:|\d{3}", value):
        raise Fault(f'"{value}" is not a name', "write the name only")
    if re.search(r"\band\b|;|&", tidy_name) and len(tidy_name.split()) > 4:
        parts = [part for part in re.split(r",?\s+(?:and|&)\s+|\s*[;,]\s*", tidy_name) if part]
        raise Fault(
            f'"{value}" looks like several names', f"give each its own entry: [{', '.join(map(flow_text, parts))}]"
        )
    family, comma, given = tidy_name.partition(",")
    behind = given.replace(",", " ").split()
    turned = " ".join(f"{given} {family}".replace(",", " ").split())
    if comma and not (behind and all(map(surnames.is_suffix, behind))):
        raise Fault(f'"{value}" is the wrong way round', f"write {quoted(turned)}")
    return value


@rule(
    "bad-group",
    wrong='authors: [{group: "ENIGMA Consortium, et al."}]',
    right="authors: [{group: ENIGMA Consortium}, others]",
)
def group_name(value: str) -> str:
    """The name of a group of authors is written as it is read, one group an entry; persons are entries of their own."""
    if names.fold(value).rstrip(".") in _ET_AL:
        raise Fault(f'"{value}" is not the name of a group', "write others as the last entry")
    if not names.slug(value):
        raise Fault(f'"{value}" is not the name of a group', "write the name, or leave the entry out")
    if more := re.search(r",?\s(?:et\.? al\.?|and others)$", value, re.IGNORECASE):
        raise Fault(
            f'"{value}" is more than a name', f"write {flow_text(value[: more.start()])}, and others as the last entry"
        )
    if "@" in value or re.search(r"https?:", value):
        raise Fault(f'"{value}" is not the name of a group', "write the name only")
    return value


@rule("tldr-length", wrong="tldr: Waves remember.",
      right="tldr: A recurrent network whose activity travels as waves remembers sequences better.")  # fmt: skip
def tldr(value: str) -> str:
    """`tldr` is one sentence of 20 to 200 characters."""
    if not 20 <= len(value) <= 200:
        raise Fault(f"tldr has {counted(len(value), 'character')}", "write one sentence of 20 to 200 characters")
    return value


@rule(
    "categories-number",
    wrong="categories: [agents-control, spiking-neuromorphic, microscopy-wiring, brain-mri-analysis]",
    right="categories: [agents-control, spiking-neuromorphic, microscopy-wiring]",
)
def one_to_three(value: tuple[str, ...]) -> tuple[str, ...]:
    """A paper is in one to three categories; the first is the main one."""
    if not 1 <= len(value) <= 3:
        raise Fault(counted(len(value), "category", "categories"), "name one to three categories, the main one first")
    return value


@rule("named-twice", wrong="tags: [fmri, eeg, fmri]", right="tags: [fmri, eeg]")
def distinct(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """A list names nothing twice, and no two authors have one ORCID iD. Two authors of one name are two persons where
    each has an ORCID iD of its own.
    """
    for _, fault in iter_repeated(value):
        raise fault
    return value


def iter_repeated(entries: Sequence[Any]) -> Iterator[tuple[int, Fault]]:
    """Yield the place of each entry that repeats one before it, and what is wrong. entries: texts or authors."""
    for place in _repeats(entries):
        item = entries[place]
        if isinstance(item, str):
            yield place, Fault(f'"{item}" stands in the list twice', "take one of them out")
            continue
        named = any(other.name == item.name for other in entries[:place])
        advice = "; if they are two persons, give each the orcid" if named else ", or correct it"
        what = item.name if named else item.orcid
        yield place, Fault(f'"{what}" stands in the list twice', f"take one of them out{advice}")


def second(entries: Sequence[Any]) -> int | None:
    """The place of the first entry that repeats one before it. entries: texts or authors."""
    return next(_repeats(entries), None)


def _repeats(entries: Sequence[Any]) -> Iterator[int]:
    seen: dict[str, set[str | None]] = {}
    known: set[str] = set()
    for place, entry in enumerate(entries):
        word, orcid = (entry, None) if isinstance(entry, str) else (entry.name, entry.orcid)
        orcids = seen.setdefault(word, set())
        if orcid in known or (orcids and (orcid is None or None in orcids)):
            yield place
        orcids.add(orcid)
        if orcid:
            known.add(orcid)


@rule("others-last", wrong="authors: [others, Max Welling]", right="authors: [Max Welling, others]")
def others_last(value: tuple[Name, ...]) -> tuple[Name, ...]:
    """`others` stands last, after a name; where no author is known, `authors` is left out."""
    for place, author in enumerate(value):
        if author.name == OTHERS and (place + 1 < len(value) or len(value) == 1):
            raise Fault('"others" is not the last of several authors', "put it at the end, or leave authors out")
    return value


@rule("bad-family", wrong="authors: [{name: Laurens van der Maaten, family: Meer}]",
      right="authors: [{name: Laurens van der Maaten, family: Maaten}]")  # fmt: skip
def family_in_name(value: Name) -> Name:
    """`family` is the part of `name` that is the family name: whole words of it, in their order."""
    if value.family and not names.has_family(value.name, value.family):
        raise Fault(f'"{value.family}" is not a part of "{value.name}"', "write the words of the name that it is")
    return value


@rule("bad-year", wrong="venue: {name: ICLR, year: 24}", right="venue: {name: ICLR, year: 2024}")
def year(value: str) -> str:
    """A year has four digits."""
    if not re.fullmatch(r"1[5-9]\d\d|2[01]\d\d", value, re.ASCII):
        raise Fault(f'"{value}" is not a year', "write four digits, such as 2024")
    return value


# Language, script and region of RFC 5646 (BCP 47), in the letters' usual case.
LANGUAGE = "[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"


@rule("bad-language", wrong="language: German", right="language: de")
def language(value: str) -> str:
    """`language` is a BCP 47 code, such as `en`, `pt-BR` or `zh-Hant`."""
    if not re.fullmatch(LANGUAGE, value, re.ASCII):
        raise Fault(f'"{value}" is not the code of a language', "write a code such as en, de or pt-BR, or leave it out")
    return value


@rule("bad-status", wrong="status: published", right="status: retracted\nnotice: https://example.org/retraction")
def status(value: str) -> str:
    """`status` is `retracted`, `withdrawn` or `corrected`; a paper in good standing has none."""
    if value not in get_args(Status):
        raise Fault(f'"{value}" is not a status', "write retracted, withdrawn or corrected, or leave the field out")
    return value


@rule("status-and-notice", wrong="status: retracted", right="status: retracted\nnotice: https://example.org/retraction")
def status_and_notice(values: Mapping[str, Any]) -> None:
    """`status` and `notice` come together: the notice is the address that says so."""
    if bool(values.get("status")) != bool(values.get("notice")):
        there, missing = ("status", "notice") if values.get("status") else ("notice", "status")
        raise Fault(f"{there} without {missing}", f"add {missing}, or take {there} out")
