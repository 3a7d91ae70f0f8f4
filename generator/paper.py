"""The paper: the fields of its file, the rule of each, and the value that the rest of the program works with."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from functools import cached_property, lru_cache, wraps
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from generator import identifiers, names
from generator.problems import Fault, rule

OTHERS = "others"  # BibTeX's word for authors that are not named
Status = Literal["retracted", "withdrawn", "corrected"]


def checked(check: Callable[..., Any]) -> Callable[[Any], Any]:
    """The check as pydantic wants it: its Fault becomes an error whose type is the rule's name."""

    @wraps(check)
    def validate(value: Any) -> Any:
        try:
            return check(value)
        except Fault as fault:
            # A message in `ctx` is not searched for braces by pydantic: text of the input may stand in it.
            raise PydanticCustomError(
                check.rule,  # type: ignore[attr-defined]  # set by `rule`
                "{message}",
                {"message": fault.message, "advice": fault.advice},
            ) from None

    return validate


@rule("untidy-text", wrong='title: "Traveling  waves "', right='title: "Traveling waves"')
def tidy(value: str) -> str:
    """A text field is one line, without space at its ends and without two spaces in a row."""
    neat = " ".join(value.split())
    if value != neat:
        raise Fault("has a line break, space at an end, or several spaces in a row", f'write "{neat}"')
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
    raise Fault(f'"{value}" {wrong}', f"write {whole}" if bare else "write an address such as https://example.org/page")


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
    if names.fold(tidy_name).rstrip(".") in ("et al", "and others", "others"):
        if value != OTHERS:
            raise Fault(f'"{value}" is not a name', "write others as the last entry")
        return value
    if not names.slug(tidy_name):
        raise Fault(f'"{value}" is not a name', "write the name, or leave the entry out")
    if more := re.search(r",?\s(?:et\.? al\.?|and others)$", tidy_name, re.IGNORECASE):
        raise Fault(
            f'"{value}" is more than a name', f"write {tidy_name[: more.start()]}, and others as the last entry"
        )
    if "@" in value or re.search(r"https?:|\d{3}", value):
        raise Fault(f'"{value}" is not a name', "write the name only")
    if re.search(r"\band\b|;|&", tidy_name) and len(tidy_name.split()) > 4:
        raise Fault(f'"{value}" looks like several names', "give each its own entry of the list")
    family, comma, given = tidy_name.partition(",")
    if comma and not re.fullmatch(r"(?:jr|sr)\.?|i{2,3}|iv", given.strip(), re.IGNORECASE):
        raise Fault(
            f'"{value}" is the wrong way round', f'write "{given.strip()} {family.strip()}"'.replace(' "', ' "')
        )
    return value


@rule("tldr-length", wrong="tldr: Waves remember.",
      right="tldr: A recurrent network whose activity travels as waves remembers sequences better.")  # fmt: skip
def tldr(value: str) -> str:
    """`tldr` is one sentence of 20 to 200 characters."""
    if not 20 <= len(value) <= 200:
        raise Fault(f"tldr has {len(value)} characters", "write one sentence of 20 to 200 characters")
    return value


@rule("categories-number", wrong="categories: [a, b, c, d]", right="categories: [a, b, c]")
def one_to_three(value: tuple[str, ...]) -> tuple[str, ...]:
    """A paper is in one to three categories; the first is the main one."""
    if not 1 <= len(value) <= 3:
        raise Fault(f"{len(value)} categories", "name one to three categories, the main one first")
    return value


@rule("named-twice", wrong="tags: [fmri, eeg, fmri]", right="tags: [fmri, eeg]")
def distinct(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """A list names nothing twice."""
    seen: set[str] = set()
    for item in value:
        word = item if isinstance(item, str) else item.name
        if word in seen:
            raise Fault(f'"{word}" stands in the list twice', "take one of them out")
        seen.add(word)
    return value


@rule("others-last", wrong="authors: [others, Max Welling]", right="authors: [Max Welling, others]")
def others_last(value: tuple[Author, ...]) -> tuple[Author, ...]:
    """`others` stands last, after a name; where no author is known, `authors` is left out."""
    for place, author in enumerate(value):
        if author.name == OTHERS and (place + 1 < len(value) or len(value) == 1):
            raise Fault('"others" is not the last of several authors', "put it at the end, or leave authors out")
    return value


@rule("bad-family", wrong="authors: [{name: Laurens van der Maaten, family: Meer}]",
      right="authors: [{name: Laurens van der Maaten, family: Maaten}]")  # fmt: skip
def family_in_name(value: Author) -> Author:
    """`family` is the part of `name` that is the family name: words that `name` ends or begins with."""
    if (
        value.family
        and not f" {value.name} ".startswith(f" {value.family} ")
        and not f" {value.name} ".endswith(f" {value.family} ")
    ):
        raise Fault(f'"{value.family}" is not at an end of "{value.name}"', "write the part of the name that it is")
    return value


@rule("bad-year", wrong="venue: {name: ICLR, year: 24}", right="venue: {name: ICLR, year: 2024}")
def year(value: str) -> str:
    """A year has four digits."""
    if not re.fullmatch(r"1[5-9]\d\d|2[01]\d\d", value, re.ASCII):
        raise Fault(f'"{value}" is not a year', "write four digits, such as 2024")
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


def _schema(**words: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **words})


Text = Annotated[str, AfterValidator(checked(tidy))]
PartialDate = Annotated[
    str,
    AfterValidator(checked(partial_date)),
    _schema(format="partial-date", pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
]
Day = Annotated[str, AfterValidator(checked(day)), _schema(format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Url = Annotated[str, AfterValidator(checked(url)), _schema(format="web-address", pattern="^[Hh][Tt][Tt][Pp][Ss]?://")]
Key = Annotated[str, AfterValidator(checked(key)), _schema(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=100)]
Keys = Annotated[tuple[Key, ...], AfterValidator(checked(distinct))]
# Keys of a vocabulary, whose aliases may be any text: whether they are there is looked up when all files are read.
Words = Annotated[
    tuple[Annotated[Text, _schema(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")], ...], AfterValidator(checked(distinct))
]
PersonName = Annotated[Text, AfterValidator(checked(person_name)), _schema(format="person-name")]
Orcid = Annotated[
    str, AfterValidator(checked(orcid)), _schema(format="orcid", pattern="^([0-9]{4}-){3}[0-9]{3}[0-9X]$")
]

# Named here and not in the model: inside its class these names are its fields.
Arxiv = Annotated[str, AfterValidator(checked(arxiv)), _schema(pattern=f"^{identifiers.ARXIV_FORM}$")]
Doi = Annotated[str, AfterValidator(checked(doi)), _schema(pattern=r"^10\.[0-9]{4,9}(\.[0-9]+)*/[^\s\x00-\x20\x7f]+$")]
Pmid = Annotated[str, AfterValidator(checked(pmid)), _schema(pattern="^[1-9][0-9]{0,8}$")]
OpenReview = Annotated[str, AfterValidator(checked(openreview)), _schema(pattern="^[A-Za-z0-9_-]{6,40}$")]
Year = Annotated[str, AfterValidator(checked(year)), _schema(pattern="^(1[5-9][0-9]{2}|2[01][0-9]{2})$")]
Tldr = Annotated[Text, AfterValidator(checked(tldr)), _schema(minLength=20, maxLength=200)]
KnownStatus = Annotated[Status, BeforeValidator(checked(status))]


class Value(BaseModel):
    """What every model of the input shares: frozen, and no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Author(Value):
    """One author as the file names them."""

    name: PersonName
    orcid: Annotated[Orcid | None, Field(description="ORCID iD")] = None
    family: Annotated[Text | None, Field(description="the family name, where it cannot be split off by rule")] = None


def _author(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


OneAuthor = Annotated[Author, BeforeValidator(_author), AfterValidator(checked(family_in_name))]


class Venue(Value):
    """Where the paper was published."""

    name: Annotated[Text, Field(description="short name, as in `_venues.yml`")]
    year: Year | None = None
    volume: Text | None = None
    number: Text | None = None
    pages: Text | None = None
    publisher: Text | None = None


class Links(Value):
    """Pages about the paper."""

    pdf: Url | None = None
    code: Url | None = None
    data: Url | None = None
    project: Url | None = None
    model: Url | None = None
    demo: Url | None = None
    video: Url | None = None
    slides: Url | None = None
    poster: Url | None = None
    blog: Url | None = None

    def items(self) -> list[tuple[str, str]]:
        """The links that there are, as (kind, URL), in the order of the fields."""
        return [(kind, value) for kind in type(self).model_fields if (value := getattr(self, kind))]


def _described(description: str, form: str, example: str) -> Any:
    return Field(description=description, json_schema_extra={"form": form, "example": example})


class FrontMatter(Value):
    """The fields of a paper file, in canonical order. The descriptions are the reference that the documents print."""

    title: Annotated[Text, _described("the paper's title", "text, `$math$` allowed", '"Attention Is All You Need"')]
    authors: Annotated[
        tuple[OneAuthor, ...],
        AfterValidator(checked(others_last)),
        AfterValidator(checked(distinct)),
        _described(
            "the authors in order; the last entry is `others` where the list is known to be incomplete; "
            "left out where no name is known",
            "list of names, or of `{name, orcid, family}`",
            "[T. Anderson Keller, {name: Max Welling, orcid: 0000-0003-1484-2121}]",
        ),
    ] = ()
    date: Annotated[PartialDate, _described("first public version", "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`", "2023-09-03")]
    added: Annotated[Day, _described("the day the paper entered this list", "`YYYY-MM-DD`", "2026-11-23")]
    updated: Annotated[
        Day | None, _described("the day the entry last changed in substance", "`YYYY-MM-DD`", "2026-12-01")
    ] = None
    categories: Annotated[
        Words,
        AfterValidator(checked(one_to_three)),
        _described("one to three categories, the main one first", "list of keys", "[neural-dynamics]"),
    ]
    tags: Annotated[Words, _described("what a reader may look for", "list of keys", "[traveling-waves, fmri]")] = ()
    arxiv: Annotated[
        Arxiv | None,
        _described("arXiv identifier", "bare, without version", "2309.08045"),
    ] = None
    doi: Annotated[
        Doi | None,
        _described("DOI", "bare, without resolver", "10.1038/s41586-023-06031-6"),
    ] = None
    pmid: Annotated[
        Pmid | None,
        _described("PubMed identifier", "digits", "37138088"),
    ] = None
    openreview: Annotated[
        OpenReview | None,
        _described("identifier of the OpenReview forum", "what stands behind `id=`", "p4S5Z6Sah4"),
    ] = None
    venue: Annotated[
        Venue | None,
        _described(
            "where it was published; `name` from `_venues.yml`",
            "`{name, year, volume, number, pages, publisher}`",
            "{name: ICLR, year: 2024}",
        ),
    ] = None
    links: Annotated[
        Links,
        _described(
            "pages about the paper: `pdf`, `code`, `data`, `project`, `model`, `demo`, `video`, `slides`, `poster`, "
            "`blog`",
            "kind → URL",
            "{code: https://github.com/akandykeller/Wave_RNNs}",
        ),
    ] = Links()
    tldr: Annotated[
        Tldr,
        _described("what the paper says, in one sentence", "20 to 200 characters", "A network that remembers waves."),
    ]
    why: Annotated[
        Text | None,
        _described("why the curators put it on the list, in one sentence", "text", "The first of its kind on fMRI."),
    ] = None
    status: Annotated[
        KnownStatus | None,
        _described("shown wherever the paper is shown", "`retracted`, `withdrawn` or `corrected`", "retracted"),
    ] = None
    notice: Annotated[Url | None, _described("the address that says so", "URL", "https://example.org/notice")] = None
    former_keys: Annotated[
        Keys, _described("keys that this paper had before; their addresses lead here", "list of keys", "[keller-2023]")
    ] = ()
    not_same_as: Annotated[
        Keys, _described("papers that look like this one and are not", "list of keys", "[keller-2024-waves]")
    ] = ()


class Paper(FrontMatter):
    """A paper of the list: the fields of its file, and

    key: the name of the file without suffix. path: of the file, from the root of the project, with `/`.
    summary: the text below the front matter, Markdown.
    digest: fingerprint of the file and its path, so that equal digests mean equal papers; empty where there is no file.
    """

    key: str
    path: str
    summary: str
    digest: str = ""

    @property
    def year(self) -> str:
        """The year of the first public version, `2023`."""
        return self.date[:4]

    @property
    def people(self) -> tuple[Author, ...]:
        """The authors that are named, without `others`."""
        return self.authors[:-1] if self.and_others else self.authors

    @property
    def and_others(self) -> bool:
        """Whether there are more authors than the file names."""
        return bool(self.authors) and self.authors[-1].name == OTHERS

    @property
    def order(self) -> tuple[str, str]:
        """Sort key of lists, to be sorted upwards: newest first, a partial date before the days of its period."""
        return _newest_first(self.date), self.key

    @property
    def order_added(self) -> tuple[str, str, str]:
        """Sort key of "newly added": the day it entered the list, newest first, then as `order`."""
        return _newest_first(self.added), *self.order


@lru_cache(maxsize=1 << 14)
def _newest_first(date: str) -> str:
    """A string that sorts upwards as `date` sorts downwards; missing months and days sort before all others."""
    year, month, number = (*date.split("-"), "99", "99")[:3]
    return "".join(chr(ord("9") - ord(digit) + ord("0")) for digit in year + month + number)


def front_matter(values: Mapping[str, Any]) -> FrontMatter:
    """The model of the fields of a file.

    values: names → text, list, or mapping of texts, as they are written (nothing typed by YAML).
    Raises pydantic.ValidationError: an error's `type` is the name of a rule or one of pydantic's own, `loc` says where.
    """
    return FrontMatter.model_validate(dict(values))


def paper(fields: FrontMatter, *, key: str, path: str, summary: str, digest: str = "") -> Paper:
    """The paper from fields that are valid already."""
    return Paper.model_construct(**fields.__dict__, key=key, path=path, summary=summary, digest=digest)


@dataclass(frozen=True, slots=True)
class FieldReference:
    """What the documents say of a field."""

    name: str
    form: str
    meaning: str
    example: str
    required: bool


def _reference() -> dict[str, FieldReference]:
    fields = {}
    for name, info in FrontMatter.model_fields.items():
        extra = info.json_schema_extra
        assert isinstance(extra, dict)
        fields[name] = FieldReference(
            name, str(extra["form"]), info.description or "", str(extra["example"]), info.is_required()
        )
    return fields


FIELDS: Mapping[str, FieldReference] = _reference()
