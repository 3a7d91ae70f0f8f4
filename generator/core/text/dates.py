"""Dates of publication, in any of the forms that records and people have.

Forms: ISO 8601 and the Extended Date/Time Format (https://www.loc.gov/standards/datetime/), the dates of RIS, PubMed
and BibTeX, day and month in numbers, and months in words of several languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

EARLIEST, LATEST = 1500, 2200  # years that a paper may be of
_MONTHS = """
    january february march april may june july august september october november december
    januar februar märz april mai juni juli august september oktober november dezember
    jänner feber maerz april mai juni juli august september oktober november dezember
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    enero febrero marzo abril mayo junio julio agosto setiembre octubre noviembre diciembre
    janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
    gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
    januari februari maart april mei juni juli augustus september oktober november december
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
"""
# Words beside a date that say nothing more: prepositions, days of the week, zones of time, what was published where.
_SILENT_WORDS = """
    a am an and at c cop copyright d de del den der des di do du e el en epub first gmt il in la le o of on
    online published print publication date the um utc vom z monday tuesday wednesday thursday friday saturday
    sunday mon tue wed thu fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi
    mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo lunedi martedi
    mercoledi giovedi venerdi domenica year st nd rd th er г года
"""
_SILENT = frozenset(_SILENT_WORDS.split())
_TIME = re.compile(
    r"(?:(?<=\d)T|(?<!\d))\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\b\.?|Z|\s*[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|°)?(?![\w:])", re.IGNORECASE)
_TO = r"\s*(?:/|--+|[–—-])\s*"


@dataclass(frozen=True)
class ReadDate:
    """A date as exactly as it is known: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or empty.

    remark: what was not taken, in words for a report; empty where all was.
    """

    value: str = ""
    remark: str = ""


@lru_cache(maxsize=1 << 12)
def read(text: str, month: str = "", day: str = "") -> ReadDate:
    """Read a date. month, day: of a record that has them in fields of their own; they count where `text` is a year."""
    given = " ".join(text.replace("\xa0", " ").split())
    bare = _digits(unicodedata.normalize("NFKC", given))
    found = _read(bare)
    if len(found.value) == 4 and month.strip():
        with_month = _with_month(found, bare, _digits(month), day.strip())
        if with_month is not None:
            return with_month
        return ReadDate(found.value, found.remark or f'date: month "{month.strip()[:80]}" was not taken')
    if not found.value:
        return ReadDate("", f'date: "{given[:200]}" has no year in it' if given else "")
    if found.remark:
        return ReadDate(found.value, f'date: "{given[:200]}" is read as {found.value}{found.remark.rstrip()}')
    return found


def best(left_out: list[str], *texts: str, month: str = "", day: str = "") -> str:
    """Return the most exact of several dates of one work; remarks go to `left_out`."""
    found = [read(text, month, day) for text in texts if text.strip()]
    value = max((date.value for date in found), key=len, default="")
    # Another text may say well what one says badly.
    plain = any(date.value == value and not date.remark for date in found)
    left_out += dict.fromkeys(date.remark for date in found if date.remark and not (plain and date.value))
    return value


def read_csl(value: Any) -> ReadDate:
    """Read a date variable of CSL-JSON: `date-parts`, `raw`, `literal`, `season`, `circa`, or a plain text."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return read(str(value))
    if not isinstance(value, Mapping):
        return ReadDate()
    parts = value.get("date-parts")
    dates = [entry for entry in parts if isinstance(entry, Sequence) and not isinstance(entry, str)] if isinstance(
        parts, list) else []  # fmt: skip
    if isinstance(parts, list) and not dates:  # [2020, 3] in place of [[2020, 3]]
        dates = [parts]
    texts = [_joined(entry) for entry in dates]
    texts = [text for text in texts if text]
    for name in ("raw", "literal"):
        if not texts and isinstance(value.get(name), str | int):
            texts = [str(value[name])]
    found = read(texts[0]) if texts else ReadDate()
    if not found.value:
        return found
    others = [f"{name} {value[name]}" for name in ("season", "circa") if value.get(name) and len(found.value) < 7]
    others += [f"until {text}" for text in texts[1:2] if text != texts[0]]
    if others and not found.remark:
        return ReadDate(found.value, f'date: "{texts[0]}" ({", ".join(others)}) is read as {found.value}')
    return found


def _joined(parts: Sequence[Any]) -> str:
    texts = [str(part).strip() for part in parts if part not in (None, "", 0, "0")]
    numbers = all(re.fullmatch(r"\d+", text) for text in texts)
    return ("-" if numbers else " ").join(texts)


def _digits(text: str) -> str:
    """Return the text with all digits as those of ASCII."""
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _read(text: str) -> ReadDate:
    """Read a date; `remark` is "" or why less was taken, to follow `… is read as 2020`, or " " for no reason."""
    text = _TIME.sub(" ", text).strip(" ,;").rstrip(". ")
    text = re.sub(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*)?(?:(\d{1,2})\s*[日号일])?", r"\1-\2-\3", text).rstrip(
        "- "
    )
    if match := re.fullmatch(
        r"[\[({]*\s*(?:c|©|\(c\)|cop\.?|copyright)?\s*(\d{4})[a-z]?\s*[\])}]*", text, re.IGNORECASE
    ):
        return ReadDate(_year(match[1]))
    if match := re.fullmatch(r"(\d{4}(?:-\d{1,2}){0,2})\s*[~?%]", text):  # not sure, or about
        return ReadDate(_read(match[1]).value, " ")
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-[Xxu]{1,2}|(\d{4})-[Xxu]{2}(?:-[Xxu]{2})?", text):
        return _of_numbers(match[1] or match[3], match[2] or "", "")
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})?", text):
        return _of_numbers(match[1], match[2], match[3] or "")
    if match := re.fullmatch(r"(\d{4})/(\d{0,2})/(\d{0,2})(?:/(.*))?", text):  # RIS: year/month/day/other words
        return _of_ris(match[1], match[2], match[3], (match[4] or "").strip())
    if match := re.fullmatch(r"(\d{4})([-/. ])\s?(\d{1,2})(?:\2\s?(\d{1,2}))?", text):
        return _of_numbers(match[1], match[3], match[4] or "")
    if match := re.fullmatch(r"(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4})", text):
        return _of_day_and_month(match[1], match[3], match[4], dots=match[2] == ".")
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{4})", text):
        return _of_numbers(match[2], match[1], "")
    interval = re.fullmatch(
        rf"(\d{{4}}(?:-\d{{1,2}}){{0,2}}|\.\.)[~?%]?{_TO}(\d{{4}}(?:-\d{{1,2}}){{0,2}}[~?%]?|\.\.|)", text
    )
    if interval:
        first = _read(interval[2] if interval[1] == ".." else interval[1])
        return first if interval[1] == interval[2] else ReadDate(first.value, first.remark or " ")
    return _of_words(text)


def _year(text: str) -> str:
    return text if EARLIEST <= int(text) <= LATEST else ""


def _of_numbers(year: str, month: str, day: str) -> ReadDate:
    if not _year(year):
        return ReadDate()
    if not month or int(month) == 0:
        return ReadDate(year)
    if int(month) > 12:  # a season of EDTF, or the last year of several
        return ReadDate(year, " ")
    if not day or int(day) == 0:
        return ReadDate(f"{year}-{int(month):02d}")
    if int(day) > 31:
        return ReadDate(f"{year}-{int(month):02d}", " ")
    return ReadDate(f"{year}-{int(month):02d}-{int(day):02d}")


def _of_ris(year: str, month: str, day: str, words: str) -> ReadDate:
    found = _of_numbers(year, month, day)
    if not words or not found.value:
        return found
    in_words = _of_words(f"{words} {year}")
    if in_words.value.startswith(found.value) and not in_words.remark:
        return in_words
    return ReadDate(found.value, found.remark or " ")


def _of_day_and_month(one: str, other: str, year: str, *, dots: bool) -> ReadDate:
    """Read `12.03.2020`, and with other signs what is sure: `25/12/2020` and `12/25/2020`, but not `03/12/2020`."""
    if int(one) > 12 or dots or one == other:
        return _of_numbers(year, other, one)
    if int(other) > 12:
        return _of_numbers(year, one, other)
    return ReadDate(_year(year), ", since day and month cannot be told apart")


def _of_words(text: str) -> ReadDate:
    """Read a date with words: `12 March 2020`, `2020 Mar 12`, `le 3 août 2020`; of several days none counts."""
    years = [year for year in _YEAR.findall(text) if _year(year)]
    if not years:
        return ReadDate()
    months, days, rest = _in_words(_YEAR.sub(" ", text))
    remark = " " if rest or len(set(years)) > 1 else ""
    if len(months) != 1 or len(set(years)) > 1:
        return ReadDate(years[0], " " if months or days else remark)
    value = f"{years[0]}-{months[0]:02d}"
    if len(days) == 1 and 1 <= days[0] <= 31:
        return ReadDate(f"{value}-{days[0]:02d}", remark)
    return ReadDate(value, " " if days else remark)


def _in_words(text: str) -> tuple[list[int], list[int], list[str]]:
    """Return the months that a text names, the numbers that may be days, and all other words."""
    days = [int(number) for number in _DAY.findall(text)]
    months: dict[int, None] = {}
    rest = []
    for word in re.findall(r"[^\W\d_]+\d*", _DAY.sub(" ", text)):
        folded = _folded(word)
        if folded in _names():
            months[_names()[folded]] = None
        elif folded not in _SILENT:
            rest.append(word)
    return list(months), days, rest


def _with_month(found: ReadDate, year: str, month: str, day: str) -> ReadDate | None:
    """Return the date with a month from a field of its own; None where that says none or several."""
    if re.fullmatch(r"\d{1,2}", month.strip()):
        exact = _of_numbers(found.value, month.strip(), day if re.fullmatch(r"\d{1,2}", day) else "")
        return exact if len(exact.value) > 4 else None
    exact = _of_words(f"{month.replace('~', ' ')} {day} {found.value}")
    if len(exact.value) == 4:
        return None
    remark = f'date: "{month.strip()}" of {year} is read as {exact.value}' if exact.remark else ""
    return ReadDate(exact.value, found.remark or remark)


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, int]:
    """Names of months, in full and cut short to three letters and more, as far as these mean one month."""
    meant: dict[str, set[int]] = {}
    full: dict[str, int] = {}
    for number, name in _numbered():
        full[name] = number
        for length in range(3, len(name)):
            meant.setdefault(name[:length], set()).add(number)
    short = {name: numbers.pop() for name, numbers in meant.items() if len(numbers) == 1}
    return {**short, **full, "sept": 9, "mrt": 3}


def _numbered() -> Iterator[tuple[int, str]]:
    for line in _MONTHS.strip().splitlines():
        yield from ((number, _folded(name)) for number, name in enumerate(line.split(), 1))
