"""Words of an entry of a Markdown list: labels of links, names of fields, and what texts that are no title say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.core.text import mending
from generator.importing import author_entries
from generator.importing.author_entries import AuthorEntry
from generator.importing.importers.columns import KINDS, NAMES
from generator.model import group_names
from generator.model.field_rules import OTHERS


def _listed(text: str, separator: str | None = None) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(separator) if part.strip())


_PAPER_LABELS = _listed(
    """paper|papers|pdf|arxiv|arxiv paper|link|links|html|doi|abs|abstract|preprint|full text|fulltext|openreview
    |publication|article|paper link|pdf link|paper pdf|url|here|open access|official|springer|acm|ieee|acl|cvf|nature
    |science|pubmed|biorxiv|论文|链接|论文链接|原文|文章|地址|下载""",
    "|",
)
_OTHER_LABELS = _listed(
    """github|git|repo|repository|source|implementation|official code|official implementation|website|webpage|web|site
    |page|homepage|home page|project page|projectpage|bibtex|bib|cite|citation|supplementary|supplement|supp
    |supplementary material|appendix|review|reviews|tweet|twitter|thread|notebook|colab|hugging face|huggingface|weights
    |checkpoint|checkpoints|demo|pytorch|tensorflow|tf|jax|keras|matlab|python|official|unofficial|star|stars|badge|oral
    |spotlight|news|media|notes|summary|interview|podcast|zhihu|blog|docs|documentation|slide|tutorial|benchmark|tool
    |app|api|resources|download|代码|源码|项目|项目主页|项目地址|主页|数据|数据集|视频|博客|解读|演示|海报|知乎|幻灯片""",
    "|",
)
_LABELS = _PAPER_LABELS | _OTHER_LABELS | frozenset(KINDS)
_OWN_NAMES: Mapping[str, str] = {
    name: field
    for field, names in {
        "title": "work|article|papers|paper name|title & authors|标题|题目|论文|论文标题",
        "authors": "author(s)|by|作者",
        "venue": "pub|pub.|published in|published at|conference/journal|journal/conference|source|publish|where|会议"
        "|期刊|会议/期刊|发表|来源",
        "date": "time|when|年份|时间|日期|年",
        "tldr": "tl;dr|tl; dr|one-line summary",
        "url": "paper & code|链接|论文链接",
        "code": "repo|github|source code|repository|implementation|代码",
        "pdf": "pdf",
        "data": "dataset|数据集",
        "project": "项目|项目主页",
        "abstract": "摘要",
        "tags": "关键词",
    }.items()
    for name in names.split("|")
}
_NOT_FIELDS = frozenset({"name", "number", "issue", "volume", "notice", "status"})  # common words of titles
# Words that names of persons do not have, and topics, journals and descriptions do.
_NOT_NAMES = _listed(
    """a an the and for from with without via using towards toward on of in to by is are how why what when learning deep
    neural network networks attention visual vision language model models memory recognition detection segmentation
    survey review analysis data dataset datasets system systems generation generative reinforcement supervised
    unsupervised image images video audio speech text graph graphs transformer transformers diffusion robot robotics
    control planning reasoning knowledge representation representations classification regression optimization inference
    machine artificial intelligence computer computing science sciences nature journal letters transactions proceedings
    conference workshop symposium annals reviews advances frontiers neuroscience psychology biology physics chemistry
    medicine cognition cognitive brain cell neuron computation computational processing engineering research technology
    university institute press open access best paper award oral spotlight poster code project page website foundation
    large small new early late general social natural human"""
)
_SMALL = _listed("of the on for and in & de der für la du et des del della e y di to at von und")
_CAPITALIZED = re.compile(r"[^\W\d_a-z][^\W\d_'’.-]*(?:['’.-][^\W\d_'’.-]*)*")
_PARTICLES = _listed("de van von der den la del di da bin al le ter dos")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:19|20)\d\d(?:[-./](?:0?[1-9]|1[0-2])(?:[-./](?:0?[1-9]|[12]\d|3[01]))?)?(?:\s*年)?|(?:\d\d?\s+)?{_MONTH},?\s+(?:19|20)\d\d"
    rf"|{_MONTH}\s+\d\d?,\s+(?:19|20)\d\d"
)
_WHOLE_DATE = re.compile(_DATE)
_DATE_BEHIND = re.compile(rf"(.*?)[\s,，'’@(]*\(?({_DATE})\)?", re.DOTALL)
_SHORT_YEAR = re.compile(r"(.*?[A-Za-z])\s?['’`](\d\d)", re.DOTALL)
_EMOJI = re.compile(
    "^(?:[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]|\\s)+|(?:[\u2600-\u2bff\ufe0f\U0001f000-\U0001faff]|\\s)+$"
)
_AWARD = re.compile(
    r"(.*?)[\s,;(\[-]+((?:(?:oral|spotlight|poster|highlight|talk|best|paper|award|findings|presentation|honou?rable"
    r"|mention|outstanding|runner-up|accepted|long|short)[\s,]*)+)[)\]]*",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(  # 12(3), 1-9 behind a journal
    r"(.*?)[\s,]+(?:vol\.?\s*)?(\d{1,4})(?:\s*\((\d{1,4})\))?(?:\s*[:,]\s*(?:pp?\.?\s*)?([A-Za-z]?\d+(?:\s*[-–]\s*[A-Za-z]?\d+)?))?",
    re.IGNORECASE | re.DOTALL,
)
_ET_AL = re.compile(r"[\s,，]*(?:\bet\.?\s+al\b\.?|\band\s+others\b|等人?)\s*$")
_INITIAL = re.compile(r"(?:^|[\s.-])[^\W\d_a-z]\.?(?=$|[\s.,-])")


@dataclass(frozen=True)
class Said:
    """What a text says: names of persons, a venue, a date (as in a paper file), and words that are none of them.

    place: volume, number and pages in the venue. sure: that the names are some is beyond doubt. more: there are more
    authors than are named.
    """

    names: tuple[str, ...] = ()
    venue: str = ""
    place: tuple[str, str, str] = ("", "", "")
    date: str = ""
    rest: str = ""
    sure: bool = False
    more: bool = False

    def venue_fields(self) -> dict[str, str]:
        """Return the venue as in a paper file; empty where there is none."""
        names = ("name", "year", "volume", "number", "pages")
        values = dict(zip(names, (self.venue, self.date[:4], *self.place), strict=True))
        return {name: value for name, value in values.items() if value} if self.venue else {}

    def people(self) -> list[AuthorEntry]:
        """Return the names as entries of a paper file."""
        found = [author_entries.from_text(name) for name in self.names]
        return [*found, OTHERS] if self.more else found


def clean(text: str) -> str:
    """Return words in one line without numbers, signs and badges before them, and stops around them."""
    words = mending.text(_EMOJI.sub("", re.sub(r":[a-z0-9_+-]{2,30}:", " ", text.replace("\\", ""))))
    words = re.sub(
        r"^(?:(?:\(\d{1,3}\)|\[(?:\d{1,3}|\d{4}\.\d{4,5}|[ xX]?)\]|\d{1,4}[.:)、](?=\D))\s*|[^\w$\"“(《【「«\[<]+)+",
        "",
        words,
    )
    for opening, closing in ("()", "[]", "（）", "【】"):
        if words.count(opening) < words.count(closing):
            words = words.rstrip(closing + " ")
        if words.startswith(opening) and closing not in words:
            words = words[1:]
        if words.count(opening) > words.count(closing):
            words = words.rstrip(opening + " ")
    words = re.sub(r"[\[(|:：–—,，;；/-]+\s*$", "", words)
    return words.strip(' "“”«»《》「」.,，。;；*_`\ufe0f')


def is_label(words: str) -> bool:
    """Return whether the words of a link, or beside one, only say what it is: `pdf`, `Code (PyTorch)`."""
    plain = re.sub(r"[^\w\s./:&+-]", " ", words).lower()
    plain = re.sub(
        r"\barxiv[\s:.]*(?:\d{4}\.\d{4,5}(?:v\d+)?)?|\bdoi[\s:.]*(?:10\.\S+)?|\bhttps?://\S+", " pdf ", plain
    )
    parts = [part.strip(" .:-") for part in re.split(r"[/&+,|;]|\band\b", plain)]
    named = [word for word in plain.split() if word in _LABELS]
    others = [word for word in plain.split() if word not in _LABELS]
    if all(not part or part in _LABELS for part in parts):
        return not re.search(r"\w", words) or bool(named) or bool(others)
    return bool(named) and all(re.fullmatch(r"version|v?\d{1,2}|[^\w]+", word) for word in others)


def is_paper_label(label: str) -> bool:
    """Return whether a link that is called so leads to the paper."""
    words = re.sub(r"[^\w\s]", " ", label.lower()).split()
    return " ".join(words) in _PAPER_LABELS or (len(words) < 4 and bool({"paper", "pdf", "论文"} & set(words)))


def is_badge(text: str) -> bool:
    """Return whether a text is only a venue with its year, or a date: `ICLR 2020`, `CVPR'20 Oral`, `2020.03`."""
    said = parse(text)
    return said is not None and bool(said.date) and not said.names and (not said.rest or bool(_AWARD.match(text)))


def year_of(heading: str) -> str:
    """Return the year of a heading that is a year, or a venue with a year; else empty."""
    match = re.fullmatch(r"(.*?)((?:19|20)\d\d)\s*年?\W*", heading)
    return match[2] if match and (not re.search(r"\w", match[1]) or is_badge(heading)) else ""


def column(head: str) -> str:
    """Return the field that the head of a column, or the words before a colon, name; empty where they name none."""
    plain = " ".join(re.sub(r"[*_`:：]", " ", mending.text(head)).lower().split())
    plain = re.sub(r"^[^\w]+|[^\w.)]+$", "", plain)
    found = _OWN_NAMES.get(plain) or NAMES.get(plain) or KINDS.get(plain, "")
    return "" if plain in _NOT_FIELDS - {"name"} else found


def key_value(text: str) -> tuple[str, str]:
    """Return field and value of `Authors: Ann Lee`; both empty where no field is named."""
    match = re.match(r"\s*\W{0,3}([^\W\d_][\w;&/() ]{1,20}?)\W{0,2}\s*[:：]\s*(.*)", text, re.DOTALL)
    if match is None or match[1].strip().lower() in _NOT_FIELDS:
        return "", ""
    field = column(match[1])
    return (field, match[2].strip()) if field else ("", "")


@lru_cache(maxsize=1 << 12)
def parse(text: str) -> Said | None:
    """Return what a text says, if it consists of names, a venue with a year, a date, or these together."""
    words = clean(text)
    sure = False
    if by := re.match(r"(?i)by[:\s]+(?=\w)", words):
        words, sure = words[by.end() :], True
    inside = re.match(r"(?i:(?:published |accepted |presented |to appear )?(?:in|at|by)[:\s]+)(?=[^\W\d_a-z])", words)
    words = words[inside.end() :] if inside and not by else words
    if not words or len(words) > 2000:
        return None
    award = ""
    if match := _AWARD.fullmatch(words):
        words, award = clean(match[1]), match[2]
    if _WHOLE_DATE.fullmatch(words):
        return Said(date=_date(words), rest=award)
    rest, date = words, ""
    if match := _DATE_BEHIND.fullmatch(words):
        rest, date = clean(match[1]), _date(match[2])
    elif (match := _SHORT_YEAR.fullmatch(words)) and _is_venue(match[1]):
        return Said(venue=clean(match[1]), date=f"20{match[2]}" if int(match[2]) < 80 else f"19{match[2]}", rest=award)
    if (match := _PLACE.fullmatch(rest)) and _is_venue(clean(match[1])):
        rest, place = clean(match[1]), (match[2], match[3] or "", (match[4] or "").replace(" ", ""))
        if not date and not place[2]:
            return None
        return Said(venue=rest, place=place, date=date, rest=award)
    said = _names_and_venue(rest, date, sure)
    return None if said is None else replace(said, rest=said.rest or award)


def _names_and_venue(rest: str, date: str, sure: bool) -> Said | None:
    more = False
    if match := _ET_AL.search(rest):
        rest, more = rest[: match.start()], True
    names, left = _names(rest)
    initials = any(_INITIAL.search(name) for name in names)
    if names and not left:
        alone = len(names) == 1 and not more and not initials and not sure
        if not alone or not date:
            return Said(names, date=date, sure=sure or more or (initials and len(names) > 1), more=more)
        return Said(venue=rest, date=date) if _is_surely_venue(rest) else Said(date=date, rest=rest)
    if more:
        # "Keller et al." names one person by the family name alone.
        return Said(date=date, rest=f"{rest} et al.", more=True) if date or " " not in rest else None
    if date and re.fullmatch(r"[^\W\d_a-z][\w'’-]+(?:, [^\W\d_a-z][\w'’-]+)*,? (?:and|&) [^\W\d_a-z][\w'’-]+", rest):
        return Said(date=date, rest=rest)  # Lee and Roe, 2020
    if date and names and _is_venue(left):
        return Said(names, left, date=date, sure=sure or initials or len(names) > 1)
    match = re.match(r"(.*?)[\s,，]*(?:\bet\.?\s+al\b\.?|等人?)[\s,，.]+(.+)", rest, re.DOTALL)
    if match and date and _is_venue(match[2]):
        names, left = _names(match[1])
        if names and not left:
            return Said(names, match[2], date=date, sure=True, more=True)
        return Said(venue=match[2], date=date, rest=f"{match[1]} et al.")
    if date and _is_venue(rest):
        return Said(venue=rest, date=date)
    return None


def _names(text: str) -> tuple[tuple[str, ...], str]:
    """Return the names of persons that a text begins with, and the rest of it."""
    bare = re.sub(r"(?<=[^\W\d_])[\d*†‡§¶](?:,?[\d*†‡§¶])*(?=[\s,;，]|$)", "", text)  # marks of affiliations
    parts = [
        re.sub(r"(?<=[^\W_]{3})\.$", "", p)
        for p in re.split(r"\s*[,，、;；]\s*(?:(?:and|&)\s+)?|\s+and\s+|\s*&\s*|\s+·\s+", bare)
        if p.strip()
    ]
    found: list[str] = []
    place = 0
    while place < len(parts):
        part = parts[place]
        following = parts[place + 1] if place + 1 < len(parts) else ""
        if re.fullmatch(r"[^\W\d_a-z][\w'’ -]+", part) and re.fullmatch(
            r"(?:[^\W\d_a-z]\.[\s-]?)*[^\W\d_a-z]\.?", following
        ):
            found.append(f"{part}, {following}")  # Lee, A.
            place += 2
        elif _is_name(part):
            found.append(part)
            place += 1
        else:
            break
    return tuple(found), re.sub(r"^(?:in|at)\s+", "", ", ".join(parts[place:]))


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(words) <= 5
        and _CAPITALIZED.fullmatch(words[0]) is not None
        and all(word in _PARTICLES or _CAPITALIZED.fullmatch(word) for word in words[1:])
        and not any(word.lower() in _NOT_NAMES for word in words)
        and any(len(word.strip(".")) > 1 for word in words)
        and not group_names.looks_like_group(text)
        and not all(word.isupper() and len(word) > 3 for word in words)
    )


def _is_venue(text: str) -> bool:
    """Return whether a text may be the name of a venue: a few words with capitals, and no numbers."""
    words: Sequence[str] = text.split()
    if not words or len(text) > 80 or len(words) > 10 or re.search(r"[\d*†‡]|[?!:：]\s|\b[a-z]+\.\s", text):
        return False
    if "," in text and not re.search(r"(?i)\b(?:proc|conf|journal|trans|symp|workshop)", text):
        return False  # topics, too, are parted by commas
    if len(words) == 1 and text.lower() in _LABELS - {"arxiv", "biorxiv", "nature", "science"}:
        return False
    bare = [word.strip("(),&/-") for word in words]
    capitals = [word for word in bare if word and (any(map(str.isupper, word)) or word.upper() == word.lower())]
    return len(capitals) + sum(word.lower() in _SMALL for word in bare) >= len([w for w in bare if w]) and bool(
        bare[0] and (any(map(str.isupper, bare[0])) or bare[0].upper() == bare[0].lower())
    ) and bare[0].lower() not in _SMALL - {"the"}  # fmt: skip


def _is_surely_venue(text: str) -> bool:
    words = [word.strip(".,()").lower() for word in text.split()]
    return any(word in _NOT_NAMES for word in words) or bool(re.search(r"\b[A-Z]{2,}|[a-z][A-Z]", text))


def _date(text: str) -> str:
    match = re.match(rf"(?:(\d\d?)\s+)?({_MONTH})\s*(?:(\d\d?),)?,?\s*((?:19|20)\d\d)", text)
    if match:
        return mending.date(match[4], match[2], match[1] or match[3] or "")
    return mending.date(text.replace(".", "-").replace("/", "-"))
