"""The fields of a paper file as pydantic checks them: names, types, rules, and what the documents say of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generator.core.problems import Fault
from generator.core.text import mathml
from generator.model import field_rules as rules
from generator.model import identifiers
from generator.model.field_rules import Status


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


def _schema(**words: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **words})


Text = Annotated[str, AfterValidator(checked(rules.tidy))]
TextWithFormulas = Annotated[Text, AfterValidator(checked(mathml.showable_formulas))]
PartialDate = Annotated[
    str,
    AfterValidator(checked(rules.partial_date)),
    _schema(format="partial-date", pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
]
Day = Annotated[str, AfterValidator(checked(rules.day)), _schema(format="date", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Url = Annotated[
    str, AfterValidator(checked(rules.url)), _schema(format="web-address", pattern="^[Hh][Tt][Tt][Pp][Ss]?://")
]
Key = Annotated[str, AfterValidator(checked(rules.key)), _schema(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", maxLength=100)]
Keys = Annotated[tuple[Key, ...], AfterValidator(checked(rules.distinct))]
# Keys of a vocabulary, whose aliases may be any text: whether they are there is looked up when all files are read.
Words = Annotated[
    tuple[Annotated[Text, _schema(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")], ...], AfterValidator(checked(rules.distinct))
]
PersonName = Annotated[Text, AfterValidator(checked(rules.person_name)), _schema(format="person-name")]
GroupName = Annotated[Text, AfterValidator(checked(rules.group_name)), _schema(format="group-name")]
Orcid = Annotated[
    str, AfterValidator(checked(rules.orcid)), _schema(format="orcid", pattern="^([0-9]{4}-){3}[0-9]{3}[0-9X]$")
]

# Named here and not in the model: inside its class these names are its fields.
Arxiv = Annotated[str, AfterValidator(checked(rules.arxiv)), _schema(pattern=f"^{identifiers.ARXIV_FORM}$")]
Doi = Annotated[
    str, AfterValidator(checked(rules.doi)), _schema(pattern=r"^10\.[0-9]{4,9}(\.[0-9]+)*/[^\s\x00-\x20\x7f]+$")
]
Pmid = Annotated[str, AfterValidator(checked(rules.pmid)), _schema(pattern="^[1-9][0-9]{0,8}$")]
OpenReview = Annotated[str, AfterValidator(checked(rules.openreview)), _schema(pattern="^[A-Za-z0-9_-]{6,40}$")]
Year = Annotated[str, AfterValidator(checked(rules.year)), _schema(pattern="^(1[5-9][0-9]{2}|2[01][0-9]{2})$")]
Language = Annotated[str, AfterValidator(checked(rules.language)), _schema(pattern=f"^{rules.LANGUAGE}$")]
Tldr = Annotated[TextWithFormulas, AfterValidator(checked(rules.tldr)), _schema(minLength=20, maxLength=200)]
KnownStatus = Annotated[Status, BeforeValidator(checked(rules.status))]


class Value(BaseModel):
    """What every model of the input shares: frozen, and no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Author(Value):
    """One author as the file names them."""

    name: PersonName
    orcid: Annotated[Orcid | None, Field(description="ORCID iD")] = None
    family: Annotated[Text | None, Field(description="the family name, where it cannot be split off by rule")] = None
    group: ClassVar[None] = None


class Group(Value):
    """A group of people that is an author, such as a consortium."""

    group: Annotated[GroupName, Field(description="the name of a group, which is never taken apart")]
    orcid: ClassVar[None] = None
    family: ClassVar[None] = None

    @property
    def name(self) -> str:
        """The name of the group."""
        return self.group


# Tags of the two kinds of entries: pydantic puts them into the places of its errors.
PERSON, GROUP = "(person)", "(group)"


def _kind_of_author(value: Any) -> str:
    is_group = "group" in value if isinstance(value, dict) else isinstance(value, Group)
    return GROUP if is_group else PERSON


def _author(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


OneAuthor = Annotated[
    Annotated[Author, BeforeValidator(_author), AfterValidator(checked(rules.family_in_name)), Tag(PERSON)]
    | Annotated[Group, Tag(GROUP)],
    Discriminator(_kind_of_author),
]


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

    page: Url | None = None
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


def _described(description: str, form: str, example: str) -> Any:
    return Field(description=description, json_schema_extra={"form": form, "example": example})


class FrontMatter(Value):
    """The fields of a paper file, in canonical order. The descriptions are the reference that the documents print."""

    title: Annotated[
        TextWithFormulas, _described("the paper's title", "text, `$math$` allowed", '"Attention Is All You Need"')
    ]
    authors: Annotated[
        tuple[OneAuthor, ...],
        AfterValidator(checked(rules.others_last)),
        AfterValidator(checked(rules.distinct)),
        _described(
            "the authors in order; the last entry is `others` where the list is known to be incomplete; "
            "left out where no name is known",
            "list of names, of `{name, orcid, family}`, or of `{group}`",
            "[T. Anderson Keller, {name: Max Welling, orcid: 0000-0003-1484-2121}, {group: ENIGMA Consortium}]",
        ),
    ] = ()
    date: Annotated[PartialDate, _described("first public version", "`YYYY`, `YYYY-MM` or `YYYY-MM-DD`", "2023-09-03")]
    added: Annotated[Day, _described("the day the paper entered this list", "`YYYY-MM-DD`", "2026-11-23")]
    updated: Annotated[
        Day | None, _described("the day the entry last changed in substance", "`YYYY-MM-DD`", "2026-12-01")
    ] = None
    categories: Annotated[
        Words,
        AfterValidator(checked(rules.one_to_three)),
        _described("one to three categories, the main one first", "list of keys", "[brain-inspired-architectures]"),
    ]
    tags: Annotated[Words, _described("what a reader may look for", "list of keys", "[oscillations-waves, fmri]")] = ()
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
        TextWithFormulas | None,
        _described("why the curators put it on the list, in one sentence", "text", "The first of its kind on fMRI."),
    ] = None
    language: Annotated[
        Language | None, _described("the language the paper is written in, where it is known", "BCP 47", "en")
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


def front_matter(values: Mapping[str, Any]) -> FrontMatter:
    """The model of the fields of a file.

    values: names → text, list, or mapping of texts, as they are written (nothing typed by YAML).
    Raises pydantic.ValidationError: an error's `type` is the name of a rule or one of pydantic's own, `loc` says where.
    """
    return FrontMatter.model_validate(dict(values))
